"""From a table of answers to parameters that the quiz can use; and what is refused, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sessions.quizzes import against_the_key, by_the_key, fresh, shipped, taken

from coachkit.content.bank import load_bank
from coachkit.measurement import TooFewTakes
from coachkit.measurement.gpcm import Items, probabilities
from coachkit.sessions.calibrating import (
    NOT_GIVEN,
    AnswersRefused,
    calibrated,
    parameters,
    read_answers,
    write_parameters,
)
from coachkit.sessions.growth import Growth
from coachkit.sessions.result import category, place

DAY = date(2026, 11, 22)
NAMES = tuple(sorted(name for ids in shipped().forms.forms.values() for name in ids))  # type: ignore[union-attr]


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "answers.csv"
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def answers() -> np.ndarray:
    """Categories of 400 made-up people on all items of the forms; one item works against the scale."""
    rng = np.random.default_rng(7)
    steps = np.sort(rng.normal(-0.3, 0.7, (len(NAMES), 1)) + np.array([-0.9, 0.0, 0.9]), axis=1)
    chances = probabilities(rng.normal(size=400), Items(np.full(len(NAMES), 0.9), steps))
    drawn = (rng.random((400, len(NAMES), 1)) > np.cumsum(chances, axis=2)).sum(axis=2)
    drawn[:, 0] = 3 - drawn[:, 1]
    return drawn.astype(np.int64)


def test_raw_scores_become_four_categories() -> None:
    assert [category(raw) for raw in range(7)] == [0, 1, 1, 2, 2, 3, 3]


def test_a_table_is_read_with_its_gaps(table: Callable[[str], Path]) -> None:
    one, two = NAMES[:2]

    names, scores = read_answers(table(f"\ufeff{one},{two}\r\n6,\r\n\r\n,0\r\n"), shipped())

    assert names == (one, two)
    assert scores.tolist() == [[3, NOT_GIVEN], [NOT_GIVEN, 0]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("nowhere\n3\n", "line 1: unknown item 'nowhere'"),
        (f"{NAMES[0]},{NAMES[0]}\n", "an item stands twice"),
        (f"{NAMES[0]},{NAMES[1]}\n3\n", "line 2: 1 values for 2 items"),
        (f"{NAMES[0]}\n7\n", f"line 2: '7' for item '{NAMES[0]}'"),
        (f"{NAMES[0]}\n3\n-1\n", "line 3: '-1'"),
        (f"{NAMES[0]}\n½\n", "line 2: '½'"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_with_its_line(text: str, said: str, table: Callable[[str], Path]) -> None:
    with pytest.raises(AnswersRefused, match=said.replace("(", r"\(")):
        read_answers(table(text), shipped())


def test_too_few_takes_are_refused_with_a_number() -> None:
    with pytest.raises(TooFewTakes, match="40 takes; calibration needs 150"):
        calibrated(shipped(), NAMES, np.ones((40, len(NAMES)), dtype=np.int64))


def test_the_report_flags_an_item_that_works_against_the_scale(answers: np.ndarray) -> None:
    lines = calibrated(shipped(), NAMES, answers).text.splitlines()

    assert lines[0].startswith("400 takes, 54 items")
    assert NAMES[0][:28] in [line.split()[0] for line in lines if "!" in line]


def test_the_quiz_can_use_the_parameters(answers: np.ndarray, tmp_path: Path) -> None:
    path = write_parameters(calibrated(shipped(), NAMES, answers), tmp_path / "2.yaml", DAY)
    bank = shipped()
    folder = tmp_path / "quiz"
    (folder / "versions").mkdir(parents=True)
    for name in ("items", "keys", "stages.yaml", "forms.yaml"):
        (folder / name).symlink_to(bank.folder / name)
    for old in (bank.folder / "versions").glob("*.yaml"):
        (folder / "versions" / old.name).symlink_to(old)
    path.rename(folder / "versions" / "2.yaml")

    read = load_bank(folder, bank.frameworks)

    assert read.current is not None
    assert (read.current.version, read.current.norms) == (2, None)
    quiz = taken(by_the_key, replace(fresh(), bank=read))
    poor = taken(against_the_key, replace(fresh(), bank=read))
    assert quiz.take is not None
    assert poor.take is not None
    high, low = place(quiz.take, read.current, ()), place(poor.take, read.current, ())
    assert (high.band[-1], low.band) == ("leading", ())
    assert high.estimate.ability > 1 > low.estimate.ability
    assert Growth(quiz).points[0].version == 2


def test_parameters_need_every_item_of_the_forms(answers: np.ndarray) -> None:
    found = calibrated(shipped(), NAMES[1:], answers[:, 1:])

    with pytest.raises(AnswersRefused, match=NAMES[0]):
        parameters(found, DAY)
