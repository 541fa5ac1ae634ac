"""Most and least effective: what an answer earns, and what blind answers would."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product
from math import sqrt

import pytest
from generators import LAW
from hypothesis import given
from hypothesis import strategies as st

from coachkit.measurement import AnswerRefused, carries_information, chance, raw_score
from coachkit.measurement.choice import chance_of_at_least

KEY = {"a": 3, "b": 2, "c": 1, "d": 0}

keys = st.tuples(st.integers(0, 3), st.integers(0, 3), st.permutations("abcd")).map(
    lambda drawn: dict(zip(drawn[2], (3, drawn[0], drawn[1], 0), strict=True))
)


@pytest.mark.parametrize(
    ("most", "least", "earned"),
    [("a", "d", 6), ("d", "a", 0), ("a", "c", 5), ("b", "d", 5), ("b", "c", 4), ("c", "b", 2)],
)
def test_an_answer_earns_the_key_of_the_most_and_what_the_least_lacks(most: str, least: str, earned: int) -> None:
    assert raw_score(KEY, most, least) == earned


@pytest.mark.parametrize(
    ("most", "least", "said"),
    [("e", "a", "'e' is not an option of this item"), ("a", "e", "'e' is not"), ("a", "a", "cannot be both")],
)
def test_an_answer_that_the_key_cannot_judge_is_refused(most: str, least: str, said: str) -> None:
    with pytest.raises(AnswerRefused, match=said):
        raw_score(KEY, most, least)


@LAW
@given(keys)
def test_an_item_earns_0_to_6_and_only_best_and_worst_rightly_named_earn_6(key: dict[str, int]) -> None:
    for most, least in permutations(key, 2):
        earned = raw_score(key, most, least)
        assert 0 <= earned <= 6
        assert (earned == 6) == (key[most] == 3 and key[least] == 0)


@LAW
@given(st.lists(keys, min_size=1, max_size=3))
def test_chance_is_what_all_blind_answers_average_to(drawn: list[dict[str, int]]) -> None:
    totals = [sum(each) for each in product(*([raw_score(k, *pair) for pair in permutations(k, 2)] for k in drawn))]
    middle = sum(totals) / len(totals)
    spread = sqrt(sum((total - middle) ** 2 for total in totals) / len(totals))

    assert chance(drawn) == (pytest.approx(middle), pytest.approx(spread))
    assert middle == pytest.approx(3 * len(drawn))
    for total in (0, 7, 3 * len(drawn), max(totals)):
        share = sum(reached >= total for reached in totals) / len(totals)
        assert chance_of_at_least(drawn, total) == pytest.approx(share)


def test_a_full_take_answered_blindly_earns_54_give_or_take_8() -> None:
    """By hand: pairs of (3, 2, 1, 0) differ by 1 six times, 2 four times, 3 twice: variance 40/12 an item."""
    assert chance([KEY] * 18) == (pytest.approx(54), pytest.approx(sqrt(18 * 40 / 12)))


@pytest.mark.parametrize(
    ("answers", "carries"),
    [
        ([("a", "d")], False),  # blind in 1 of 12, more than 5%
        ([("a", "d"), ("a", "d")], True),  # 1 of 144
        ([("a", "d"), ("b", "d")], True),  # 11 or 12 points: 5 of 144
        ([("a", "c"), ("b", "d")], False),  # 10 or more: more than 7 of 144
        ([("d", "a")] * 18, False),
    ],
)
def test_answers_carry_information_where_blind_ones_seldom_earn_as_much(
    answers: Sequence[tuple[str, str]], carries: bool
) -> None:
    assert carries_information([KEY] * len(answers), answers) is carries


def test_the_level_decides_how_seldom() -> None:
    assert carries_information([KEY], [("a", "d")], level=0.1)


def test_answers_and_keys_go_together_one_to_one() -> None:
    with pytest.raises(AnswerRefused, match="1 answers for 2 items"):
        carries_information([KEY, KEY], [("a", "d")])
