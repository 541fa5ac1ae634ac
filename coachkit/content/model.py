"""What authors write: the shape of scenario.yaml, key.yaml, guide.yaml and plans/*.yaml.

Only shape lives here. What ids refer to is checked by `checks`, what a play does with moves by the engine.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from coachkit.content.moves import Condition, Id, Line, Move, Prose, Strict

FORMAT = 1  # a file with a newer one is refused with CK009

Role = Literal[
    "coach", "teacher", "administrator", "colleague", "staff", "board", "family", "pupil",
    "safeguarding-lead",
]  # fmt: skip
FactKind = Literal["participation", "topic", "content", "outcome", "verdict", "process", "safeguarding"]
Level = Literal["first-steps", "practice", "hard-calls"]
Standing = Literal["exemplary", "sound", "mixed", "poor"]
Stands = Literal["for", "mixed", "against"]
Manner = Literal["refuse", "praise", "share", "ask", "explain", "connect", "defer", "act"]

OWED_KINDS: frozenset[str] = frozenset({"process", "safeguarding"})


def whole(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 9 else value


def _day(value: Any) -> Any:
    """Only year-month-day: pydantic would take a bare number for seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("date_form", "no date")
    return value


Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=date)]
Format = Annotated[Literal[1], BeforeValidator(whole)]


class Person(Strict):
    """Someone in the story, or a group that acts as one."""

    name: Line
    role: Role
    about: Line | None = None


class Fact(Strict):
    """Something that may or must be known: whose it is, its kind, who knows it at the start."""

    owner: Id
    kind: FactKind
    text: Line
    known_by: tuple[Id, ...] = ()
    owed_to: tuple[Id, ...] | None = None
    due: tuple[Id, ...] = ()

    @property
    def creditors(self) -> tuple[str, ...]:
        """Who is owed this fact; nobody, for a fact that must not travel."""
        if self.kind not in OWED_KINDS:
            return ()
        return (self.owner,) if self.owed_to is None else self.owed_to


class PromiseText(Strict):
    """A promise the coach may give."""

    to: Id
    text: Line


class Variant(Strict):
    """Paragraphs added when a condition holds."""

    if_: Condition
    text: Prose


class Route(Strict):
    """Where the story goes next, when its condition holds."""

    if_: Condition | None = None
    to: Id


def _routes(value: Any) -> Any:
    return [{"to": value}] if isinstance(value, str) else value


Routes = Annotated[
    tuple[Route, ...],
    BeforeValidator(_routes, json_schema_input_type=Id | list[Route]),
    Field(min_length=1),
]


class Choice(Strict):
    """One thing the coach may do: its words, its moves, its consequence, where it leads."""

    text: Prose
    if_: Condition | None = None
    moves: tuple[Move, ...] = ()
    add: dict[Id, Annotated[int, Field(ge=-9, le=9)]] = Field(default_factory=dict)
    after: Prose | None = None
    seen: dict[Id, Line] = Field(default_factory=dict)
    then: Routes


class Scene(Strict):
    """A moment with a decision in it."""

    title: Line
    text: Prose
    present: tuple[Id, ...] = ()
    also: tuple[Variant, ...] = ()
    moves: tuple[Move, ...] = ()
    seen: dict[Id, Line] = Field(default_factory=dict)
    ask: Line = "What do you do?"
    choices: dict[Id, Choice] = Field(min_length=2, max_length=6)


class Ending(Strict):
    """Where a play ends, and what the author claims for it."""

    title: Line
    standing: Standing
    text: Prose
    present: tuple[Id, ...] = ()
    also: tuple[Variant, ...] = ()
    moves: tuple[Move, ...] = ()
    seen: dict[Id, Line] = Field(default_factory=dict)


class Scenario(Strict):
    """A whole story."""

    format: Format
    id: Id
    title: Line
    summary: Line
    question: Id
    level: Level
    minutes: int = Field(ge=1, le=60)
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    reviewed: Day
    sources: tuple[Id, ...] = Field(min_length=1)
    agreement: Id
    must_haves: tuple[Id, ...] = ()
    iste: tuple[str, ...] = ()
    principles: tuple[Id, ...] = Field((), max_length=4)
    context: Prose
    prompts: tuple[Line, ...] = Field(min_length=2, max_length=4)
    people: dict[Id, Person] = Field(min_length=2, max_length=12)
    chairs: tuple[Id, ...] = Field(min_length=1)
    facts: dict[Id, Fact] = Field(default_factory=dict, max_length=40)
    promises: dict[Id, PromiseText] = Field(default_factory=dict)
    counters: dict[Id, Annotated[int, Field(ge=-9, le=9)]] = Field(default_factory=dict)
    start: Id
    scenes: dict[Id, Scene] = Field(min_length=1, max_length=60)
    endings: dict[Id, Ending] = Field(min_length=1, max_length=20)

    @property
    def coach(self) -> str:
        """The player's id."""
        return next(pid for pid, person in self.people.items() if person.role == "coach")

    def choice(self, choice_id: str) -> Choice:
        """The choice of that id; ids are unique in a scenario."""
        return next(s.choices[choice_id] for s in self.scenes.values() if choice_id in s.choices)


class OnPrinciple(Strict):
    """Further evidence on a principle."""

    principle: Id
    stands: Stands


class OnBlock(Strict):
    """Further evidence on a building block."""

    block: Id
    stands: Stands


def _evidence(value: Any) -> str | None:
    if isinstance(value, dict):
        return "OnPrinciple" if "principle" in value else "OnBlock" if "block" in value else None
    return type(value).__name__


Evidence = Annotated[
    Annotated[OnPrinciple, Tag("OnPrinciple")] | Annotated[OnBlock, Tag("OnBlock")],
    Discriminator(_evidence, custom_error_type="unknown_evidence", custom_error_message="none"),
]


class Judgement(Strict):
    """Why a choice stands as it does, from where, and who would disagree."""

    rationale: Prose
    principle: Id
    block: Id
    stands: Stands
    also: tuple[Evidence, ...] = ()
    manner: Manner
    source: tuple[Id, ...]
    dissent: Prose
    agreements: dict[Id, Prose] = Field(default_factory=dict)

    @property
    def evidence(self) -> tuple[tuple[Literal["principle", "block"], str, Stands], ...]:
        """All that it says on a principle or a block, in the author's order."""
        found: list[tuple[Literal["principle", "block"], str, Stands]] = [
            ("principle", self.principle, self.stands),
            ("block", self.block, self.stands),
        ]
        for one in self.also:
            found.append(("principle", one.principle, one.stands) if isinstance(one, OnPrinciple) else ("block", one.block, one.stands))  # fmt: skip
        return tuple(found)


class Key(Strict):
    """The judgement on every choice of a scenario."""

    format: Format
    scenario: Id
    choices: dict[Id, Judgement]


class Plan(Strict):
    """A golden playthrough."""

    format: Format
    scenario: Id
    about: Line
    choices: tuple[Id, ...]
    ending: Id
    findings: tuple[Id, ...]


class Guide(Strict):
    """What a facilitator needs to play a scenario with a room. The paper cards are made from the scenario itself."""

    format: Format
    scenario: Id
    purpose: Prose
    minutes: int = Field(ge=5, le=240)
    ask_first: Prose
    questions: tuple[Line, ...] = Field(min_length=3, max_length=3)
    rooms_get_wrong: tuple[Line, ...] = Field(min_length=2, max_length=4)
    paper: Prose
