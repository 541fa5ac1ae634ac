"""The ledger: who knows which fact, from whom, with whose permission; who is owed one; what was promised.

A ledger is a value; `coachkit.engine.writer` folds moves into a new one and notes each entry it writes.
What the entries mean for a coach is judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

How = Literal["whole", "part"]
Basis = Literal["own", "given", "agreement", "duty", "process", "witness", "start", "gossip", "none"]
PermissionState = Literal["asked", "granted", "in-part", "refused", "withdrawn"]
DebtState = Literal["open", "overdue", "paid", "late", "elsewhere"]
PromiseState = Literal["open", "kept", "broken"]
BoundaryWhen = Literal["early", "when-asked", "late"]
InquiryState = Literal["open", "passed", "explained", "told"]

EntryKind = Literal[
    "learned", "asked", "granted", "refused", "withdrawn", "inquired", "boundary", "connected",
    "promised", "kept", "broken", "invited", "decided",
    "owed", "paid", "paid-late", "elsewhere", "overdue",
    "withheld", "unpaid", "unexplained", "uneven",
    "fault",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Knowing:
    """How somebody knows a fact: wholly or in part, from whom, and what allowed it."""

    how: How
    source: str  # a person's id
    basis: Basis


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing written into the ledger. Which fields are set depends on the kind."""

    kind: EntryKind
    person: str | None = None
    fact: str | None = None
    by_coach: bool = False
    knowing: Knowing | None = None
    refused: bool = False  # learned, asked: against a no of the owner
    other: str | None = None  # the second party of a connection, the asker
    detail: str = ""  # boundary: when; decided: the matter; fault: code
    pointed: bool = False  # learned: asker and owner had been pointed at each other


@dataclass(frozen=True)
class Ledger:
    """All that was written, as it stands now. Never changed in place."""

    knowledge: dict[tuple[str, str], Knowing] = field(default_factory=dict)  # (person, fact)
    permissions: dict[tuple[str, str], PermissionState] = field(default_factory=dict)  # (fact, person)
    debts: dict[tuple[str, str], DebtState] = field(default_factory=dict)  # (fact, person)
    promises: dict[str, PromiseState] = field(default_factory=dict)
    boundaries: dict[str, BoundaryWhen] = field(default_factory=dict)
    inquiries: dict[tuple[str, str], InquiryState] = field(default_factory=dict)  # (asker, fact)
    connections: frozenset[frozenset[str]] = frozenset()
    leaked: frozenset[str] = frozenset()  # facts that left through the coach; never forgotten

    @cached_property
    def identity(self) -> Hashable:
        tables = (self.knowledge, self.permissions, self.debts, self.promises, self.boundaries, self.inquiries)  # fmt: skip
        return (*(frozenset(t.items()) for t in tables), self.connections, self.leaked)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ledger) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)

    def knows(self, person: str, fact: str, *, wholly: bool = False) -> bool:
        knowing = self.knowledge.get((person, fact))
        return knowing is not None and (knowing.how == "whole" or not wholly)

    def owes(self, fact: str, person: str) -> bool:
        """Whether the fact has come about and the coach has not brought it to that person."""
        return self.debts.get((fact, person)) in ("open", "overdue", "elsewhere")


@dataclass(frozen=True, slots=True)
class FactRule:
    """What the ledger needs to know of a fact."""

    owner: str
    kind: str
    travels: bool  # True: must travel (owed); False: must not
    creditors: tuple[str, ...]
    due: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """The fixed part of a story: who the coach is, its facts, and what the agreement allows to whom.

    Facts, promises and people stand in the author's order: what is told in order follows it, never the alphabet.
    """

    coach: str
    facts: dict[str, FactRule]
    allowed: frozenset[tuple[str, str]]  # (fact, person)
    promises: tuple[str, ...]
    people: tuple[str, ...]
