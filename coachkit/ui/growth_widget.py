"""The growth page in a notebook, and in Voilà."""

from __future__ import annotations

from coachkit.sessions.growth import Growth
from coachkit.ui.growth import growth_view
from coachkit.ui.quiz_widget import KEY
from coachkit.ui.tree import Node
from coachkit.ui.view import Face
from coachkit.ui.widget import SessionWidget, styles


class GrowthFace(Face[Growth]):
    """The takes side by side."""

    joins = True

    def tree(self, session: Growth) -> Node:
        return growth_view(session)

    def key(self, session: Growth) -> str:
        return KEY

    def moved(self, before: Growth, after: Growth) -> tuple[str | None, str]:
        return None, ""


class GrowthWidget(SessionWidget[Growth]):
    """The takes of whoever opens it."""

    face = GrowthFace()
    _css = styles("kit.css", "quiz.css")

    def __repr__(self) -> str:
        return "My growth: what this browser keeps of the mastery quiz"
