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
    revision,
    saved_log,
    seen,
    takes_of,
    without,
)

TAKE: Entry = ("take", "k1", "quiz", "a", 7, "abc123", "2026-11-22")
ITEMS = st.sampled_from(["one", "two", "three"])
OPTIONS = st.sampled_from(["red", "green", "blue"])
IDS = st.sampled_from(["k1", "k2"])
ENTRIES = st.one_of(
    st.tuples(st.just("take"), IDS, st.just("quiz"), st.just("a"), st.just(7), st.just("abc"), st.just("2026-11-22")),
    st.tuples(st.just("shown"), IDS, ITEMS),
    st.tuples(st.just("answer"), IDS, ITEMS, st.integers(1, 4), OPTIONS, OPTIONS),
    st.tuples(st.just("finish"), IDS, st.just("2026-11-23"), st.just(1)),
    st.tuples(st.just("drop"), IDS),
    st.tuples(st.just("later"), IDS, st.just("word"), st.integers(0, 9)),
)
LOGS = st.lists(ENTRIES, max_size=14).map(tuple)


def as_saved(*entries: Any, v: object = 1) -> object:
    return {"v": v, "acts": [list(entry) for entry in entries]}


@pytest.mark.parametrize(
    "saved", [None, [], {}, {"v": 1}, {"v": True, "acts": []}, {"v": 2, "acts": []}, {"v": 1, "acts": {}}]
)
def test_what_a_browser_kept_in_another_shape_is_refused(saved: object) -> None:
    with pytest.raises(EventRefused):
        read_log(saved)


@pytest.mark.parametrize(
    "entry",
    [
        None,
        ["take"],
        [["burn"], "k1"],
        ["shown", "k1", "<script>"],
        ["shown", "k1", "x" * 61],
        ["take", "k1", "quiz", "a", True, "abc", "2026-11-22"],
        ["take", "k1", "quiz", "a", -7, "abc", "2026-11-22"],
        ["take", "k1", "quiz", "a", 10**5000, "abc", "2026-11-22"],
        ["take", "k1", "exam", "a", 7, "abc", "2026-11-22"],
        ["take", "k1", "quiz", "a", 7, "abc", "2026-13-22"],
        ["finish", "k1", "tomorrow", 1],
        ["answer", "k1", "one", 1, ["red"], "blue"],
        ["answer", "k1", "one", 1, {"a": 1}, "blue"],
    ],
)
def test_an_entry_that_cannot_be_one_is_left_out_and_the_others_are_kept(entry: object) -> None:
    good = ["answer", "k1", "one", 1, "red", "blue"]

    assert read_log({"v": 1, "acts": [list(TAKE), entry, good]}) == (TAKE, tuple(good))


def test_an_entry_of_a_later_kit_is_carried_along() -> None:
    saved = as_saved(TAKE, ("mood", "k1", "rainy", 3))

    assert saved_log(read_log(saved)) == saved


@given(LOGS)
def test_a_log_that_is_kept_and_read_says_the_same(log: tuple[Entry, ...]) -> None:
    again = read_log(json.loads(json.dumps(saved_log(log))))

    def said(one: tuple[Entry, ...]) -> object:
        return [(t.id, set(t.shown), dict(t.answers), t.finished) for t in takes_of(one)]

    assert said(again) == said(log)


@given(LOGS, LOGS)
def test_joining_loses_no_take_and_no_item_answered_before_its_end(one: tuple[Entry, ...], other: tuple[Entry, ...]) -> None:  # fmt: skip
    both = joined(one, other)
    dropped = {entry[1] for entry in (*one, *other) if entry[0] == "drop"}

    def answered(log: tuple[Entry, ...]) -> set[tuple[str, str]]:
        return {(take.id, item) for take in takes_of(log) for item in take.answers if take.id not in dropped}

    assert answered(one) <= answered(both) | {(t.id, i) for t in takes_of(both) for i in t.shown}
    assert {t.id for t in takes_of(both)} >= ({t.id for t in (*takes_of(one), *takes_of(other))} - dropped)
    assert joined(both, one) == joined(both, both) == both


def test_the_answer_of_the_highest_revision_stands_in_whatever_order_tabs_join() -> None:
    old = (TAKE, ("answer", "k1", "one", 1, "red", "blue"), ("answer", "k1", "one", 2, "green", "blue"))
    new = (*old, ("answer", "k1", "one", 3, "red", "blue"))

    for log in (joined(old, new), joined(new, old)):
        assert takes_of(log)[0].answers == {"one": ("red", "blue")}
    assert revision(new, "k1", "one") == 4


def test_an_answer_after_the_end_is_too_late() -> None:
    log = (TAKE, ("answer", "k1", "one", 1, "red", "blue"), ("finish", "k1", "2026-11-23", 1))
    late = joined(log, (*log, ("answer", "k1", "one", 2, "blue", "red")))

    assert takes_of(late)[0].answers == {"one": ("red", "blue")}


def test_entries_of_a_take_that_nobody_began_are_passed_over() -> None:
    assert takes_of((("answer", "k9", "one", 1, "red", "blue"), TAKE))[0].answers == {}


def test_a_dropped_take_is_gone_but_its_form_is_remembered() -> None:
    log = without((TAKE, ("answer", "k1", "one", 1, "red", "blue")), "k1")

    assert takes_of(log) == ()
    assert begun_of(log, "quiz") == [("k1", "a")]
    assert saved_log(log)["forget"] == ["take-k1-"]
    assert "red" not in json.dumps(saved_log(log))


def test_a_dropped_take_stays_dropped_when_another_tab_still_has_it() -> None:
    other = (TAKE, ("answer", "k1", "one", 1, "red", "blue"))

    for log in (joined(other, without(other, "k1")), joined(without(other, "k1"), other)):
        assert takes_of(log) == ()
        assert "red" not in json.dumps(saved_log(log))


def test_of_a_warm_up_that_is_over_only_that_it_was_there_is_kept() -> None:
    begun: Entry = ("take", "k1", "warm-up", "warm-up", 7, "abc", "2026-11-22")
    log = joined((), (begun, ("answer", "k1", "one", 1, "red", "blue"), ("finish", "k1", "2026-11-22", 1)))

    assert [entry[0] for entry in log] == ["take", "finish"]


def test_what_was_answered_was_seen() -> None:
    log = (TAKE, ("shown", "k1", "one"), ("answer", "k1", "two", 1, "red", "blue"))

    assert seen(log, "k1") == {"one", "two"}


def test_a_full_log_still_fits_into_one_message() -> None:
    name, words = "an-item-with-a-long-name", ("an-option", "another-one")
    answers: tuple[Entry, ...] = tuple(("answer", f"take-{n}", name, 1, *words) for n in range(400))
    some = next(answers[:n] for n in range(400) if is_full(answers[:n]))

    assert MOST_BYTES - 2_400 < len(json.dumps(saved_log(some))) < MOST_BYTES
