"""Ours against two other kits on the same parameters and answers: mirt and girth."""

from __future__ import annotations

from typing import Any

import girth
import mirt
import numpy as np
import pytest

from coachkit.measurement import Items, eap_many
from coachkit.measurement import reference as ref
from coachkit.measurement.calibration import Calibration, calibrate
from coachkit.measurement.gpcm import Floats

CLOSE = 0.02  # MEASUREMENT, section 2
FINE = {"quadrature_n": 61, "quadrature_bounds": (-6, 6)}


@pytest.fixture(scope="module")
def scores() -> ref.Whole:
    """600 people on 18 items of an excellent bank; the first two answer all lowest and all highest."""
    rng = np.random.default_rng(3)
    drawn = ref.draw_scores(rng, ref.draw_people(rng, 600), ref.draw_bank(rng, 0.6))[:, :18]
    drawn[0], drawn[1] = 0, 3
    return drawn


@pytest.fixture(scope="module")
def fitted(scores: ref.Whole) -> Any:
    return mirt.fit_mirt(scores, model="GPCM")


@pytest.fixture(scope="module")
def ours(scores: ref.Whole) -> Calibration:
    return calibrate(scores)


def far(one: Floats, other: Floats) -> float:
    return float(np.abs(np.ravel(one) - np.ravel(other)).max())


def test_abilities_and_errors_are_those_of_mirt(scores: ref.Whole, fitted: Any) -> None:
    theirs = mirt.fscores(fitted, scores, method="EAP", n_quadpts=61)

    abilities, errors = eap_many(scores, Items(fitted.model.discrimination, fitted.model.steps))

    assert far(theirs.theta, abilities) < CLOSE
    assert far(theirs.standard_error, errors) < CLOSE


def test_partial_credit_abilities_are_those_of_girth(scores: ref.Whole) -> None:
    """girth gives abilities beside its own parameters only, so its parameters are taken."""
    theirs = girth.pcm_mml(scores.T, FINE)

    abilities, _ = eap_many(scores, Items(theirs["Discrimination"], theirs["Difficulty"]))

    assert far(theirs["Ability"], abilities) < CLOSE


def test_abilities_from_two_scores_are_those_of_girth_for_given_parameters(scores: ref.Whole) -> None:
    bank = ref.draw_bank(np.random.default_rng(5), 0.6).take(range(18))
    passed = (scores >= 2).astype(int)

    theirs = girth.ability_eap(passed.T, bank.steps[:, 1], bank.slopes, FINE)

    assert far(theirs, eap_many(passed, Items(bank.slopes, bank.steps[:, 1:2]))[0]) < CLOSE


def test_calibration_finds_what_mirt_finds(fitted: Any, ours: Calibration) -> None:
    assert far(fitted.model.discrimination, ours.items.slopes) < CLOSE
    assert float(np.abs(fitted.model.steps - ours.items.steps).mean()) < CLOSE
