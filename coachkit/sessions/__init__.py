"""The one place where play, scoring and storage meet: events of a host go in, what it shows comes out.

Nothing here knows a widget, a kernel or a request.
"""

from coachkit.sessions.play import (
    MOST_ACTS,
    MOST_INTENTS,
    PHASES,
    ContextView,
    PersonView,
    Play,
    PrincipleView,
    SceneView,
    TrailStep,
)
from coachkit.sessions.shelf import SORTS, Shelf, ShelfCard, ShelfGroup

__all__ = [
    "MOST_ACTS",
    "MOST_INTENTS",
    "PHASES",
    "SORTS",
    "ContextView",
    "PersonView",
    "Play",
    "PrincipleView",
    "SceneView",
    "Shelf",
    "ShelfCard",
    "ShelfGroup",
    "TrailStep",
]
