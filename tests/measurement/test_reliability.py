"""Alpha and omega, Kelley's shrunken scores, and the norms they rest on."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from generators import LAW
from hypothesis import given
from hypothesis import strategies as st

from coachkit.measurement import Norms, UnusableNumbers, alpha, kelley, omega, pooled
from coachkit.measurement.gpcm import Floats

NORMS = Norms(0.6, 0.1, 0.7)


def scores_with(covariance: Floats, people: int = 50) -> Floats:
    """Scores above 0 whose sample covariance is exactly this one."""
    drawn = np.random.default_rng(4).normal(size=(people, len(covariance)))
    drawn -= drawn.mean(axis=0)
    white = drawn @ np.linalg.inv(np.linalg.cholesky(np.cov(drawn, rowvar=False)).T)
    return np.asarray(white @ np.linalg.cholesky(covariance).T + 10)


def test_alpha_of_three_people_by_hand() -> None:
    """Items vary by 1 and 1, totals (0, 3, 3) by 3: 2 (1 - 2/3)."""
    assert alpha([[0, 0], [1, 2], [2, 1]]) == pytest.approx(2 / 3)


def test_items_that_say_the_same_have_alpha_1_and_opposed_ones_below_0() -> None:
    assert alpha([[0, 0], [1, 1], [3, 3]]) == pytest.approx(1)
    assert alpha([[0, 3], [1, 1], [3, 1]]) < 0


def test_omega_of_a_known_factor_by_hand() -> None:
    """Loadings .8 .7 .6 .5 sum to 2.6; uniquenesses .36 .51 .64 .75 to 2.26: 6.76 / (6.76 + 2.26)."""
    loadings = np.array([0.8, 0.7, 0.6, 0.5])
    covariance = np.outer(loadings, loadings) + np.diag(1 - loadings**2)

    assert omega(scores_with(covariance)) == pytest.approx(6.76 / 9.02, abs=1e-5)
    assert alpha(scores_with(covariance)) < omega(scores_with(covariance))


def test_omega_is_alpha_where_all_items_load_alike() -> None:
    covariance = np.full((5, 5), 0.3) + np.diag(np.full(5, 0.5))

    assert omega(scores_with(covariance)) == pytest.approx(alpha(scores_with(covariance)), abs=1e-6)


def test_an_item_that_would_share_more_than_it_varies_leaves_omega_below_1() -> None:
    covariance = np.array([[1.0, 0.9, 0.9], [0.9, 1.0, 0.65], [0.9, 0.65, 1.0]])

    assert 0.9 < omega(scores_with(covariance)) < 1


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ([[1, 2]], "at least 2 people"),
        ([[1], [2]], "2 items"),
        ([[0, -1], [1, 2]], "missing or below 0"),
        ([[0.0, float("nan")], [1, 2]], "missing"),
        ([[0, 2], [1, 1]], "all totals are equal"),
    ],
)
def test_answers_without_reliability_are_refused(scores: list[list[float]], said: str) -> None:
    with pytest.raises(UnusableNumbers, match=said):
        alpha(scores)


def test_one_factor_of_two_items_is_refused() -> None:
    with pytest.raises(UnusableNumbers, match="needs at least 3"):
        omega([[0, 1], [1, 0], [2, 2]])


def test_kelley_shrinks_towards_the_mean_by_hand() -> None:
    found = kelley(0.8, NORMS)

    assert found.ability == pytest.approx(0.7 * 0.8 + 0.3 * 0.6)
    assert found.standard_error == pytest.approx(0.1 * sqrt(0.21))


@pytest.mark.parametrize(("reliability", "ability"), [(0.0, 0.6), (1.0, 0.9)])
def test_without_reliability_only_the_mean_is_known_and_with_all_of_it_the_score_stands(
    reliability: float, ability: float
) -> None:
    found = kelley(0.9, Norms(0.6, 0.1, reliability))

    assert (found.ability, found.standard_error) == (pytest.approx(ability), 0)


@LAW
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 0.5), st.floats(0, 1))
def test_kelley_lies_between_score_and_mean(raw: float, more: float, mean: float, sd: float, r: float) -> None:
    norms = Norms(mean, sd, r)
    found = kelley(raw, norms).ability

    assert min(raw, mean) - 1e-12 <= found <= max(raw, mean) + 1e-12
    if more > raw:
        assert kelley(more, norms).ability >= found


@pytest.mark.parametrize("raw", [-0.1, 1.1, 4.2])
def test_a_raw_score_that_is_no_share_is_refused(raw: float) -> None:
    with pytest.raises(UnusableNumbers, match="divide by the item's maximum"):
        kelley(raw, NORMS)


@pytest.mark.parametrize("numbers", [(1.2, 0.1, 0.7), (0.6, 0, 0.7), (0.6, 0.6, 0.7), (0.6, 0.1, 1.1)])
def test_norms_off_the_scale_are_refused(numbers: tuple[float, float, float]) -> None:
    with pytest.raises(UnusableNumbers, match="norms of mean"):
        Norms(*numbers)


def test_two_takes_pooled_by_hand() -> None:
    """Spearman and Brown: 2 × .7 / 1.7; true variance .007 stays, error variance .003 halves."""
    found = pooled(NORMS, 2)

    assert found.reliability == pytest.approx(1.4 / 1.7)
    assert found.sd == pytest.approx(sqrt(0.007 + 0.0015))
    assert found.reliability * found.sd**2 == pytest.approx(0.007)
    once = pooled(NORMS, 1)
    assert (once.mean, once.sd, once.reliability) == pytest.approx((0.6, 0.1, 0.7))


def test_no_takes_cannot_be_pooled() -> None:
    with pytest.raises(UnusableNumbers, match="0 takes"):
        pooled(NORMS, 0)
