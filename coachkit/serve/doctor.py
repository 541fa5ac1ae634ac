"""What coachkit needs on this machine, looked at."""

from __future__ import annotations

import importlib.metadata as metadata
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NEEDED = ("jupyterlab", "ipywidgets", "voila", "anywidget", "ipykernel", "pandas", "pydantic", "PyYAML")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


@dataclass(frozen=True)
class Checked:
    """One thing looked at: well or not, and the cure when not. `note` is what was seen."""

    name: str
    well: bool
    note: str
    cure: str = ""

    def __str__(self) -> str:
        line = f"{'well' if self.well else 'AMISS':<6} {self.name}: {self.note}"
        return line if self.well or not self.cure else f"{line}\n       {self.cure}"


def examine() -> tuple[Checked, ...]:
    """Everything that was looked at, in the order in which trouble is best mended."""
    return tuple(_examine())


def _examine() -> Iterator[Checked]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Checked("Python", sys.version_info >= (3, 11), version, "coachkit needs Python 3.11 or newer.")
    for name in NEEDED:
        try:
            yield Checked(name, True, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Checked(name, False, "not installed", "Run make start again, or: pip install -e .")
    yield _content()
    yield from _packs()
    yield _template()
    yield _space()
    browser = os.environ.get("COACHKIT_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    yield Checked("browser for the tests", True, browser or "none found; make test installs one")


def _content() -> Checked:
    from coachkit.content.library import Library
    from coachkit.errors import CoachkitError

    library = Library.default()
    try:
        found = [library.entry(name).scenario.id for name in library.ids()]
    except CoachkitError as error:
        return Checked("scenarios", False, str(error).splitlines()[0], "Run: coachkit check")
    cure = "Is this the whole checkout? COACHKIT_SCENARIOS may name another folder."
    return Checked("scenarios", bool(found), ", ".join(found) or f"none in {library.folder.name}", cure)


def _packs() -> Iterator[Checked]:
    from coachkit.content.library import Library
    from coachkit.content.packs import installed_packs

    packs = Library.default().packs
    for problem in packs.problems:
        yield Checked("pack", False, f"{problem.code} {problem.message}; it is left out", problem.cure)
    if packs.homes or (installed_packs() and not packs.problems):
        yield Checked("packs", True, ", ".join(sorted(packs.homes)))


def _template() -> Checked:
    from jupyter_core.paths import jupyter_path

    from coachkit.serve.settings import checkout_share

    roots = [*map(Path, checkout_share()), *map(Path, jupyter_path())]
    found = any((root / "voila" / "templates" / "coachkit").is_dir() for root in roots)
    return Checked("page template", found, "found" if found else "missing", "Install coachkit again.")


def _space() -> Checked:
    free = shutil.disk_usage(tempfile.gettempdir()).free // 2**20
    writable = os.access(Path(tempfile.gettempdir()), os.W_OK)
    return Checked("room to work", writable and free > 50, f"{free:,} MiB free for temporary files", "Free some space.")  # fmt: skip
