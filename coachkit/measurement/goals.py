"""The goal table: each figure with its goal, and whether it is met.

Source of the goals: MEASUREMENT, section 2. They are goals for the engine, never claims about coaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from coachkit.measurement.reference import CLEARER, NOISE, UNEVEN
from coachkit.measurement.reliability import Norms

TOLERANCE = 0.01  # "a goal met to within ± .01 by the seed counts as met"
WIDTH = 100

Means = Mapping[str, float]


@dataclass(frozen=True)
class Goal:
    """The least and the most that a figure may be."""

    least: float | None = None
    most: float | None = None
    tolerance: float = TOLERANCE

    def met_by(self, value: float) -> bool:
        low = self.least is None or value >= self.least - self.tolerance
        return low and (self.most is None or value <= self.most + self.tolerance)

    def __str__(self) -> str:
        if self.least is not None and self.most is not None:
            return f"{_number(self.least)} to {_number(self.most)}"
        if self.least is not None:
            return f"at least {_number(self.least)}"
        return "" if self.most is None else f"at most {_number(self.most)}"


@dataclass(frozen=True)
class Row:
    """One figure: what it is, on which bank and forms, ours, and the goal if there is one."""

    figure: str
    on: str
    value: float
    goal: Goal | None = None

    @property
    def met(self) -> bool | None:
        return None if self.goal is None else self.goal.met_by(self.value)


@dataclass(frozen=True)
class Report:
    """All rows in the table's order, and the provisional norms and cuts that follow for the quiz's own scoring."""

    seed: int
    people: int
    banks: int
    goals: tuple[Row, ...]  # the goal table: the reference bank, calibrated, items chosen
    dealt: tuple[Row, ...]  # the same figures where three forms are dealt from all 60 items
    quiz: tuple[Row, ...]  # the same for the quiz's own answers, dealt and not calibrated
    norms: Norms  # of one take's mean raw score, 0 to 1
    cuts: tuple[float, ...]  # the mean raw score, 0 to 1, at abilities -1, 0 and 1

    @property
    def rows(self) -> tuple[Row, ...]:
        """All three parts."""
        return (*self.goals, *self.dealt, *self.quiz)

    @property
    def unmet(self) -> tuple[Row, ...]:
        """Every row that falls short, of all three parts."""
        return tuple(row for row in self.rows if row.met is False)


NAMES = {
    "accuracy": "placed in the true one of 4 stages",
    "agreement": "same stage on two parallel forms",
    "within one": "within one stage of the true one",
    "band": "the band holds the true stage",
    "stated error": "stated error over empirical error",
    "grew": '"grew" said without any change',
    "moved up": "moved up a stage without any change",
    "strength": "a named strength or challenge is right",
    "share named": "people for whom one is named",
    "gap in mean": "gap of two forms in mean, in SD",
    "gap in error": "larger over smaller error of two forms",
}  # in the order of the table
GOALS = {
    "accuracy": Goal(least=0.67),
    "agreement": Goal(least=0.57),
    "within one": Goal(least=0.97),
    "band": Goal(least=0.95),
    "stated error": Goal(least=0.90, most=1.10),
    "grew": Goal(most=0.025, tolerance=0),  # a promise about what is said to people: no grace
    "strength": Goal(least=0.85),
    "gap in mean": Goal(most=0.1),
    "gap in error": Goal(most=1.10),
}
EXCELLENT = {"accuracy": Goal(least=0.74), "agreement": Goal(least=0.64)}


def goal_rows(good: Means, excellent: Means) -> tuple[Row, ...]:
    """The goal table itself: one form by the 18 best items, two parallel forms by the 36 best."""
    one, two = ("accuracy", "within one", "band", "stated error"), tuple(GOALS)
    found: list[Row] = []
    for name in NAMES:
        if name in GOALS:
            label, on = ("one", "good, 18 best of 60") if name in one else ("two", "good, 36 best as two")
            found.append(Row(NAMES[name], on, good[f"{label}: {name}"], GOALS[name]))
            if name in EXCELLENT:
                on = on.replace("good", "excellent")
                found.append(Row(NAMES[name], on, excellent[f"{label}: {name}"], EXCELLENT[name]))
    # What the 18 best reach alone, two forms of the 36 best cannot: said beside it.
    rest = [Row(NAMES[name], "good, 36 best as two", good[f"two: {name}"]) for name in two if name in one]
    return (*found, *rest)


def dealt_rows(good: Means) -> tuple[Row, ...]:
    """The good bank with three forms dealt from all of it: calibrated, then raw scores shrunk by Kelley's formula."""
    return (
        *_rows({name: good.get(f"dealt: {name}") for name in NAMES}, "calibrated"),
        *_pooled({name: good[f"dealt pooled: {name}"] for name in ("accuracy", "band")}, "calibrated"),
        *_rows({name: good.get(f"raw: {name}") for name in NAMES if name != "gap in error"}, "raw, Kelley"),
        *_pooled({name: good[f"raw: pooled {name}"] for name in ("accuracy", "band")}, "raw, Kelley"),
        *_rows({"gap in mean": good["raw: gap guessed"]}, "raw, guessed alike"),
    )


def quiz_rows(quiz: Means) -> tuple[Row, ...]:
    """The quiz's own answers, most and least effective, 0 to 6 an item, by raw scores."""
    return (
        *_rows({name: quiz.get(name) for name in NAMES if name != "gap in error"}, "most and least"),
        *_pooled({name: quiz[f"pooled {name}"] for name in ("accuracy", "band")}, "most and least"),
        *_rows({"gap in mean": quiz["gap guessed"]}, "most and least, guessed alike"),
    )


def _rows(figures: Mapping[str, float | None], on: str) -> Iterator[Row]:
    for name, value in figures.items():
        if value is not None:
            yield Row(NAMES[name], on, value, GOALS.get(name))


def _pooled(figures: Means, on: str) -> Iterator[Row]:
    for row in _rows(figures, on):
        yield replace(row, on=f"{on}, 2 takes pooled")


def report_text(report: Report) -> str:
    """The report as a plain table, at most 100 columns wide, with its assumptions beneath."""
    n, cuts = report.norms, ", ".join(f"{cut:.3f}" for cut in report.cuts)
    lines = [
        *_table("Reference bank, calibrated, most informative items chosen", report.goals),
        *_table("Reference bank (good), three forms dealt from all 60 items by the blueprint", report.dealt),
        *_table("The quiz's own answers, three forms dealt from 60 items, not calibrated", report.quiz),
        "Provisional norms of the quiz (mean raw score of a take, 0 to 1):",
        f"mean {n.mean:.3f}, SD {n.sd:.3f}, reliability {n.reliability:.2f};",
        f"stages begin at {cuts}: the mean raw scores at abilities -1, 0 and 1.",
        "",
        *wrap(
            CAPTION.format(
                people=report.people,
                banks=report.banks,
                seed=report.seed,
                noise=NOISE,
                clearer=CLEARER,
                uneven=UNEVEN,
            ),
            WIDTH,
        ),
    ]
    return "\n".join(lines)


CAPTION = """\
Made-up people and banks: figures of the method, never of coaches. Each is the mean over {banks} banks of 60 items,
{people} people each, 18 items a take, seed {seed}; within ± .01 of a goal counts as met, but for "grew".
The most informative items of a calibrated bank meet the goals. A bank of 60 has one such pair of forms; the quiz's
three forms use 54 of 60, and reach what stands under "dealt": with difficulties known, or all guessed alike.
Reference bank: partial credit items scored 0 to 3 on two dimensions correlated .6, slopes .40 (good) or .60
(excellent) times exp(N(0, .30)). The true stage is that of the standardised sum of both dimensions, cut at -1, 0
and 1. Parameters are fitted in one dimension on {people} other people; norms and cuts of raw scores come from them
too. The second take shares no item with the first, and nobody changed. The empirical error of raw scores is what
the correlation of two forms leaves. Strengths: one of two dimensions named on the 36 answers of two takes.
Most and least: a person sees each option's key (3210, 3220 or 3110) plus normal noise, of SD {noise:.2f} at average
ability, times exp(-{clearer:.2f}) for each SD of ability, uneven over items by exp(N(0, {uneven:.2f})).
"""


def _table(title: str, rows: Sequence[Row]) -> Iterator[str]:
    yield title
    yield f"  {'figure':<38} {'on':<30} {'ours':>6}  {'goal':<14} met"
    for row in rows:
        met = {True: "yes", False: "NO", None: ""}[row.met]
        goal = "" if row.goal is None else str(row.goal)
        shown = f"{row.value:.3f}".removeprefix("0")
        yield f"  {row.figure:<38} {row.on:<30} {shown:>6}  {goal:<14} {met}".rstrip()
    yield ""


def _number(goal: float) -> str:
    """Two places, or three where the goal has them, without a leading zero."""
    return f"{goal:.3f}".removesuffix("0").removeprefix("0")
