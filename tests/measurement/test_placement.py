"""Stages as bands, and how right and how steady they are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from generators import LAW
from hypothesis import given
from hypothesis import strategies as st

from coachkit.measurement import (
    Estimate,
    UnusableNumbers,
    accuracy,
    band,
    consistency,
    held,
    stage_of,
    stage_probabilities,
)

CUTS = (-1.0, 0.0, 1.0)
abilities = st.floats(-4, 4)
errors = st.floats(0.01, 2)
shares = st.lists(st.floats(0.01, 1), min_size=1, max_size=6).map(lambda drawn: [d / sum(drawn) for d in drawn])


def test_the_stages_of_an_average_coach_by_the_normal_table() -> None:
    """With error 1 around 0: below -1 is .1587, from -1 to 0 is .3413."""
    assert stage_probabilities(Estimate(0, 1), CUTS) == pytest.approx((0.1587, 0.3413, 0.3413, 0.1587), abs=1e-4)


def test_an_estimate_without_error_lies_wholly_in_its_stage_and_a_cut_belongs_above() -> None:
    assert stage_probabilities(Estimate(0, 0), CUTS) == (0, 0, 1, 0)
    assert [stage_of(ability, CUTS) for ability in (-1.1, -1, 0.99, 1)] == [0, 1, 2, 3]


@LAW
@given(abilities, errors)
def test_the_stages_share_out_all_that_is_probable(ability: float, error: float) -> None:
    chances = stage_probabilities(Estimate(ability, error), CUTS)

    assert len(chances) == 4
    assert all(p >= 0 for p in chances)
    assert sum(chances) == pytest.approx(1)


@pytest.mark.parametrize(
    ("chances", "stages"),
    [
        ((0.01, 0.96, 0.03, 0.0), (1, 1)),
        ((0.03, 0.94, 0.02, 0.01), (0, 1)),
        ((0.0, 0.3, 0.5, 0.2), (1, 2)),
        ((0.0, 0.0, 0.05, 0.95), (3, 3)),
        ((0.0, 0.0, 0.06, 0.94), (2, 3)),
        ((0.4, 0.1, 0.1, 0.4), (0, 1)),
        ((1.0,), (0, 0)),
    ],
)
def test_a_band_is_the_stage_that_holds_enough_or_the_two_neighbours_that_hold_most(
    chances: tuple[float, ...], stages: tuple[int, int]
) -> None:
    assert band(chances) == stages


@LAW
@given(shares, st.floats(0.5, 1))
def test_a_band_is_one_stage_or_two_neighbours_and_no_other_two_hold_more(chances: list[float], least: float) -> None:
    first, last = band(chances, least)

    assert 0 <= first <= last < len(chances)
    assert last - first <= 1
    if first == last:
        assert len(chances) == 1 or held(chances, (first, last)) >= least
    else:
        assert max(chances) < least
        assert held(chances, (first, last)) >= max(a + b for a, b in pairwise(chances))


@LAW
@given(st.lists(abilities, min_size=2, max_size=8), errors)
def test_more_ability_never_lowers_a_band(drawn: list[float], error: float) -> None:
    bands = [band(stage_probabilities(Estimate(ability, error), CUTS)) for ability in sorted(drawn)]

    assert all(low[0] <= high[0] and low[1] <= high[1] for low, high in pairwise(bands))


def test_what_a_band_holds_is_said_where_two_stages_are_not_enough() -> None:
    chances = stage_probabilities(Estimate(0.5, 0.56), CUTS)

    assert band(chances) == (2, 3)
    assert held(chances, (2, 3)) == pytest.approx(0.814, abs=0.001)


def test_accuracy_and_consistency_of_two_people_by_hand() -> None:
    """One cut at 0, errors 1. At 0 the stage is right by half, and two forms agree by .5² + .5².

    At 1: .8413 right, and .8413² + .1587² = .7330.
    """
    assert accuracy([0, 1], [1, 1], [0.0]) == pytest.approx((0.5 + 0.8413) / 2, abs=1e-4)
    assert consistency([0, 1], [1, 1], [0.0]) == pytest.approx((0.5 + 0.7330) / 2, abs=1e-4)


@LAW
@given(st.lists(st.tuples(abilities, errors), min_size=1, max_size=10))
def test_two_forms_never_agree_more_often_than_sure_people_are_placed_rightly(drawn: list[tuple[float, float]]) -> None:
    at, error = zip(*drawn, strict=True)

    assert 1 / 4 <= consistency(at, error, CUTS) <= 1
    assert (
        consistency(at, error, CUTS)
        <= sum(max(stage_probabilities(Estimate(a, e), CUTS)) for a, e in drawn) / len(drawn) + 1e-12
    )
    assert accuracy(at, error, CUTS) <= 1


@pytest.mark.parametrize(
    ("estimates", "ses", "cuts", "said"),
    [
        ([0.0], [1.0], [1.0, 0.0], "cuts 1, 0; expected rising"),
        ([0.0], [1.0], [0.0, 0.0], "rising"),
        ([0.0], [1.0, 1.0], [0.0], r"shape \(1,\), errors of shape \(2,\)"),
        ([], [], [0.0], "one of each a person"),
        ([0.0], [0.0], [0.0], "not above 0"),
        ([float("nan")], [1.0], [0.0], "not finite"),
    ],
)
def test_numbers_that_place_nobody_are_refused(
    estimates: list[float], ses: list[float], cuts: list[float], said: str
) -> None:
    with pytest.raises(UnusableNumbers, match=said):
        accuracy(estimates, ses, cuts)


def test_a_band_of_no_stages_is_refused() -> None:
    with pytest.raises(UnusableNumbers, match="no stages"):
        band([])
