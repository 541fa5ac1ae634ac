"""Practise the coaching conversation before you have it.

In a notebook:

    from coachkit import play
    play("curiosity")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coachkit.ui.widget import PlayWidget

__all__ = ["__version__", "play"]
__version__ = "0.1.0"


def play(scenario: str) -> PlayWidget:
    """The scenario of that id, ready to be played in the notebook.

    Raises UnknownScenario with the ids there are, or ContentError with every problem of a broken one.
    """
    from coachkit.sessions import Play  # the command line shows its help without loading any of this
    from coachkit.ui.widget import PlayWidget

    return PlayWidget(Play.of(scenario))
