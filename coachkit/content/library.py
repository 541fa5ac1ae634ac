"""Where scenarios are found: the folder of the kit, or another one that COACHKIT_SCENARIOS names."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from coachkit.content.checks import check
from coachkit.content.diagnostics import did_you_mean
from coachkit.content.frameworks import Agreement, Frameworks, load_frameworks
from coachkit.content.loader import Loaded, load_scenario
from coachkit.content.model import Key, Plan, Scenario
from coachkit.content.packs import Packs, installed_packs, read_packs
from coachkit.content.safeguarding import Safeguarding, load_safeguarding
from coachkit.errors import ContentError, UnknownScenario

ROOT = Path(__file__).resolve().parents[2]
_PLACES = (ROOT / "scenarios", Path(__file__).resolve().parents[1] / "_data" / "scenarios")


def content_folder() -> Path:
    """The scenarios of this checkout, of the installed package, or of COACHKIT_SCENARIOS."""
    named = os.environ.get("COACHKIT_SCENARIOS")
    if named:
        return Path(named)
    return next((place for place in _PLACES if place.is_dir()), _PLACES[0])


@dataclass(frozen=True, eq=False)
class Entry:
    """A scenario of the library, checked, with all that judges it. Two entries are equal only if they are one."""

    loaded: Loaded
    frameworks: Frameworks
    safeguarding: Safeguarding | ContentError | None = None  # the school's own page, if there is one

    @property
    def scenario(self) -> Scenario:
        return self.loaded.scenario

    @property
    def key(self) -> Key:
        return self.loaded.key

    @property
    def plans(self) -> dict[str, Plan]:
        return dict(self.loaded.plans)

    @property
    def agreement(self) -> Agreement:
        return self.frameworks.agreements[self.scenario.agreement]


@dataclass
class Library:
    """The scenarios under one folder, and those of installed packs, loaded when asked for and kept."""

    folder: Path
    frameworks_folder: Path | None = None  # None: the folder's own
    with_packs: bool = False
    _entries: dict[str, Entry] = field(default_factory=dict)
    _frameworks: Frameworks | None = None
    _packs: Packs | None = None

    @staticmethod
    @cache
    def default() -> Library:
        """The kit's own library; one a process."""
        return Library(content_folder(), with_packs=True)

    @property
    def frameworks(self) -> Frameworks:
        if self._frameworks is None:
            self._frameworks = load_frameworks(self.frameworks_folder or self.folder / "frameworks")
        return self._frameworks

    @property
    def safeguarding(self) -> Safeguarding | ContentError | None:
        """The school's own page; None if nobody has written it, the error if it cannot be read. Never kept."""
        try:
            return load_safeguarding(self.folder)
        except ContentError as error:
            return error

    @property
    def packs(self) -> Packs:
        """What others wrote and installed; looked for when first asked for."""
        if self._packs is None:
            self._packs = read_packs(installed_packs() if self.with_packs else (), self._own())
        return self._packs

    def ids(self) -> tuple[str, ...]:
        """Every scenario, by name: each folder that holds a scenario.yaml or a key.yaml, then those of packs."""
        return (*self._own(), *sorted(self.packs.homes))

    def _own(self) -> tuple[str, ...]:
        found = {path.parent.name for path in self.folder.glob("*/scenario.yaml")}
        found |= {path.parent.name for path in self.folder.glob("*/key.yaml")}
        return tuple(sorted(found))

    def named(self, word: str) -> tuple[Library, str]:
        """A scenario named by its id or by its folder: the library that holds it, and its id there."""
        folder = Path(word)
        if word in self.ids() or not folder.is_dir():
            return self, word
        folder = folder.resolve()
        return self.beside(folder), folder.name

    def beside(self, folder: Path) -> Library:
        """A library of the scenarios beside that folder, judged by the frameworks of this one."""
        return Library(folder.parent, self.frameworks_folder or self.folder / "frameworks", _frameworks=self.frameworks)

    def folder_of(self, word: str) -> Path:
        """The folder of a scenario named by its id or its folder, in whatever state. Raises UnknownScenario."""
        library, name = self.named(word)
        home = library._home(name)
        if home is None:
            known = did_you_mean(word, self.ids())
            raise UnknownScenario(f"unknown scenario '{word}'. {known} To begin one: coachkit new {word}")
        return home.resolve()

    def _home(self, scenario_id: str) -> Path | None:
        return self.folder / scenario_id if scenario_id in self._own() else self.packs.homes.get(scenario_id)

    def entry(self, scenario_id: str) -> Entry:
        """The scenario, checked. Raises UnknownScenario, or ContentError with every problem in it."""
        if scenario_id not in self._entries:
            home = self._home(scenario_id)
            if home is None:
                raise UnknownScenario(f"unknown scenario '{scenario_id}'. {did_you_mean(scenario_id, self.ids())}")
            loaded = load_scenario(home)
            problems = check(loaded, self.frameworks)
            if problems:
                raise ContentError(problems)
            self._entries[scenario_id] = Entry(loaded, self.frameworks, self.safeguarding)
        return self._entries[scenario_id]
