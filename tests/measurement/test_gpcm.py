"""The generalised partial credit model, by hand and against its own definitions."""

from __future__ import annotations

from itertools import pairwise
from math import log

import numpy as np
import pytest
from generators import LAW
from hypothesis import given
from hypothesis import strategies as st

from coachkit.measurement import ItemMismatch, Items, expected_score, information, log_likelihood, probabilities

ONE = Items(np.array([1.0]), np.array([[0.0, 0.0]]))
TWO = Items(np.array([0.5, 1.2]), np.array([[-1.0, 0.2, 1.0], [0.5, 0.0, 0.3]]))


def banks(most: int = 5) -> st.SearchStrategy[Items]:
    item = st.tuples(st.floats(0.1, 2), st.lists(st.floats(-2, 2), min_size=3, max_size=3))
    return st.lists(item, min_size=1, max_size=most).map(
        lambda drawn: Items(np.array([slope for slope, _ in drawn]), np.array([steps for _, steps in drawn]))
    )


def test_scores_of_an_item_with_even_steps_by_hand() -> None:
    """At 0 all three are alike; at log 2 each next score is twice as likely: 1, 2, 4 of 7."""
    found = probabilities([0.0, log(2)], ONE)

    assert found[:, 0] == pytest.approx(np.array([[1 / 3, 1 / 3, 1 / 3], [1 / 7, 2 / 7, 4 / 7]]))
    assert expected_score([log(2)], ONE)[0, 0] == pytest.approx(10 / 7)
    assert information([log(2)], ONE)[0, 0] == pytest.approx(18 / 7 - 100 / 49)


def test_at_a_step_both_of_its_scores_are_equally_likely() -> None:
    for step in range(3):
        row = probabilities([TWO.steps[0, step]], TWO)[0, 0]
        assert row[step] == pytest.approx(row[step + 1])


def test_with_two_scores_the_model_is_the_logistic_one() -> None:
    found = probabilities([0.3], Items(np.array([1.5]), np.array([[-0.2]])))

    assert found[0, 0, 1] == pytest.approx(1 / (1 + np.exp(-1.5 * 0.5)))


def test_log_likelihood_adds_the_answers_given_and_skips_the_others() -> None:
    chances = probabilities([0.4], TWO)[0]

    found = log_likelihood([[2, 3], [2, -1], [-1, -1]], [0.4], TWO)

    assert found[:, 0] == pytest.approx([log(chances[0, 2]) + log(chances[1, 3]), log(chances[0, 2]), 0])


@LAW
@given(banks(), st.lists(st.floats(-5, 5), min_size=2, max_size=6))
def test_scores_share_out_all_chances_and_rise_with_ability_as_fast_as_information_says(
    items: Items, abilities: list[float]
) -> None:
    assert probabilities(abilities, items).sum(axis=2) == pytest.approx(np.ones((len(abilities), len(items))))
    for low, high in pairwise(expected_score(sorted(abilities), items)):
        assert (high >= low - 1e-12).all()
    near = np.asarray(abilities)
    slope = (expected_score(near + 1e-5, items) - expected_score(near - 1e-5, items)) / 2e-5
    assert items.slopes * slope == pytest.approx(information(near, items), rel=1e-4, abs=1e-7)


def test_far_abilities_stay_finite() -> None:
    found = log_likelihood([[0, 3]], [-300.0, 300.0], TWO)

    assert np.isfinite(found).all()


def test_parameters_cannot_be_changed_afterwards() -> None:
    slopes = np.array([1.0])
    items = Items(slopes, np.array([[0.0]]))
    slopes[0] = -1

    assert items.slopes[0] == 1
    with pytest.raises(ValueError, match="read-only"):
        items.slopes[0] = 2


@pytest.mark.parametrize(
    ("slopes", "steps", "said"),
    [
        ([1.0], [[0.0], [1.0]], r"slopes of shape \(1,\) and steps of shape \(2, 1\)"),
        ([1.0], [0.0], "expected"),
        ([], np.zeros((0, 3)), "expected"),
        ([1.0, 0.0], [[0.0], [1.0]], "item 1 has slope 0; expected above 0"),
        ([1.0], [[float("inf")]], "not a finite number"),
    ],
)
def test_what_cannot_be_parameters_is_refused(slopes: list[float], steps: list[list[float]], said: str) -> None:
    with pytest.raises(ItemMismatch, match=said):
        Items(np.array(slopes), np.array(steps))


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ([[1]], r"scores of shape \(1, 1\) for 2 items"),
        ([1, 2], "expected"),
        ([[4, 0]], "from 0 to 3"),
        ([[-2, 0]], "from 0 to 3"),
        ([[1.5, 0]], "whole number"),
        ([[float("nan"), 0]], "whole number"),
    ],
)
def test_scores_that_do_not_fit_the_items_are_refused(scores: list[list[float]], said: str) -> None:
    with pytest.raises(ItemMismatch, match=said):
        log_likelihood(scores, [0.0], TWO)


def test_abilities_are_one_row() -> None:
    with pytest.raises(ItemMismatch, match="one row"):
        probabilities([[0.0]], TWO)
