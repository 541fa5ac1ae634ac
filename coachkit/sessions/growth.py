"""A coach's takes over time: bands, and only such words as a second take can bear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from coachkit.content import Library
from coachkit.content.bank import Bank
from coachkit.content.quiz import Stage
from coachkit.errors import EventRefused
from coachkit.measurement import reliable_change
from coachkit.measurement.change import Change
from coachkit.sessions.quiz import Quiz
from coachkit.sessions.result import Placement, clear, place, together
from coachkit.sessions.takes import Take


@dataclass(frozen=True)
class Point:
    """A finished take on the way."""

    take: str
    day: date
    form: str
    version: int
    band: tuple[Stage, ...]
    predicted: Stage | None
    change: Change | None  # since the take before it; None for the first, and where one carries no information
    is_current: bool
    has_missed: bool  # somebody may have been left in danger
    absent: tuple[str, ...]  # base blocks, by title


@dataclass(frozen=True)
class Growth:
    """All finished takes of a coach."""

    quiz: Quiz

    @staticmethod
    def of(library: Library | None = None, today: Callable[[], date] | None = None) -> Growth:
        """The growth of whoever opens it; empty until a browser says what it kept."""
        quiz = Quiz.of(library)
        return Growth(replace(quiz, today=today) if today else quiz)

    def handle(self, event: object) -> Growth:
        """After an event from a host. Raises EventRefused, and then nothing has changed."""
        if isinstance(event, dict) and event.get("do") in ("resume", "restart", "hello"):
            return Growth(replace(self.quiz.handle(event), open=None, notice=None))
        raise EventRefused("Here takes are only looked at.")

    def saved(self) -> dict[str, Any]:
        """The same log that the quiz keeps."""
        return self.quiz.saved()

    @cached_property
    def _placed(self) -> tuple[tuple[Take, Placement], ...]:
        bank = self.quiz.bank
        if bank is None:
            return ()
        base = [block for block, text in bank.frameworks.blocks.items() if text.row == "base"]
        return tuple(
            (take, place(take, bank.versions[take.version], base))
            for take in self.quiz.takes
            if take.kind == "quiz" and take.finished and take.version in bank.versions and take.answers
        )

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The takes in the order of their days."""
        found: list[Point] = []
        before: tuple[Take, Placement] | None = None
        bank = self.quiz.bank
        current = bank.current.version if bank and bank.current else 0
        for take, placed in sorted(self._placed, key=lambda pair: pair[0].finished or date.min):
            change: Change | None = None
            if before is not None and placed.band and bank:
                change = _change(before, (take, placed), bank)
            day = take.finished or take.began
            absent = tuple(bank.frameworks.blocks[block].title for block in placed.absent) if bank else ()
            found.append(Point(take.id, day, take.form, take.version, placed.band, take.predicted, change, take.version == current, bool(placed.safeguarding_missed), absent))  # fmt: skip
            before = (take, placed) if placed.band else before
        return tuple(found)

    @property
    def unread(self) -> int:
        """How many finished takes this version of the kit cannot read."""
        return sum(take.finished is not None for take in self.quiz.stranded)

    @cached_property
    def together(self) -> tuple[Stage, ...]:
        """The band of the last two takes read as one; empty where they clearly differ, or one says nothing."""
        points, bank = self.points, self.quiz.bank
        if bank is None or len(points) < 2 or points[-1].change != "no-clear-change" or not points[-2].band:
            return ()
        takes = {take.id: take for take, _ in self._placed}
        one, other = takes[points[-2].take], takes[points[-1].take]
        version = bank.versions[other.version]
        return together((one, other), version)

    @cached_property
    def pooled(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The principles and blocks that were clearly strong, and clearly hard, over all takes together."""
        bank: Bank | None = self.quiz.bank
        if bank is None:
            return (), ()
        takes = [(take, bank.versions[take.version]) for take, placed in self._placed if placed.band]
        named = {**clear(takes, "principle"), **clear(takes, "block")} if takes else {}
        titles = {**{i: t.title for i, t in bank.frameworks.principles.items()}, **{i: t.title for i, t in bank.frameworks.blocks.items()}}  # fmt: skip
        strong = tuple(titles[one] for one, kind in named.items() if kind == "strength")
        return strong, tuple(titles[one] for one, kind in named.items() if kind == "challenge")


def _change(before: tuple[Take, Placement], after: tuple[Take, Placement], bank: Bank) -> Change | None:
    """Whether two takes differ by more than chance, both read by the later one's version; None if that cannot be."""
    take, version = before[0], bank.versions[after[0].version]
    if take.version == version.version:
        return reliable_change(before[1].estimate, after[1].estimate)
    again = place(take, version, ())
    return reliable_change(again.estimate, after[1].estimate) if again.is_whole else None
