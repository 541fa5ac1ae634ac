"""The guide and the cards: everything of the scenario is on paper, and nothing of its key."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Page

from coachkit.content import Library
from coachkit.content.library import Entry
from coachkit.export import ExportFailed, guide_page, write_guide
from coachkit.ui.conditions import condition_words
from coachkit.ui.prose import plain

IDS = Library.default().ids()


@pytest.fixture(params=IDS)
def entry(request: pytest.FixtureRequest) -> Entry:
    return Library.default().entry(request.param)


def words(html: str) -> str:
    body = html.split("<body>")[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", plain(text))


def test_every_scene_option_ending_and_variant_is_on_a_card(entry: Entry) -> None:
    shown = re.sub(r"\s", "", words(guide_page(entry)))

    for moment in (*entry.scenario.scenes.values(), *entry.scenario.endings.values()):
        assert squeezed(moment.title) in shown
        assert squeezed(moment.text) in shown
        assert all(squeezed(variant.text) in shown for variant in moment.also)
    for scene in entry.scenario.scenes.values():
        assert all(squeezed(choice.text) in shown for choice in scene.choices.values())


def test_the_guide_s_own_words_are_in_it(entry: Entry) -> None:
    shown, guide = words(guide_page(entry)), entry.loaded.guide
    assert guide is not None

    for text in (*guide.questions, *guide.rooms_get_wrong):
        assert plain(text) in shown
    assert re.sub(r"\s", "", plain(guide.ask_first)) in re.sub(r"\s", "", shown)


def test_no_rationale_and_no_standing_is_on_paper(entry: Entry) -> None:
    shown = words(guide_page(entry))

    assert not any(plain(judged.rationale.splitlines()[0]) in shown for judged in entry.key.choices.values())
    assert "exemplary" not in shown.lower()


def test_every_condition_is_said_in_words(entry: Entry) -> None:
    said = re.findall(r"<p class=\"ck-origin\">If ([^<]*):</p>", guide_page(entry))

    assert len(said) == sum(len(m.also) for m in (*entry.scenario.scenes.values(), *entry.scenario.endings.values()))
    assert not any(re.search(r"\bNone\b|[{}]|=", one) for one in said)


def test_a_guide_loads_nothing_and_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    entry = Library.default().entry(IDS[0])
    text = write_guide(entry, tmp_path / "deep" / "g.html").read_text("utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"https?://(?!www\.w3\.org)", text)

    (tmp_path / "file").write_text("")
    with pytest.raises(ExportFailed):
        write_guide(entry, tmp_path / "file" / "g.html")


def test_a_printed_card_begins_on_a_page_of_its_own(page: Page) -> None:
    entry = Library.default().entry(IDS[0])
    page.set_content(guide_page(entry))
    page.emulate_media(media="print")

    breaks = page.locator(".ck-card-paper").evaluate_all("cards => cards.map(c => getComputedStyle(c).breakBefore)")

    assert len(breaks) == len(entry.scenario.scenes) + len(entry.scenario.endings) + 2
    assert set(breaks) == {"page"}


def test_a_condition_that_is_unknown_is_an_error() -> None:
    with pytest.raises(TypeError):
        condition_words(Library.default().entry(IDS[0]).scenario, object(), {})  # type: ignore[arg-type]
