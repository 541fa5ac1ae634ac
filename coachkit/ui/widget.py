"""The play in a notebook, and in Voilà: an anywidget that shows a view and takes messages, nothing else."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from coachkit.errors import EventRefused
from coachkit.sessions import Draft
from coachkit.ui.tree import as_html
from coachkit.ui.view import FAILED, REFUSED, first_view, next_view, playing, tree_of

if TYPE_CHECKING:
    from coachkit.sessions import Play, Shelf
    from coachkit.ui.view import Session

log = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"

LOOK_EVERY_S = 0.4  # at a draft's files
LOOK_AHEAD_AFTER_S = 2.0  # once the first scene is on the screen and being read


class SessionWidget(anywidget.AnyWidget):
    """Shows a session. What the browser writes into its state is ignored; only messages are heard."""

    _esm = STATIC / "kit.js"
    _css = STATIC / "kit.css"
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, session: Session, **layout: Any) -> None:
        self._session = session
        self._n = 1
        self._explored: set[str] = set()
        super().__init__(view=first_view(session), **layout)
        self.on_msg(self._receive)

    def set_state(self, sync_data: Mapping[str, object]) -> None:
        """Change nothing, and send the true state of what the browser wanted to write.

        A visitor can write any synced trait of any widget, so here a write has no effect at all.
        """
        names = {name for name in sync_data if name in self.keys}
        if names:
            self.send_state(names)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, its name in a line, and the first view as HTML for a page that has no kernel yet."""
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        html = f'<div class="coachkit">{as_html(tree_of(self._session))}</div>'
        return {**data, "text/plain": repr(self), "text/html": html}, metadata

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer one message with a new view, whatever it was: the browser waits for one."""
        before = self._session
        try:
            self._session = before.handle(content)
            self._look_ahead()
            view = next_view(before, self._session, self._n + 1)
        except EventRefused:
            view = next_view(before, before, self._n + 1, REFUSED)
        except Exception as error:
            _log_without_words(error)
            self._session = before
            view = next_view(before, before, self._n + 1, FAILED)
        self._n += 1
        self.view = view

    def _look_ahead(self) -> None:
        """Explore the scenario while the coach reads a scene: the debrief needs it, and takes a second without it."""
        play = playing(self._session)
        if play is None or play.phase != "enact" or play.scenario.id in self._explored:
            return
        self._explored.add(play.scenario.id)
        ahead = threading.Timer(LOOK_AHEAD_AFTER_S, play.look_ahead)
        ahead.daemon = True
        ahead.start()


class PlayWidget(SessionWidget):
    """A scenario to play."""

    def __init__(self, play: Play, **layout: Any) -> None:
        super().__init__(play, **layout)

    def __repr__(self) -> str:
        scenario = playing(self._session).scenario  # type: ignore[union-attr]  # always a play
        return f"Scenario {scenario.id!r}: {len(scenario.scenes)} scenes, {len(scenario.endings)} endings"


class LibraryWidget(SessionWidget):
    """All scenarios, to pick from and play."""

    def __init__(self, shelf: Shelf, **layout: Any) -> None:
        self._count = len(shelf.entries)
        super().__init__(shelf, **layout)

    def __repr__(self) -> str:
        return f"Library: {self._count} scenarios"


def _log_without_words(error: Exception) -> None:
    """Log what failed and where, and none of the error's own text: that may quote what a person wrote."""
    places = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("A message could not be handled: %s at %s", type(error).__name__, " < ".join(reversed(places)))


class DraftWidget(SessionWidget):
    """A scenario being written: it follows the files as they are saved."""

    def __init__(self, draft: Draft, **layout: Any) -> None:
        self._name = draft.folder.name
        super().__init__(draft, **layout)
        self._turn = threading.Lock()  # a save and a click may come at once
        watcher = threading.Thread(target=self._watch, name=f"coachkit-draft-{self._name}", daemon=True)
        watcher.start()

    def __repr__(self) -> str:
        return f"Draft {self._name!r}"

    def _receive(self, widget: object, content: object, buffers: object) -> None:
        with self._turn:
            super()._receive(widget, content, buffers)

    def _watch(self) -> None:
        while self.comm is not None:
            time.sleep(LOOK_EVERY_S)
            with self._turn:
                self._look()

    def _look(self) -> None:
        """Send a new view if a file has changed."""
        before = self._session
        try:
            after = before.looked() if isinstance(before, Draft) else before
            if after is not before:
                self._session, self._n = after, self._n + 1
                self.view = next_view(before, after, self._n, "Read again.")
        except Exception as error:
            _log_without_words(error)
