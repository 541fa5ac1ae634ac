"""The author's bench in a notebook, and in `coachkit preview`: a draft that follows its files."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from coachkit.sessions.draft import Draft
from coachkit.ui.draft import draft_view
from coachkit.ui.tree import Node
from coachkit.ui.view import PLAY, Face, Setting
from coachkit.ui.widget import SessionWidget, log_without_words, styles

LOOK_EVERY_S = 0.4  # at a draft's files


class DraftFace(Face[Draft]):
    """A draft: what the checker says, and the play beside it."""

    def tree(self, session: Draft) -> Node:
        return draft_view(session)

    def key(self, session: Draft) -> str:
        return f"coachkit:draft:{session.folder.name}"

    def setting(self, session: Draft) -> Setting:
        return PLAY.setting(session.play) if session.play else super().setting(session)

    def ahead(self, session: Draft) -> tuple[str, Callable[[], None]] | None:
        return PLAY.ahead(session.play) if session.play else None

    def moved(self, before: Draft, after: Draft) -> tuple[str | None, str]:
        if before.play is None or after.play is None:
            return None, ""
        return PLAY.moved(before.play, after.play)


class DraftWidget(SessionWidget[Draft]):
    """A scenario being written: it follows the files as they are saved."""

    face = DraftFace()
    _css = styles("kit.css", "bench.css")

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
            after = before.looked()
            if after is not before:
                self._session, self._n = after, self._n + 1
                self.view = self.face.next_view(before, after, self._n, "Read again.")
        except Exception as error:
            log_without_words(error)
