"""Promises to people: no violation that axe can find, no sideways scroll, large targets, forced colours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from ui.conftest import Table
from ui.fixtures import PLAYS, REFLECT_PLAY, SCENE_PLAY, FakePlay

Lay = Callable[..., Table]
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def _unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("play", PLAYS.values(), ids=PLAYS)
def test_axe_finds_nothing(table: Lay, play: FakePlay, width: int, scheme: str) -> None:
    page = table(play, width=width, scheme=scheme, reduced_motion="reduce").page
    _unfold(page)
    results = Axe().run(page, options=OPTIONS)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("play", PLAYS.values(), ids=PLAYS)
def test_the_page_never_scrolls_sideways(table: Lay, play: FakePlay) -> None:
    page = table(play).page
    _unfold(page)
    for width in (1280, 1060, 768, 640, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    "play", [SCENE_PLAY, REFLECT_PLAY, PLAYS["anticipate"]], ids=["scene", "reflect", "anticipate"]
)
def test_targets_are_at_least_44_px_high(table: Lay, play: FakePlay, width: int) -> None:
    page = table(play, width=width).page
    _unfold(page)
    small = page.evaluate(
        """[...document.querySelectorAll("button, summary, .ck-option, nav a, textarea, input:not([type=radio], [type=checkbox])")]
           .filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"""
    )
    assert small == []


def test_text_can_be_twice_as_large(table: Lay) -> None:
    page = table(REFLECT_PLAY, width=720).page
    page.add_style_tag(content="html { font-size: 200% }")
    _unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 720


def test_a_page_from_the_right_mirrors_its_sides(table: Lay) -> None:
    SCENE_PLAY.scenario.language = "ar"
    try:
        page = table(SCENE_PLAY).page
        radio = page.get_by_role("radio").first.bounding_box()
        card = page.locator(".ck-option").first.bounding_box()
    finally:
        SCENE_PLAY.scenario.language = "en"
    assert radio is not None
    assert card is not None
    assert radio["x"] > card["x"] + card["width"] / 2


def test_forced_colours_leave_the_pyramid_its_edges_and_words(table: Lay) -> None:
    page = table(REFLECT_PLAY, forced_colors="active").page
    strokes = page.evaluate("[...document.querySelectorAll('.ck-stone')].map((one) => getComputedStyle(one).stroke)")
    fills = page.evaluate("[...document.querySelectorAll('.ck-stone')].map((one) => getComputedStyle(one).fill)")
    words = page.evaluate("[...document.querySelectorAll('.ck-block text')].map((one) => getComputedStyle(one).fill)")
    assert not set(strokes) & set(fills)
    assert not set(words) & set(fills)
    assert all(page.locator(".ck-block-state").nth(place).is_visible() for place in range(6))
