"""How far two raters agree beyond chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coachkit.measurement.errors import UnusableNumbers


def weighted_kappa(one: Sequence[int], other: Sequence[int], categories: int) -> float:
    """Agreement of two ratings of the same things, a disagreement weighing as the square of its distance.

    one, other : ratings 0 to categories - 1, in the same order
    Returns 1 for full agreement, 0 for what the raters' own habits give by chance, below 0 for less than that.
    Raises UnusableNumbers if lengths differ, a rating is outside the scale, or both raters used one and the same
    category throughout: then nothing could disagree.
    Source: Cohen 1968.
    """
    if len(one) != len(other) or not one:
        raise UnusableNumbers(f"{len(one)} and {len(other)} ratings; kappa compares two ratings of each thing.")
    strange = sorted({rating for rating in (*one, *other) if not 0 <= rating < categories})
    if strange:
        raise UnusableNumbers(f"rating {strange[0]} is outside the scale; expected 0 to {categories - 1}.")
    observed = np.zeros((categories, categories))
    for a, b in zip(one, other, strict=True):
        observed[a, b] += 1 / len(one)
    by_chance = np.outer(observed.sum(axis=1), observed.sum(axis=0))
    scale = np.arange(categories)
    weights = (scale[:, None] - scale[None, :]) ** 2
    expected = float((weights * by_chance).sum())
    if expected == 0:
        raise UnusableNumbers("both raters used one and the same category throughout; kappa needs some variation.")
    return 1 - float((weights * observed).sum()) / expected
