"""Abilities and their errors; and three bugs of other kits that must not be ours."""

from __future__ import annotations

import numpy as np
import pytest
from generators import LAW
from hypothesis import given
from hypothesis import strategies as st

from coachkit.measurement import Estimate, ItemGivenTwice, ItemMismatch, Items, UnusableNumbers, eap, eap_many
from coachkit.measurement import reference as ref

ITEMS = Items(np.array([0.4, 0.6, 0.3]), np.array([[-1.0, 0.0, 1.0], [-0.5, 0.2, 0.4], [0.8, -0.3, 0.1]]))


@st.composite
def takes(draw: st.DrawFn) -> tuple[Items, list[int]]:
    n = draw(st.integers(1, 12))
    slopes = draw(st.lists(st.floats(0.1, 2), min_size=n, max_size=n))
    steps = draw(st.lists(st.lists(st.floats(-3, 3), min_size=3, max_size=3), min_size=n, max_size=n))
    scores = draw(st.lists(st.integers(-1, 3), min_size=n, max_size=n))
    return Items(np.array(slopes), np.array(steps)), scores


def test_one_right_answer_to_a_rasch_item_of_average_difficulty() -> None:
    """The posterior mean is twice the mean slope of the logistic curve in the population: 2 × .206621.

    (E[t g(t)] = E[g'(t)] for a standard normal t; and the second moment is that of the prior, so the error follows.)
    """
    found = eap([1], Items(np.array([1.0]), np.array([[0.0]])))

    assert found.ability == pytest.approx(2 * 0.206621, abs=1e-5)
    assert found.standard_error == pytest.approx(np.sqrt(1 - (2 * 0.206621) ** 2), abs=1e-5)


def test_no_answer_leaves_what_was_known_before() -> None:
    found = eap([-1, -1, -1], ITEMS)

    assert (found.ability, found.standard_error) == (pytest.approx(0), pytest.approx(1, abs=1e-6))


@pytest.mark.parametrize("score", [0, 3])
def test_all_lowest_and_all_highest_answers_stay_finite(score: int) -> None:
    items = Items(np.full(60, 2.0), np.tile([-1.0, 0.0, 1.0], (60, 1)))

    found = eap([score] * 60, items)

    assert 1.5 < abs(found.ability) < 4
    assert 0.1 < found.standard_error < 1


@LAW
@given(takes(), st.data())
def test_a_worse_answer_never_raises_the_estimate(drawn: tuple[Items, list[int]], data: st.DataObject) -> None:
    """Bug of another kit: catsim #31, where a wrong answer raised the estimate."""
    items, scores = drawn
    place = data.draw(st.integers(0, len(scores) - 1))
    better, worse = list(scores), list(scores)
    better[place], worse[place] = 3, data.draw(st.integers(0, 2))

    assert eap(worse, items).ability < eap(better, items).ability


@LAW
@given(takes())
def test_the_lowest_score_never_raises_what_was_known_and_the_highest_never_lowers_it(
    drawn: tuple[Items, list[int]],
) -> None:
    items, scores = drawn
    before, low, high = ([*scores[:-1], last] for last in (-1, 0, 3))

    assert eap(low, items).ability < eap(before, items).ability < eap(high, items).ability


@LAW
@given(st.floats(0.1, 1.5), st.lists(st.floats(-2, 2), min_size=3, max_size=3), st.integers(0, 3))
def test_one_answer_leaves_most_of_the_doubt(slope: float, steps: list[float], score: int) -> None:
    """Bug of another kit: mirtCAT #48, where the standard error collapsed after one item."""
    found = eap([score], Items(np.array([slope]), np.array([steps])))

    assert 0.4 < found.standard_error < 1.05


def test_the_error_falls_with_every_answer_as_the_items_inform() -> None:
    rng = np.random.default_rng(2)
    bank, people = ref.draw_bank(rng, 0.4), ref.draw_people(rng, 400)
    scores = ref.draw_scores(rng, people, bank)
    errors = [float(eap_many(scores[:, :n], bank.take(range(n)))[1].mean()) for n in (1, 6, 18, 60)]

    assert errors == sorted(errors, reverse=True)
    assert 0.45 < errors[2] < 0.65


def test_an_item_chosen_twice_is_refused() -> None:
    """Bug of another kit: mirtCAT #51, where an item was chosen twice."""
    with pytest.raises(ItemGivenTwice, match="item 'q1' stands 2 times"):
        eap([1, 2, 1], ITEMS, ids=["q1", "q2", "q1"])

    assert eap([1, 2, 1], ITEMS, ids=["q1", "q2", "q3"]) == eap([1, 2, 1], ITEMS)


@LAW
@given(takes())
def test_one_take_is_estimated_to_the_last_bit_as_among_many_and_alike_in_any_order_of_items(
    drawn: tuple[Items, list[int]],
) -> None:
    items, scores = drawn
    abilities, errors = eap_many([scores, [0] * len(scores)], items)
    turned = eap(scores[::-1], items.take(range(len(scores))[::-1]))

    assert eap(scores, items) == Estimate(abilities[0], errors[0])
    assert (turned.ability, turned.standard_error) == (pytest.approx(abilities[0]), pytest.approx(errors[0]))


def test_stated_errors_are_the_true_ones_where_the_model_holds() -> None:
    rng = np.random.default_rng(3)
    bank = ref.draw_bank(rng, 0.5)
    true = rng.normal(size=3000)
    alike = ref.People(np.stack([true, true], axis=1))
    scores = ref.draw_scores(rng, alike, bank)[:, :18]

    abilities, errors = eap_many(scores, bank.take(range(18)))

    assert np.sqrt((errors**2).mean()) / np.sqrt(((abilities - true) ** 2).mean()) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize(
    ("scores", "ids", "said"),
    [
        ([1, 2], None, r"shape \(2,\) for 3 items"),
        ([[1, 2, 3]], None, r"shape \(1, 3\)"),
        ([1, 2, 3], ["q1"], "1 names for 3 items"),
    ],
)
def test_answers_that_do_not_fit_the_items_are_refused(scores: list[int], ids: list[str] | None, said: str) -> None:
    with pytest.raises(ItemMismatch, match=said):
        eap(scores, ITEMS, ids=ids)


@pytest.mark.parametrize("numbers", [(float("nan"), 1.0), (0.0, -0.1), (float("inf"), 1.0), (0.0, float("inf"))])
def test_an_estimate_is_a_finite_number_with_an_error(numbers: tuple[float, float]) -> None:
    with pytest.raises(UnusableNumbers, match="expected finite numbers"):
        Estimate(*numbers)
