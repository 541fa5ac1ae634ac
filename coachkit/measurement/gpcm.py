"""The generalised partial credit model: how likely each score on an item is at an ability.

Abilities and steps are in logits, on the scale whose population has mean 0 and standard deviation 1.
Source: Muraki 1992. No scaling constant: slopes are in the logistic metric (D = 1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coachkit.measurement.errors import ItemMismatch

Floats = NDArray[np.float64]
NOT_ANSWERED = -1


@dataclass(frozen=True, eq=False)
class Items:
    """The parameters of n items scored 0 to m.

    slopes : shape (n,), above 0: how sharply an item tells abilities apart (plausible: 0.2 to 1.5)
    steps  : shape (n, m): the ability at which a score of k becomes as likely as k - 1 (plausible: -4 to 4)
    Raises ItemMismatch for other shapes, numbers that are not finite, and slopes that are not above 0.
    """

    slopes: Floats
    steps: Floats

    def __post_init__(self) -> None:
        slopes, steps = np.array(self.slopes, dtype=float), np.array(self.steps, dtype=float)
        if slopes.ndim != 1 or steps.ndim != 2 or len(slopes) != len(steps) or not steps.size:
            raise ItemMismatch(
                f"slopes of shape {slopes.shape} and steps of shape {steps.shape}; expected (items,) and (items, steps)."
            )
        if not (np.isfinite(slopes).all() and np.isfinite(steps).all()):
            raise ItemMismatch("an item parameter is not a finite number; leave out items that are not calibrated.")
        if (slopes <= 0).any():
            worst = int(np.argmin(slopes))
            raise ItemMismatch(f"item {worst} has slope {slopes[worst]:g}; expected above 0. Mend or drop the item.")
        for name, values in (("slopes", slopes), ("steps", steps)):
            values.setflags(write=False)  # frozen means the numbers too
            object.__setattr__(self, name, values)

    def __len__(self) -> int:
        return len(self.slopes)

    @property
    def highest(self) -> int:
        """The highest score of an item."""
        return int(self.steps.shape[1])

    def take(self, which: ArrayLike) -> Items:
        """The items at these positions, in this order."""
        chosen = np.asarray(which)
        return Items(self.slopes[chosen], self.steps[chosen])


def probabilities(ability: ArrayLike, items: Items) -> Floats:
    """The probability of each score, shape (abilities, items, m + 1); sums to 1 over the last axis."""
    logits = _logits(ability, items)
    weights = np.exp(logits - logits.max(axis=2, keepdims=True))
    return np.asarray(weights / weights.sum(axis=2, keepdims=True))


def expected_score(ability: ArrayLike, items: Items) -> Floats:
    """The mean score, shape (abilities, items), from 0 to m; rises with ability."""
    return np.asarray(probabilities(ability, items) @ np.arange(items.highest + 1.0))


def information(ability: ArrayLike, items: Items) -> Floats:
    """Fisher information, shape (abilities, items); the sum over items is the test's.

    Squared slope times the score's variance. Source: Muraki 1993.
    """
    chances = probabilities(ability, items)
    scores = np.arange(items.highest + 1.0)
    variance = chances @ scores**2 - (chances @ scores) ** 2
    return np.asarray(items.slopes**2 * np.maximum(variance, 0))


def log_likelihood(scores: ArrayLike, abilities: ArrayLike, items: Items) -> Floats:
    """The log-likelihood of each person's answers at each ability, shape (people, abilities).

    scores : shape (people, items), whole numbers 0 to m, or -1 where an item was not answered: it adds nothing
    Raises ItemMismatch if scores and items do not fit.
    """
    given = checked_scores(scores, items)
    logits = _logits(abilities, items)
    top = logits.max(axis=2, keepdims=True)
    logs = logits - top - np.log(np.exp(logits - top).sum(axis=2, keepdims=True))
    unanswered = np.zeros((*logs.shape[:2], 1))
    by_score = np.concatenate([logs, unanswered], axis=2)  # -1 finds the last: it adds nothing
    found = np.zeros((len(given), logs.shape[0]))
    # Item by item, not by a matrix product: its last bits would depend on how many people come together.
    for item in range(len(items)):
        found += by_score[:, item, :].T[given[:, item]]
    return found


def checked_scores(scores: ArrayLike, items: Items) -> NDArray[np.int64]:
    """The scores as whole numbers of shape (people, items). Raises ItemMismatch where they do not fit the items."""
    given = np.asarray(scores)
    if given.ndim != 2 or given.shape[1] != len(items):
        raise ItemMismatch(f"scores of shape {given.shape} for {len(items)} items; expected (people, {len(items)}).")
    whole = np.where(np.isfinite(given), given, NOT_ANSWERED).astype(np.int64)
    if (whole != given).any() or (whole < NOT_ANSWERED).any() or (whole > items.highest).any():
        raise ItemMismatch(f"a score is not a whole number from 0 to {items.highest} (or -1: not answered).")
    return whole


def _logits(ability: ArrayLike, items: Items) -> Floats:
    at = np.atleast_1d(np.asarray(ability, dtype=float))
    if at.ndim != 1:
        raise ItemMismatch(f"abilities of shape {at.shape}; expected one row of them.")
    climbed = np.cumsum(items.slopes[:, None] * (at[:, None, None] - items.steps), axis=2)
    return np.concatenate([np.zeros((*climbed.shape[:2], 1)), climbed], axis=2)
