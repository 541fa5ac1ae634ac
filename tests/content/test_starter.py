"""`coachkit new`: a scenario that passes at once, in files that teach."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coachkit.content.library import Library, content_folder
from coachkit.content.starter import CannotWrite, start_scenario
from coachkit.scoring.advice import advise
from coachkit.scoring.proofs import diagnose
from coachkit.scoring.survey import survey

TODAY = date(2026, 11, 21)


@pytest.fixture
def begun(tmp_path: Path) -> Library:
    start_scenario("late-bell", tmp_path, content_folder() / "schema", TODAY)
    return Library(tmp_path, content_folder() / "frameworks")


def test_a_new_scenario_has_no_problem_and_needs_no_advice(begun: Library) -> None:
    entry = begun.entry("late-bell")

    problems, graph = diagnose(entry)
    assert problems == ()
    assert graph is not None
    assert advise(entry, graph) == ()


def test_a_new_scenario_holds_its_proofs(begun: Library) -> None:
    assert survey(begun.entry("late-bell")).proofs.hold


def test_every_file_names_a_schema_that_is_there(begun: Library) -> None:
    for path in (begun.folder / "late-bell").rglob("*.yaml"):
        first = path.read_text("utf-8").splitlines()[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert (path.parent / named).resolve().is_file(), first


def test_a_new_scenario_has_a_guide_and_a_plan(begun: Library) -> None:
    loaded = begun.entry("late-bell").loaded

    assert loaded.guide is not None
    assert list(loaded.plans) == ["exemplary"]


@pytest.mark.parametrize("name", ["", "Late", "late bell", "../late", "late-", "läte"])
def test_a_name_that_is_no_id_is_refused_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="is no id"):
        start_scenario(name, tmp_path, tmp_path, TODAY)

    assert list(tmp_path.iterdir()) == []


def test_a_scenario_that_is_there_is_not_overwritten(begun: Library) -> None:
    path = begun.folder / "late-bell" / "scenario.yaml"
    path.write_text("mine")

    with pytest.raises(CannotWrite, match="is there already"):
        start_scenario("late-bell", begun.folder, begun.folder, TODAY)

    assert path.read_text() == "mine"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CannotWrite, match="cannot be written: Not a directory"):
        start_scenario("late-bell", tmp_path / "file", tmp_path, TODAY)
