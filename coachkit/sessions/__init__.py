"""The one place where play, scoring and storage meet: events of a host go in, what it shows comes out.

Nothing here knows a widget, a kernel or a request.
"""

from coachkit.sessions.draft import Draft, OutlinePlace
from coachkit.sessions.play import MOST_ACTS, MOST_INTENTS, PHASES, Phase, Play
from coachkit.sessions.shelf import SORTS, Shelf, ShelfCard, ShelfGroup
from coachkit.sessions.views import (
    ContextView,
    PersonView,
    PrincipleView,
    SafeguardingView,
    SceneView,
    TrailStep,
    safeguarding_view,
)

__all__ = [
    "MOST_ACTS",
    "MOST_INTENTS",
    "PHASES",
    "SORTS",
    "ContextView",
    "Draft",
    "OutlinePlace",
    "PersonView",
    "Phase",
    "Play",
    "PrincipleView",
    "SafeguardingView",
    "SceneView",
    "Shelf",
    "ShelfCard",
    "ShelfGroup",
    "TrailStep",
    "safeguarding_view",
]
