"""The best still in reach, against listing every play."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise

from generators import LAW, base, choices_of, ended_runs, entries, entry_from
from hypothesis import given

from coachkit.content.library import Entry
from coachkit.engine import Run, explore, replay, story_of
from coachkit.scoring import Compass, compass, run_findings
from coachkit.scoring.costs import STANDINGS, turning_turn


def compass_for(entry: Entry) -> Compass:
    return compass(explore(story_of(entry)), entry.key, entry.frameworks)


def actual_cost(entry: Entry, run: Run) -> tuple[int, ...]:
    """What a play really cost: its findings counted. What the first scene shows is nobody's decision, and is free."""
    count = Counter(f.gravity for f in run_findings(run, entry.frameworks) if f.turn is not None)
    stands = Counter(entry.key.choices[c].stands for c in choices_of(run))
    standing = STANDINGS.index(entry.scenario.endings[run.state.place].standing)
    return count["grave"], count["serious"], count["light"], stands["against"], standing, stands["mixed"]


@LAW
@given(entries(dead_ends=True))
def test_the_best_from_every_state_is_the_least_that_any_play_from_there_costs(entry: Entry) -> None:
    story, north = story_of(entry), compass_for(entry)
    runs = [(choices_of(run), actual_cost(entry, run)) for run in ended_runs(story)]
    prefixes = {way[:n] for way, _ in runs for n in range(len(way) + 1)}

    assert (0 in north.best) == bool(runs)
    for prefix in prefixes:
        run = replay(story, prefix)
        onward = north.way_from(north.state_after(prefix))
        best = min(cost for way, cost in runs if way[: len(prefix)] == prefix)
        finished = replay(story, (*prefix, *onward))
        assert finished.unplayable == ()
        assert run.unplayable == ()
        assert finished.state.ended
        assert actual_cost(entry, finished) == best
    graph = explore(story)
    assert {graph.states[i] for i in north.best} == {replay(story, prefix).state for prefix in prefixes}


@LAW
@given(entries())
def test_the_worth_of_a_play_never_falls_and_ends_at_what_the_play_cost(entry: Entry) -> None:
    for one in (entry, base()):
        north = compass_for(one)
        for run in ended_runs(story_of(one)):
            worths = north.worth(run)
            assert len(worths) == len(run.steps) + 1
            assert worths[0] == north.best[0][0]
            assert list(worths) == sorted(worths)
            assert worths[-1] == actual_cost(one, run)


@LAW
@given(entries())
def test_the_turning_turn_is_the_first_of_the_greatest_losses(entry: Entry) -> None:
    north = compass_for(entry)
    for run in ended_runs(story_of(entry)):
        worths = north.worth(run)
        losses = [[a - b for a, b in zip(later, earlier, strict=True)] for earlier, later in pairwise(worths)]
        turn = turning_turn(worths)
        if turn is None:
            assert worths[0] == worths[-1]
        else:
            assert worths[turn] < worths[turn + 1]
            assert all(loss <= losses[turn] for loss in losses)
            assert all(loss < losses[turn] for loss in losses[:turn])


def test_a_grave_finding_outweighs_any_number_of_serious_ones_and_these_any_key() -> None:
    entry = entry_from(
        {
            "one": {
                "choices": {
                    "grave": {"moves": [{"connect": ["noor", "daniel"]}, {"tell": "gains", "to": "daniel"}]},
                    "serious": {"moves": [{"decide-for": "noor", "matter": f"matter {i}"} for i in range(3)]},
                    "disliked": {},
                    "doubted": {},
                    "good": {},
                }
            }
        },
        judged={"disliked": "against", "doubted": "mixed"},
    )
    north = compass_for(entry)

    costs = {choice: cost for choice, (_, cost) in north.ways[0].items()}

    assert costs == {
        "grave": (1, 0, 0, 0, 0, 0),
        "serious": (0, 3, 0, 0, 0, 0),
        "disliked": (0, 0, 0, 1, 0, 0),
        "doubted": (0, 0, 0, 0, 0, 1),
        "good": (0, 0, 0, 0, 0, 0),
    }
    assert sorted(costs, key=lambda c: costs[c]) == ["good", "doubted", "disliked", "serious", "grave"]
    assert north.way_from(0) == ("good",)


def test_of_two_blameless_ways_the_one_to_the_better_ending_is_the_best() -> None:
    entry = entry_from(
        {"one": {"choices": {"c1": {"then": "fair"}, "c2": {"then": "fine"}}}},
        {"fair": {"standing": "mixed"}, "fine": {"standing": "exemplary"}},
    )

    assert compass_for(entry).way_from(0) == ("c2",)


def test_the_ending_decides_before_choices_the_key_calls_mixed_and_after_those_it_is_against() -> None:
    entry = entry_from(
        {"one": {"choices": {"against": {"then": "fine"}, "mixed": {"then": "fine"}, "plain": {"then": "fair"}}}},
        {"fair": {"standing": "mixed"}, "fine": {"standing": "exemplary"}},
        judged={"against": "against", "mixed": "mixed"},
    )
    north = compass_for(entry)
    costs = {choice: north.worth(replay(story_of(entry), (choice,)))[-1] for choice in north.ways[0]}

    assert sorted(costs, key=lambda c: costs[c]) == ["mixed", "plain", "against"]


def test_nothing_was_lost_where_every_decision_kept_the_best_in_reach() -> None:
    entry = base()
    run = replay(story_of(entry), ("point", "tell-ada-now", "keep-it"))

    assert turning_turn(compass_for(entry).worth(run)) is None


def test_a_play_without_decisions_lost_nothing() -> None:
    assert turning_turn(((0, 0, 0, 0, 0, 0),)) is None


@cache
def worth_of_base(choices: tuple[str, ...]) -> tuple[tuple[int, ...], ...]:
    return compass_for(base()).worth(replay(story_of(base()), choices))


def test_the_worth_of_a_play_of_base_worked_by_hand() -> None:
    """gush: a hint of an outcome is serious, talking about Ada light, no boundary; the key is against, the end is poor.

    Lee's question counts as answered by the hint. Then say-nothing: the black box is grave, the key against.
    """
    assert worth_of_base(("gush", "say-nothing")) == (
        (0, 0, 0, 0, 0, 0),
        (0, 1, 1, 1, 3, 0),
        (1, 1, 1, 2, 3, 0),
    )
    assert turning_turn(worth_of_base(("gush", "say-nothing"))) == 1
