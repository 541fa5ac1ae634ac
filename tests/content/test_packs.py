"""Packs: content that others installed. A broken one is named and left out, and none of its code is ever run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from coachkit.content.library import ROOT, Library, content_folder
from coachkit.content.packs import GROUP, read_packs
from coachkit.content.starter import start_scenario

EXAMPLE = ROOT / "docs" / "example-pack"
TRAP = "raise SystemExit('a pack was imported')\n"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack on the path, with one scenario, whose package must not be imported."""
    folder = tmp_path / "site" / "some_pack"
    shutil.copytree(EXAMPLE / "coachkit_example_pack", folder)
    (folder / "__init__.py").write_text(TRAP)
    start_scenario("late-bell", folder / "scenarios", content_folder() / "schema", date(2026, 11, 21))
    monkeypatch.syspath_prepend(folder.parent)
    return folder


def point(value: str = "some_pack", name: str = "some") -> EntryPoint:
    return EntryPoint(name, value, GROUP)


def test_a_pack_gives_its_scenarios_with_its_title(pack: Path) -> None:
    found = read_packs([point()], taken=())

    assert found.problems == ()
    assert found.homes == {"late-bell": pack / "scenarios" / "late-bell"}
    assert found.titles == {"late-bell": "An example pack"}


def test_a_library_plays_a_packs_scenario_beside_its_own(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coachkit.content.library.installed_packs", lambda: (point(),))
    library = Library(content_folder(), with_packs=True)

    assert library.ids()[-1] == "late-bell"
    assert library.entry("late-bell").scenario.title == "The half-open door"


def test_an_id_in_use_is_refused_and_the_pack_left_out(pack: Path) -> None:
    found = read_packs([point()], taken=("late-bell",))

    assert found.homes == {}
    (problem,) = found.problems
    assert problem.code == "CK080"
    assert problem.message == "pack 'some' claims the id 'late-bell', which the kit has already"


def test_the_second_pack_of_an_id_is_the_one_left_out(pack: Path) -> None:
    shutil.copytree(pack, pack.parent / "other_pack")

    found = read_packs([point(), point("other_pack", "other")], taken=())

    assert list(found.homes) == ["late-bell"]
    assert [p.message for p in found.problems] == [
        "pack 'other' claims the id 'late-bell', which the pack 'some' has already"
    ]


@pytest.mark.parametrize("outside", ["..", "../..", "/etc", "scenarios/../../x"])
def test_a_path_outside_its_folder_is_refused(pack: Path, outside: str) -> None:
    manifest = pack / "pack.yaml"
    manifest.write_text(manifest.read_text().replace("scenarios: scenarios", f"scenarios: {outside}"))

    found = read_packs([point()], taken=())

    assert found.homes == {}
    (problem,) = found.problems
    assert (problem.code, problem.line) == ("CK081", 6)


def test_a_link_out_of_its_folder_is_refused(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (pack / "scenarios" / "late-bell" / "more").symlink_to(tmp_path / "secret")

    (problem,) = read_packs([point()], taken=()).problems

    assert problem.code == "CK081"


@pytest.mark.parametrize("value", ["no_such_pack", "os.path", "some pack", "sys"])
def test_a_package_that_cannot_be_found_is_named(value: str) -> None:
    (problem,) = read_packs([point(value)], taken=()).problems

    assert problem.code == "CK082"
    assert value in problem.message


def test_a_pack_without_scenarios_is_named(pack: Path) -> None:
    shutil.rmtree(pack / "scenarios" / "late-bell")

    (problem,) = read_packs([point()], taken=()).problems

    assert problem.code == "CK082"
    assert "holds no scenario" in problem.message


def test_a_newer_pack_is_refused_at_the_word(pack: Path) -> None:
    manifest = pack / "pack.yaml"
    manifest.write_text(manifest.read_text().replace("format: 1", "format: 2"))

    (problem,) = read_packs([point()], taken=()).problems

    assert (problem.code, problem.line, problem.column) == ("CK009", 1, 9)


def test_a_broken_scenario_of_a_pack_leaves_the_shelf_whole(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from coachkit.sessions.shelf import Shelf

    monkeypatch.setattr("coachkit.content.library.installed_packs", lambda: (point(),))
    (pack / "scenarios" / "late-bell" / "key.yaml").write_text("format: 1\n")

    shelf = Shelf.of(Library(content_folder(), with_packs=True))

    assert "late-bell" not in [entry.scenario.id for entry in shelf.entries]
    assert "curiosity" in [entry.scenario.id for entry in shelf.entries]


def test_the_example_pack_installs_and_plays(tmp_path: Path) -> None:
    """The two commands of its README, with a real installation into a folder of its own."""
    source, site = tmp_path / "pack", tmp_path / "site"
    shutil.copytree(EXAMPLE, source)
    coachkit = [sys.executable, "-m", "coachkit"]
    run = {"cwd": source, "check": True, "capture_output": True, "text": True}
    subprocess.run([*coachkit, "new", "late-bell", "--to", "coachkit_example_pack/scenarios"], **run)  # type: ignore[call-overload]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
         "--disable-pip-version-check", "--target", str(site), "."], **run)  # type: ignore[call-overload]  # fmt: skip
    shutil.rmtree(source / "coachkit_example_pack")

    env = {**os.environ, "PYTHONPATH": str(site)}
    played = subprocess.run(
        [*coachkit, "play", "late-bell", "--choose", "her-door,he-asked,leave-it-out"],
        cwd=tmp_path, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "In her own time" in played.stdout, played.stderr
