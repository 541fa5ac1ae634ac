"""From the ledger's entries to findings: what happened, which choice caused it, in words.

Nothing here is typed in per button. Which principle, block and gravity a kind of finding has, and its
sentence, is content: scenarios/frameworks/findings.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from coachkit.content import moves as m
from coachkit.content.frameworks import Frameworks
from coachkit.content.model import Choice
from coachkit.engine.ledger import Entry
from coachkit.engine.step import Step, offered
from coachkit.engine.story import Story
from coachkit.engine.transcript import Run
from coachkit.scoring.debrief import Finding, Gravity

BANNED = frozenset({"leak", "hint", "refusal-ignored", "black-box", "heard-elsewhere", "duty-missed", "duty-late"})
"""What no exemplary way may hold."""

UNOWED = frozenset({"leak", "hint", "refusal-ignored", "black-box", "heard-elsewhere", "told-late",
                    "duty-missed", "duty-late"})  # fmt: skip
"""What the clean way through must be free of: nothing leaked, nothing owed."""


@dataclass(frozen=True)
class Mark:
    """A finding before it has words: its kind, and whom and what it is about."""

    kind: str
    people: tuple[str, ...] = ()  # the audience, or the one person
    fact: str | None = None
    asker: str | None = None
    detail: str = ""
    promise: str | None = None


def marks(story: Story, entries: Iterable[Entry]) -> tuple[Mark, ...]:
    """What these entries of one step show, in order; people who learn one thing together share one mark."""
    found: list[Mark] = []
    written = tuple(entries)
    pointed = {(e.person, e.other) for e in written if e.kind == "connected"}
    for entry in written:
        for mark in _read(story, entry, pointed):
            joined = next((i for i, f in enumerate(found) if _same_but_people(f, mark)), None)
            if joined is None:
                found.append(mark)
            else:
                people = dict.fromkeys((*found[joined].people, *mark.people))
                found[joined] = replace(found[joined], people=tuple(people))
    return tuple(found)


def _same_but_people(one: Mark, other: Mark) -> bool:
    joinable = one.kind in ("leak", "hint", "refusal-ignored", "pressed", "asked-first", "shared-with-permission")  # fmt: skip
    return joinable and replace(one, people=()) == replace(other, people=())


def _read(story: Story, entry: Entry, pointed: set[tuple[str | None, str | None]]) -> tuple[Mark, ...]:
    reader = _READERS.get(entry.kind)
    if entry.kind == "learned" and entry.fact is not None:
        owner = story.rules.facts[entry.fact].owner  # pointed at each other in the same breath counts, in any order
        if pointed & {(entry.person, owner), (owner, entry.person)}:
            entry = replace(entry, pointed=True)
    return reader(story, entry) if reader else ()


def _learned(story: Story, entry: Entry) -> tuple[Mark, ...]:
    knowing, person, fact = entry.knowing, entry.person, entry.fact
    if knowing is None or person is None or fact is None or not entry.by_coach:
        return ()
    if knowing.basis == "given":
        return (Mark("shared-with-permission", (person,), fact),)
    if knowing.basis != "none":
        return ()
    found = [Mark("leak" if knowing.how == "whole" else "hint", (person,), fact)]
    if entry.refused:
        found.append(Mark("refusal-ignored", (person,), fact))
    if not entry.pointed:
        found.append(Mark("talked-about", (story.rules.facts[fact].owner,), asker=person))
    return tuple(found)


def _owed(kind: str, safeguarding: str) -> Callable[[Story, Entry], tuple[Mark, ...]]:
    def read(story: Story, entry: Entry) -> tuple[Mark, ...]:
        if entry.person is None or entry.fact is None:
            return ()
        duty = story.rules.facts[entry.fact].kind == "safeguarding"
        return (Mark(safeguarding if duty else kind, (entry.person,), entry.fact),)

    return read


def _people(entry: Entry) -> tuple[str, ...]:
    return tuple(p for p in (entry.person, entry.other) if p)


_READERS: dict[str, Callable[[Story, Entry], tuple[Mark, ...]]] = {
    "learned": _learned,
    "asked": lambda s, e: (Mark("pressed" if e.refused else "asked-first", _people(e), e.fact),),
    "paid": _owed("told-in-time", "duty-done"),
    "paid-late": _owed("told-late", "duty-late"),
    "elsewhere": _owed("heard-elsewhere", "heard-elsewhere"),
    "unpaid": _owed("black-box", "duty-missed"),
    "withheld": lambda s, e: (Mark("held", fact=e.fact, asker=e.person),),
    "unexplained": lambda s, e: (Mark("unexplained", fact=e.fact, asker=e.person),),
    "uneven": lambda s, e: (Mark("boundary-uneven", asker=e.person),),
    "boundary": lambda s, e: (Mark(f"boundary-{e.detail}", _people(e)),),
    "connected": lambda s, e: (Mark("connected", _people(e)),),
    "invited": lambda s, e: (Mark("invited", _people(e), detail=e.detail),),
    "decided": lambda s, e: (Mark("decided-for", _people(e), detail=e.detail),),
    "kept": lambda s, e: (Mark("promise-kept", promise=e.other),),
    "broken": lambda s, e: (Mark("promise-broken", promise=e.other),),
}


def gravity_of(story: Story, frameworks: Frameworks, mark: Mark) -> Gravity:
    """How grave a mark is: its kind decides, for leaks and hints also the kind of fact."""
    gravity = frameworks.findings[mark.kind].gravity
    if isinstance(gravity, str):
        return gravity
    return gravity.get(story.scenario.facts[mark.fact or ""].kind, "serious")


def run_findings(run: Run, frameworks: Frameworks) -> tuple[Finding, ...]:
    """Every finding of a run, each with the choice that caused it, in the order of the story."""
    found = [_finding(run, frameworks, mark, None, None) for mark in marks(run.story, run.opening_entries)]
    for turn, taken in enumerate(run.steps):
        for mark in marks(run.story, taken.entries):
            found.append(_finding(run, frameworks, mark, turn, taken.choice))
        for mark in marks(run.story, taken.follows):
            cause = _omission(run.story, run.steps[: turn + 1], mark)
            at = turn if cause is None else cause
            found.append(_finding(run, frameworks, mark, at, run.steps[at].choice))
    return tuple(found)


def _omission(story: Story, steps: Sequence[Step], mark: Mark) -> int | None:
    """The last decision at which an offered choice would have prevented this, and another was taken."""
    for turn in range(len(steps) - 1, -1, -1):
        taken = steps[turn]
        choices = offered(story, taken.before)
        if prevents(story, taken, choices[taken.choice], mark):
            return None  # it was done there; what is missing came up afterwards
        if any(prevents(story, taken, choice, mark) for choice in choices.values()):
            return turn
    return None


def prevents(story: Story, taken: Step, choice: Choice, mark: Mark) -> bool:
    """Whether this choice, there and then, would have paid, answered or kept what the mark says was not."""
    ledger, fact = taken.before.ledger, mark.fact
    owed = {(fact, p) for p in mark.people if fact and ledger.owes(fact, p)}
    unanswered = fact is not None and ledger.inquiries.get((mark.asker or "", fact)) in ("open", "passed")
    uneven = mark.kind == "boundary-uneven"
    for move in choice.moves:
        match move:
            case m.Tell() if any((move.tell, p) in owed for p in move.to):
                return True
            case m.Report() if any((move.report, p) in owed for p in move.to):
                return True
            case m.StateBoundary() if (unanswered or uneven) and mark.asker in move.state_boundary:
                return True
            case m.Connect() if unanswered and {mark.asker, story.rules.facts[fact or ""].owner} == set(move.connect):
                return True
            case m.Keep() if mark.promise is not None and move.keep == mark.promise:
                return True
    return False


def _finding(run: Run, frameworks: Frameworks, mark: Mark, turn: int | None, choice: str | None) -> Finding:  # fmt: skip
    text = frameworks.findings[mark.kind]
    return Finding(
        kind=mark.kind,
        gravity=gravity_of(run.story, frameworks, mark),
        side=None if text.side == "none" else text.side,
        principle=text.principle,
        block=text.block,
        text=text.text.format_map(_words(run, mark)),
        turn=turn,
        choice=choice,
        fact=mark.fact,
        people=mark.people,
    )


def _words(run: Run, mark: Mark) -> dict[str, str]:
    scenario = run.story.scenario
    coach = run.story.rules.coach

    def name(person: str) -> str:
        return "you" if person == coach else scenario.people[person].name

    def joined(people: Iterable[str]) -> str:
        names = [name(p) for p in people]
        return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""

    owner = joined(mark.people) if mark.kind == "talked-about" else ""
    if mark.fact and not owner:
        owner = name(run.story.rules.facts[mark.fact].owner)
    promise = scenario.promises[mark.promise] if mark.promise else None
    told = [p for p, _ in run.state.ledger.inquiries if p in run.state.ledger.boundaries]
    return {
        "fact": scenario.facts[mark.fact].text if mark.fact else "",
        "owner": owner,
        "audience": joined(dict.fromkeys(told)) if mark.kind == "boundary-uneven" else joined(mark.people),
        "person": name(promise.to) if promise else joined(mark.people),
        "asker": name(mark.asker) if mark.asker else "",
        "matter": mark.detail,
        "promise": promise.text if promise else "",
    }
