"""The goal table of the mastery quiz, on people and banks made up from stated assumptions.

Two ways to form takes from the same bank of 60 stand side by side. *Chosen*: the items are calibrated on a sample of
their own, and only the most informative are used: 18 for one take, or 36 dealt to two parallel forms. *Dealt*: three
parallel forms use 54 of the 60, good items and poor ones, as the kit's own quiz does. Chosen items meet the goals;
dealt ones show what the kit can say today, and that is less.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import sqrt

import numpy as np

from coachkit.measurement import reference as ref
from coachkit.measurement.ability import eap_many
from coachkit.measurement.assembly import assemble
from coachkit.measurement.blueprint import Blueprint, ItemFacts
from coachkit.measurement.calibration import LEAST_IN_CATEGORY, calibrate
from coachkit.measurement.figures import (
    Taken,
    difference_figures,
    error_ratio,
    placement_figures,
    retest_figures,
)
from coachkit.measurement.goals import Report, dealt_rows, goal_rows, quiz_rows, report_text
from coachkit.measurement.gpcm import Floats, Items, information
from coachkit.measurement.reliability import Norms, alpha, kelley, pooled

__all__ = ["Report", "report_text", "simulate"]

LENGTH = 18
AT_A_CUT = 2000  # people drawn at each cut, for the mean raw score there

Means = dict[str, float]
Form = tuple[int, ...]


def simulate(seed: int, people: int = 1500, banks: int = 12) -> Report:
    """Every figure as the mean over `banks` banks, each taken by `people` new people.

    Item parameters, norms and cuts come from another sample of `people`. The same seed gives the same report.
    """

    def mean(cell: Callable[[np.random.Generator, int], Means], stream: int) -> Means:
        found = [cell(np.random.default_rng([seed, stream, bank]), people) for bank in range(banks)]
        return {name: float(np.mean([one[name] for one in found])) for name in found[0]}

    good = mean(lambda rng, n: _reference(rng, n, ref.SLOPES["good"]), 0)
    excellent = mean(lambda rng, n: _reference(rng, n, ref.SLOPES["excellent"]), 1)
    quiz = mean(_quiz, 2)
    cuts = tuple(quiz[f"cut {n}"] for n in range(len(ref.CUTS)))
    norms = Norms(quiz["norm mean"], quiz["norm sd"], quiz["norm reliability"])
    return Report(seed, people, banks, goal_rows(good, excellent), dealt_rows(good), quiz_rows(quiz), norms, cuts)


# --- the reference bank -----------------------------------------------------------------------


def _reference(rng: np.random.Generator, n: int, slope: float) -> Means:
    bank = ref.draw_bank(rng, slope)
    earlier = ref.draw_scores(rng, ref.draw_people(rng, n), bank)
    known = [
        item
        for item in range(ref.BANK)
        if np.bincount(earlier[:, item], minlength=ref.BEST + 1).min() >= LEAST_IN_CATEGORY
    ]
    fitted = calibrate(earlier[:, known]).items
    people = ref.draw_people(rng, n)
    scores = ref.draw_scores(rng, people, bank)
    truth = people.composite

    def take(form: Sequence[int]) -> Taken:
        """An item that some score's rarity leaves without parameters counts for nothing."""
        usable = [item for item in form if item in known]
        return Taken(*eap_many(scores[:, usable], fitted.take([known.index(item) for item in usable])))

    ranked = _ranked(fitted, known)
    found: Means = {}

    def add(label: str, *several: Mapping[str, float]) -> None:
        found.update({f"{label}: {name}": value for figures in several for name, value in figures.items()})

    one = take([item for best in ranked for item in best[: LENGTH // 2]])
    add("one", placement_figures(one, truth, ref.CUTS), error_ratio(one, truth))
    forms = {"two": _parallel(ranked), "dealt": _dealt(-earlier.mean(axis=0))}
    for label, (a, b, *_) in forms.items():
        first, second = take(a), take(b)
        both = take(a + b)
        add(label, placement_figures(first, truth, ref.CUTS), error_ratio(first, truth))
        add(label, retest_figures(first, second, ref.CUTS))
        add(label, difference_figures(scores / ref.BEST, [a, b], people.abilities))
        add(f"{label} pooled", placement_figures(both, truth, ref.CUTS))
    at_cuts = [ref.draw_scores(rng, ref.people_at(rng, cut, AT_A_CUT), bank) / ref.BEST for cut in ref.CUTS]
    add("raw", _raw(earlier / ref.BEST, scores / ref.BEST, at_cuts, forms["dealt"], people))
    return found


def _ranked(items: Items, names: Sequence[int]) -> list[list[int]]:
    """The items of each dimension, those with most information over the population first."""
    grid = np.linspace(-4, 4, 81)
    order = np.argsort(-(np.exp(-(grid**2) / 2) @ information(grid, items)), kind="stable")
    return [[names[place] for place in order if ref.dimension(names[place]) == one] for one in (0, 1)]


def _parallel(ranked: Sequence[Sequence[int]]) -> tuple[Form, ...]:
    """Two forms of the 36 most informative items, dealt there and back so that both inform alike."""
    hands: tuple[list[int], list[int]] = ([], [])
    for one, best in enumerate(ranked):
        for place, item in enumerate(best[:LENGTH]):
            hands[(place % 4 in (1, 2)) ^ one].append(item)
    return tuple(tuple(hand) for hand in hands)


def _dealt(difficulty: Floats) -> tuple[Form, ...]:
    """Three forms from all 60 items by the kit's own blueprint; its eight principles keep the dimensions balanced."""
    items = [
        ItemFacts(
            str(item),
            f"question {item // 2 % 6}",
            f"principle {item % 8}",
            f"block {item % 6}",
            item % 10 == 0,
            float(difficulty[item]),
        )
        for item in range(ref.BANK)
    ]
    forms = assemble(items, Blueprint(questions=tuple(f"question {n}" for n in range(6)))).forms
    return tuple(tuple(int(name) for name in form) for form in forms)


# --- raw scores, not calibrated ---------------------------------------------------------------


def _quiz(rng: np.random.Generator, n: int) -> Means:
    noise = ref.draw_noise(rng)
    earlier = ref.draw_choices(rng, ref.draw_people(rng, n), noise)
    people = ref.draw_people(rng, n)
    scores = ref.draw_choices(rng, people, noise)
    top = 2 * ref.BEST
    at_cuts = [ref.draw_choices(rng, ref.people_at(rng, cut, AT_A_CUT), noise) / top for cut in ref.CUTS]
    return _raw(earlier / top, scores / top, at_cuts, _dealt(-earlier.mean(axis=0)), people)


def _raw(earlier: Floats, scores: Floats, at_cuts: Sequence[Floats], forms: Sequence[Form], people: ref.People) -> Means:  # fmt: skip
    """Kelley's estimates from mean raw scores; scores of shape (people, bank's items), 0 to 1.

    Norms are the means over the forms, from the earlier sample; cuts the mean raw scores of people at each cut.
    """
    raws = [earlier[:, list(form)].mean(axis=1) for form in forms]
    alphas = [alpha(earlier[:, list(form)]) for form in forms]
    norms = Norms(
        float(np.mean([raw.mean() for raw in raws])),
        float(np.mean([raw.std() for raw in raws])),
        float(np.mean(alphas)),
    )
    used = [item for form in forms for item in form]
    cuts = [float(at[:, used].mean()) for at in at_cuts]

    def take(items: Form, its: Norms) -> Taken:
        estimates = [kelley(float(raw), its) for raw in scores[:, list(items)].mean(axis=1)]
        return Taken(np.array([e.ability for e in estimates]), np.array([e.standard_error for e in estimates]))

    a, b, *_ = forms
    first, second, both = take(a, norms), take(b, norms), take(a + b, pooled(norms, 2))
    # True raw scores are not known here; two forms without change tell the error all the same.
    r = float(np.corrcoef(first.abilities, second.abilities)[0, 1])
    spread = float(scores[:, list(a)].mean(axis=1).std())
    later = {f"pooled {name}": value for name, value in placement_figures(both, people.composite, cuts).items()}
    # Unshrunken means, in their own standard deviations; where forms were equated, and where nobody knew how hard items are.
    gaps = [
        abs(float(scores[:, list(one)].mean() - scores[:, list(other)].mean())) / spread
        for one, other, *_ in (forms, _dealt(np.zeros(ref.BANK)))
    ]
    return {
        **placement_figures(first, people.composite, cuts),
        **retest_figures(first, second, cuts),
        **difference_figures(scores, [a, b], people.abilities),
        **later,
        "stated error": float(first.errors[0]) / (spread * sqrt(r * (1 - r))),
        "gap in mean": gaps[0],
        "gap guessed": gaps[1],
        "norm mean": norms.mean,
        "norm sd": norms.sd,
        "norm reliability": norms.reliability,
        **{f"cut {place}": cut for place, cut in enumerate(cuts)},
    }
