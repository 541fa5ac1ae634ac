"""The library as a person sees it: all scenarios, sorted as wanted, one of them perhaps open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from coachkit.content import Library
from coachkit.content.library import Entry
from coachkit.errors import ContentError, EventRefused
from coachkit.sessions.play import LONGEST_ID, Play

Sort = Literal["question", "level", "principle"]
SORTS: tuple[Sort, ...] = ("question", "level", "principle")


@dataclass(frozen=True)
class ShelfCard:
    """One scenario on the shelf."""

    id: str
    title: str
    summary: str
    question: str
    level: str
    minutes: int
    agreement: str
    principles: tuple[str, ...]
    pack: str  # whose it is, when it came in a pack


@dataclass(frozen=True)
class ShelfGroup:
    """Scenarios that have something in common."""

    id: str
    title: str
    text: str
    cards: tuple[ShelfCard, ...]


@dataclass(frozen=True)
class Shelf:
    """All scenarios of a library. Every event gives a new Shelf."""

    library: Library
    by: Sort = "question"
    play: Play | None = None

    @staticmethod
    def of(library: Library | None = None) -> Shelf:
        """The shelf of the kit's own library, or of another."""
        return Shelf(library or Library.default())

    def handle(self, event: object) -> Shelf:
        """The shelf after an event from a host. Raises EventRefused, and then nothing has changed."""
        if not isinstance(event, dict):
            raise EventRefused("An event is an object with 'do' in it.")
        match event.get("do"):
            case "sort":
                return self._sorted(event.get("by"))
            case "open":
                return replace(self, play=self._opened(event.get("scenario")))
            case "close":
                return replace(self, play=None)
            case "resume":
                return self._resume(event.get("saved"))
            case "hello" if self.play is None:
                return self
        if self.play is None:
            raise EventRefused("No scenario is open.")
        return replace(self, play=self.play.handle(event))

    def _sorted(self, by: object) -> Shelf:
        for one in SORTS:
            if one == by:
                return replace(self, by=one, play=None)
        raise EventRefused("The shelf is not sorted by that.")

    def _opened(self, named: object) -> Play:
        if not isinstance(named, str) or len(named) > LONGEST_ID or named not in self.library.ids():
            raise EventRefused("There is no such scenario here.")
        if self.play is not None and self.play.scenario.id == named:
            return self.play
        try:
            return Play.of(named, self.library)
        except ContentError as error:
            raise EventRefused("That scenario cannot be played at the moment: its files need mending.") from error

    def _resume(self, saved: object) -> Shelf:
        """Go on where a browser was: on the shelf, or in the play that it kept."""
        if isinstance(saved, dict) and saved.get("shelf") in SORTS:
            return self._sorted(saved["shelf"])
        if not isinstance(saved, dict):
            raise EventRefused("What this browser kept cannot be read.")
        return replace(self, play=self._opened(saved.get("scenario")).handle({"do": "resume", "saved": saved}))

    def saved(self) -> dict[str, Any]:
        """What a host keeps: the open play's own, or how the shelf is sorted."""
        return self.play.saved() if self.play else {"v": 1, "shelf": self.by}

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The scenarios that are in order, the easiest first; broken ones are left out."""
        return tuple(sorted(self._well(), key=lambda e: (self._levels.index(e.scenario.level), e.scenario.title)))

    def _well(self) -> Iterator[Entry]:
        for name in self.library.ids():
            try:
                yield self.library.entry(name)
            except ContentError:
                continue  # `coachkit check` says what is wrong; the others are still offered

    @property
    def _levels(self) -> list[str]:
        return list(self.library.frameworks.levels.scenario_levels)

    @property
    def cards(self) -> tuple[ShelfCard, ...]:
        """Every scenario that is in order, the easiest first."""
        return tuple(map(self._card, self.entries))

    @property
    def groups(self) -> tuple[ShelfGroup, ...]:
        """The scenarios in groups, without empty ones; by principle, one may stand in several."""
        f = self.library.frameworks
        texts: dict[Sort, dict[str, tuple[str, str]]] = {
            "question": {i: (q.title, q.text) for i, q in f.questions.items()},
            "level": {i: (lv.title, lv.meaning or "") for i, lv in f.levels.scenario_levels.items()},
            "principle": {i: (p.title, p.looks_like) for i, p in f.principles.items()},
        }
        entries = self.entries
        found = []
        for gid, (title, text) in texts[self.by].items():
            cards = tuple(self._card(entry) for entry in entries if gid in self._marks(entry))
            if cards:
                found.append(ShelfGroup(gid, title, text, cards))
        return tuple(found)

    def _marks(self, entry: Entry) -> tuple[str, ...]:
        s = entry.scenario
        return {"question": (s.question,), "level": (s.level,), "principle": s.principles}[self.by]

    def _card(self, entry: Entry) -> ShelfCard:
        s, f = entry.scenario, entry.frameworks
        return ShelfCard(
            s.id,
            s.title,
            s.summary,
            f.questions[s.question].title,
            f.levels.scenario_levels[s.level].title,
            s.minutes,
            entry.agreement.title,
            tuple(f.principles[p].title for p in s.principles),
            self.library.packs.titles.get(s.id, ""),
        )
