"""Bots: exact probabilities, against listing and against sampling."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from generators import LAW, base, entries, entry_of, every_run, ladder, scenario_from, story_from
from hypothesis import given

from coachkit.content.library import Entry
from coachkit.engine import explore, offered, story_of
from coachkit.engine.bots import PATIENCE, cover, play_out, policies, walk


def one_a_step(edge: object) -> tuple[int, ...]:
    return (1,)


@LAW
@given(entries(dead_ends=True))
def test_the_random_bot_ends_as_often_as_listing_its_plays_says(entry: Entry) -> None:
    story = story_of(entry)
    expected: dict[str, Fraction] = {}
    stuck, steps = Fraction(0), Fraction(0)
    for run in every_run(story):
        chance = Fraction(1)
        for taken in run.steps:
            chance /= len(offered(story, taken.before))
        steps += chance * len(run.steps)
        if run.state.ended:
            expected[run.state.place] = expected.get(run.state.place, Fraction(0)) + chance
        else:
            stuck += chance

    outcome = play_out(explore(story), policies({})["random"], one_a_step)

    assert outcome.endings == pytest.approx({place: float(chance) for place, chance in expected.items()})
    assert outcome.unfinished == pytest.approx(float(stuck))
    assert sum(outcome.mean) == pytest.approx(float(steps))


@LAW
@given(entries(circles=True, dead_ends=True))
def test_every_bot_ends_somewhere_or_is_counted_as_unfinished(entry: Entry) -> None:
    graph = explore(story_of(entry))
    manners = {cid: judgement.manner for cid, judgement in entry.key.choices.items()}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("coachkit.engine.bots.PATIENCE", 12)
        for name, policy in policies(manners).items():
            outcome = play_out(graph, policy, one_a_step)
            assert sum(outcome.endings.values()) + outcome.unfinished == pytest.approx(1), name


def test_exact_probabilities_agree_with_seeded_random_plays() -> None:
    story, plays = story_of(base()), 2_000
    outcome = play_out(explore(story), policies({})["random"], one_a_step)

    sampled = cover(story, Random(7), plays)

    assert sum(sampled.endings.values()) == plays
    for ending, share in outcome.endings.items():
        assert sampled.endings[ending] / plays == pytest.approx(share, abs=0.03)


def test_each_bot_picks_what_its_name_says() -> None:
    scenario = scenario_from(
        {
            "one": {
                "choices": {
                    "middling": {"text": "Some words."},
                    "long": {"text": "A great many more words."},
                    "short": {"text": "No."},
                    "also-short": {"text": "Eh."},
                }
            }
        }
    )
    choices = scenario.scenes["one"].choices
    bots = policies({"long": "praise", "short": "refuse", "also-short": "refuse"})

    assert {name: bot(choices) for name, bot in bots.items()} == {
        "first": ("middling",),
        "last": ("also-short",),
        "longest": ("long",),
        "shortest": ("short",),
        "always-refuse": ("short", "also-short"),
        "always-praise": ("long",),
        "always-defer": ("middling", "long", "short", "also-short"),  # nothing to defer with: any
        "random": ("middling", "long", "short", "also-short"),
    }


def test_a_bot_that_goes_in_circles_is_unfinished() -> None:
    story = story_from({"one": {"choices": {"round": {"then": "one"}, "out": {}}}})
    graph = explore(story)

    assert play_out(graph, policies({})["first"], one_a_step).unfinished == 1
    assert play_out(graph, policies({})["first"], one_a_step).mean == (PATIENCE,)
    assert play_out(graph, policies({})["last"], one_a_step).endings == {"end": 1}


def test_a_play_of_exactly_the_bots_patience_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coachkit.engine.bots.PATIENCE", 12)
    graph = explore(story_of(entry_of(ladder(12))))

    assert play_out(graph, policies({})["first"], one_a_step).endings == {"end": 1}


def test_a_dead_end_leaves_a_bot_unfinished() -> None:
    hidden = {"if": {"leaked": "gains"}}
    story = story_from(
        {"one": {"choices": {"c1": {"then": "two"}, "c2": {}}}, "two": {"choices": {"c3": hidden, "c4": hidden}}}
    )

    outcome = play_out(explore(story), policies({})["random"], one_a_step)

    assert (outcome.endings, outcome.unfinished) == ({"end": 0.5}, 0.5)


def test_a_walk_is_the_same_for_the_same_seed_and_stops_after_so_many_decisions() -> None:
    story = story_from({"one": {"choices": {"round": {"then": "one"}, "again": {"then": "one"}}}})

    assert walk(story, Random(3), 20).steps == walk(story, Random(3), 20).steps
    assert len(walk(story, Random(3), 20).steps) == 20


def test_coverage_names_the_scenes_choices_and_endings_that_plays_met() -> None:
    found = cover(story_of(base()), Random(1), 200)

    assert found.scenes == set(base().scenario.scenes)
    assert found.choices == set(base().key.choices)
    assert set(found.endings) == {"good", "cold"}
