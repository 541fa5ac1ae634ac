"""The library as a person uses it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from generators import through_json

from coachkit.content.library import ROOT, Library, content_folder
from coachkit.errors import EventRefused
from coachkit.sessions.shelf import SORTS, Shelf

BASE = ROOT / "tests" / "diagnostics" / "base"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf with one scenario that is well, and one that is broken."""
    shutil.copytree(BASE, tmp_path / "base")
    shutil.copytree(BASE, tmp_path / "broken")
    return Shelf.of(Library(tmp_path, content_folder() / "frameworks"))


@pytest.mark.parametrize("by", SORTS[:2])
def test_every_scenario_that_is_well_stands_in_one_group(by: str, shelf: Shelf) -> None:
    groups = shelf.handle({"do": "sort", "by": by}).groups

    assert [card.id for group in groups for card in group.cards] == ["base"]


def test_by_principle_a_scenario_stands_with_each_it_practises() -> None:
    shelf = Shelf.of().handle({"do": "sort", "by": "principle"})

    found = {(group.id, card.id) for group in shelf.groups for card in group.cards}

    assert found == {(p, e.scenario.id) for e in shelf.entries for p in e.scenario.principles}


def test_a_scenario_is_opened_played_and_closed(shelf: Shelf) -> None:
    shelf = shelf.handle({"do": "open", "scenario": "base"}).handle({"do": "begin"})
    assert shelf.play is not None
    assert shelf.play.phase == "anticipate"

    assert shelf.handle({"do": "close"}).play is None


@pytest.mark.parametrize(
    "event",
    [
        None, 3, {}, {"do": "sort"}, {"do": "sort", "by": "age"}, {"do": "open"}, {"do": "open", "scenario": "nowhere"},
        {"do": "open", "scenario": ["base"]}, {"do": "open", "scenario": "broken"}, {"do": "begin"},
        {"do": "resume"}, {"do": "resume", "saved": {"scenario": "nowhere"}}, {"do": "resume", "saved": {"shelf": 1}},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(event: Any, shelf: Shelf) -> None:
    with pytest.raises(EventRefused):
        shelf.handle(event)


def test_a_reload_goes_on_in_the_open_play(shelf: Shelf) -> None:
    open_ = shelf.handle({"do": "open", "scenario": "base"}).handle({"do": "begin"})
    open_ = open_.handle({"do": "intend", "principles": []}).handle({"do": "choose", "at": 0, "choice": "gush"})

    again = shelf.handle({"do": "resume", "saved": through_json(open_.saved())})

    assert again.play is not None
    assert again.play.transcript == open_.play.transcript  # type: ignore[union-attr]


def test_a_reload_keeps_the_order_of_the_shelf(shelf: Shelf) -> None:
    by_level = shelf.handle({"do": "sort", "by": "level"})

    assert shelf.handle({"do": "resume", "saved": through_json(by_level.saved())}).by == "level"
