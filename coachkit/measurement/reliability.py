"""How much of a total is the person and how much is chance, and what a raw score is worth before calibration."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from coachkit.measurement.ability import Estimate
from coachkit.measurement.errors import UnusableNumbers
from coachkit.measurement.gpcm import Floats

ROUNDS = 1000  # principal axes settle in a few dozen; far more means two near-identical items
SETTLED = 1e-9


@dataclass(frozen=True)
class Norms:
    """What is known of a form in a population: mean, standard deviation and reliability of mean raw scores, 0 to 1."""

    mean: float
    sd: float
    reliability: float

    def __post_init__(self) -> None:
        if not (0 <= self.mean <= 1 and 0 < self.sd <= 0.5 and 0 <= self.reliability <= 1):
            raise UnusableNumbers(
                f"norms of mean {self.mean}, sd {self.sd}, reliability {self.reliability}; expected a mean and a"
                " reliability from 0 to 1, and an sd above 0 and at most 0.5."
            )


def alpha(scores: ArrayLike) -> float:
    """Cronbach's alpha of complete answers.

    scores : shape (people, items), at least 2 of each, nothing missing
    Returns at most 1; below 0 where items work against each other.
    Raises UnusableNumbers where all totals are equal.
    Source: Cronbach 1951.
    """
    given = _complete(scores)
    n = given.shape[1]
    total = float(given.sum(axis=1).var(ddof=1))
    apart = float(given.var(axis=0, ddof=1).sum())
    return float(n / (n - 1) * (1 - apart / total))


def omega(scores: ArrayLike) -> float:
    """McDonald's omega of complete answers: the share of the total's variance that one factor explains.

    scores : shape (people, items), at least 3 items
    One factor by iterated principal axes of the covariances, which ends at unweighted least squares.
    Source: McDonald 1999; Harman and Jones 1966.
    """
    given = _complete(scores)
    if given.shape[1] < 3:
        raise UnusableNumbers(f"{given.shape[1]} items; one factor needs at least 3.")
    covariance = np.cov(given, rowvar=False)
    variance = np.diag(covariance).copy()
    loadings = _one_factor(covariance, variance)
    shared = float(loadings.sum()) ** 2
    return shared / (shared + float(np.maximum(variance - loadings**2, 0).sum()))


def kelley(raw_mean: float, norms: Norms) -> Estimate:
    """The true mean raw score that an observed one points to, shrunk towards the population's mean.

    raw_mean : mean raw score an item over the item's maximum, 0 to 1
    Returns both on the same 0 to 1 scale: r x + (1 - r) mean, and sd sqrt(r (1 - r)).
    Source: Kelley 1947; Lord and Novick 1968.
    """
    if not 0 <= raw_mean <= 1:
        raise UnusableNumbers(f"a mean raw score of {raw_mean}; expected 0 to 1: divide by the item's maximum.")
    r = norms.reliability
    return Estimate(r * raw_mean + (1 - r) * norms.mean, norms.sd * sqrt(r * (1 - r)))


def pooled(norms: Norms, takes: int) -> Norms:
    """The norms of the mean raw score over several takes, each on another parallel form, with no change between.

    Source: Spearman 1910; Brown 1910.
    """
    if takes < 1:
        raise UnusableNumbers(f"{takes} takes; expected at least 1.")
    r = norms.reliability
    longer = takes * r / (1 + (takes - 1) * r)
    # The variance of true scores stays; the errors' shrinks with every take.
    variance = norms.sd**2 * (r + (1 - r) / takes)
    return Norms(norms.mean, sqrt(variance), longer)


def _one_factor(covariance: Floats, variance: Floats) -> Floats:
    """Loadings of the first factor; the sum of them is not below 0."""
    shared = variance / 2
    loadings = np.zeros(len(variance))
    for _ in range(ROUNDS):
        reduced = covariance.copy()
        np.fill_diagonal(reduced, shared)
        values, vectors = np.linalg.eigh(reduced)
        loadings = vectors[:, -1] * sqrt(max(float(values[-1]), 0.0))
        # An item cannot share more than it varies (a Heywood case).
        now = np.minimum(loadings**2, variance)
        moved = float(np.abs(now - shared).max())
        shared = now
        if moved < SETTLED * float(variance.max()):
            break
    return loadings if loadings.sum() >= 0 else -loadings


def _complete(scores: ArrayLike) -> Floats:
    given = np.asarray(scores, dtype=float)
    if given.ndim != 2 or min(given.shape) < 2:
        raise UnusableNumbers(f"scores of shape {given.shape}; expected at least 2 people and 2 items.")
    if not np.isfinite(given).all() or (given < 0).any():
        raise UnusableNumbers("an answer is missing or below 0; leave out takes that are not complete.")
    if given.sum(axis=1).var() == 0:
        raise UnusableNumbers("all totals are equal; reliability needs people who differ.")
    return given
