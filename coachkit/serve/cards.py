"""The cards of the home page: one a scenario."""

from __future__ import annotations

from dataclasses import dataclass

from coachkit.serve.settings import notebooks_folder
from coachkit.sessions.shelf import Shelf

LIBRARY = "library.ipynb"


@dataclass(frozen=True)
class ScenarioCard:
    """What the home page says of a scenario."""

    id: str
    title: str
    summary: str
    question: str
    minutes: int
    level: str
    notebook: str


def cards() -> tuple[ScenarioCard, ...]:
    """Every scenario that is in order, the easiest first; those without a notebook of their own open in the library.

    Raises ContentError when none can be shown.
    """
    shelf = Shelf.of()
    entries = shelf.entries
    if not entries:
        for name in shelf.library.ids():
            shelf.library.entry(name)  # says what is wrong
    folder, frameworks = notebooks_folder(), shelf.library.frameworks
    return tuple(
        ScenarioCard(
            e.scenario.id,
            e.scenario.title,
            e.scenario.summary,
            frameworks.questions[e.scenario.question].title,
            e.scenario.minutes,
            frameworks.levels.scenario_levels[e.scenario.level].title,
            own.name if (own := folder / f"{e.scenario.id}.ipynb").is_file() else f"{LIBRARY}#{e.scenario.id}",
        )
        for e in entries
    )
