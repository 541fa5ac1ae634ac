"""Conditions are data; this says whether one holds in a state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coachkit.content import moves as m
from coachkit.engine.state import State


def holds(condition: Any, state: State) -> bool:
    """Whether the condition holds; None always does."""
    return condition is None or _HOLDS[type(condition)](condition, state)


def _counter(condition: m.Counter, state: State) -> bool:
    value = state.counters.get(condition.counter, 0)
    enough = condition.at_least is None or value >= condition.at_least
    return enough and (condition.at_most is None or value <= condition.at_most)


def _permission(condition: m.Permission, state: State) -> bool:
    found = state.ledger.permissions.get((condition.permission, condition.for_), "unasked")
    return ("granted" if found == "in-part" else found) == condition.is_


_HOLDS: dict[type, Callable[[Any, State], bool]] = {
    m.Chose: lambda c, s: c.chose in s.chosen,
    m.Knows: lambda c, s: s.ledger.knows(c.who, c.knows),
    m.Leaked: lambda c, s: c.leaked in s.ledger.leaked,
    m.Permission: _permission,
    m.Owed: lambda c, s: s.ledger.owes(c.owed, c.to),
    m.PromiseIs: lambda c, s: s.ledger.promises.get(c.promise, "unmade") == c.is_,
    m.Boundary: lambda c, s: c.boundary in s.ledger.boundaries,
    m.Connected: lambda c, s: frozenset(c.connected) in s.ledger.connections,
    m.Counter: _counter,
    m.All: lambda c, s: all(holds(inner, s) for inner in c.all),
    m.Any_: lambda c, s: any(holds(inner, s) for inner in c.any),
    m.Not: lambda c, s: not holds(c.not_, s),
}
