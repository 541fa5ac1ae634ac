"""A session in a notebook, and in Voilà: an anywidget that shows a view and takes messages, nothing else."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Generic

import anywidget
import traitlets

from coachkit.errors import EventRefused
from coachkit.sessions import Play
from coachkit.ui.tree import as_html
from coachkit.ui.view import FAILED, PLAY, Face, S

log = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"

LOOK_AHEAD_AFTER_S = 2.0  # once the first scene is on the screen and being read


def styles(*names: str) -> str:
    """These stylesheets of the kit as one."""
    return "\n".join((STATIC / name).read_text("utf-8") for name in names)


class SessionWidget(anywidget.AnyWidget, Generic[S]):
    """Shows a session. What the browser writes into its state is ignored; only messages are heard."""

    _esm = STATIC / "kit.js"
    _css: Path | str = STATIC / "kit.css"
    view = traitlets.Dict().tag(sync=True)
    face: ClassVar[Face[Any]]

    def __init__(self, session: S, **layout: Any) -> None:
        self._session = session
        self._n = 1
        self._worked_out: set[str] = set()
        super().__init__(view=self.face.first_view(session), **layout)
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
        html = f'<div class="coachkit">{as_html(self.face.tree(self._session))}</div>'
        return {**data, "text/plain": repr(self), "text/html": html}, metadata

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer one message with a new view, whatever it was: the browser waits for one."""
        before = self._session
        try:
            self._session = before.handle(content)
            self._look_ahead()
            view = self.face.next_view(before, self._session, self._n + 1)
        except EventRefused:
            view = self.face.next_view(before, before, self._n + 1, self.face.refused)
        except Exception as error:
            log_without_words(error)
            self._session = before
            view = self.face.next_view(before, before, self._n + 1, FAILED)
        self._n += 1
        self.view = view

    def _look_ahead(self) -> None:
        """Work out while the coach reads what comes next needs."""
        found = self.face.ahead(self._session)
        if found is None or found[0] in self._worked_out:
            return
        self._worked_out.add(found[0])
        timer = threading.Timer(LOOK_AHEAD_AFTER_S, found[1])
        timer.daemon = True
        timer.start()


class PlayWidget(SessionWidget[Play]):
    """A scenario to play."""

    face = PLAY

    def __repr__(self) -> str:
        scenario = self._session.scenario
        return f"Scenario {scenario.id!r}: {len(scenario.scenes)} scenes, {len(scenario.endings)} endings"


def log_without_words(error: Exception) -> None:
    """Log what failed and where, and none of the error's own text: that may quote what a person wrote."""
    places = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("A message could not be handled: %s at %s", type(error).__name__, " < ".join(reversed(places)))
