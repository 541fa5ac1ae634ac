"""The closed vocabulary: what people in a story do, and the conditions a story may ask for.

Each move and each condition is a mapping whose first key names it. docs/scenario-format.md explains them all.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, StringConstraints, Tag

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=60)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=6000)]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Ids = Annotated[
    tuple[Id, ...],
    BeforeValidator(_listed, json_schema_input_type=Id | list[Id]),
    Field(min_length=1),
]


class Strict(BaseModel):
    """Frozen, kebab-case keys, nothing unknown."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
        validate_by_name=True,
        validate_by_alias=True,
    )


class Tell(Strict):
    """They now know the fact."""

    tell: Id
    to: Ids
    by: Id | None = None


class Hint(Strict):
    """They now half know the fact: tone, praise, a raised eyebrow."""

    hint: Id
    to: Ids
    by: Id | None = None


class Ask(Strict):
    """The coach asks the fact's owner whether it may reach these people."""

    ask: Id
    for_: Ids


class Grant(Strict):
    """The owner agrees."""

    grant: Id
    for_: Ids
    scope: Literal["whole", "in-part"] = "whole"


class Refuse(Strict):
    """The owner says no."""

    refuse: Id
    for_: Ids


class Withdraw(Strict):
    """The owner takes an earlier yes back."""

    withdraw: Id
    for_: Ids


class Inquire(Strict):
    """Someone asks the coach for a fact."""

    inquire: Id
    by: Id


class Happen(Strict):
    """A fact comes about; these people know it at first hand."""

    happen: Id
    seen_by: Ids


class Connect(Strict):
    """The coach points two parties at each other."""

    connect: Annotated[tuple[Id, ...], BeforeValidator(_listed), Field(min_length=2, max_length=2)]


class StateBoundary(Strict):
    """The coach says what is and is not shared, and why."""

    state_boundary: Ids


class Promise(Strict):
    """The coach gives a declared promise."""

    promise: Id


class Keep(Strict):
    """The coach keeps a promise."""

    keep: Id


class Break(Strict):
    """The coach breaks a promise."""

    break_: Id


class Invite(Strict):
    """The coach leaves a decision with the person it belongs to."""

    invite: Id
    matter: Line


class DecideFor(Strict):
    """The coach takes a decision over that belongs to someone else."""

    decide_for: Id
    matter: Line


class Report(Strict):
    """A formal report of a safeguarding fact."""

    report: Id
    to: Ids


MOVES: dict[str, type[Strict]] = {
    "tell": Tell, "hint": Hint, "ask": Ask, "grant": Grant, "refuse": Refuse, "withdraw": Withdraw,
    "inquire": Inquire, "happen": Happen, "connect": Connect, "state-boundary": StateBoundary,
    "promise": Promise, "keep": Keep, "break": Break, "invite": Invite, "decide-for": DecideFor,
    "report": Report,
}  # fmt: skip


class Chose(Strict):
    """The coach took this choice earlier."""

    chose: Id


class Knows(Strict):
    """That person knows the fact, wholly or in part."""

    knows: Id
    who: Id


class Leaked(Strict):
    """Somebody knows the fact, wholly or in part, without permission."""

    leaked: Id


class Permission(Strict):
    """The state of the permission for a fact and a person."""

    permission: Id
    for_: Id
    is_: Literal["unasked", "asked", "granted", "refused", "withdrawn"]


class Owed(Strict):
    """An owed fact has come about and has not reached that person from the coach."""

    owed: Id
    to: Id


class PromiseIs(Strict):
    """The state of a promise."""

    promise: Id
    is_: Literal["unmade", "open", "kept", "broken"]


class Boundary(Strict):
    """The coach has stated the boundary to that person."""

    boundary: Id


class Connected(Strict):
    """The coach pointed these two at each other."""

    connected: Annotated[tuple[Id, ...], BeforeValidator(_listed), Field(min_length=2, max_length=2)]


class Counter(Strict):
    """A counter is at least, or at most, so much."""

    counter: Id
    at_least: int | None = Field(default=None, ge=-9, le=9)
    at_most: int | None = Field(default=None, ge=-9, le=9)


class All(Strict):
    """Every one of these holds."""

    all: tuple[Condition, ...] = Field(min_length=1)


class Any_(Strict):
    """At least one of these holds."""

    any: tuple[Condition, ...] = Field(min_length=1)


class Not(Strict):
    """This does not hold."""

    not_: Condition


CONDITIONS: dict[str, type[Strict]] = {
    "chose": Chose, "knows": Knows, "leaked": Leaked, "permission": Permission, "owed": Owed,
    "promise": PromiseIs, "boundary": Boundary, "connected": Connected, "counter": Counter,
    "all": All, "any": Any_, "not": Not,
}  # fmt: skip


def _name_in(table: dict[str, type[Strict]]) -> Any:
    by_class = {cls: name for name, cls in table.items()}

    def name(value: Any) -> str | None:
        if isinstance(value, dict):
            return next((key for key in value if key in table), None)
        return by_class.get(type(value))

    return name


Move = Annotated[
    Union[  # noqa: UP007  one a line reads better
        Annotated[Tell, Tag("tell")],
        Annotated[Hint, Tag("hint")],
        Annotated[Ask, Tag("ask")],
        Annotated[Grant, Tag("grant")],
        Annotated[Refuse, Tag("refuse")],
        Annotated[Withdraw, Tag("withdraw")],
        Annotated[Inquire, Tag("inquire")],
        Annotated[Happen, Tag("happen")],
        Annotated[Connect, Tag("connect")],
        Annotated[StateBoundary, Tag("state-boundary")],
        Annotated[Promise, Tag("promise")],
        Annotated[Keep, Tag("keep")],
        Annotated[Break, Tag("break")],
        Annotated[Invite, Tag("invite")],
        Annotated[DecideFor, Tag("decide-for")],
        Annotated[Report, Tag("report")],
    ],
    Discriminator(_name_in(MOVES), custom_error_type="unknown_move", custom_error_message="no move"),
]

Condition = Annotated[
    Union[  # noqa: UP007  one a line reads better
        Annotated[Chose, Tag("chose")],
        Annotated[Knows, Tag("knows")],
        Annotated[Leaked, Tag("leaked")],
        Annotated[Permission, Tag("permission")],
        Annotated[Owed, Tag("owed")],
        Annotated[PromiseIs, Tag("promise")],
        Annotated[Boundary, Tag("boundary")],
        Annotated[Connected, Tag("connected")],
        Annotated[Counter, Tag("counter")],
        Annotated[All, Tag("all")],
        Annotated[Any_, Tag("any")],
        Annotated[Not, Tag("not")],
    ],
    Discriminator(_name_in(CONDITIONS), custom_error_type="unknown_condition", custom_error_message="none"),
]

for _recursive in (All, Any_, Not):
    _recursive.model_rebuild()
