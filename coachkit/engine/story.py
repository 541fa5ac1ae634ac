"""A scenario made ready for play: its rules for the ledger, and what of the past its conditions need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coachkit.content import moves as m
from coachkit.content.frameworks import Agreement
from coachkit.content.library import Entry
from coachkit.content.model import OWED_KINDS, Ending, Scenario, Scene
from coachkit.engine.ledger import FactRule, Rules


@dataclass(frozen=True, eq=False)
class Story:
    """A scenario under one agreement. `remembered`: choices that some condition asks about."""

    scenario: Scenario
    rules: Rules
    remembered: frozenset[str]


def story_of(entry: Entry, agreement: str | None = None) -> Story:
    """The entry's scenario under the agreement in force, or under another one."""
    return make_story(entry.scenario, entry.frameworks.agreements[agreement or entry.scenario.agreement])


def make_story(scenario: Scenario, agreement: Agreement) -> Story:
    """The scenario under that agreement."""
    facts = {
        fid: FactRule(fact.owner, fact.kind, fact.kind in OWED_KINDS, fact.creditors, fact.due)
        for fid, fact in scenario.facts.items()
    }
    allowed = frozenset(
        (fid, pid)
        for fid, fact in scenario.facts.items()
        for pid, person in scenario.people.items()
        if agreement.allows_fact(fact.kind, person.role)
    )
    rules = Rules(scenario.coach, facts, allowed, tuple(scenario.promises), tuple(scenario.people))
    remembered = frozenset(leaf.chose for leaf in _conditions(scenario) if isinstance(leaf, m.Chose))
    return Story(scenario, rules, remembered)


def _conditions(scenario: Scenario) -> Iterator[Any]:
    moments: list[Scene | Ending] = [*scenario.scenes.values(), *scenario.endings.values()]
    for moment in moments:
        for variant in moment.also:
            yield from _leaves(variant.if_)
    for scene in scenario.scenes.values():
        for choice in scene.choices.values():
            yield from _leaves(choice.if_)
            for route in choice.then:
                yield from _leaves(route.if_)


def _leaves(condition: Any) -> Iterator[Any]:
    if isinstance(condition, m.All | m.Any_):
        for inner in condition.all if isinstance(condition, m.All) else condition.any:
            yield from _leaves(inner)
    elif isinstance(condition, m.Not):
        yield from _leaves(condition.not_)
    elif condition is not None:
        yield condition
