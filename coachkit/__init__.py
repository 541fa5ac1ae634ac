"""Practise the coaching conversation before you have it.

In a notebook:

    from coachkit import play
    play("curiosity")

or `from coachkit import library` for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coachkit.ui.bench import DraftWidget
    from coachkit.ui.growth_widget import GrowthWidget
    from coachkit.ui.library import LibraryWidget
    from coachkit.ui.quiz_widget import QuizWidget
    from coachkit.ui.widget import PlayWidget

__all__ = ["__version__", "draft", "growth", "library", "play", "quiz"]
__version__ = "0.1.0"


def play(scenario: str) -> PlayWidget:
    """The scenario of that id, ready to be played in the notebook.

    Raises UnknownScenario with the ids there are, or ContentError with every problem of a broken one.
    """
    from coachkit.sessions import Play  # the command line shows its help without loading any of this
    from coachkit.ui.widget import PlayWidget

    return PlayWidget(Play.of(scenario))


def library() -> LibraryWidget:
    """All scenarios, the kit's and those of installed packs, to pick from and play in the notebook."""
    from coachkit.sessions.shelf import Shelf
    from coachkit.ui.library import LibraryWidget

    return LibraryWidget(Shelf.of())


def quiz() -> QuizWidget:
    """The mastery quiz, ready to be taken in the notebook."""
    from coachkit.sessions.quiz import Quiz
    from coachkit.ui.quiz_widget import QuizWidget

    return QuizWidget(Quiz.of())


def growth() -> GrowthWidget:
    """What this browser keeps of the mastery quiz, over time."""
    from coachkit.sessions.growth import Growth
    from coachkit.ui.growth_widget import GrowthWidget

    return GrowthWidget(Growth.of())


def draft(scenario: str) -> DraftWidget:
    """The scenario of that id, or in that folder, as it is being written; the view follows its files.

    Raises UnknownScenario with the ids there are.
    """
    from coachkit.content import Library
    from coachkit.sessions.draft import Draft
    from coachkit.ui.bench import DraftWidget

    return DraftWidget(Draft.of(Library.default().folder_of(scenario)))
