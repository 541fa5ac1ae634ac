"""What holds on every way through a scenario, proved over the whole graph of its states."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from coachkit.content import moves as m
from coachkit.content.diagnostics import Diagnostic
from coachkit.content.document import Path_
from coachkit.content.library import Entry
from coachkit.content.model import Scenario
from coachkit.engine.explore import Edge, Graph, TooManyStates, explore
from coachkit.engine.ledger import Entry as Written
from coachkit.engine.step import offered, step
from coachkit.engine.story import story_of
from coachkit.engine.transcript import replay
from coachkit.errors import CoachkitError, UnknownChoice
from coachkit.scoring.findings import BANNED, UNOWED, marks, run_findings

_FAULTS = {
    "CK031": ("'{fact}' is granted for '{person}' before anyone asked", "Ask first, or let the owner tell it."),
    "CK032": ("'{fact}' is withdrawn from '{person}' without having been granted", "Grant it first."),
    "CK033": ("promise '{other}' is kept or broken without being open", "Give it first, on every way here."),
    "CK034": ("'{person}' passes on '{fact}' without knowing it", "Let them learn it first: known-by, happen or tell."),
}  # fmt: skip


@dataclass(frozen=True)
class Proofs:
    """The four properties, each with what contradicts it; empty means proved."""

    unreached: tuple[tuple[str, str], ...]  # ("scene" / "ending" / "choice", id)
    stuck: tuple[tuple[str, ...], ...]  # ways to a scene without a choice, or without a way out
    clean_way: tuple[str, ...] | None  # choices of one way with nothing leaked and nothing owed
    false_examples: tuple[tuple[str, tuple[str, ...], str], ...]  # (ending, way, kind of finding)

    @property
    def hold(self) -> bool:
        return not (self.unreached or self.stuck or self.false_examples) and self.clean_way is not None


def prove(graph: Graph) -> Proofs:
    """The four properties of a story, over every path."""
    scenario = graph.story.scenario
    came = graph.reached_by(lambda edge: True)
    places = {state.place for state in graph.states}
    taken = {edge.choice for edge in graph.all_edges()}
    unreached = [("scene", s) for s in scenario.scenes if s not in places]
    unreached += [("ending", e) for e in scenario.endings if e not in places]
    unreached += [
        ("choice", c)
        for sid, scene in scenario.scenes.items()
        if sid in places
        for c in scene.choices
        if c not in taken
    ]
    saved = graph.leading_to(graph.endings())
    stuck = [i for i in range(len(graph.states)) if i not in saved]
    first_stuck = {graph.states[i].place: i for i in reversed(stuck)}
    kinds = {id(e): {mark.kind for mark in marks(graph.story, e.entries)} for e in graph.all_edges()}
    clean = graph.reached_by(lambda edge: not kinds[id(edge)] & UNOWED)
    opening = {mark.kind for mark in marks(graph.story, graph.opening_entries)}  # lies on every way
    clean_endings = [] if opening & UNOWED else [i for i in clean if graph.states[i].ended]
    return Proofs(
        tuple(unreached),
        tuple(graph.path_to(came, i) for i in sorted(first_stuck.values())),
        graph.path_to(clean, clean_endings[0]) if clean_endings else None,
        _false_examples(graph, came, opening, kinds),
    )


def _false_examples(
    graph: Graph, came: dict[int, Edge | None], opening: set[str], kinds: dict[int, set[str]]
) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    found = {}
    for eid, ending in graph.story.scenario.endings.items():
        if ending.standing != "exemplary":
            continue
        targets = graph.endings([eid])
        leading = graph.leading_to(targets)
        if targets and opening & BANNED:
            found[(eid, min(opening & BANNED))] = graph.path_to(came, min(targets))
        for edge in graph.all_edges():
            bad = kinds[id(edge)] & BANNED
            if bad and edge.target in leading and (eid, min(bad)) not in found:
                way = (*graph.path_to(came, edge.source), edge.choice, *_onward(graph, edge.target, targets))
                found[(eid, min(bad))] = way
    return tuple((eid, way, kind) for (eid, kind), way in found.items())


def _onward(graph: Graph, source: int, targets: frozenset[int]) -> tuple[str, ...]:
    """The choices of a shortest way from a state to one of the targets."""
    onward: dict[int, Edge] = {}
    waiting = deque(targets)
    while waiting and source not in onward and source not in targets:
        for edge in graph.into[waiting.popleft()]:
            if edge.source not in onward and edge.source not in targets:
                onward[edge.source] = edge
                waiting.append(edge.source)
    way: list[str] = []
    while source not in targets:
        way.append(onward[source].choice)
        source = onward[source].target
    return tuple(way)


def diagnose(entry: Entry) -> tuple[tuple[Diagnostic, ...], Graph | None]:
    """What playing shows to be wrong with a scenario, its key and its plans; and its graph, unless it is too large."""
    story = story_of(entry)
    document = entry.loaded.scenario_document
    try:
        graph = explore(story)
    except TooManyStates as error:
        return (document.problem("CK047", ("scenes",), *_sentences(error), key=True),), None
    problems = [*_faults(entry, graph), *_properties(entry, prove(graph))]
    problems += _key_against_ledger(entry, graph)
    problems += _plans(entry)
    return tuple(sorted(set(problems))), graph


def _faults(entry: Entry, graph: Graph) -> Iterable[Diagnostic]:
    """Moves that come too early on some way: each once, at the move."""
    document, scenario = entry.loaded.scenario_document, entry.scenario
    written: list[tuple[Path_, Written]] = [(("scenes", scenario.start), e) for e in graph.opening_entries]
    for edge in graph.all_edges():
        scene, after = edge.step.before.place, edge.step.after
        written += [(("scenes", scene, "choices", edge.choice), e) for e in edge.step.entries]
        into = ("endings" if after.ended else "scenes", after.place)
        written += [(into, e) for e in edge.step.follows]
    for path, fault in dict.fromkeys(pair for pair in written if pair[1].kind == "fault"):
        message, cure = _FAULTS[fault.detail]
        words = {"fact": fault.fact, "person": fault.person, "other": fault.other}
        for at in _moves_of(scenario, path, fault):
            yield document.problem(fault.detail, at, message.format_map(words), cure)


def _moves_of(scenario: Scenario, path: Path_, fault: Written) -> Iterable[Path_]:
    """The places of the words that wrote the fault: of the moves at that path, those it may come from."""
    here = str(path[1])
    moment = scenario.choice(str(path[3])) if len(path) > 2 else scenario.scenes.get(here) or scenario.endings[here]
    for i, move in enumerate(moment.moves):
        match fault.detail, move:
            case "CK031", m.Grant() if (move.grant, fault.person in move.for_) == (fault.fact, True):
                yield *path, "moves", i, "grant"
            case "CK032", m.Withdraw() if (move.withdraw, fault.person in move.for_) == (fault.fact, True):
                yield *path, "moves", i, "withdraw"
            case "CK033", m.Keep() if move.keep == fault.other:
                yield *path, "moves", i, "keep"
            case "CK033", m.Break() if move.break_ == fault.other:
                yield *path, "moves", i, "break"
            case "CK034", m.Tell() if (move.tell, move.by or scenario.coach) == (fault.fact, fault.person):
                yield *path, "moves", i, "tell"
            case "CK034", m.Hint() if (move.hint, move.by or scenario.coach) == (fault.fact, fault.person):
                yield *path, "moves", i, "hint"
            case "CK034", m.Report() if (move.report, scenario.coach) == (fault.fact, fault.person):
                yield *path, "moves", i, "report"


def _properties(entry: Entry, proofs: Proofs) -> Iterable[Diagnostic]:
    document, scenario = entry.loaded.scenario_document, entry.scenario
    for noun, word in proofs.unreached:
        if noun == "choice":
            scene = next(s for s, v in scenario.scenes.items() if word in v.choices)
            yield document.problem("CK042", ("scenes", scene, "choices", word), f"choice '{word}' is never offered", "No way here makes its 'if' hold.", key=True)  # fmt: skip
        else:
            code = {"scene": "CK040", "ending": "CK041"}[noun]
            yield document.problem(code, (f"{noun}s", word), f"no way leads to {noun} '{word}'", "Let a choice lead there, or remove it.", key=True)  # fmt: skip
    for way in proofs.stuck:
        run = replay(story_of(entry), way)
        offers = bool(offered(run.story, run.state))
        code = "CK044" if offers else "CK043"
        message = f"no ending can be reached from scene '{run.state.place}'" if offers else f"scene '{run.state.place}' may offer no choice at all"  # fmt: skip
        yield document.problem(code, ("scenes", run.state.place), message, f"After: {', '.join(way) or 'the start'}.", key=True)  # fmt: skip
    if proofs.clean_way is None and not proofs.stuck:
        yield document.problem("CK045", ("scenes",), "no way leads through with nothing leaked and nothing owed", "Offer one: see coachkit explore.", key=True)  # fmt: skip
    for ending, way, kind in proofs.false_examples:
        yield document.problem("CK046", ("endings", ending, "standing"), f"ending '{ending}' is called exemplary, but a way to it holds: {kind}", f"After: {', '.join(way)}.")  # fmt: skip


def _key_against_ledger(entry: Entry, graph: Graph) -> Iterable[Diagnostic]:
    """A key that contradicts the ledger, or is silent where another agreement changes the answer."""
    document = entry.loaded.key_document
    harm: dict[str, set[str]] = {}
    for edge in graph.all_edges():
        kinds = {mark.kind for mark in marks(graph.story, edge.step.entries)}
        harm.setdefault(edge.choice, set(kinds)).intersection_update(kinds)
    for choice, kinds in harm.items():
        judgement = entry.key.choices[choice]
        if judgement.stands == "for" and judgement.principle == "hold" and kinds & {"leak", "refusal-ignored"}:
            yield document.problem("CK053", ("choices", choice, "stands"), f"the key calls '{choice}' right, but the ledger always finds: {', '.join(sorted(kinds & {'leak', 'refusal-ignored'}))}", "One of the two is wrong.")  # fmt: skip
    for choice, agreements in changed_by_agreement(entry, graph).items():
        silent = sorted(agreements - entry.key.choices[choice].agreements.keys())
        if silent and not entry.key.choices[choice].agreements:
            yield document.problem("CK054", ("choices", choice), f"another agreement changes what '{choice}' does, and its key does not say so", f"Add under agreements one of: {', '.join(silent)}.", key=True)  # fmt: skip


def changed_by_agreement(entry: Entry, graph: Graph) -> dict[str, set[str]]:
    """For each choice, the agreements under which the ledger would find other leaks or hints in it."""
    watched = {"leak", "hint", "refusal-ignored"}

    def harms(agreement: str) -> dict[str, frozenset[str]]:
        story = story_of(entry, agreement)
        found = {}
        for edge in graph.all_edges():
            if edge.choice in offered(story, edge.step.before):
                taken = step(story, edge.step.before, edge.choice)
                kinds = {mark.kind for mark in marks(story, taken.entries)} & watched
                found[f"{edge.source}:{edge.choice}"] = frozenset(kinds)
        return found

    base = harms(entry.scenario.agreement)
    changed: dict[str, set[str]] = {}
    for agreement in entry.frameworks.agreements:
        if agreement == entry.scenario.agreement:
            continue
        for place, kinds in harms(agreement).items():
            if kinds != base.get(place, kinds):
                changed.setdefault(place.split(":", 1)[1], set()).add(agreement)
    return changed


def _plans(entry: Entry) -> Iterable[Diagnostic]:
    for name, plan in entry.plans.items():
        document = entry.loaded.plan_documents[name]
        run = replay(story_of(entry), ())
        try:
            for choice in plan.choices:
                run = run.then(choice)
        except UnknownChoice as error:
            yield document.problem("CK060", ("choices", len(run.steps)), *_sentences(error))
            continue
        if run.state.place != plan.ending:
            cure = "Correct the ending or the choices." if run.state.ended else "Add the choices that are still to take."  # fmt: skip
            yield document.problem("CK061", ("ending",), f"the plan ends in '{run.state.place}', not in '{plan.ending}'", cure)  # fmt: skip
            continue
        found = tuple(f.kind for f in run_findings(run, entry.frameworks))
        if found != plan.findings:
            first = next(i for i, (one, other) in enumerate(zip_longest(found, plan.findings)) if one != other)
            yield document.problem("CK062", ("findings", first), f"the play finds [{', '.join(found)}]", "If that is right, correct the plan.")  # fmt: skip


def _sentences(error: CoachkitError) -> tuple[str, str]:
    """An error as what is wrong and what helps."""
    message, _, cure = str(error).rstrip(".").partition("; ")
    return message, f"{cure[:1].upper()}{cure[1:]}." if cure else ""
