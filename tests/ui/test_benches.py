"""The library and the author's bench as elements, and in a widget."""

from __future__ import annotations

import json
import threading
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from coachkit.content.library import content_folder
from coachkit.content.starter import start_scenario
from coachkit.sessions.draft import Draft
from coachkit.sessions.shelf import Shelf
from coachkit.ui.bench import DraftWidget
from coachkit.ui.draft import draft_view
from coachkit.ui.library import LibraryWidget
from coachkit.ui.shelf import shelf_view
from coachkit.ui.tree import as_html, as_text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    start_scenario("late-bell", tmp_path, content_folder() / "schema", date(2026, 11, 21))
    return tmp_path / "late-bell"


def test_every_scenario_can_be_opened_from_the_shelf() -> None:
    shelf = Shelf.of()
    html = as_html(shelf_view(shelf))

    for entry in shelf.entries:
        assert f"&quot;scenario&quot;:&quot;{entry.scenario.id}&quot;" in html


def test_the_shelf_shows_no_answers() -> None:
    shelf = Shelf.of()
    text = as_html(shelf_view(shelf))

    for entry in shelf.entries:
        assert not any(judged.rationale.splitlines()[0] in text for judged in entry.key.choices.values())
        assert not any(ending.title in text for ending in entry.scenario.endings.values())


def test_the_library_widget_changes_its_key_with_what_is_open() -> None:
    widget = LibraryWidget(Shelf.of())
    assert widget.view["key"] == "coachkit:library"

    widget._handle_custom_msg({"do": "open", "scenario": "curiosity"}, [])
    assert (widget.view["key"], widget.view["focus"]) == ("coachkit:play:curiosity", "curiosity-title")

    widget._handle_custom_msg({"do": "close"}, [])
    assert (widget.view["key"], widget.view["focus"]) == ("coachkit:library", "library-title")


def test_going_to_another_scene_of_the_same_depth_moves_the_focus() -> None:
    draft = Draft.of(content_folder() / "celebration")
    scenes = [place for place in draft.outline if not place.standing]
    one, other = next((a, b) for a, b in combinations(scenes, 2) if a.depth == b.depth)
    widget = DraftWidget(draft)

    widget._handle_custom_msg({"do": "goto", "place": one.id}, [])
    widget._handle_custom_msg({"do": "goto", "place": other.id}, [])

    assert widget.view["focus"] == "celebration-scene"
    widget.close()


def test_the_bench_names_each_place_in_the_picture_and_in_the_list(folder: Path) -> None:
    draft = Draft.of(folder)
    text = as_text(draft_view(draft))

    for place in draft.outline:
        assert text.count(f"({place.id})") == 1
        assert text.count(place.title) >= 2


def test_the_bench_says_where_a_problem_is(folder: Path) -> None:
    path = folder / "scenario.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("then: lunch", "then: lunhc", 1), "utf-8")
    line = text[: text.index("then: lunch")].count("\n") + 1

    shown = as_text(draft_view(Draft.of(folder)))

    assert "1 problem" in shown
    assert f"scenario.yaml, line {line}. " in shown


def test_a_hostile_string_in_a_draft_stays_text(folder: Path) -> None:
    path = folder / "scenario.yaml"
    path.write_text(path.read_text("utf-8").replace("title: The doorway", "title: <script>alert(1)</script>"), "utf-8")

    html = as_html(draft_view(Draft.of(folder)))

    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_widget_of_a_draft_follows_a_save(folder: Path) -> None:
    widget = DraftWidget(Draft.of(folder))
    seen = threading.Event()
    widget.observe(lambda _: seen.set(), "view")
    path = folder / "scenario.yaml"

    path.write_text(path.read_text("utf-8").replace("The half-open door", "The other door"), "utf-8")

    assert seen.wait(timeout=20)
    assert "The other door" in json.dumps(widget.view)
    assert widget.view["status"] == "Read again."
    widget.close()
