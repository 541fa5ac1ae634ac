"""A play kept as a golden plan."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from coachkit.cli import main
from coachkit.content.library import Library, content_folder
from coachkit.content.starter import CannotWrite, start_scenario
from coachkit.engine import replay, story_of
from coachkit.scoring.plans import save_plan
from coachkit.scoring.proofs import diagnose

WAY = ("lovely", "eat-first", "one-line")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    start_scenario("late-bell", tmp_path, content_folder() / "schema", date(2026, 11, 21))
    return Library(tmp_path, content_folder() / "frameworks")


def test_a_saved_plan_holds_when_it_is_checked(library: Library) -> None:
    entry = library.entry("late-bell")
    save_plan(entry, replay(story_of(entry), WAY), "in-print")

    again = Library(library.folder, content_folder() / "frameworks").entry("late-bell")

    assert again.plans["in-print"].choices == WAY
    assert diagnose(again)[0] == ()


def test_a_play_that_has_not_ended_is_no_plan(library: Library) -> None:
    entry = library.entry("late-bell")

    with pytest.raises(CannotWrite, match="has not ended"):
        save_plan(entry, replay(story_of(entry), WAY[:1]), "half")

    assert not (library.folder / "late-bell" / "plans" / "half.yaml").exists()


@pytest.mark.parametrize("name", ["exemplary", "../out", "Two words", ""])
def test_a_name_that_is_taken_or_none_is_refused_before_the_play(name: str, library: Library) -> None:
    folder = library.folder / "late-bell"
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}

    result = CliRunner().invoke(main, ["play", str(folder), "--choose", ",".join(WAY), "--save-plan", name])

    assert result.exit_code == 1
    assert result.stdout == ""
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_a_folder_that_cannot_take_a_plan_is_named(library: Library) -> None:
    entry = library.entry("late-bell")
    shutil.rmtree(library.folder / "late-bell" / "plans")
    (library.folder / "late-bell" / "plans").write_text("in the way")

    with pytest.raises(CannotWrite, match="cannot be written"):
        save_plan(entry, replay(story_of(entry), WAY), "in-print")
