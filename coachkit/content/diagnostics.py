"""A problem in a file of content: where it is, what it is, and the likely cure."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One problem. `line` and `column` count from 1; docs/diagnostics/<code>.md explains the code."""

    file: str
    line: int
    column: int
    code: str
    message: str
    cure: str = ""

    def __str__(self) -> str:
        head = f"{self.file}:{self.line}:{self.column}  {self.code} {self.message}"
        return f"{head}\n  {self.cure}" if self.cure else head


def shown(path: Path) -> str:
    """The path as a person would type it from here."""
    try:
        return Path(os.path.realpath(path)).relative_to(Path.cwd()).as_posix()  # unlike resolve, bears loops of links
    except (ValueError, OSError):
        return path.as_posix()


def brief(value: object) -> str:
    """What an author wrote, short enough for one line of a message."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    words = " ".join(str(value).split())
    return words if len(words) <= 60 else f"{words[:57]}…"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word as a question, else a short list of what there is."""
    names = list(known)
    near = difflib.get_close_matches(word[:80], names, n=1, cutoff=0.6)  # its time grows with the square
    if near:
        return f"Did you mean '{near[0]}'?"
    if not names:
        return "None is declared yet."
    listed = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return f"Known: {listed}."
