"""The cards of the home page: one a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coachkit.serve.settings import notebooks_folder
from coachkit.sessions.shelf import Shelf, ShelfCard

LIBRARY = "library.ipynb"


@dataclass(frozen=True)
class ScenarioCard(ShelfCard):
    """What the home page says of a scenario, and where it opens."""

    notebook: str


def cards() -> tuple[ScenarioCard, ...]:
    """Every scenario that is in order, the easiest first; those without a notebook of their own open in the library.

    Raises ContentError when none can be shown.
    """
    shelf = Shelf.of()
    found = shelf.cards
    if not found:
        for name in shelf.library.ids():
            shelf.library.entry(name)  # says what is wrong
    folder = notebooks_folder()
    return tuple(ScenarioCard(**vars(card), notebook=_notebook(folder / f"{card.id}.ipynb", card.id)) for card in found)


def _notebook(own: Path, scenario: str) -> str:
    return own.name if own.is_file() else f"{LIBRARY}#{scenario}"
