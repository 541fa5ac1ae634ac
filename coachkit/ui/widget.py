"""The play in a notebook, and in Voilà: an anywidget that shows a view and takes messages, nothing else."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from coachkit.errors import EventRefused
from coachkit.ui.play import play_view
from coachkit.ui.tree import as_html
from coachkit.ui.view import first_view, next_view

if TYPE_CHECKING:
    from coachkit.sessions import Play

log = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"

LOOK_AHEAD_AFTER_S = 2.0  # once the first scene is on the screen and being read

REFUSED = "That did not fit where you are in the conversation. Here is where you are; nothing was changed."
FAILED = "Something went wrong on our side. Your earlier choices are safe; please try again."


class PlayWidget(anywidget.AnyWidget):
    """A scenario to play. What the browser writes into its state is ignored; only messages are heard."""

    _esm = STATIC / "kit.js"
    _css = STATIC / "kit.css"
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, play: Play, **layout: Any) -> None:
        self._play = play
        self._n = 1
        self._ahead: threading.Timer | None = None
        super().__init__(view=first_view(play), **layout)
        self.on_msg(self._receive)

    def set_state(self, sync_data: Mapping[str, object]) -> None:
        """Change nothing, and send the true state of what the browser wanted to write.

        A visitor can write any synced trait of any widget, so here a write has no effect at all.
        """
        names = {name for name in sync_data if name in self.keys}
        if names:
            self.send_state(names)

    def __repr__(self) -> str:
        scenario = self._play.scenario
        return f"Scenario {scenario.id!r}: {len(scenario.scenes)} scenes, {len(scenario.endings)} endings"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, its name in a line, and the first view as HTML for a page that has no kernel yet."""
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        html = f'<div class="coachkit">{as_html(play_view(self._play))}</div>'
        return {**data, "text/plain": repr(self), "text/html": html}, metadata

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer one message with a new view, whatever it was: the browser waits for one."""
        before = self._play
        try:
            self._play = before.handle(content)
            self._look_ahead()
            view = next_view(before, self._play, self._n + 1)
        except EventRefused:
            view = next_view(before, before, self._n + 1, REFUSED)
        except Exception as error:
            _log_without_words(error)
            self._play = before
            view = next_view(before, before, self._n + 1, FAILED)
        self._n += 1
        self.view = view

    def _look_ahead(self) -> None:
        """Explore the scenario while the coach reads a scene: the debrief needs it, and takes a second without it."""
        if self._ahead is None and self._play.phase == "enact":
            self._ahead = threading.Timer(LOOK_AHEAD_AFTER_S, self._play.look_ahead)
            self._ahead.daemon = True
            self._ahead.start()


def _log_without_words(error: Exception) -> None:
    """Log what failed and where, and none of the error's own text: that may quote what a person wrote."""
    places = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("A message could not be handled: %s at %s", type(error).__name__, " < ".join(reversed(places)))
