"""The law of tests/export/test_law.py on scenarios that nobody wrote: the smallest, hostile, drawn, and in circles."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from export.conftest import Browser
from export.plays import every_event, every_start, hostile, random_play
from generators import base, entries, entry_from
from hypothesis import HealthCheck, given, settings

from coachkit.content.library import Entry

DRAWN = 12  # scenarios made up by Hypothesis, of each sort


def made_good_and_asked_again() -> Entry:
    """Daniel asks, gets no answer, is pointed to Noor, and asks again when nobody can answer any more."""
    asks = {"moves": [{"inquire": "gains", "by": "daniel"}]}
    return entry_from(
        {
            "one": {**asks, "choices": {"point": {"moves": [{"connect": ["daniel", "noor"]}], "then": "two"}}},
            "two": {"choices": {"now": {"moves": [{"connect": ["noor", "daniel"]}], "then": "three"}}},
            "three": {**asks, "choices": {"leave": {"then": "end"}}},
        }
    )


def asked_in_either_order() -> Entry:
    """Which was asked first the ledger's equality forgets, and the findings tell."""
    gains, fear = ({"inquire": fact, "by": "daniel"} for fact in ("gains", "fear"))
    point = {"moves": [{"connect": ["daniel", "noor"]}], "then": "again"}
    return entry_from(
        {
            "start": {"choices": {"a": {"then": "gain-1"}, "b": {"then": "fear-1"}}},
            "gain-1": {"moves": [gains], "choices": {"c": {"then": "fear-2"}}},
            "fear-1": {"moves": [fear], "choices": {"d": {"then": "gain-2"}}},
            "fear-2": {"moves": [fear], "choices": {"e": {"then": "meet"}}},
            "gain-2": {"moves": [gains], "choices": {"f": {"then": "meet"}}},
            "meet": {"choices": {"point": point}},
            "again": {"moves": [gains, fear], "choices": {"hold": {"then": "end"}}},
        },
    )


@pytest.mark.parametrize("make", [base, hostile, made_good_and_asked_again, asked_in_either_order])
def test_a_page_says_what_the_kit_says_of_small_odd_and_hostile_scenarios(
    make: Callable[[], Entry], own_side: Browser
) -> None:
    entry = make()
    starts = [(events, [view]) for events, view in every_start(entry, 20)]
    plays = [random_play(entry, Random(i), draw=True) for i in range(20)]
    own_side.compare(entry, [*starts, *plays, every_event(entry)])


@settings(max_examples=DRAWN, deadline=None, suppress_health_check=list(HealthCheck))
@given(entry=entries())
def test_a_page_says_what_the_kit_says_of_any_scenario(own_side: Browser, entry: Entry) -> None:
    starts = [(events, [view]) for events, view in every_start(entry, 4)]
    own_side.compare(entry, [*starts, *(random_play(entry, Random(i), draw=True) for i in range(6))])


@settings(max_examples=DRAWN, deadline=None, suppress_health_check=list(HealthCheck))
@given(entry=entries(circles=True))
def test_a_page_says_what_the_kit_says_where_a_play_goes_in_circles(own_side: Browser, entry: Entry) -> None:
    own_side.compare(entry, [random_play(entry, Random(i), draw=True) for i in range(8)])
