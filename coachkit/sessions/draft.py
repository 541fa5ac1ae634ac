"""A scenario while it is being written: what the checker says, its outline, and the play at the scene in work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coachkit.content import Library
from coachkit.content.diagnostics import Diagnostic
from coachkit.content.library import Entry
from coachkit.engine import Chose, Transcript
from coachkit.errors import ContentError, EventRefused
from coachkit.scoring.advice import advise
from coachkit.scoring.proofs import diagnose
from coachkit.sessions.play import LONGEST_ID, Play

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class OutlinePlace:
    """A scene or an ending in the outline; `standing` is empty for a scene."""

    id: str
    title: str
    standing: str
    depth: int | None  # decisions on a shortest way to it; None when no way leads there
    choices: tuple[tuple[str, str, tuple[str, ...]], ...]  # id, text, where it may lead


@dataclass(frozen=True)
class Draft:
    """One scenario folder, as it stands in its files."""

    folder: Path
    stamp: Stamp
    problems: tuple[Diagnostic, ...]
    advice: tuple[Diagnostic, ...]
    entry: Entry | None  # the last version that could be played
    play: Play | None
    ways: Mapping[str, tuple[str, ...]]  # a shortest way to each scene and ending
    is_stale: bool = False  # the files have problems of form, and an earlier version is shown

    @staticmethod
    def of(folder: Path) -> Draft:
        """The draft in that folder, whatever state it is in."""
        return Draft(folder, (), (), (), None, None, {}).read()

    def looked(self) -> Draft:
        """The draft after a look at its files: itself if nothing has changed."""
        return self if _stamp(self.folder) == self.stamp else self.read()

    def read(self) -> Draft:
        """The files read anew, the play going on at the scene being edited."""
        stamp = _stamp(self.folder)
        try:
            entry = Library.default().beside(self.folder).entry(self.folder.name)
        except ContentError as error:
            return replace(self, stamp=stamp, problems=error.diagnostics, advice=(), is_stale=self.entry is not None)
        problems, graph = diagnose(entry)
        if graph is None:
            return replace(self, stamp=stamp, problems=problems, advice=(), is_stale=self.entry is not None)
        came = graph.reached_by(lambda edge: True)
        ways: dict[str, tuple[str, ...]] = {}
        for state in came:
            ways.setdefault(graph.states[state].place, graph.path_to(came, state))
        advice = () if problems else advise(entry, graph)
        fresh = replace(self, stamp=stamp, problems=problems, advice=advice, entry=entry, ways=ways, is_stale=False)
        return replace(fresh, play=fresh._going_on(entry, self))

    def _going_on(self, entry: Entry, before: Draft) -> Play:
        """The play where it was; or at the one scene that was just edited."""
        fresh = Play(entry)
        if before.play is None or before.entry is None or before.play.phase in ("context", "anticipate"):
            return fresh
        old, new = before.entry.scenario.scenes, entry.scenario.scenes
        edited = [sid for sid, scene in new.items() if old.get(sid) != scene]
        here = before.play.run.state.place
        if len(edited) == 1 and here not in edited:
            here = edited[0]
        kept = fresh.handle({"do": "resume", "saved": before.play.saved()})
        if kept.run.state.place == here:
            return replace(kept, notice=None)
        return self._at(here) or replace(kept, notice=None)

    def _at(self, place: str) -> Play | None:
        """The play at that scene or ending, by a shortest way."""
        if self.entry is None or place not in self.ways:
            return None
        transcript = Transcript(tuple(Chose(choice) for choice in self.ways[place]))
        ended = place in self.entry.scenario.endings
        return Play(self.entry, phase="reflect" if ended else "enact", transcript=transcript)

    def handle(self, event: object) -> Draft:
        """The draft after an event from a host. Raises EventRefused, and then nothing has changed."""
        if not isinstance(event, dict):
            raise EventRefused("An event is an object with 'do' in it.")
        match event.get("do"):
            case "goto":
                place = event.get("place")
                play = self._at(place) if isinstance(place, str) and len(place) <= LONGEST_ID else None
                if play is None:
                    raise EventRefused("No way leads there.")
                return replace(self, play=play)
            case "hello":
                return self.looked()
            case "resume":
                return self  # a draft changes under its play: it is not kept from one visit to the next
        if self.play is None:
            raise EventRefused("The scenario cannot be played yet.")
        return replace(self, play=self.play.handle(event))

    def saved(self) -> dict[str, Any]:
        """Nothing is kept of a draft."""
        return {"v": 1}

    @property
    def outline(self) -> tuple[OutlinePlace, ...]:
        """Every scene and ending, in the author's order."""
        if self.entry is None:
            return ()
        s = self.entry.scenario
        scenes = [
            OutlinePlace(
                sid,
                scene.title,
                "",
                self._depth(sid),
                tuple((cid, c.text, tuple(dict.fromkeys(r.to for r in c.then))) for cid, c in scene.choices.items()),
            )
            for sid, scene in s.scenes.items()
        ]
        endings = [OutlinePlace(eid, e.title, e.standing, self._depth(eid), ()) for eid, e in s.endings.items()]
        return (*scenes, *endings)

    def _depth(self, place: str) -> int | None:
        return len(self.ways[place]) if place in self.ways else None


def _stamp(folder: Path) -> Stamp:
    """What changes when a file of the folder is saved."""
    found = []
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("plans/*.yaml")]):
        try:
            stat = path.stat()
        except OSError:
            continue  # saved anew at this very moment; the next look sees it
        found.append((path.name, stat.st_mtime_ns, stat.st_size))
    return tuple(found)
