"""Weighted kappa, by hand."""

from __future__ import annotations

import pytest
from generators import LAW
from hypothesis import assume, given
from hypothesis import strategies as st

from coachkit.measurement import UnusableNumbers, weighted_kappa

ratings = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30)


def test_weighted_kappa_of_four_things_in_three_categories_by_hand() -> None:
    """Pairs (0,0) (1,1) (2,2) (0,2): observed squares 4/4 = 1.

    By chance: one is 0, 1, 2 in (2, 1, 1)/4, the other in (1, 1, 2)/4. Expected squares:
    1 * (2*1 + 1*1 + 1*2 + 1*1)/16 + 4 * (2*2 + 1*1)/16 = 6/16 + 20/16 = 26/16. Kappa: 1 - 16/26.
    """
    assert weighted_kappa([0, 1, 2, 0], [0, 1, 2, 2], 3) == pytest.approx(10 / 26)


def test_with_two_categories_the_weights_change_nothing() -> None:
    """Cohen's textbook table: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: (.70 - .50) / (1 - .50)."""
    one = [1] * 25 + [0] * 25
    other = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15

    assert weighted_kappa(one, other, 2) == pytest.approx(0.40)


def test_a_far_disagreement_weighs_more_than_two_near_ones() -> None:
    sure = [0, 0, 1, 1, 2, 2, 3, 3]

    assert weighted_kappa(sure, [0, 3, 1, 1, 2, 2, 3, 3], 4) < weighted_kappa(sure, [0, 1, 1, 1, 2, 3, 3, 3], 4)


@LAW
@given(ratings)
def test_kappa_is_the_same_from_both_sides_and_never_above_1(pairs: list[tuple[int, int]]) -> None:
    one, other = ([pair[side] for pair in pairs] for side in (0, 1))
    assume(len({*one, *other}) > 1)

    found = weighted_kappa(one, other, 4)

    assert found <= 1
    assert (found == pytest.approx(1)) == (one == other)
    assert weighted_kappa(other, one, 4) == pytest.approx(found)
    assert weighted_kappa([3 - r for r in one], [3 - r for r in other], 4) == pytest.approx(found)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ([0, 1], [0], "2 and 1 ratings"),
        ([], [], "0 and 0 ratings"),
        ([0, 4], [0, 1], "rating 4 is outside the scale; expected 0 to 3"),
        ([0, 1], [-1, 1], "rating -1"),
        ([2, 2], [2, 2], "one and the same category"),
    ],
)
def test_ratings_that_cannot_be_compared_are_refused(one: list[int], other: list[int], said: str) -> None:
    with pytest.raises(UnusableNumbers, match=said):
        weighted_kappa(one, other, 4)
