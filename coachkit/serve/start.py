"""What `coachkit start` calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coachkit.serve.home import Card


def start(
    port: int | None = None,
    open_browser: bool = True,
    *,
    notebooks: Path | None = None,
    cards: Callable[[], Iterable[Card]] | None = None,
    front: str = "",
) -> None:
    """Serve until interrupted. Prints one line, `coachkit is ready at <address>`, when the home page answers.

    port       : None takes 8899, or another free one; a given port is taken or refused
    notebooks  : folder to serve; None takes the checkout's `notebooks`
    cards      : gives the home page's cards at each visit; None makes them from the notebooks
    front      : the page to open first, from the base address; the home page when empty
    Raises CoachkitError, in one plain line, if the server cannot be started.
    """
    from coachkit.serve.app import CoachkitApp  # half a second of imports that `coachkit --help` need not wait for

    app = CoachkitApp.instance()
    if notebooks is not None:
        app.root_dir = str(notebooks)
    app.initialize([])
    if port is not None:
        app.port = port
    app.open_browser = open_browser
    app.cards = cards
    app.front = front
    app.start()
