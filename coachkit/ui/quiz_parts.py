"""What several pages of the quiz say in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from coachkit.ui.parts import bullets, local, section
from coachkit.ui.prose import prose
from coachkit.ui.tree import Child, Node, h

if TYPE_CHECKING:
    from coachkit.content.quiz import StageText

SCOPE = "quiz"
KEPT = "Your answers are kept in this browser only. The server works with them while this page is open, and keeps none."
IN_DANGER = "Someone may have been left in danger."


def day_text(day: date) -> str:
    """A day as a person says it."""
    return f"{day.day} {day:%B %Y}"


def forget_row() -> Node:
    """What ends the whole record in this browser."""
    return h("p", {"class": "ck-actions"}, local("Erase all takes from this browser", "erase"))


def names(words: Sequence[str]) -> str:
    """A few words as a list in a sentence."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def case_title(stage: StageText) -> str:
    return f"{stage.title}: {stage.case.title}"


def case_story(stage: StageText) -> list[Child]:
    """The coach at a stage: where, who stands there, and some weeks of it."""
    return [h("p", {"class": "ck-origin"}, f"{stage.case.place} · {stage.meaning}"), prose(stage.case.text)]


def clear_section(lead: str, strong: Sequence[Child], hard: Sequence[Child], none: str) -> Node:
    """What was clearly stronger and clearly harder, or that nothing was."""

    def column(title: str, found: Sequence[Child]) -> Node:
        said = bullets(found) if found else h("p", {"class": "ck-origin"}, none)
        return h("div", {"class": "ck-panel"}, h("h3", None, title), said)

    return section(
        "clear",
        "Clearly stronger, clearly harder",
        h("p", {"class": "ck-lead"}, lead),
        h("div", {"class": "ck-pair"}, column("Stronger for you", strong), column("Harder for you", hard)),
    )
