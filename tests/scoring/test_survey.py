"""What `coachkit explore` shows."""

from __future__ import annotations

import json

import pytest
from generators import LAW, base, ended_runs, entries, entry_from, entry_of, ladder
from hypothesis import given

from coachkit.content.library import Entry
from coachkit.engine import story_of
from coachkit.scoring.survey import survey, survey_text


@LAW
@given(entries())
def test_the_fewest_and_the_most_decisions_are_those_of_the_plays_listed_one_by_one(entry: Entry) -> None:
    lengths = [len(run.steps) for run in ended_runs(story_of(entry))]

    assert survey(entry, plays=1).depth == (min(lengths), max(lengths))


def test_a_short_cut_to_a_later_scene_does_not_shorten_the_longest_way() -> None:
    """The states are numbered as they are met: the short cut meets `three` before `two` does."""
    entry = entry_from(
        {
            "one": {"choices": {"skip": {"then": "three"}, "go": {"then": "two"}}},
            "two": {"choices": {"on": {"then": "three"}}},
            "three": {"choices": {"out": {}}},
        }
    )

    assert survey(entry, plays=1).depth == (2, 3)


def test_a_ladder_of_forty_diamonds_is_surveyed_at_once() -> None:
    found = survey(entry_of(ladder(40)), plays=2)

    assert (found.states, found.ways, found.depth) == (41, 2**40, (40, 40))


def test_in_a_story_with_circles_the_ways_have_no_end_and_the_most_decisions_are_those_without_a_circle() -> None:
    entry = entry_from(
        {
            "one": {"choices": {"stay": {"then": "one"}, "go": {"then": "two"}}},
            "two": {"choices": {"back": {"then": "one"}, "out": {}}},
        }
    )

    found = survey(entry, plays=5)

    assert (found.ways, found.depth) == (None, (2, 2))
    assert "without end (a play may go in circles)" in survey_text(found)


def test_the_survey_of_base_is_as_worked_by_hand() -> None:
    found = survey(base())

    assert (found.states, found.ways, found.depth) == (11, 6, (2, 4))
    assert found.best_way == ("point", "tell-ada-now", "keep-it")
    assert found.best_cost == (0, 0, 0, 0, 0, 0)
    assert found.endings["cold"] == ("poor", ("point", "say-nothing"))
    # random: point (1/2), tell-ada-now (1/2), then keep-it (1/2) or ask-ada and leave-it (1/4).
    assert found.exemplary["random"] == pytest.approx(3 / 16)
    assert found.exemplary["first"] == 1
    assert not found.holds  # taking the first choice every time does well, and must not


def test_the_survey_as_json_can_be_written_and_says_the_same() -> None:
    found = survey(base())

    data = json.loads(json.dumps(found.as_json()))

    assert data["ways"] == 6
    assert data["proofs"] == dict.fromkeys(
        ("everything-reachable", "no-dead-end", "clean-way", "exemplary-is-clean"), True
    )
    assert data["bots"]["random"]["exemplary"] == 0.1875


def test_a_story_without_a_way_out_is_surveyed_all_the_same() -> None:
    entry = entry_from({"one": {"choices": {"stay": {"then": "one"}, "wait": {"then": "one"}}}})

    found = survey(entry, plays=2)

    assert (found.best_way, found.best_cost, found.endings) == ((), (), {})
    assert not found.holds
    assert "FAILS" in survey_text(found)


def test_the_same_seed_gives_the_same_survey() -> None:
    assert survey(base(), seed=5).as_json() == survey(base(), seed=5).as_json()
