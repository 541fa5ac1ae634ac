"""What every shipped scenario has, beyond being without fault (which the tests of `coachkit check` see to)."""

from __future__ import annotations

import pytest

from coachkit.content import Library
from coachkit.content.library import content_folder
from coachkit.engine import replay, story_of

IDS = sorted(path.parent.name for path in content_folder().glob("*/scenario.yaml"))


@pytest.mark.parametrize("name", IDS)
def test_a_scenario_has_the_size_and_parts_of_a_good_one(name: str) -> None:
    entry = Library.default().entry(name)
    s, standings = entry.scenario, {e.standing for e in entry.scenario.endings.values()}

    assert 8 <= len(s.scenes) <= 16
    assert len(s.endings) >= 4
    assert standings == {"exemplary", "sound", "mixed", "poor"}
    assert 5 <= s.minutes <= 10
    assert len(s.chairs) >= 2
    assert any(f.kind == "process" and f.due for f in s.facts.values())
    assert any("refuse" in move.model_dump() for scene in s.scenes.values() for move in scene.moves)


@pytest.mark.parametrize("name", IDS)
def test_a_scenario_has_a_guide_a_review_and_a_plan_for_each_standing(name: str) -> None:
    entry = Library.default().entry(name)
    planned = {entry.scenario.endings[plan.ending].standing for plan in entry.plans.values()}

    assert entry.loaded.guide is not None
    assert (entry.loaded.folder / "review.md").is_file()
    assert planned == {"exemplary", "sound", "mixed", "poor"}


@pytest.mark.parametrize("name", IDS)
def test_a_key_carries_a_dissent_for_everything_and_more_than_one_manner(name: str) -> None:
    key = Library.default().entry(name).key

    assert len({judged.manner for judged in key.choices.values()}) >= 4
    assert all(judged.dissent.strip() and judged.rationale.strip() for judged in key.choices.values())


def test_the_same_act_is_right_under_one_agreement_and_wrong_under_another() -> None:
    """One scenario turns on exactly that: most of its ways are clean, and leak where nothing may leave."""
    entry = Library.default().entry("new-house-rules")
    noted = [
        c for c, judged in entry.key.choices.items() if {"nothing-leaves", "names-only"} & judged.agreements.keys()
    ]
    way = next(plan.choices for plan in entry.plans.values() if entry.scenario.endings[plan.ending].standing == "exemplary")  # fmt: skip
    here, there = (replay(story_of(entry, a), way).state.ledger.leaked for a in (None, "nothing-leaves"))

    assert len(noted) >= 8
    assert here == frozenset()
    assert there
