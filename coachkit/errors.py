"""Every error coachkit raises on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coachkit.content.diagnostics import Diagnostic


class CoachkitError(Exception):
    """The parent of all of them: one plain sentence saying what is wrong and how to mend it."""


class ContentError(CoachkitError):
    """A file of content cannot be used; `diagnostics` holds every problem found, with its place."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        self.diagnostics = diagnostics
        super().__init__("\n".join(str(d) for d in diagnostics))


class UnknownScenario(CoachkitError):
    """No scenario of that id is in the library."""


class UnknownChoice(CoachkitError):
    """That choice is not offered here and now."""


class EventRefused(CoachkitError):
    """A message from a browser had the wrong shape, size or order; nothing was changed."""
