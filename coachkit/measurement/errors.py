"""What the measuring room refuses, each as one plain sentence."""

from __future__ import annotations

from coachkit.errors import CoachkitError


class ItemMismatch(CoachkitError):
    """Answers and item parameters do not belong together, or cannot be parameters at all."""


class ItemGivenTwice(CoachkitError):
    """One item stands twice in a take: its second answer says nothing new."""


class AnswerRefused(CoachkitError):
    """A most and least effective option that an item's key cannot judge."""


class UnusableNumbers(CoachkitError):
    """Numbers outside the range in which the question has an answer."""


class BlueprintUnmet(CoachkitError):
    """The bank cannot fill the forms; the sentence names what is lacking."""


class TooFewTakes(CoachkitError):
    """Too few answers to estimate item parameters from."""
