"""Which differences are more than chance: between two takes, and between parts of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import erf, hypot, sqrt
from typing import Literal

import numpy as np

from coachkit.measurement.ability import Estimate
from coachkit.measurement.errors import UnusableNumbers
from coachkit.measurement.gpcm import Floats

Change = Literal["grew", "fell", "no-clear-change"]
Difference = Literal["strength", "challenge"]

RELIABLE = 1.96  # 2.5% to each side; a shrunken estimate moves less than its error says, so in truth it is fewer
# How far true levels of the parts of one person spread, on the 0 to 1 scale of item scores.
TRUE_SD = 0.08  # provisional: the reference bank's two dimensions; mend when 150 takes are there to estimate it
NOISE_FLOOR = 0.15  # provisional: no pooled item noise below this is believed; few answers may agree by luck


def reliable_change(before: Estimate, after: Estimate) -> Change:
    """Whether the second estimate lies apart from the first by more than their errors explain.

    Both on one scale. With no true change, "grew" is said in at most 2.5% of second takes.
    Source: Jacobson and Truax 1991, with each estimate's own standard error.
    """
    error = hypot(before.standard_error, after.standard_error)
    moved = after.ability - before.ability
    if abs(moved) <= RELIABLE * error:
        return "no-clear-change"
    return "grew" if moved > 0 else "fell"


def clear_differences(groups: Mapping[str, Sequence[float]], *, least: float = 0.8) -> dict[str, Difference]:
    """The labels on which one person is probably above, or below, their own mean; most have no clear difference.

    groups : label (a principle, a block) -> its item scores, each 0 to 1, pooled over takes
    least  : how probable the difference has to be
    A label is absent where neither side is probable enough. The order is the labels' own: never a ranking.
    Own mean: the mean of the true levels of all labels that have answers.
    """
    chances = chances_above_own_mean(groups)
    found: dict[str, Difference] = {}
    for label, above in chances.items():
        if above >= least:
            found[label] = "strength"
        elif 1 - above >= least:
            found[label] = "challenge"
    return found


def chances_above_own_mean(groups: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """For each label with answers, the probability that its true level lies above the person's own mean.

    True levels spread normally around the person's mean by TRUE_SD; item scores spread around their label's level by
    the pooled standard deviation within labels, at least NOISE_FLOOR, which an item's own difficulty is part of.
    Empty with fewer than two labels, or no label with two answers.
    Source: Lindley and Smith 1972, exchangeable normal means, no knowledge of the grand mean.
    """
    given = {label: np.asarray(values, dtype=float) for label, values in groups.items() if len(values)}
    for label, values in given.items():
        if not np.isfinite(values).all() or (values < 0).any() or (values > 1).any():
            raise UnusableNumbers(f"an item score of {label!r} is outside 0 to 1; divide raw scores by the maximum.")
    free = sum(len(values) - 1 for values in given.values())
    if len(given) < 2 or not free:
        return {}
    within = sum(float(((values - values.mean()) ** 2).sum()) for values in given.values())
    noise = max(sqrt(within / free), NOISE_FLOOR)
    z = _standardised_contrasts(
        np.array([values.mean() for values in given.values()]),
        noise**2 / np.array([len(values) for values in given.values()]),
    )
    return {label: (1 + erf(value / sqrt(2))) / 2 for label, value in zip(given, z, strict=True)}


def _standardised_contrasts(means: Floats, variances: Floats) -> list[float]:
    """Posterior mean over posterior standard deviation of each label's level minus the mean of all labels' levels."""
    n = len(means)
    weight = 1 / variances
    precision = np.zeros((n + 1, n + 1))  # the person's mean first, then each label's departure from it
    precision[0, 0] = weight.sum()
    precision[0, 1:] = precision[1:, 0] = weight
    precision[1:, 1:] = np.diag(weight + 1 / TRUE_SD**2)
    covariance = np.linalg.inv(precision)
    departures = (covariance @ np.concatenate([[(weight * means).sum()], weight * means]))[1:]
    contrast = np.eye(n) - 1 / n
    spread = np.sqrt(np.diag(contrast @ covariance[1:, 1:] @ contrast))
    return [float(z) for z in (contrast @ departures) / spread]
