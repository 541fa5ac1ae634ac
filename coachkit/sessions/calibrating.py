"""From many takes to item parameters: what `coachkit quiz calibrate` reads, prints and writes."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coachkit.content.bank import Bank
from coachkit.content.diagnostics import brief, did_you_mean
from coachkit.content.quiz import KeyVersion
from coachkit.errors import CoachkitError
from coachkit.measurement.calibration import Calibration, calibrate
from coachkit.measurement.choice import MOST
from coachkit.sessions.forming import dump_version
from coachkit.sessions.result import category

NOT_GIVEN = -1
CUTS = (-1.0, 0.0, 1.0)  # provisional: no standard-setting study yet


class AnswersRefused(CoachkitError):
    """A table of answers that cannot be read, or does not fit the bank."""


@dataclass(frozen=True, eq=False)
class Calibrated:
    """The parameters of the items of a table, and the report in words."""

    bank: Bank
    names: tuple[str, ...]
    takes: int
    found: Calibration

    @property
    def text(self) -> str:
        """A row an item: slope, steps, how many answers earned each category, and what speaks against it."""
        head = f"{self.takes} takes, {len(self.names)} items; categories: raw 0, 1-2, 3-4, 5-6"
        rows = [f"{'item':28} slope  steps                 answers in each   item-rest"]
        for i, name in enumerate(self.names):
            steps = " ".join(f"{step:6.2f}" for step in self.found.items.steps[i])
            counts = " ".join(f"{n:4d}" for n in self.found.category_counts[i])
            flags = "; ".join(self.found.flags.get(i, ()))
            rows.append(f"{name[:28]:28} {self.found.items.slopes[i]:5.2f}  {steps}  {counts}  {self.found.item_rest[i]:6.2f}{'  ! ' + flags if flags else ''}")  # fmt: skip
        settled = (
            "" if self.found.settled else "\nThe estimation had not settled when it was stopped: gather more takes."
        )
        return "\n".join([head, *rows]) + settled


def read_answers(path: Path, bank: Bank) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The table's items and their categories, shape (takes, items), -1 where not given. Raises AnswersRefused."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise AnswersRefused(f"cannot read '{path}': a table in UTF-8, with commas, is expected.") from error
    lines = [(number, row) for number, row in enumerate(rows, start=1) if any(word.strip() for word in row)]
    if not lines:
        raise AnswersRefused(f"'{path}' is empty: its first line names the items.")
    names = tuple(word.strip() for word in lines[0][1])
    for name in names:
        if not name:
            raise AnswersRefused(f"'{path}', line {lines[0][0]}: a column has no name; is there a comma too many?")
        if name not in bank.items:
            raise AnswersRefused(f"'{path}', line 1: unknown item '{brief(name)}'. {did_you_mean(name, bank.items)}")
    if len(set(names)) < len(names):
        raise AnswersRefused(f"'{path}', line 1: an item stands twice.")
    scores = [_row(row, names, f"'{path}', line {number}") for number, row in lines[1:]]
    return names, np.array(scores, dtype=np.int64).reshape(len(scores), len(names))


def _row(row: Sequence[str], names: Sequence[str], where: str) -> list[int]:
    if len(row) != len(names):
        raise AnswersRefused(f"{where}: {len(row)} values for {len(names)} items.")
    found = []
    for name, word in zip(names, row, strict=True):
        text = word.strip()
        if not text:
            found.append(NOT_GIVEN)
        elif len(text) == 1 and text.isdecimal() and int(text) <= MOST:
            found.append(category(int(text)))
        else:
            raise AnswersRefused(
                f"{where}: '{brief(text)}' for item '{name}'; a raw score from 0 to {MOST}, or nothing."
            )
    return found


def calibrated(bank: Bank, names: tuple[str, ...], scores: NDArray[np.int64]) -> Calibrated:
    """The parameters. Raises TooFewTakes with what is missing."""
    return Calibrated(bank, names, len(scores), calibrate(scores, names))


def parameters(found: Calibrated, day: date) -> KeyVersion:
    """The next version of the key, with parameters. Raises AnswersRefused where an item of a form has none."""
    bank, version = found.bank, found.bank.current
    forms = bank.forms.forms if bank.forms else {}
    missing = sorted({name for ids in forms.values() for name in ids} - set(found.names))
    if version is None:
        raise AnswersRefused(
            "the key has no version yet, so there is nothing to add parameters to: coachkit quiz freeze."
        )
    if missing:
        raise AnswersRefused(
            f"the forms have items without answers: {', '.join(missing)}; placement needs all of them."
        )
    fitted: Mapping[str, int] = {name: i for i, name in enumerate(found.names)}
    items = {
        name: item.model_copy(update=_fitted(found.found, fitted[name])) if name in fitted else item
        for name, item in version.items.items()
    }
    return KeyVersion(format=1, version=max(bank.versions) + 1, frozen=day, norms=None, cuts=CUTS, items=items)


def _fitted(found: Calibration, i: int) -> dict[str, object]:
    return {"slope": round(float(found.items.slopes[i]), 4), "steps": tuple(round(float(s), 4) for s in found.items.steps[i])}  # fmt: skip


def write_parameters(found: Calibrated, path: Path, day: date) -> Path:
    """Write the next version of the key, calibrated, into that file. Raises AnswersRefused if it cannot be written."""
    version = parameters(found, day)
    if path.exists():
        raise AnswersRefused(f"'{path}' is there already; versions are never overwritten. Name {version.version}.yaml.")
    try:
        dump_version(version, path, "coachkit quiz calibrate")
    except OSError as error:
        raise AnswersRefused(f"cannot write '{path}': {(error.strerror or str(error)).lower()}.") from error
    return path
