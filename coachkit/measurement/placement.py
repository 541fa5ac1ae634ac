"""From an ability to stages: never a bare point, always how probable each stage is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import erf, sqrt

import numpy as np
from numpy.typing import ArrayLike

from coachkit.measurement.ability import Estimate
from coachkit.measurement.errors import UnusableNumbers
from coachkit.measurement.gpcm import Floats


def stage_of(ability: float, cuts: Sequence[float]) -> int:
    """The index of the stage, 0 for the first: how many cuts the ability reaches."""
    _checked(cuts)
    return sum(ability >= cut for cut in cuts)


def stage_probabilities(estimate: Estimate, cuts: Sequence[float]) -> tuple[float, ...]:
    """How probable each stage is, first to last, if errors are normal; sums to 1.

    cuts : where each stage but the first begins, rising, on the estimate's own scale
    An estimate without error lies wholly in its stage.
    """
    if estimate.standard_error == 0:
        here = stage_of(estimate.ability, cuts)
        return tuple(float(stage == here) for stage in range(len(cuts) + 1))
    row = stage_probabilities_many([estimate.ability], [estimate.standard_error], cuts)[0]
    return tuple(float(p) for p in row)


def band(probabilities: Sequence[float], least: float = 0.95) -> tuple[int, int]:
    """The first and last stage to name: one stage where it alone holds `least`, else the two neighbours holding most.

    Two neighbours may hold less than `least` where the error is wide; `held` says how much they hold.
    """
    if not probabilities:
        raise UnusableNumbers("no stages; expected at least one probability.")
    best = max(range(len(probabilities)), key=lambda stage: probabilities[stage])
    if len(probabilities) == 1 or probabilities[best] >= least:
        return best, best
    first = max(range(len(probabilities) - 1), key=lambda stage: probabilities[stage] + probabilities[stage + 1])
    return first, first + 1


def held(probabilities: Sequence[float], stages: tuple[int, int]) -> float:
    """How probable it is that the true stage lies in the band."""
    first, last = stages
    return sum(probabilities[first : last + 1])


def accuracy(estimates: ArrayLike, ses: ArrayLike, cuts: Sequence[float]) -> float:
    """The share of people expected to be placed in their true stage, by the stage of their estimate.

    estimates, ses : shape (people,), errors above 0, on the scale of the cuts
    Source: Rudner 2001, 2005: the probability, under normal errors, of the stage that the estimate lies in.
    """
    chances = stage_probabilities_many(estimates, ses, cuts)
    stages = np.searchsorted(np.asarray(cuts, dtype=float), np.asarray(estimates, dtype=float), side="right")
    return float(np.take_along_axis(chances, stages[:, None], axis=1).mean())


def consistency(estimates: ArrayLike, ses: ArrayLike, cuts: Sequence[float]) -> float:
    """The share of people expected in one and the same stage on two parallel forms.

    Each estimate stands for its person's true value, and both forms err normally around it: the mean over people of
    the summed squares of the stages' probabilities. Source: Rudner 2005; Lee 2010.
    """
    return float((stage_probabilities_many(estimates, ses, cuts) ** 2).sum(axis=1).mean())


def stage_probabilities_many(estimates: ArrayLike, ses: ArrayLike, cuts: Sequence[float]) -> Floats:
    """How probable each stage is for each person, shape (people, stages), by normal errors above 0."""
    at, error = np.asarray(estimates, dtype=float), np.asarray(ses, dtype=float)
    _checked(cuts)
    if at.ndim != 1 or at.shape != error.shape or not len(at):
        raise UnusableNumbers(
            f"estimates of shape {at.shape}, errors of shape {error.shape}; expected one of each a person."
        )
    if not (np.isfinite(at).all() and np.isfinite(error).all() and (error > 0).all()):
        raise UnusableNumbers("an estimate is not finite, or a standard error not above 0.")
    z = (np.asarray(cuts, dtype=float)[None, :] - at[:, None]) / error[:, None]
    below = np.array([[(1 + erf(value / sqrt(2))) / 2 for value in row] for row in z]).reshape(z.shape)
    edges = np.concatenate([np.zeros((len(at), 1)), below, np.ones((len(at), 1))], axis=1)
    return np.diff(edges, axis=1)


def _checked(cuts: Sequence[float]) -> None:
    if any(not low < high for low, high in pairwise(cuts)):
        raise UnusableNumbers(f"cuts {', '.join(f'{cut:g}' for cut in cuts)}; expected rising numbers.")
