"""A coach's takes over time: bands, and only such words as a second take can bear."""

from __future__ import annotations

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
from coachkit.sessions.result import Clear, Placement, clear, place, together
from coachkit.sessions.takes import Take


@dataclass(frozen=True)
class Point:
    """A finished take on the way."""

    take: str
    day: date
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
    def of(library: Library | None = None) -> Growth:
        """The growth of whoever opens it; empty until a browser says what it kept."""
        return Growth(Quiz.of(library))

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
        return tuple(
            (take, place(take, bank.versions[take.version], bank.frameworks.base_blocks))
            for take in sorted(self.quiz.done, key=lambda take: take.finished or date.min)
        )

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The takes in the order of their days."""
        bank = self.quiz.bank
        if bank is None:
            return ()
        found: list[Point] = []
        before: tuple[Take, Placement] | None = None
        for take, placed in self._placed:
            found.append(
                Point(
                    take.id,
                    take.finished or take.began,
                    take.version,
                    placed.band,
                    take.predicted,
                    _change(before, (take, placed), bank) if before and placed.band else None,
                    bank.versions[take.version] == bank.current,
                    bool(placed.safeguarding_missed),
                    tuple(bank.frameworks.blocks[block].title for block in placed.absent),
                )
            )
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
        takes = [take for take, _ in self._placed[-2:]]
        return together(takes, bank.versions[takes[-1].version])

    @cached_property
    def pooled(self) -> Clear:
        """What was clearly strong, and clearly hard, over all takes together."""
        bank = self.quiz.bank
        if bank is None:
            return Clear()
        takes = [(take, bank.versions[take.version]) for take, placed in self._placed if placed.band]
        return clear(takes, bank.frameworks)


def _change(before: tuple[Take, Placement], after: tuple[Take, Placement], bank: Bank) -> Change | None:
    """Whether two takes differ by more than chance, both read by the later one's version; None if that cannot be."""
    take, version = before[0], bank.versions[after[0].version]
    if take.version == version.version:
        return reliable_change(before[1].estimate, after[1].estimate)
    again = place(take, version, ())
    return reliable_change(again.estimate, after[1].estimate) if again.is_whole else None
