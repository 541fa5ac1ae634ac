"""The log of takes: what is read, what is refused, and that joining two tabs' logs loses nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.errors import EventRefused
from coachkit.sessions.takes import (
    MOST_BYTES,
    Entry,
    begun_of,
    is_full,
    joined,
    read_log,
    saved_log,
    seen,
    takes_of,
    without,
)

TAKE: Entry = ("take", "k1", "quiz", "a", 7, "abc123", 1, "2026-11-22")
ITEMS = st.sampled_from(["one", "two", "three"])
OPTIONS = st.sampled_from(["red", "green", "blue"])
IDS = st.sampled_from(["k1", "k2"])
ENTRIES = st.one_of(
    st.tuples(st.just("take"), IDS, st.just("quiz"), st.just("a"), st.just(7), st.just("abc"), st.just(1), st.just("2026-11-22")),
    st.tuples(st.just("shown"), IDS, ITEMS),
    st.tuples(st.just("answer"), IDS, ITEMS, OPTIONS, OPTIONS),
    st.tuples(st.just("finish"), IDS, st.just("2026-11-23")),
)  # fmt: skip
LOGS = st.lists(ENTRIES, max_size=12).map(tuple)


def as_saved(*entries: Any, v: object = 1) -> object:
    return {"v": v, "acts": [list(entry) for entry in entries]}


@pytest.mark.parametrize(
    "saved",
    [
        None,
        [],
        {},
        {"v": 1},
        {"v": True, "acts": []},
        {"v": 2, "acts": []},
        {"v": 1, "acts": {}},
        {"v": 1, "acts": [None]},
        {"v": 1, "acts": [["take"]]},
        {"v": 1, "acts": [["burn", "k1"]]},
        as_saved(("shown", "k1", "<script>")),
        as_saved(("shown", "k1", "x" * 61)),
        as_saved(("take", "k1", "quiz", "a", True, "abc", 1, "2026-11-22")),
        as_saved(("take", "k1", "quiz", "a", -7, "abc", 1, "2026-11-22")),
        as_saved(("take", "k1", "exam", "a", 7, "abc", 1, "2026-11-22")),
        as_saved(("take", "k1", "quiz", "a", 7, "abc", 1, "2026-13-22")),
        as_saved(("finish", "k1", "tomorrow")),
        as_saved(("answer", "k1", "one", ["red"], "blue")),
    ],
)
def test_what_a_browser_kept_in_another_shape_is_refused(saved: object) -> None:
    with pytest.raises(EventRefused):
        read_log(saved)


@given(LOGS)
def test_a_log_that_is_kept_and_read_says_the_same(log: tuple[Entry, ...]) -> None:
    again = read_log(json.loads(json.dumps(saved_log(log))))

    def said(one: tuple[Entry, ...]) -> object:
        return [(t.id, set(t.shown), dict(t.answers), t.finished) for t in takes_of(one)]

    assert said(again) == said(tuple(dict.fromkeys(log)))


@given(LOGS, LOGS)
def test_joining_loses_no_entry_and_joining_again_changes_nothing(one: tuple[Entry, ...], other: tuple[Entry, ...]) -> None:  # fmt: skip
    both = joined(one, other)

    assert set(both) == set(one) | set(other)
    assert joined(both, one) == joined(both, other) == both


def test_the_last_answer_stands_until_the_take_is_finished() -> None:
    log = (TAKE, ("answer", "k1", "one", "red", "blue"), ("answer", "k1", "one", "green", "blue"))
    late = (*log, ("finish", "k1", "2026-11-23"), ("answer", "k1", "one", "blue", "red"))

    assert takes_of(log)[0].answers == {"one": ("green", "blue")}
    assert takes_of(late)[0].answers == {"one": ("green", "blue")}


def test_entries_of_a_take_that_nobody_began_are_passed_over() -> None:
    assert takes_of((("answer", "k9", "one", "red", "blue"), TAKE))[0].answers == {}


def test_a_dropped_take_is_gone_but_its_form_is_remembered() -> None:
    log = without((TAKE, ("answer", "k1", "one", "red", "blue")), "k1")

    assert takes_of(log) == ()
    assert begun_of(log, "quiz") == [("k1", "a")]
    assert "red" not in json.dumps(saved_log(log))


def test_a_dropped_take_stays_dropped_when_another_tab_still_has_it() -> None:
    other = (TAKE, ("answer", "k1", "one", "red", "blue"))

    assert takes_of(joined(other, without(other, "k1"))) == ()


def test_what_was_answered_was_seen() -> None:
    log = (TAKE, ("shown", "k1", "one"), ("answer", "k1", "two", "red", "blue"))

    assert seen(log, "k1") == {"one", "two"}


def test_a_full_log_still_fits_into_one_message() -> None:
    answers = tuple(("answer", f"take-{n}", "an-item-with-a-long-name", "an-option", "another-one") for n in range(400))
    some = next(answers[:n] for n in range(400) if is_full(answers[:n]))

    assert MOST_BYTES - 2_200 < len(json.dumps(saved_log(some))) < MOST_BYTES
