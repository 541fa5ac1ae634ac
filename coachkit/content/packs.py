"""Scenarios that others wrote and installed: data packages behind the entry-point group `coachkit.packs`.

An entry point names a package that holds a `pack.yaml`. The package is found, never imported: content runs no code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from coachkit.content.diagnostics import Diagnostic, brief
from coachkit.content.document import read
from coachkit.content.loader import validate
from coachkit.content.model import Format
from coachkit.content.moves import Id, Line, Strict

GROUP = "coachkit.packs"


class Pack(Strict):
    """A pack's own page: what it is, who made it, where its scenarios lie."""

    format: Format
    id: Id
    title: Line
    by: Line
    licence: Line
    scenarios: Line = "scenarios"


@dataclass(frozen=True)
class Packs:
    """The scenarios of all packs that are well, by id, and what is wrong with the others."""

    homes: dict[str, Path]
    titles: dict[str, str]  # scenario id -> title of its pack
    problems: tuple[Diagnostic, ...]


def installed_packs() -> tuple[EntryPoint, ...]:
    """The entry points of every installed pack, by name."""
    return tuple(sorted(entry_points(group=GROUP), key=lambda point: point.name))


def read_packs(points: Iterable[EntryPoint], taken: Iterable[str]) -> Packs:
    """The packs behind these entry points. A broken one is named and left out; `taken` ids are in use already."""
    homes: dict[str, Path] = {}
    titles: dict[str, str] = {}
    owners = dict.fromkeys(taken, "the kit")
    problems: list[Diagnostic] = []
    for point in points:
        found, wrong = _read(point)
        clashes = [sid for sid in found.homes if sid in owners] if found else []
        for sid in clashes:
            path = found.homes[sid] if found else Path()
            message = f"pack '{point.name}' claims the id '{sid}', which {owners[sid]} has already"
            wrong.append(Diagnostic(path.as_posix(), 1, 1, "CK080", message, "Give the scenario, and its folder, another id. The pack is left out."))  # fmt: skip
        problems += wrong
        if found and not wrong:
            homes |= found.homes
            titles |= dict.fromkeys(found.homes, found.title)
            owners |= dict.fromkeys(found.homes, f"the pack '{point.name}'")
    return Packs(homes, titles, tuple(problems))


@dataclass(frozen=True)
class _Found:
    title: str
    homes: dict[str, Path]


def _read(point: EntryPoint) -> tuple[_Found | None, list[Diagnostic]]:
    problems: list[Diagnostic] = []
    folder = _folder(point)
    if folder is None:
        message = f"pack '{point.name}' names the package '{brief(point.value)}', which cannot be found"
        return None, [Diagnostic(point.name, 1, 1, "CK082", message, "Install it again, or ask its author.")]
    document = read(folder / "pack.yaml")
    pack = validate(document, Pack, problems)
    if pack is None:
        return None, sorted(problems)
    shelf = (folder / pack.scenarios).resolve()
    inside = [path for path in shelf.rglob("*") if shelf.is_relative_to(folder)]
    outside = next((p for p in (shelf, *inside) if not p.resolve().is_relative_to(folder)), None)
    if outside is not None:
        message = f"pack '{point.name}' reaches outside its own folder: {brief(pack.scenarios if outside == shelf else outside.name)}"  # fmt: skip
        return None, [document.problem("CK081", ("scenarios",), message, "Name a folder inside the package, with no links out of it.")]  # fmt: skip
    homes = {path.parent.name: path.parent for path in sorted(shelf.glob("*/scenario.yaml"))}
    if not homes:
        message = f"pack '{point.name}' holds no scenario in '{brief(pack.scenarios)}'"
        return None, [document.problem("CK082", ("scenarios",), message, "Put a folder with a scenario.yaml there, and see that it is packaged.")]  # fmt: skip
    return _Found(pack.title, homes), []


def _folder(point: EntryPoint) -> Path | None:
    """Where the named top-level package lies. Looked up without running any of it, which a dotted name would."""
    if not point.value.isidentifier():
        return None
    try:
        spec = find_spec(point.value)
    except (ImportError, ValueError):
        return None
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]).resolve() if places else None
