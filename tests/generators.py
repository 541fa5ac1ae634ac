"""Small valid scenarios: by hand (`story_from`, `entry_from`) and by Hypothesis (`entries`); and all their plays.

Ids are drawn out of alphabetical order, so that a rule which sorts by id is found.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from coachkit.content.document import Document
from coachkit.content.frameworks import Frameworks, load_frameworks
from coachkit.content.library import Entry, Library
from coachkit.content.loader import Loaded
from coachkit.content.model import Key, Scenario
from coachkit.engine import Run, Story, offered, replay, story_of

ROOT = Path(__file__).parent.parent
FRAMEWORKS_FOLDER = ROOT / "scenarios" / "frameworks"

# A law is tried on so many drawn scenarios, most of them over all their plays.
LAW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

TRAVELS_NOT = ("participation", "topic", "content", "outcome", "verdict")
ROLES = ("teacher", "administrator", "colleague", "staff", "board", "family", "pupil")


@cache
def frameworks() -> Frameworks:
    """The kit's own principles, blocks, agreements and findings."""
    return load_frameworks(FRAMEWORKS_FOLDER)


@cache
def base() -> Entry:
    """The scenario of tests/diagnostics/base: the smallest that has something of everything."""
    return Library(ROOT / "tests" / "diagnostics", FRAMEWORKS_FOLDER).entry("base")


# --- by hand ----------------------------------------------------------------------------------

HEAD: dict[str, Any] = {
    "format": 1, "id": "made", "title": "Made", "summary": "Made for a test.", "question": "appraisal",
    "level": "practice", "minutes": 5, "reviewed": "2026-01-01", "sources": ["kit"], "agreement": "nothing-leaves",
    "context": "You coach Noor.", "prompts": ["One?", "Two?"], "chairs": ["noor"],
}  # fmt: skip

PEOPLE: dict[str, Any] = {
    "you": {"name": "You", "role": "coach"},
    "noor": {"name": "Noor Haddad", "role": "teacher"},
    "daniel": {"name": "Daniel Mbeki", "role": "administrator"},
    "bea": {"name": "Bea", "role": "colleague"},
    "sam": {"name": "Sam", "role": "safeguarding-lead"},
}

FACTS: dict[str, Any] = {
    "gains": {"owner": "noor", "kind": "outcome", "text": "pupils read longer", "known-by": ["you", "noor"]},
    "fear": {"owner": "noor", "kind": "content", "text": "Noor fears the visit", "known-by": ["you", "noor"]},
    "name": {"owner": "noor", "kind": "participation", "text": "Noor is coached", "known-by": ["you", "noor"]},
    "asked": {"owner": "noor", "kind": "process", "text": "Daniel asked you"},
    "risk": {"owner": "noor", "kind": "safeguarding", "text": "a child is at risk", "owed-to": ["sam"]},
}

PROMISES: dict[str, Any] = {"tell": {"to": "noor", "text": "You hear it first"}}


def scenario_from(scenes: dict[str, Any], endings: dict[str, Any] | None = None, **changes: Any) -> Scenario:
    """A scenario of these scenes about Noor, Daniel, Bea and Sam.

    Scenes and choices may leave out what a test does not care for: title, text, `then: end`. Two choices a scene are
    made up with `pass-SCENE` and `wait-SCENE`, which do nothing and lead where the first choice leads.
    """
    endings = endings or {"end": {}}
    first_ending = next(iter(endings))
    made = {}
    for sid, scene in scenes.items():
        choices = {
            cid: {"text": f"Words of {cid}.", "then": first_ending, **choice}
            for cid, choice in scene.get("choices", {}).items()
        }
        onward = next((c["then"] for c in choices.values()), first_ending)
        for idle in (f"pass-{sid}", f"wait-{sid}")[: max(0, 2 - len(choices))]:
            choices[idle] = {"text": "Nothing.", "then": onward}
        made[sid] = {"title": f"Title of {sid}", "text": f"Text of {sid}.", **scene, "choices": choices}
    seen = dict.fromkeys(changes.get("chairs", HEAD["chairs"]), "So it ended.")
    ends = {
        eid: {"title": f"Title of {eid}", "text": f"Text of {eid}.", "standing": "sound", "seen": seen, **ending}
        for eid, ending in endings.items()
    }
    return Scenario.model_validate(
        {
            **HEAD,
            "people": PEOPLE,
            "facts": FACTS,
            "promises": PROMISES,
            "start": next(iter(made)),
            **changes,
            "scenes": made,
            "endings": ends,
        }
    )


def key_for(scenario: Scenario, **stands: Any) -> Key:
    """A key that judges every choice `for` openness and communication, except as `stands` says.

    key_for(s, c1="against", c2={"stands": "for", "principle": "hold"}); `_` stands for `-` in a choice's id.
    """
    named = {cid.replace("_", "-"): how for cid, how in stands.items()}
    choices = {}
    for scene in scenario.scenes.values():
        for cid in scene.choices:
            how = named.get(cid, "for")
            choices[cid] = {
                "rationale": f"Because of {cid}.\nAnd more.",
                "principle": "open",
                "block": "communication",
                "stands": "for",
                "manner": "act",
                "source": ["kit"],
                "dissent": "Some would not.",
                **({"stands": how} if isinstance(how, str) else how),
            }
    return Key.model_validate({"format": 1, "scenario": scenario.id, "choices": choices})


def entry_of(scenario: Scenario, key: Key | None = None) -> Entry:
    """The scenario as the library would hand it out."""
    document = Document(f"{scenario.id}.yaml")
    loaded = Loaded(
        Path(scenario.id), scenario, key or key_for(scenario), {}, document, document, {}, f"hash-of-{scenario.id}"
    )
    return Entry(loaded, frameworks())


def entry_from(
    scenes: dict[str, Any], endings: dict[str, Any] | None = None, /, judged: Any = None, **changes: Any
) -> Entry:
    scenario = scenario_from(scenes, endings, **changes)
    return entry_of(scenario, key_for(scenario, **(judged or {})))


def story_from(scenes: dict[str, Any], endings: dict[str, Any] | None = None, /, **changes: Any) -> Story:
    return story_of(entry_from(scenes, endings, **changes))


def ladder(rungs: int) -> Scenario:
    """A ladder of diamonds: at every rung one of two choices, both leading to the next, neither remembered."""
    scenes = {
        f"rung-{i}": {
            "choices": {
                f"left-{i}": {"then": f"rung-{i + 1}" if i + 1 < rungs else "end"},
                f"right-{i}": {"then": f"rung-{i + 1}" if i + 1 < rungs else "end"},
            }
        }
        for i in range(rungs)
    }
    return scenario_from(scenes)


# --- all plays --------------------------------------------------------------------------------


def every_run(story: Story, *, most: int = 3_000) -> list[Run]:
    """All plays of a story without circles, by listing them: to an ending, or to where nothing is offered."""
    found: list[Run] = []
    waiting = [replay(story, ())]
    while waiting:
        run = waiting.pop()
        choices = offered(story, run.state)
        if not choices:
            found.append(run)
        waiting += [run.then(choice) for choice in choices]
        assert len(found) + len(waiting) <= most, "too many plays to list"
    return found


def ended_runs(story: Story) -> list[Run]:
    return [run for run in every_run(story) if run.state.ended]


def choices_of(run: Run) -> tuple[str, ...]:
    return tuple(step.choice for step in run.steps)


def through_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


# --- by Hypothesis ----------------------------------------------------------------------------

NAMES = ("noor", "daniel", "bea")  # few, so that moves meet
FACT_IDS = ("words", "query", "gains", "child")
PROMISE_IDS = ("first-word", "and-again")

COACH_VERBS = (
    "tell", "tell", "tell", "hint", "ask", "connect", "state-boundary", "promise", "keep", "break", "invite",
    "decide-for", "report",
)  # fmt: skip
OTHER_VERBS = ("tell", "hint", "grant", "refuse", "refuse", "withdraw", "inquire", "inquire", "happen", "happen")
CONDITION_KINDS = (
    "chose", "chose", "chose", "knows", "leaked", "permission", "owed", "promise", "boundary", "connected", "counter",
)  # fmt: skip


@cache
def _any_of(values: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def _one(draw: Any, values: tuple[Any, ...]) -> Any:
    return draw(_any_of(values))


@cache
def groups(values: tuple[str, ...], least: int = 1, most: int = 2) -> tuple[tuple[str, ...], ...]:
    """All groups of so many of the values; to draw one of them is a single draw."""
    return tuple(g for size in range(least, most + 1) for g in combinations(values, size))


@cache
def every_move(verb: str, people: tuple[str, ...], facts: tuple[str, ...], coach: bool) -> st.SearchStrategy[Any]:
    """All moves of that verb which the coach, or somebody else, may make."""
    others = tuple(p for p in people if p != "you")
    moves: list[dict[str, Any]]
    match verb:
        case "tell" | "hint" if coach:
            moves = [{verb: f, "to": to} for f in facts for to in groups(others)]
        case "tell" | "hint":
            moves = [{verb: f, "to": to, "by": by} for f in facts for to in groups(people) for by in others]
        case "grant":
            scopes = ("whole", "in-part")
            moves = [{verb: f, "for": p, "scope": scope} for f in facts for p in others for scope in scopes]
        case "ask" | "refuse" | "withdraw":
            moves = [{verb: f, "for": p} for f in facts for p in others]
        case "connect":
            moves = [{verb: pair} for pair in groups(others, 2, 2)]
        case "state-boundary":
            moves = [{verb: group} for group in groups(others)]
        case "promise" | "keep" | "break":
            moves = [{verb: promise} for promise in PROMISE_IDS]
        case "invite" | "decide-for":
            moves = [{verb: p, "matter": "which lesson"} for p in others]
        case "inquire":
            moves = [{verb: f, "by": p} for f in facts for p in others]
        case "happen":
            moves = [{verb: f, "seen-by": group} for f in facts for group in groups(people, 1, 3)]
        case _:
            moves = [{verb: f, "to": p} for f in facts for p in others]
    return st.sampled_from(moves)


@cache
def every_condition(
    kind: str, people: tuple[str, ...], facts: tuple[str, ...], choices: tuple[str, ...]
) -> st.SearchStrategy[Any]:
    """All conditions of that kind, of one leaf."""
    others = tuple(p for p in people if p != "you")
    permissions = ("unasked", "asked", "granted", "refused", "withdrawn")
    conditions: dict[str, list[dict[str, Any]]] = {
        "chose": [{"chose": c} for c in choices],
        "knows": [{"knows": f, "who": p} for f in facts for p in people],
        "leaked": [{"leaked": f} for f in facts],
        "permission": [{"permission": f, "for": p, "is": how} for f in facts for p in others for how in permissions],
        "owed": [{"owed": f, "to": p} for f in facts for p in others],
        "promise": [{"promise": p, "is": how} for p in PROMISE_IDS for how in ("unmade", "open", "kept", "broken")],
        "boundary": [{"boundary": p} for p in others],
        "connected": [{"connected": pair} for pair in groups(others, 2, 2)],
        "counter": [{"counter": "warmth", way: n} for way in ("at-least", "at-most") for n in range(-1, 3)],
    }
    return st.sampled_from(conditions[kind])


def _condition(draw: Any, people: tuple[str, ...], facts: tuple[str, ...], choices: tuple[str, ...]) -> dict[str, Any]:
    def leaf() -> dict[str, Any]:
        return draw(every_condition(_one(draw, CONDITION_KINDS), people, facts, choices))

    match _one(draw, ("leaf", "leaf", "leaf", "not", "all", "any")):
        case "leaf":
            return leaf()
        case "not":
            return {"not": leaf()}
        case both:
            return {both: [leaf(), {"not": leaf()}]}


def _people(draw: Any) -> dict[str, Any]:
    people: dict[str, Any] = {
        name: {"name": name.title(), "role": _one(draw, ROLES)} for name in NAMES[: _one(draw, (2, 3))]
    }
    people["sam"] = {"name": "Sam", "role": "safeguarding-lead"}
    people["you"] = {"name": "You", "role": "coach"}
    return people


def _facts(draw: Any, people: tuple[str, ...], places: tuple[str, ...]) -> dict[str, Any]:
    others = tuple(p for p in people if p != "you")
    facts: dict[str, Any] = {}
    for fid in FACT_IDS[: _one(draw, (2, 3, 4))]:
        kind = {"query": "process", "child": "safeguarding"}.get(fid) or _one(draw, TRAVELS_NOT)
        fact: dict[str, Any] = {"owner": _one(draw, others), "kind": kind, "text": f"the fact {fid}"}
        fact["known-by"] = (*_one(draw, groups(others, 0)), *_one(draw, (("you",), ("you",), ())))
        if kind == "process":
            fact["owed-to"] = _one(draw, (None, *groups(others)))
        if kind == "safeguarding":
            fact["owed-to"] = ["sam"]
        if kind in ("process", "safeguarding"):
            fact["due"] = _one(draw, groups(places, 0, 1))
        facts[fid] = fact
    return facts


@st.composite
def scenarios(draw: Any, *, circles: bool = False, dead_ends: bool = False) -> Scenario:
    """A scenario of up to four scenes. `circles`: choices may lead back, and nothing is counted; `dead_ends`: all
    choices of a scene may be hidden."""
    people = _people(draw)
    most = (2, 2, 3) if circles else (2, 3, 4)  # circles have many more states
    scenes = tuple(f"scene-{9 - i}" for i in range(_one(draw, most)))
    endings = ("with-thanks", "in-silence")[: _one(draw, (1, 2))]
    offers = {sid: tuple(f"c{9 - i}-{n}" for n in "zay"[: _one(draw, (2, 2, 3))]) for i, sid in enumerate(scenes)}
    choices = tuple(c for cs in offers.values() for c in cs)
    facts = _facts(draw, tuple(people), (*scenes, *endings))
    who, what = tuple(people), tuple(facts)

    def moves(coach: bool, most: int) -> list[dict[str, Any]]:
        verbs = COACH_VERBS if coach else OTHER_VERBS
        return [
            draw(every_move(_one(draw, verbs), who, what, coach)) for _ in range(_one(draw, tuple(range(most + 1))))
        ]

    def perhaps() -> bool:
        return _one(draw, (False, False, False, True))

    made: dict[str, Any] = {}
    for i, sid in enumerate(scenes):
        onward = (*scenes, *endings) if circles else (*scenes[i + 1 :], *endings)
        made[sid] = {"title": f"Title {sid}", "text": f"Text {sid}.", "moves": moves(False, 2), "choices": {}}
        for n, cid in enumerate(offers[sid]):
            choice: dict[str, Any] = {"text": f"Words of {cid}.", "moves": moves(True, 3)}
            choice["then"] = [{"to": _one(draw, onward)}]
            if perhaps():
                choice["then"].insert(0, {"if": _condition(draw, who, what, choices), "to": _one(draw, onward)})
            if (n > 0 or dead_ends) and perhaps():
                choice["if"] = _condition(draw, who, what, choices)
            if perhaps() and not circles:
                choice["add"] = {"warmth": _one(draw, (1, 2, -1))}
            made[sid]["choices"][cid] = choice
    ends = {
        eid: {
            "title": f"Title {eid}",
            "text": "Over.",
            "standing": _one(draw, ("exemplary", "sound", "mixed", "poor")),
            "moves": moves(False, 1),
            "seen": dict.fromkeys(who, "So it ended."),
        }
        for eid in endings
    }
    return Scenario.model_validate(
        {
            **HEAD,
            "agreement": _one(draw, tuple(frameworks().agreements)),
            "people": people,
            "chairs": [p for p in who if p != "you"],
            "facts": facts,
            "promises": {p: {"to": "noor", "text": f"The promise {p}"} for p in PROMISE_IDS},
            "counters": {"warmth": 0},
            "start": scenes[0],
            "scenes": made,
            "endings": ends,
        }
    )


@cache
def _judgements() -> tuple[tuple[tuple[str, str], ...], ...]:
    fields = ("stands", "principle", "block", "manner")
    values = product(
        ("for", "mixed", "against"), frameworks().principles, frameworks().blocks, ("refuse", "praise", "share", "ask")
    )
    return tuple(tuple(zip(fields, value, strict=True)) for value in values)


class _Shown:
    """What Hypothesis prints of a drawn value: its `repr`, not field by field."""

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))


class DrawnEntry(_Shown, Entry):
    """Shown by its story alone when a law fails."""

    def __repr__(self) -> str:
        s = self.scenario
        story = s.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        wanted = ("agreement", "facts", "scenes", "endings")
        return json.dumps({key: story[key] for key in wanted}, indent=1)


class DrawnRun(_Shown, Run):
    """Shown by its choices alone when a law fails."""

    def __repr__(self) -> str:
        return f"the way {choices_of(self)}"


@st.composite
def entries(draw: Any, *, circles: bool = False, dead_ends: bool = False) -> Entry:
    """A drawn scenario with a drawn key."""
    scenario = draw(scenarios(circles=circles, dead_ends=dead_ends))
    judged = {
        cid.replace("-", "_"): dict(_one(draw, _judgements()))
        for scene in scenario.scenes.values()
        for cid in scene.choices
    }
    return DrawnEntry(entry_of(scenario, key_for(scenario, **judged)).loaded, frameworks())


@st.composite
def entries_and_runs(draw: Any, *, circles: bool = True) -> tuple[Entry, Run]:
    """A drawn scenario and one way through it, of at most eight decisions."""
    entry = draw(entries(circles=circles))
    fresh = replay(story_of(entry), ())
    run = DrawnRun(fresh.story, fresh.first, fresh.opening_entries, ())
    for _ in range(_one(draw, tuple(range(9)))):
        choices = tuple(offered(run.story, run.state))
        if not choices:
            break
        run = run.then(_one(draw, choices))
    return entry, run
