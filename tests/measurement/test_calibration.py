"""Item parameters recovered, thin data refused, items that work against the scale found."""

from __future__ import annotations

import numpy as np
import pytest

from coachkit.measurement import Items, TooFewTakes, reference
from coachkit.measurement.calibration import LEAST_IN_CATEGORY, LEAST_SLOPE, Calibration, calibrate
from coachkit.measurement.gpcm import Floats

BANK = reference.draw_bank(np.random.default_rng(11), 0.7).take(range(24))


def answers(rng: np.random.Generator, bank: Items, people: int) -> tuple[reference.Whole, Floats]:
    """Scores of people with one ability for all items, and those abilities."""
    true = rng.normal(size=people)
    return reference.draw_scores(rng, reference.People(np.stack([true, true], axis=1)), bank), true


@pytest.fixture(scope="module")
def scores() -> reference.Whole:
    return answers(np.random.default_rng(12), BANK, 2000)[0]


@pytest.fixture(scope="module")
def found(scores: reference.Whole) -> Calibration:
    return calibrate(scores)


def test_known_parameters_are_recovered_from_2000_takes(found: Calibration) -> None:
    """Within .05 in slopes and .15 logits in steps on average, without bias, and none far out."""
    slopes, steps = found.items.slopes - BANK.slopes, found.items.steps - BANK.steps

    assert found.settled
    assert np.abs(slopes).mean() < 0.05
    assert abs(slopes.mean()) < 0.03
    assert np.abs(steps).mean() < 0.15
    assert abs(steps.mean()) < 0.06
    assert not found.flags


def test_stated_errors_are_the_size_of_the_true_ones(found: Calibration) -> None:
    for error, stated in (
        (found.items.slopes - BANK.slopes, found.slope_errors),
        (found.items.steps - BANK.steps, found.step_errors),
    ):
        assert 0.7 < float((error / stated).std()) < 1.35
        assert float(np.abs(error / stated).max()) < 4


def test_parameters_are_recovered_where_each_person_took_one_of_three_forms(scores: reference.Whole) -> None:
    given = scores.copy()
    for form in range(3):  # 16 of 24 items each, so that the forms hang together
        given[form::3, form * 8 : form * 8 + 8] = -1

    found = calibrate(given)

    assert np.abs(found.items.slopes - BANK.slopes).mean() < 0.07
    assert np.abs(found.items.steps - BANK.steps).mean() < 0.18
    assert (found.category_counts.sum(axis=1) == (given >= 0).sum(axis=0)).all()


def test_answers_are_counted_by_score(scores: reference.Whole, found: Calibration) -> None:
    assert found.category_counts.shape == (24, 4)
    assert found.category_counts[3].tolist() == [(scores[:, 3] == score).sum() for score in range(4)]


def test_the_item_rest_correlation_is_the_usual_one_where_nothing_is_missing(
    scores: reference.Whole, found: Calibration
) -> None:
    rest = scores.sum(axis=1) - scores[:, 5]

    assert found.item_rest[5] == pytest.approx(np.corrcoef(scores[:, 5], rest)[0, 1])


def test_an_item_keyed_upside_down_works_against_the_scale(scores: reference.Whole) -> None:
    turned = scores.copy()
    turned[:, 7] = 3 - turned[:, 7]

    found = calibrate(turned)

    assert list(found.flags) == [7]
    assert found.item_rest[7] < 0
    assert found.items.slopes[7] == LEAST_SLOPE
    assert "works against the scale: its correlation with the rest is -" in found.flags[7][0]
    assert "the answer keyed best attracts weaker people" in found.flags[7][1]


def test_an_item_whose_best_option_attracts_the_weaker_is_found_though_the_rest_of_it_works() -> None:
    scores, true = answers(np.random.default_rng(13), BANK, 1500)
    scores[:, 4] = np.where(true < -1.3, 3, np.where(true < 0, 0, np.where(true < 0.7, 1, 2)))
    scores[:100, 4] = np.arange(100) % 4

    found = calibrate(scores)

    assert found.item_rest[4] > 0
    assert [flag.split(";")[0] for flag in found.flags[4]] == [
        "works against the scale: the answer keyed best attracts weaker people"
    ]
    assert list(found.flags) == [4]


def test_149_takes_are_too_few_and_empty_ones_do_not_count(scores: reference.Whole) -> None:
    with pytest.raises(TooFewTakes, match="149 takes; calibration needs 150"):
        calibrate(scores[:149])
    with pytest.raises(TooFewTakes, match="149 takes"):
        calibrate(np.concatenate([scores[:149], np.full((5, 24), -1)]))


def test_a_score_that_hardly_anyone_earned_is_refused_with_its_item(scores: reference.Whole) -> None:
    thin = scores.copy()
    earned = np.flatnonzero(thin[:, 2] == 3)
    thin[earned[LEAST_IN_CATEGORY - 1 :], 2] = 2

    with pytest.raises(TooFewTakes, match=r"1 of 24 items .* fewer than 5 times \(item 2: score 3, 4 times\)"):
        calibrate(thin)


@pytest.mark.parametrize("given", [np.zeros((200, 3), dtype=int), np.full((200, 3), 0.5), np.zeros(200, dtype=int)])
def test_what_is_no_table_of_scores_that_differ_is_refused(given: reference.Whole) -> None:
    with pytest.raises(TooFewTakes, match=r"expected whole numbers|answers that differ"):
        calibrate(given)
