"""The one place where play, scoring and storage meet: events of a host go in, what it shows comes out.

Nothing here knows a widget, a kernel or a request. A play is what most kernels are for, so only that is loaded
here: the shelf and the draft are `coachkit.sessions.shelf` and `coachkit.sessions.draft`.
"""

from coachkit.sessions.play import MOST_ACTS, MOST_INTENTS, PHASES, Phase, Play
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
    "ContextView",
    "PersonView",
    "Phase",
    "Play",
    "PrincipleView",
    "SafeguardingView",
    "SceneView",
    "TrailStep",
    "safeguarding_view",
]
