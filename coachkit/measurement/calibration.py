"""Item parameters from consented takes: marginal maximum likelihood, and which items work against the scale.

The ability's distribution is fixed as standard normal, which sets the scale. Calibration repairs items; placement
gains little from it.
Source: Bock and Aitkin 1981 (EM over a quadrature); Muraki 1992 (the model).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coachkit.measurement.errors import TooFewTakes
from coachkit.measurement.gpcm import NOT_ANSWERED, Floats, Items, log_likelihood

LEAST_TAKES = 150  # MEASUREMENT, section 2
# A step between two scores rests on the answers that earned them; with fewer than 5 of one its error passes half a
# standard deviation of ability even on a sharp item, and with none it has no estimate at all.
LEAST_IN_CATEGORY = 5
LEAST_SLOPE = 0.02  # an item that tells nothing, or the wrong thing, is held here, and flagged
SHARED_SD = 1.5  # how far one step of Newton may carry a parameter before it is halved

NODES: Floats = np.linspace(-5, 5, 41)
NODES.setflags(write=False)
ROUNDS, SETTLED = 500, 1e-3  # EM stops when no logit parameter moves by more


@dataclass(frozen=True, eq=False)
class Calibration:
    """The parameters of n items with all that tells whether to believe them.

    slope_errors, step_errors : standard errors, shapes as the parameters', taking the other items as known
    category_counts           : shape (n, m + 1), how many answers earned each score
    item_rest                 : shape (n,), correlation of an item with the mean of the person's other items, each
                                measured from its own mean
    flags                     : position of an item -> why to mend or drop it, in words
    rounds                    : EM rounds made; `settled` says whether they sufficed
    """

    items: Items
    slope_errors: Floats
    step_errors: Floats
    category_counts: NDArray[np.int64]
    item_rest: Floats
    flags: dict[int, tuple[str, ...]]
    rounds: int
    settled: bool


def calibrate(scores: ArrayLike, names: Sequence[str] | None = None) -> Calibration:
    """Slopes and steps of every item by marginal maximum likelihood.

    scores : shape (takes, items), whole numbers from 0, -1 where an item was not given; all items have one maximum
    names  : the items' names in the same order, for what is refused
    Raises TooFewTakes below 150 takes, or where some score of some item was earned fewer than 5 times: merge it with
    its neighbour in all items, leave the item out, or gather more takes.
    """
    given = np.asarray(scores)
    if given.ndim != 2 or not np.issubdtype(given.dtype, np.integer):
        raise TooFewTakes(
            f"scores of shape {given.shape} and type {given.dtype}; expected whole numbers (takes, items)."
        )
    given = given[(given != NOT_ANSWERED).any(axis=1)]
    highest = int(given.max(initial=0))
    counts = np.stack([(given == score).sum(axis=0) for score in range(highest + 1)], axis=1)
    _refuse_too_few(len(given), counts, names)
    weights, intercepts, rounds, settled = _em(given, counts)
    slope_errors, step_errors = _errors(given, weights, intercepts)
    item_rest, best_apart = _item_rest(given, highest)
    return Calibration(
        _items(weights, intercepts),
        slope_errors,
        step_errors,
        counts.astype(np.int64),
        item_rest,
        _flags(weights, item_rest, best_apart),
        rounds,
        settled,
    )


def _refuse_too_few(takes: int, counts: NDArray[np.int64], names: Sequence[str] | None) -> None:
    if takes < LEAST_TAKES:
        raise TooFewTakes(f"{takes} takes; calibration needs {LEAST_TAKES}. Until then, use the expert key alone.")
    if counts.shape[1] < 2:
        raise TooFewTakes("every answer earned the same score; calibration needs answers that differ.")
    item, score = np.unravel_index(int(counts.argmin()), counts.shape)
    named = names[int(item)] if names else f"item {item}"
    thin = int((counts < LEAST_IN_CATEGORY).any(axis=1).sum())
    if thin:
        raise TooFewTakes(
            f"{thin} of {len(counts)} items have a score earned fewer than {LEAST_IN_CATEGORY} times ({named}: score"
            f" {score}, {counts[item, score]} times); merge scores, leave these items out, or gather more takes."
        )


# --- estimation: an item's log-odds are slope * score * ability + intercept of the score, so each step is concave ---


def _em(given: NDArray[np.int64], counts: NDArray[np.int64]) -> tuple[Floats, Floats, int, bool]:
    """Slopes (n,) and intercepts (n, m), from a start of equal slopes and the observed shares."""
    n, categories = counts.shape
    slopes = np.full(n, 0.5)
    intercepts = np.log(counts[:, 1:] / counts[:, :1])
    earned = [(given == score).astype(float) for score in range(categories)]
    for done in range(1, ROUNDS + 1):
        posterior = _posterior(given, slopes, intercepts)
        # expected answers, shape (items, nodes, categories)
        expected = np.stack([one.T @ posterior for one in earned], axis=2)
        moved_slopes, moved_intercepts = _newton(expected, slopes, intercepts)
        change = max(float(np.abs(moved_slopes - slopes).max()), float(np.abs(moved_intercepts - intercepts).max()))
        slopes, intercepts = moved_slopes, moved_intercepts
        if change < SETTLED:
            return slopes, intercepts, done, True
    return slopes, intercepts, ROUNDS, False


def _posterior(given: NDArray[np.int64], slopes: Floats, intercepts: Floats) -> Floats:
    logs = log_likelihood(given, NODES, _items(slopes, intercepts)) - NODES**2 / 2
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _newton(expected: Floats, slopes: Floats, intercepts: Floats) -> tuple[Floats, Floats]:
    """One Newton step of each item's multinomial logit; EM needs no more than an improvement a round."""
    total = expected.sum(axis=2)
    chances = _chances(slopes, intercepts)
    design = _design(chances.shape[2])
    gradient = np.einsum("iqk,qkp->ip", expected - total[:, :, None] * chances, design)
    weighted = total[:, :, None] * chances
    mean = np.einsum("iqk,qkp->iqp", chances, design)
    hessian = np.einsum("iqk,qkp,qkr->ipr", weighted, design, design, optimize=True)
    hessian -= np.einsum("iq,iqp,iqr->ipr", total, mean, mean, optimize=True)
    step = np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0]
    longest = np.abs(step).max(axis=1, keepdims=True)
    step *= np.minimum(1, SHARED_SD / np.maximum(longest, SHARED_SD))
    return np.maximum(slopes + step[:, 0], LEAST_SLOPE), intercepts + step[:, 1:]


def _chances(slopes: Floats, intercepts: Floats) -> Floats:
    """Shape (items, nodes, categories)."""
    parameters = np.concatenate([slopes[:, None], intercepts], axis=1)
    logits = np.einsum("ip,qkp->iqk", parameters, _design(intercepts.shape[1] + 1))
    weights = np.exp(logits - logits.max(axis=2, keepdims=True))
    return np.asarray(weights / weights.sum(axis=2, keepdims=True))


def _design(categories: int) -> Floats:
    """What each parameter (slope, then intercepts) adds to each score's log-odds, shape (nodes, categories, parameters)."""
    design = np.zeros((len(NODES), categories, categories))
    design[:, :, 0] = NODES[:, None] * np.arange(categories)
    for score in range(1, categories):
        design[:, score, score] = 1
    return design


def _items(slopes: Floats, intercepts: Floats) -> Items:
    """Steps from intercepts: the k-th intercept is minus the slope times the sum of the first k steps."""
    climbs = np.diff(intercepts, axis=1, prepend=0.0)
    return Items(slopes, -climbs / slopes[:, None])


# --- what to believe --------------------------------------------------------------------------


def _errors(given: NDArray[np.int64], slopes: Floats, intercepts: Floats) -> tuple[Floats, Floats]:
    """Standard errors from each item's cross-products of people's expected scores functions, and the delta method."""
    posterior = _posterior(given, slopes, intercepts)
    chances = _chances(slopes, intercepts)
    n, m = intercepts.shape
    design = _design(m + 1)
    slope_errors, step_errors = np.zeros(n), np.zeros((n, m))
    for item in range(n):
        answered = given[:, item] != NOT_ANSWERED
        mean = np.einsum("qk,qkp->qp", chances[item], design)
        earned = design[:, given[answered, item], :] - mean[:, None, :]
        gradient = np.einsum("aq,qap->ap", posterior[answered], earned)
        covariance = np.linalg.pinv(gradient.T @ gradient, hermitian=True)
        slope_errors[item] = np.sqrt(max(covariance[0, 0], 0.0))
        slope, climbs = slopes[item], np.diff(intercepts[item], prepend=0.0)
        for step in range(m):
            direction = np.zeros(m + 1)
            direction[0] = climbs[step] / slope**2
            direction[step + 1] = -1 / slope
            if step:
                direction[step] = 1 / slope
            step_errors[item, step] = np.sqrt(max(float(direction @ covariance @ direction), 0.0))
    return slope_errors, step_errors


def _item_rest(given: NDArray[np.int64], highest: int) -> tuple[Floats, Floats]:
    """Correlation with the rest, of each item's score and of having earned its highest score; nan where unknowable."""
    there = given != NOT_ANSWERED
    means = np.where(there, given, 0).sum(axis=0) / there.sum(axis=0)
    apart = np.where(there, given - means, 0.0)
    others = there.sum(axis=1, keepdims=True) - there
    rest = (apart.sum(axis=1, keepdims=True) - apart) / np.maximum(others, 1)
    usable = there & (others > 0)
    found = [
        (_correlation(given[use, i], rest[use, i]), _correlation(given[use, i] == highest, rest[use, i]))
        for i, use in enumerate(usable.T)
    ]
    return np.array([one for one, _ in found]), np.array([best for _, best in found])


def _correlation(one: ArrayLike, other: ArrayLike) -> float:
    a, b = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    if len(a) < 2 or not a.std() or not b.std():
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def _flags(slopes: Floats, item_rest: Floats, best_apart: Floats) -> dict[int, tuple[str, ...]]:
    def of(item: int) -> Iterator[str]:
        if item_rest[item] < 0:
            yield f"works against the scale: its correlation with the rest is {item_rest[item]:.2f}"
        if best_apart[item] < 0:
            yield "works against the scale: the answer keyed best attracts weaker people; look at the key again"
        if slopes[item] <= LEAST_SLOPE:
            yield "tells nothing: its slope is held at the least one"

    found = {item: tuple(of(item)) for item in range(len(slopes))}
    return {item: words for item, words in found.items() if words}
