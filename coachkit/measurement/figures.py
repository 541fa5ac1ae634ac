"""How well a pair of takes places people whose true stage is known: the figures of the goal table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coachkit.measurement.ability import Estimate
from coachkit.measurement.change import clear_differences, reliable_change
from coachkit.measurement.gpcm import Floats
from coachkit.measurement.placement import band, stage_probabilities_many
from coachkit.measurement.reference import CUTS, Whole, dimension

ENOUGH = 500  # people a bank whose differences are tried: one at a time, as a page does it


@dataclass(frozen=True, eq=False)
class Taken:
    """One take of every person: estimates and their errors, each of shape (people,), on the scale of the cuts."""

    abilities: Floats
    errors: Floats

    def stages(self, cuts: Sequence[float]) -> Whole:
        return np.searchsorted(np.asarray(cuts), self.abilities, side="right").astype(np.int64)

    def estimates(self) -> list[Estimate]:
        return [Estimate(float(a), float(e)) for a, e in zip(self.abilities, self.errors, strict=True)]


def placement_figures(taken: Taken, composite: Floats, cuts: Sequence[float]) -> dict[str, float]:
    """The shares of people placed rightly, within one stage, and with a band that holds their true stage."""
    truth = np.searchsorted(np.asarray(CUTS), composite, side="right")
    placed = taken.stages(cuts)
    chances = stage_probabilities_many(taken.abilities, taken.errors, cuts)
    bands = [band(row) for row in chances.tolist()]
    return {
        "accuracy": float((placed == truth).mean()),
        "within one": float((np.abs(placed - truth) <= 1).mean()),
        "band": float(np.mean([first <= true <= last for (first, last), true in zip(bands, truth, strict=True)])),
    }


def retest_figures(first: Taken, second: Taken, cuts: Sequence[float]) -> dict[str, float]:
    """What two parallel forms say of people who did not change. Gaps: in standard deviations, and a ratio above 1."""
    one, other = first.stages(cuts), second.stages(cuts)
    said = [reliable_change(*pair) for pair in zip(first.estimates(), second.estimates(), strict=True)]
    errors = sorted([_root_mean_square(first.errors), _root_mean_square(second.errors)])
    return {
        "agreement": float((one == other).mean()),
        "moved up": float((other > one).mean()),
        "grew": said.count("grew") / len(said),
        "gap in mean": abs(float(first.abilities.mean() - second.abilities.mean())) / float(first.abilities.std()),
        "gap in error": errors[1] / errors[0],
    }


def error_ratio(taken: Taken, truth: Floats) -> dict[str, float]:
    """The stated error over the empirical one, of estimates whose truth is known on their own scale."""
    return {"stated error": _root_mean_square(taken.errors) / _root_mean_square(taken.abilities - truth)}


def difference_figures(scores: Floats, forms: Sequence[Sequence[int]], abilities: Floats) -> dict[str, float]:
    """How often a named strength or challenge is right, and for how many people one of the two parts is named.

    scores : shape (people, bank's items), 0 to 1; the two dimensions are the parts
    """
    scores, abilities = scores[:ENOUGH], abilities[:ENOUGH]
    items = np.concatenate([np.asarray(form) for form in forms])
    parts = [items[dimension(items) == one] for one in (0, 1)]
    named = right = 0
    for row, (low, high) in zip(scores, abilities, strict=True):
        found = clear_differences({str(one): row[part].tolist() for one, part in enumerate(parts)})
        if found:
            named += 1
            right += found["0"] == ("strength" if low > high else "challenge")
    return {"strength": right / named if named else float("nan"), "share named": named / len(scores)}


def _root_mean_square(values: Floats) -> float:
    return float(np.sqrt((values**2).mean()))
