"""A new scenario's files: a small one that works and explains the format by its comments."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

from coachkit.content.moves import ID_PATTERN
from coachkit.errors import CoachkitError

_FILES = ("scenario.yaml", "key.yaml", "guide.yaml", "plans/exemplary.yaml")
_HERE = Path(__file__).parent


class CannotWrite(CoachkitError):
    """A file of content cannot be written; nothing was overwritten."""


def start_scenario(scenario_id: str, folder: Path, schemas: Path, today: date) -> tuple[Path, ...]:
    """Write a new scenario into `folder`/`scenario_id`; returns the files, which name the `schemas` for editors.

    Raises CannotWrite if the id is none, if the folder is there already, or if it cannot be made.
    """
    if not re.fullmatch(ID_PATTERN, scenario_id):
        raise CannotWrite(f"'{scenario_id}' is no id; write small letters, digits and single hyphens: late-bell.")
    home = folder / scenario_id
    schema = Path(os.path.relpath(schemas, home)).as_posix()
    words = {"id": scenario_id, "today": today.isoformat(), "schema": schema, "schema2": f"../{schema}"}
    written = []
    try:
        home.mkdir(parents=True)
        for name in _FILES:
            path = home / name
            path.parent.mkdir(exist_ok=True)
            path.write_text((_HERE / name).read_text("utf-8").format_map(words), "utf-8")
            written.append(path)
    except FileExistsError:
        raise CannotWrite(f"{home} is there already; choose another id, or move it away first.") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotWrite(f"{home} cannot be written: {reason}. Choose another place with --to.") from error
    return tuple(written)
