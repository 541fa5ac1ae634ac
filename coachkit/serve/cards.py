"""The cards of the home page: a scenario for each notebook that plays one."""

from __future__ import annotations

from dataclasses import dataclass

from coachkit.content.library import Library


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
    """The kit's scenarios, the easiest first. Raises ContentError when one is broken."""
    library = Library.default()
    frameworks = library.frameworks
    order = list(frameworks.levels.scenario_levels)
    entries = sorted(
        (library.entry(s) for s in library.ids()), key=lambda e: (order.index(e.scenario.level), e.scenario.id)
    )
    return tuple(
        ScenarioCard(
            e.scenario.id,
            e.scenario.title,
            e.scenario.summary,
            frameworks.questions[e.scenario.question].title,
            e.scenario.minutes,
            frameworks.levels.scenario_levels[e.scenario.level].title,
            f"{e.scenario.id}.ipynb",
        )
        for e in entries
    )
