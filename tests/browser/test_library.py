"""The library as a page: opened by keyboard or by address, played, reloaded, closed; and the author's preview."""

from __future__ import annotations

import re
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from browser.keyboard import play_by_keyboard, tab_to
from browser.pages import assert_accessible, fits, plan
from playwright.sync_api import Page, expect

from coachkit.content import Library
from coachkit.content.library import content_folder
from coachkit.content.starter import start_scenario

MakePage = Callable[..., Page]
TITLE = "What do I say when my principal asks?"


@pytest.mark.parametrize("width", [1280, 360])
def test_a_scenario_is_found_by_its_question_and_played_by_keyboard(
    page_at: MakePage, voila_host: str, width: int
) -> None:
    page = page_at(width, 800)
    page.goto(f"{voila_host}/voila/render/library.ipynb")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    assert_accessible(page)
    assert fits(page), "the page scrolls sideways"

    tab_to(page, text="Open")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    scenario = page.evaluate("location.hash").lstrip("#")
    play_by_keyboard(page, plan(scenario, "poor"))

    entry = Library.default().entry(scenario)
    ending = next(e for p, e in ((p, entry.scenario.endings[p.ending]) for p in entry.plans.values()) if e.standing == "poor")  # fmt: skip
    expect(page.get_by_role("heading", name=ending.title).first).to_be_visible()
    assert_accessible(page)


def test_an_address_opens_its_scenario_and_a_reload_goes_on_in_it(page_at: MakePage, voila_host: str) -> None:
    page = page_at()
    page.goto(f"{voila_host}/voila/render/library.ipynb#curiosity")
    page.get_by_role("button", name="Begin").click()
    page.locator("input[type=checkbox]").first.wait_for()
    page.locator("form button").last.click()
    first, second = plan("curiosity", "exemplary")[:2]
    page.locator(f"input[value={first}]").check()
    page.get_by_role("button", name="Choose").click()
    page.locator(f"input[value={second}]").wait_for()

    page.reload()

    expect(page.locator(f"input[value={second}]")).to_be_visible()
    expect(page.get_by_text(re.compile("1 decision"))).to_be_visible()


def test_going_back_leads_to_the_shelf_and_another_scenario_starts_afresh(page_at: MakePage, voila_host: str) -> None:
    page = page_at()
    page.goto(f"{voila_host}/voila/render/library.ipynb#curiosity")
    page.get_by_role("button", name="Back to the library").click()
    expect(page.get_by_role("heading", name="The library")).to_be_focused()
    assert page.evaluate("location.hash") == ""

    page.get_by_role("button", name="By level").click()
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Sorted by level.")).to_have_count(1)

    page.get_by_role("button", name="Open (Two piles on a desk)").click()
    expect(page.get_by_role("heading", name="Two piles on a desk")).to_be_visible()
    expect(page.get_by_role("button", name="Begin")).to_be_visible()


def test_an_address_of_no_scenario_shows_the_shelf(page_at: MakePage, voila_host: str) -> None:
    page = page_at()
    page.goto(f"{voila_host}/voila/render/library.ipynb#no-such-thing")

    expect(page.get_by_role("heading", name="The library")).to_be_visible()


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """`coachkit preview` of a new scenario: its address and its folder."""
    start_scenario("late-bell", tmp_path, content_folder() / "schema", date(2026, 11, 21))
    folder = tmp_path / "late-bell"
    command = [sys.executable, "-m", "coachkit", "preview", str(folder), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            readable, _, _ = select.select([server.stdout], [], [], 60)
            line = server.stdout.readline() if readable else ""
            yield line.removeprefix("coachkit is ready at ").strip(), folder
        finally:
            server.terminate()


def test_the_preview_follows_a_save_and_stays_at_the_scene(page_at: MakePage, preview: tuple[str, Path]) -> None:
    address, folder = preview
    page = page_at()
    page.goto(address)
    page.get_by_text("The story as a list").click()
    page.get_by_role("button", name="Go there (The yard").click()
    expect(page.locator(".ck-scene h2")).to_have_text("The yard, Monday, 12.10")
    assert_accessible(page)
    path = folder / "scenario.yaml"
    text = path.read_text("utf-8")

    path.write_text(text.replace("Rosa peels an egg", "Rosa peels an orange"), "utf-8")
    expect(page.locator(".ck-scene .ck-story")).to_contain_text("Rosa peels an orange")
    expect(page.locator(".ck-scene h2")).to_have_text("The yard, Monday, 12.10")

    path.write_text(text.replace("then: lunch", "then: lunhc", 1), "utf-8")
    expect(page.get_by_role("heading", name="1 problem")).to_be_visible()
    expect(page.locator(".ck-draft")).to_contain_text("Did you mean 'lunch'?")
    expect(page.locator(".ck-scene h2")).to_have_text("The yard, Monday, 12.10")

    path.write_text(text, "utf-8")
    expect(page.get_by_role("heading", name="All is well")).to_be_visible()
