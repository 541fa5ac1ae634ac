"""The goal table with seed 1: what is met is met, and what is not is said."""

from __future__ import annotations

import pytest

from coachkit.measurement.goals import Goal, Report, Row
from coachkit.measurement.simulation import report_text, simulate


@pytest.fixture(scope="module")
def report() -> Report:
    return simulate(1)


def value(rows: tuple[Row, ...], figure: str, on: str) -> float:
    (found,) = [row.value for row in rows if row.figure.startswith(figure) and row.on == on]
    return found


def test_every_goal_of_the_table_is_met_where_the_calibrated_items_are_chosen(report: Report) -> None:
    missed = [row for row in report.goals if row.met is False]

    assert not missed
    assert sum(row.met is True for row in report.goals) == 11


def test_the_figures_are_those_of_the_specification(report: Report) -> None:
    """The anchors of MEASUREMENT, section 2, on raw scores and by stage change alone."""
    assert value(report.dealt, "placed", "raw, Kelley") == pytest.approx(0.61, abs=0.02)
    assert value(report.dealt, "moved up", "raw, Kelley") == pytest.approx(0.23, abs=0.02)
    assert value(report.dealt, "within", "raw, Kelley") >= 0.97


def test_three_forms_dealt_from_all_items_fall_short_and_say_in_what(report: Report) -> None:
    """One take of them places .61 rightly; the second take, pooled with the first, reaches the goals.

    Forms are equally hard only if somebody knows how hard the items are.
    """
    missed = {row.figure for row in report.unmet}

    assert missed <= {
        "placed in the true one of 4 stages",
        "same stage on two parallel forms",
        "the band holds the true stage",
        "gap of two forms in mean, in SD",
    }
    assert {row.on for row in report.unmet if row.figure.startswith("gap")} <= {
        "raw, guessed alike",
        "most and least, guessed alike",
    }
    assert not [row for row in report.unmet if row.on.endswith("pooled")]
    assert value(report.dealt, "the band", "calibrated") >= 0.90


@pytest.mark.parametrize("on", ["calibrated", "raw, Kelley"])
def test_grew_is_seldom_said_without_any_change_though_many_move_up_a_stage(report: Report, on: str) -> None:
    assert value(report.dealt, '"grew"', on) <= 0.025 < 0.15 < value(report.dealt, "moved up", on)


def test_the_quizs_own_answers_promise_nothing_that_is_not_there(report: Report) -> None:
    assert value(report.quiz, '"grew"', "most and least") <= 0.025
    assert value(report.quiz, "a named strength", "most and least") >= 0.85
    assert 0.9 <= value(report.quiz, "stated error", "most and least") <= 1.1


def test_provisional_norms_and_cuts_follow_from_the_quizs_own_answers(report: Report) -> None:
    low, middle, high = report.cuts

    assert 0.5 < low < middle < high < 1
    assert middle == pytest.approx(report.norms.mean, abs=0.02)
    assert report.norms.reliability == pytest.approx(0.68, abs=0.03)


def test_the_report_is_a_plain_table_that_says_where_a_goal_is_not_met(report: Report) -> None:
    text = report_text(report)

    assert max(map(len, text.splitlines())) <= 100
    assert text.count(" NO\n") == len(report.unmet) > 0
    for row in report.rows:
        assert row.figure in text
    assert "never of coaches" in text
    assert "seed 1" in text


def test_the_same_seed_gives_the_same_report() -> None:
    assert simulate(5, people=400, banks=1) == simulate(5, people=400, banks=1)
    assert simulate(6, people=400, banks=1) != simulate(5, people=400, banks=1)


@pytest.mark.parametrize(
    ("goal", "value", "met", "said"),
    [
        (Goal(least=0.67), 0.661, True, "at least .67"),
        (Goal(least=0.67), 0.659, False, "at least .67"),
        (Goal(most=0.025, tolerance=0), 0.026, False, "at most .025"),
        (Goal(least=0.9, most=1.1), 1.2, False, ".90 to 1.10"),
        (Goal(least=0.9, most=1.1), 1.0, True, ".90 to 1.10"),
    ],
)
def test_a_goal_is_met_to_within_a_hundredth_but_what_is_promised_to_people_exactly(
    goal: Goal, value: float, met: bool, said: str
) -> None:
    assert (goal.met_by(value), str(goal)) == (met, said)
