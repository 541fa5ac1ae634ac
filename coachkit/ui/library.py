"""The library in a notebook: every scenario, to pick from and play."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coachkit.sessions.shelf import Shelf
from coachkit.ui.shelf import shelf_view
from coachkit.ui.tree import Node
from coachkit.ui.view import PLAY, Face, Setting
from coachkit.ui.widget import SessionWidget, styles

LIBRARY = "coachkit:library"


class ShelfFace(Face[Shelf]):
    """The shelf, or the play that is open on it."""

    def tree(self, session: Shelf) -> Node:
        return shelf_view(session)

    def key(self, session: Shelf) -> str:
        return PLAY.key(session.play) if session.play else LIBRARY

    def setting(self, session: Shelf) -> Setting:
        return PLAY.setting(session.play) if session.play else super().setting(session)

    def ahead(self, session: Shelf) -> tuple[str, Callable[[], None]] | None:
        return PLAY.ahead(session.play) if session.play else None

    def moved(self, before: Shelf, after: Shelf) -> tuple[str | None, str]:
        was, now = before.play, after.play
        if was and now:
            return PLAY.moved(was, now)
        if now:
            return PLAY.heading(now), now.notice or ""
        return "library-title" if was else None, "" if before.by == after.by else f"Sorted by {after.by}."


class LibraryWidget(SessionWidget[Shelf]):
    """All scenarios, to pick from and play."""

    face = ShelfFace()
    _css = styles("kit.css", "library.css")

    def __init__(self, shelf: Shelf, **layout: Any) -> None:
        self._count = len(shelf.entries)
        super().__init__(shelf, **layout)

    def __repr__(self) -> str:
        return f"Library: {self._count} scenarios"
