"""A school's own rule for when somebody may be in danger, in one file that the school writes.

The kit knows no country's law and ships no rule. What is not written must be asked for, and the kit says so.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field

from coachkit.content.diagnostics import Diagnostic
from coachkit.content.document import read
from coachkit.content.loader import validate
from coachkit.content.model import Day, Format
from coachkit.content.moves import Line, Prose, Strict
from coachkit.errors import ContentError

FILE = "safeguarding.yaml"


class Contact(Strict):
    """Somebody to go to, and how."""

    name: Line
    role: Line
    reach: Line


class Safeguarding(Strict):
    """What a school says: its rule, whom to go to, and words that help."""

    format: Format
    school: Line
    rule: Prose
    contacts: tuple[Contact, ...] = Field(min_length=1, max_length=8)
    wording: Prose
    reviewed: Day


def load_safeguarding(folder: Path) -> Safeguarding | None:
    """The school's page in that folder, or where COACHKIT_SAFEGUARDING says; None if nobody has written one.

    Raises ContentError with all that is wrong in it.
    """
    named = os.environ.get("COACHKIT_SAFEGUARDING")
    path = Path(named) if named else folder / FILE
    if not named and not path.exists():
        return None
    problems: list[Diagnostic] = []
    found = validate(read(path), Safeguarding, problems)
    if problems:
        raise ContentError(tuple(sorted(problems)))
    return found
