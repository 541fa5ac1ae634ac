"""A finished play as a golden plan."""

from __future__ import annotations

import re
from pathlib import Path

from coachkit.content.library import Entry
from coachkit.content.moves import ID_PATTERN
from coachkit.content.starter import CannotWrite
from coachkit.engine.transcript import Run
from coachkit.scoring.findings import run_findings


def plan_path(entry: Entry, name: str) -> Path:
    """Where a plan of that name goes. Raises CannotWrite if the name is none, or taken."""
    if not re.fullmatch(ID_PATTERN, name):
        raise CannotWrite(f"'{name}' is no name for a plan; write small letters, digits and hyphens: told-late.")
    path = entry.loaded.folder / "plans" / f"{name}.yaml"
    if path.exists():
        raise CannotWrite(f"{path} is there already; choose another name, or remove it first.")
    return path


def save_plan(entry: Entry, run: Run, name: str) -> Path:
    """Write the run as `plans/<name>.yaml` beside its scenario.

    Raises CannotWrite if it has not ended, the name is none, or such a plan is there already.
    """
    path = plan_path(entry, name)
    if not run.state.ended:
        raise CannotWrite("The play has not ended, and a plan goes to an ending; nothing was written.")
    scenario = entry.scenario
    found = run_findings(run, entry.frameworks)
    about = scenario.endings[run.state.place].title.replace("\\", "\\\\").replace('"', '\\"')
    lines = [
        "# yaml-language-server: $schema=../../schema/plan.schema.json",
        "format: 1",
        f"scenario: {scenario.id}",
        f'about: "A play that ends in: {about}"',
        "choices:",
        *(f"  - {taken.choice}" for taken in run.steps),
        f"ending: {run.state.place}",
        "findings:" if found else "findings: []",
        *(f"  - {finding.kind}" for finding in found),
    ]
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror or type(error).__name__}.") from error
    return path
