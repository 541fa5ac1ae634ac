"""Where a play stands."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property

from coachkit.engine.ledger import Ledger


@dataclass(frozen=True)
class State:
    """A scene or an ending, the ledger, the counters, and the earlier choices that still matter."""

    place: str
    ended: bool
    ledger: Ledger
    counters: dict[str, int] = field(default_factory=dict)
    chosen: frozenset[str] = frozenset()

    @cached_property
    def identity(self) -> Hashable:
        return (self.place, self.ledger.identity, frozenset(self.counters.items()), self.chosen)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, State) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)
