"""A draft follows its files, and stays where its author works."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from coachkit.content.library import content_folder
from coachkit.content.starter import start_scenario
from coachkit.errors import EventRefused
from coachkit.sessions.draft import Draft


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    start_scenario("late-bell", tmp_path, content_folder() / "schema", date(2026, 11, 21))
    return tmp_path / "late-bell"


def edit(folder: Path, old: str, new: str, name: str = "scenario.yaml") -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))  # a clock may be too coarse to tell two saves apart


def at(draft: Draft, place: str) -> Draft:
    return draft.handle({"do": "goto", "place": place})


def place_of(draft: Draft) -> str:
    assert draft.play is not None
    return draft.play.run.state.place


def test_a_draft_that_has_not_changed_is_not_read_again(folder: Path) -> None:
    draft = Draft.of(folder)

    assert draft.looked() is draft


def test_a_draft_goes_to_any_scene_and_ending(folder: Path) -> None:
    draft = Draft.of(folder)

    assert [place_of(at(draft, place.id)) for place in draft.outline] == [place.id for place in draft.outline]


def test_saving_the_scene_one_is_at_shows_its_new_text(folder: Path) -> None:
    draft = at(Draft.of(folder), "lunch")
    edit(folder, "“Anything new?” she asks.", "“Any news?” she asks.")

    draft = draft.looked()

    assert place_of(draft) == "lunch"
    assert draft.play is not None
    assert draft.play.scene is not None
    assert "Any news?" in draft.play.scene.text


def test_saving_another_scene_goes_there(folder: Path) -> None:
    draft = at(Draft.of(folder), "lunch")
    edit(folder, "a tap drips", "the rain has stopped")

    assert place_of(draft.looked()) == "tuesday"


def test_a_broken_save_is_told_and_the_last_good_version_stays(folder: Path) -> None:
    draft = at(Draft.of(folder), "lunch")
    edit(folder, "then: lunch", "then: lunhc")

    broken = draft.looked()
    assert [problem.code for problem in broken.problems] == ["CK012"]
    assert (broken.is_stale, place_of(broken)) == (True, "lunch")

    edit(folder, "then: lunhc", "then: lunch")
    mended = broken.looked()
    assert (mended.problems, mended.is_stale, place_of(mended)) == ((), False, "lunch")


def test_a_choice_that_is_gone_leads_to_the_scene_by_another_way(folder: Path) -> None:
    draft = Draft.of(folder).handle({"do": "begin"}).handle({"do": "intend", "principles": []})
    draft = draft.handle({"do": "choose", "at": 0, "choice": "ask-me-later"})
    for name in ("scenario.yaml", "key.yaml"):
        edit(folder, "ask-me-later:", "on-friday:", name)

    draft = draft.looked()

    assert draft.problems == ()
    assert draft.play is not None
    assert place_of(draft) in ("lunch", "doorway")


def test_a_folder_without_a_playable_version_says_what_is_wrong(folder: Path) -> None:
    (folder / "scenario.yaml").write_text("format: 1\n")

    draft = Draft.of(folder)

    assert draft.problems
    assert (draft.entry, draft.play, draft.outline, draft.is_stale) == (None, None, (), False)


@pytest.mark.parametrize("event", [None, {}, {"do": "goto"}, {"do": "goto", "place": "nowhere"}, {"do": "choose"}])
def test_what_does_not_fit_is_refused(event: object, folder: Path) -> None:
    with pytest.raises(EventRefused):
        Draft.of(folder).handle(event)
