"""From answers to an ability, with its standard error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike

from coachkit.measurement.errors import ItemGivenTwice, ItemMismatch, UnusableNumbers
from coachkit.measurement.gpcm import Floats, Items, log_likelihood

# The prior is the population the items were calibrated on: mean 0, standard deviation 1.
NODES: Floats = np.linspace(-6, 6, 121)  # finer than any standard error that a quiz can reach
NODES.setflags(write=False)


@dataclass(frozen=True)
class Estimate:
    """An ability and its standard error, on one scale (logits, or the 0 to 1 of mean raw scores)."""

    ability: float
    standard_error: float

    def __post_init__(self) -> None:
        if not (isfinite(self.ability) and isfinite(self.standard_error) and self.standard_error >= 0):
            raise UnusableNumbers(
                f"ability {self.ability} with standard error {self.standard_error}; expected finite numbers,"
                " the error not below 0."
            )


def eap(scores: Sequence[int] | ArrayLike, items: Items, *, ids: Sequence[str] | None = None) -> Estimate:
    """Ability and standard error from one take.

    scores : shape (n_items,), whole numbers 0 to each item's maximum, -1 where not answered
    items  : the bank's parameters in the same order
    ids    : the items' names in the same order; given, an item that stands twice is refused
    Returns both in logits: mean and standard deviation of the posterior, under a standard normal prior.
    All-lowest or all-highest answers stay finite: the prior decides. No answer at all gives 0 and 1.
    Raises ItemMismatch if the lengths differ, ItemGivenTwice for a repeated item.
    Source: Muraki 1992; EAP after Bock and Mislevy 1982.
    """
    row = np.asarray(scores)
    if ids is not None:
        if len(ids) != len(items):
            raise ItemMismatch(f"{len(ids)} names for {len(items)} items; give one an item, in the same order.")
        twice = [name for name, n in Counter(ids).items() if n > 1]
        if twice:
            raise ItemGivenTwice(
                f"item {twice[0]!r} stands {ids.count(twice[0])} times in one take; keep its first answer."
            )
    if row.shape != (len(items),):
        raise ItemMismatch(f"scores of shape {row.shape} for {len(items)} items; expected ({len(items)},).")
    ability, error = eap_many(row[None, :], items)
    return Estimate(float(ability[0]), float(error[0]))


def eap_many(scores: ArrayLike, items: Items) -> tuple[Floats, Floats]:
    """Abilities and standard errors of many takes, each of shape (people,); like `eap`, one row a person."""
    logs = log_likelihood(scores, NODES, items) - NODES**2 / 2
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    mean = (weights * NODES).sum(axis=1)
    spread = (weights * (NODES[None, :] - mean[:, None]) ** 2).sum(axis=1)
    return mean, np.sqrt(spread)
