"""The graph of all states, against plays listed one by one."""

from __future__ import annotations

import sys
from graphlib import CycleError, TopologicalSorter

import pytest
from generators import LAW, base, entries, entry_of, every_run, ladder, story_from
from hypothesis import given

from coachkit.content.library import Entry
from coachkit.engine import Graph, State, explore, offered, step, story_of
from coachkit.engine.explore import TooManyStates


@LAW
@given(entries(dead_ends=True))
def test_the_graph_holds_exactly_the_states_that_plays_reach(entry: Entry) -> None:
    story = story_of(entry)
    runs = every_run(story)
    met = {state for run in runs for state in (run.first, *(s.after for s in run.steps))}

    graph = explore(story)

    assert set(graph.states) == met
    assert len(graph.states) == len(met)
    assert graph.states[0] == runs[0].first
    assert graph.opening_entries == runs[0].opening_entries
    for here, leaving in enumerate(graph.edges):
        assert [e.choice for e in leaving] == list(offered(story, graph.states[here]))
        for edge in leaving:
            taken = step(story, graph.states[edge.source], edge.choice)
            assert graph.states[edge.target] == taken.after
            assert edge.entries == (*taken.entries, *taken.follows)
            assert edge in graph.into[edge.target]
    assert graph.endings() == {i for i, s in enumerate(graph.states) if s.ended}


@LAW
@given(entries(dead_ends=True))
def test_ways_are_as_many_as_plays_listed_one_by_one(entry: Entry) -> None:
    story = story_of(entry)

    assert explore(story).ways() == sum(run.state.ended for run in every_run(story))


def _has_circle(graph: Graph) -> bool:
    try:
        TopologicalSorter({i: {edge.target for edge in leaving} for i, leaving in enumerate(graph.edges)}).prepare()
    except CycleError:
        return True
    return False


@LAW
@given(entries(circles=True))
def test_ways_cannot_be_counted_exactly_when_a_play_may_go_in_circles(entry: Entry) -> None:
    graph = explore(story_of(entry))

    assert (graph.ways() is None) == _has_circle(graph)


@LAW
@given(entries(circles=True, dead_ends=True))
def test_what_leads_to_the_endings_is_what_can_still_be_finished(entry: Entry) -> None:
    graph = explore(story_of(entry))

    def finishes(here: int) -> bool:
        seen, waiting = {here}, [here]
        while waiting:
            state = waiting.pop()
            if graph.states[state].ended:
                return True
            onward = {edge.target for edge in graph.edges[state]} - seen
            seen |= onward
            waiting += onward
        return False

    assert graph.leading_to(graph.endings()) == {i for i in range(len(graph.states)) if finishes(i)}


@LAW
@given(entries())
def test_the_way_to_each_state_is_a_shortest_one(entry: Entry) -> None:
    story = story_of(entry)
    graph = explore(story)
    came = graph.reached_by(lambda edge: True)
    shortest: dict[State, int] = {}
    for run in every_run(story):
        for length, state in enumerate((run.first, *(s.after for s in run.steps))):
            shortest[state] = min(length, shortest.get(state, length))

    for i, state in enumerate(graph.states):
        way = graph.path_to(came, i)
        here = graph.states[0]
        for choice in way:
            here = step(story, here, choice).after
        assert here == state
        assert len(way) == shortest[state]


@pytest.mark.parametrize("rungs", [12, 40])
def test_a_ladder_of_diamonds_has_a_state_a_rung_and_two_to_the_rungs_ways(rungs: int) -> None:
    graph = explore(story_of(entry_of(ladder(rungs))))

    assert len(graph.states) == rungs + 1
    assert len(list(graph.all_edges())) == 2 * rungs
    assert graph.ways() == 2**rungs


def test_a_dead_end_is_no_way() -> None:
    story = story_from(
        {
            "one": {"choices": {"c1": {"then": "two"}, "c2": {}}},
            "two": {"choices": {"c3": {"if": {"leaked": "gains"}}, "c4": {"if": {"leaked": "gains"}}}},
        }
    )

    assert explore(story).ways() == 1


def test_a_circle_from_which_no_way_leads_out_still_cannot_be_counted() -> None:
    story = story_from({"one": {"choices": {"c1": {"then": "one"}, "c2": {}}}})

    graph = explore(story)

    assert len(graph.states) == 2
    assert graph.ways() is None


def test_exploring_stops_at_a_number_of_states_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    story = story_of(base())
    size = len(explore(story).states)
    module = sys.modules[explore.__module__]  # the name `coachkit.engine.explore` is the function's

    monkeypatch.setattr(module, "MOST_STATES", size)
    assert len(explore(story).states) == size

    monkeypatch.setattr(module, "MOST_STATES", size - 1)
    with pytest.raises(TooManyStates, match=r"'base' has more than 10 states; fewer facts"):
        explore(story)
