"""Takes over time: bands, and words that a second take can bear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sessions.quizzes import against_the_key, by_the_key, fresh, shipped, taken
from sessions.test_result import blind

from coachkit.content.bank import Keyed
from coachkit.errors import EventRefused
from coachkit.sessions.growth import Growth
from coachkit.sessions.result import Clear
from coachkit.sessions.takes import Take


def half(item: Keyed, take: Take) -> tuple[str, str]:
    """Every other answer by the key, the others its second and third option."""
    order = sorted(item.key.options, key=lambda o: -item.key.options[o].key)
    return (order[0], order[3]) if len(item.item.id) % 2 else (order[1], order[2])


def twice(first: object, second: object) -> Growth:
    one = taken(first, fresh(2))  # type: ignore[arg-type]
    later = replace(one.handle({"do": "home"}), today=lambda: date(2027, 3, 1))
    return Growth(taken(second, later))  # type: ignore[arg-type]


def test_without_a_take_there_is_nothing_to_show() -> None:
    empty = Growth(fresh())

    assert (empty.points, empty.pooled, empty.together) == ((), Clear(), ())


def test_an_unfinished_take_is_no_point() -> None:
    begun = fresh().handle({"do": "begin", "kind": "quiz"}).handle({"do": "predict"})

    assert Growth(begun).points == ()


def test_the_first_take_has_no_change_and_the_second_one_has() -> None:
    points = twice(by_the_key, by_the_key).points

    assert [(point.day.year, point.change) for point in points] == [(2026, None), (2027, "no-clear-change")]


def test_a_large_difference_is_called_growth() -> None:
    assert twice(half, by_the_key).points[1].change == "grew"


def test_two_like_takes_are_read_together_and_unlike_ones_are_not() -> None:
    assert twice(by_the_key, by_the_key).together[-1] == "leading"
    assert twice(half, by_the_key).together == ()


@pytest.mark.parametrize("hand", [against_the_key, blind(3)])
def test_answers_without_information_are_compared_with_nothing(hand: object) -> None:
    points = twice(by_the_key, hand).points

    assert (points[1].band, points[1].change) == ((), None)


def test_a_take_by_an_earlier_key_is_compared_by_the_later_one() -> None:
    bank = shipped()
    assert bank.current is not None
    name = next(iter(bank.items))
    old = bank.current.items[name].model_copy(update={"options": dict.fromkeys(bank.current.items[name].options, 1)})
    first = bank.current.model_copy(update={"items": {**bank.current.items, name: old}})
    second = bank.current.model_copy(update={"version": 2})
    two = replace(bank, versions={1: first, 2: second})
    one = taken(by_the_key, replace(fresh(2), bank=replace(bank, versions={1: first})))
    after = Growth(taken(by_the_key, replace(one.handle({"do": "home"}), bank=two)))

    assert [(point.version, point.is_current) for point in after.points] == [(1, False), (2, True)]
    assert after.points[1].change == "no-clear-change"


def test_the_pooled_words_come_from_all_takes() -> None:
    def hand(item: Keyed, take: Take) -> tuple[str, str]:
        return against_the_key(item, take) if item.key.principle == "invite" else by_the_key(item, take)

    hard = twice(hand, hand).pooled.hard

    assert shipped().frameworks.principles["invite"].title in [one.title for one in hard]


def test_here_takes_are_only_looked_at() -> None:
    seen = twice(by_the_key, by_the_key)

    assert seen.handle({"do": "resume", "saved": seen.saved()}).points == seen.points
    assert seen.handle({"do": "restart"}).points == ()
    for event in (None, {"do": "begin", "kind": "quiz"}, {"do": "answer"}):
        with pytest.raises(EventRefused):
            seen.handle(event)
