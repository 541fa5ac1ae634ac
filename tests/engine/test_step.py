"""One step: what is offered, what is refused, where a choice leads."""

from __future__ import annotations

import pytest
from generators import base, story_from

from coachkit.engine import Ledger, State, offered, replay, start, step, story_of
from coachkit.engine.ledger import Knowing
from coachkit.errors import UnknownChoice


def test_choose_refuses_a_choice_hidden_by_its_condition_and_names_the_offered() -> None:
    story = story_from({"one": {"choices": {"c1": {}, "c2": {"if": {"leaked": "gains"}}}}})

    with pytest.raises(UnknownChoice, match=r"^'c2' is not offered in scene 'one'; offered: 'c1'\.$"):
        step(story, start(story), "c2")


def test_an_ending_offers_nothing_and_says_so() -> None:
    run = replay(story_of(base()), ("gush", "say-nothing"))

    assert offered(run.story, run.state) == {}
    with pytest.raises(UnknownChoice, match=r"^'gush' is not offered in ending 'cold'; offered: nothing\.$"):
        run.then("gush")


def test_choices_are_offered_in_the_order_of_the_author() -> None:
    story = story_from({"one": {"choices": {"zeta": {}, "alpha": {}, "mu": {}}}})

    assert list(offered(story, start(story))) == ["zeta", "alpha", "mu"]


def test_the_first_route_whose_condition_holds_is_taken_after_the_moves_and_the_counting() -> None:
    routes = [
        {"if": {"leaked": "gains"}, "to": "two"},
        {"if": {"counter": "patience", "at-least": 1}, "to": "three"},
        {"to": "end"},
    ]
    story = story_from(
        {
            "one": {
                "choices": {
                    "leak": {"moves": [{"hint": "gains", "to": "bea"}], "add": {"patience": 1}, "then": routes},
                    "wait": {"add": {"patience": 1}, "then": routes},
                    "go": {"then": routes},
                }
            },
            "two": {},
            "three": {},
        },
        counters={"patience": 0},
    )

    assert [step(story, start(story), c).after.place for c in ("leak", "wait", "go")] == ["two", "three", "end"]


def test_a_route_may_ask_about_the_choice_that_takes_it() -> None:
    story = story_from(
        {"one": {"choices": {"c1": {"then": [{"if": {"chose": "c1"}, "to": "two"}, {"to": "end"}]}}}, "two": {}}
    )

    assert step(story, start(story), "c1").after.place == "two"


@pytest.mark.parametrize(("amount", "stops"), [(9, 9), (-9, -9)])
def test_a_counter_stops_at_nine(amount: int, stops: int) -> None:
    story = story_from(
        {"one": {"choices": {"c1": {"add": {"patience": amount}, "then": "one"}}}}, counters={"patience": 1}
    )

    assert replay(story, ("c1", "c1", "c1")).state.counters == {"patience": stops}


def test_only_choices_that_a_condition_asks_about_are_remembered() -> None:
    story = story_from(
        {
            "one": {"choices": {"c1": {"then": "two"}, "c2": {"then": "two"}}},
            "two": {"choices": {"c3": {"if": {"not": {"any": [{"chose": "c1"}]}}}}},
        }
    )

    assert replay(story, ("c1",)).state.chosen == {"c1"}
    assert replay(story, ("c2",)).state.chosen == frozenset()


def test_the_moves_of_a_choice_come_before_those_of_the_scene_it_leads_to() -> None:
    story = story_from(
        {
            "one": {"choices": {"c1": {"moves": [{"state-boundary": "daniel"}], "then": "two"}}},
            "two": {"moves": [{"inquire": "gains", "by": "daniel"}]},
        }
    )

    taken = step(story, start(story), "c1")

    assert [e.kind for e in taken.entries] == ["boundary"]
    assert [e.kind for e in taken.follows] == ["inquired"]


def test_a_question_in_the_scene_that_follows_is_not_yet_passed_by() -> None:
    story = story_from(
        {"one": {"choices": {"c1": {"then": "two"}}}, "two": {"moves": [{"inquire": "gains", "by": "daniel"}]}}
    )

    assert replay(story, ("c1",)).state.ledger.inquiries == {("daniel", "gains"): "open"}


def test_a_question_is_held_back_from_once_and_not_again_at_every_later_decision() -> None:
    story = story_from(
        {
            "one": {"moves": [{"inquire": "gains", "by": "daniel"}], "choices": {"c1": {"then": "two"}}},
            "two": {"choices": {"c2": {}}},
        }
    )

    run = replay(story, ("c1", "c2"))

    assert [[e.kind for e in s.entries] for s in run.steps] == [["withheld"], []]


def test_an_owed_fact_known_from_the_start_is_owed_from_the_start() -> None:
    story = story_from(
        {"one": {}},
        facts={"asked": {"owner": "noor", "kind": "process", "text": "x", "known-by": ["you"], "due": ["end"]}},
    )

    assert start(story).ledger.debts == {("asked", "noor"): "open"}
    assert [e.kind for e in step(story, start(story), "pass-one").follows] == ["overdue", "unpaid"]


def test_states_that_differ_in_nothing_but_the_order_of_writing_are_equal() -> None:
    story = story_from(
        {
            "one": {
                "choices": {
                    "c1": {"moves": [{"state-boundary": ["daniel", "bea"]}]},
                    "c2": {"moves": [{"state-boundary": ["bea", "daniel"]}]},
                }
            },
        }
    )
    one, other = (step(story, start(story), c).after for c in ("c1", "c2"))

    assert one == other
    assert hash(one) == hash(other)
    assert one != "one"


@pytest.mark.parametrize(
    "other",
    [
        Ledger(knowledge={("bea", "gains"): Knowing("part", "you", "none")}),
        Ledger(permissions={("gains", "bea"): "asked"}),
        Ledger(debts={("asked", "noor"): "open"}),
        Ledger(promises={"tell": "open"}),
        Ledger(boundaries={"bea": "early"}),
        Ledger(inquiries={("bea", "gains"): "open"}),
        Ledger(connections=frozenset({frozenset({"noor", "bea"})})),
        Ledger(leaked=frozenset({"gains"})),
    ],
    ids=["knowledge", "permissions", "debts", "promises", "boundaries", "inquiries", "connections", "leaked"],
)
def test_ledgers_that_differ_in_one_table_are_not_equal(other: Ledger) -> None:
    assert other != Ledger()
    assert State("one", False, other) != State("one", False, Ledger())


def test_states_that_differ_in_place_counter_or_memory_are_not_equal() -> None:
    here = start(story_of(base()))

    assert State("elsewhere", False, here.ledger, here.counters) != here
    assert State(here.place, False, here.ledger, {"warmth": 1}) != here
    assert State(here.place, False, here.ledger, here.counters, frozenset({"point"})) != here
