"""Each scenario, in each host, by keyboard alone: what the page says is what the kit says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.keyboard import play_by_keyboard
from browser.pages import assert_accessible, open_lab, plan
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from coachkit.cli import main
from coachkit.content import Library

SCENARIOS = ("celebration", "curiosity", "appraisal")
MakePage = Callable[..., Page]


def told_by_the_kit(scenario: str, choices: tuple[str, ...]) -> dict[str, Any]:
    result = CliRunner().invoke(main, ["play", scenario, "--choose", ",".join(choices), "--json"])
    assert result.exit_code == 0, result.output
    report: dict[str, Any] = json.loads(result.output)
    return report


def open_voila(page: Page, host: str, scenario: str) -> None:
    page.goto(f"{host}/voila/render/{scenario}.ipynb")
    expect(page.get_by_role("button", name="Begin")).to_be_visible()


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def compare(page: Page, scenario: str, report: dict[str, Any]) -> None:
    """What stands on the page against the kit's own report."""
    frameworks = Library.default().frameworks
    page.evaluate("document.querySelectorAll('.coachkit details').forEach(d => d.open = true)")
    whole = words(page.locator(".coachkit").first.inner_text())
    ending = Library.default().entry(scenario).scenario.endings[report["ending"]]
    assert ending.title in whole
    for finding in report["findings"]:
        assert words(finding["text"]) in whole, finding
    for side, level in report["sides"].items():
        text = frameworks.levels.sides[side]
        shown = words(page.locator(f"[aria-labelledby$=side-{side}] .ck-level").inner_text())
        assert shown == text.levels[level].title
    rows = page.locator(".ck-trust tbody tr")
    shown_blocks = {words(r.locator("th").inner_text()): words(r.locator(".ck-label").inner_text()) for r in rows.all()}
    for block, found in report["blocks"].items():
        title, word = frameworks.blocks[block].title, frameworks.levels.block_levels[found["level"]].title
        assert [w for t, w in shown_blocks.items() if t.startswith(title)] == [word]
    summaries = [words(s.inner_text()) for s in page.locator("[aria-labelledby$=principles] summary").all()]
    for principle, level in report["principles"].items():
        said = f"{frameworks.principles[principle].title} {frameworks.levels.principle_levels[level].title}"
        assert said in summaries
    drawn = {}
    for row in page.locator(".ck-ledger tbody tr").all():
        cells = [words(cell.inner_text()).lower() for cell in row.locator("td").all()]
        drawn[words(row.locator(".ck-fact").inner_text()).rstrip(".").lower()] = cells
    assert drawn == {
        words(row["fact"]).lower(): [cell.replace(", ", " ", 1).lower() for cell in row["who"].values()]
        for row in report["ledger"]
    }
    rewinds = page.locator("[aria-labelledby$=turn] button", has_text="Rewind to here")
    assert (rewinds.count() > 0) == (report["turning-point"] is not None)


@pytest.mark.parametrize("standing", ["exemplary", "poor"])
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("width", [1280, 360])
def test_a_voila_page_played_by_keyboard_says_what_the_kit_says(
    page_at: MakePage, voila_host: str, scenario: str, standing: str, width: int
) -> None:
    choices = plan(scenario, standing)
    page = page_at(width, 800)
    open_voila(page, voila_host, scenario)
    play_by_keyboard(page, choices)
    compare(page, scenario, told_by_the_kit(scenario, choices))
    assert page.locator("h1").count() == 1
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), "the page scrolls sideways"
    assert_accessible(page, "body")


@pytest.mark.parametrize(("scenario", "standing", "width"), [
    ("celebration", "exemplary", 1280), ("curiosity", "poor", 1280), ("appraisal", "exemplary", 360),
    ("celebration", "poor", 360), ("curiosity", "exemplary", 360), ("appraisal", "poor", 1280),
])  # fmt: skip
def test_a_notebook_in_jupyterlab_played_by_keyboard_says_what_the_kit_says(
    page_at: MakePage, lab_host: str, scenario: str, standing: str, width: int
) -> None:
    choices = plan(scenario, standing)
    page = page_at(width, 800)
    open_lab(page, lab_host, scenario, "Begin")
    play_by_keyboard(page, choices, back=True)
    compare(page, scenario, told_by_the_kit(scenario, choices))
    assert_accessible(page, ".coachkit")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_every_phase_of_a_page_passes_axe(page_at: MakePage, voila_host: str, width: int, scheme: str) -> None:
    page = page_at(width, 800, scheme)
    page.goto(voila_host)
    assert_accessible(page, "body")
    open_voila(page, voila_host, "curiosity")
    assert_accessible(page, "body")
    page.get_by_role("button", name="Begin").click()
    page.locator("input[type=checkbox]").first.wait_for()
    assert_accessible(page, "body")
    page.locator("form button").last.click()
    for choice in plan("curiosity", "poor"):
        page.locator(f"input[value={choice}]").wait_for()
        assert_accessible(page, "body")
        page.locator(f"input[value={choice}]").check()
        page.get_by_role("button", name="Choose").click()
    page.locator("svg").wait_for()
    assert_accessible(page, "body")


def test_a_scene_offers_assistive_technology_what_was_promised(page_at: MakePage, voila_host: str) -> None:
    page = page_at()
    open_voila(page, voila_host, "curiosity")
    page.get_by_role("button", name="Begin").click()
    page.locator("input[type=checkbox]").first.wait_for()
    page.locator("form button").last.click()
    scenario = Library.default().entry("curiosity").scenario
    scene = scenario.scenes[scenario.start]
    region = page.get_by_role("region", name=scene.title)
    expect(region).to_be_visible()
    group = region.get_by_role("group", name=scene.ask)
    expect(group.get_by_role("radio")).to_have_count(len(scene.choices))
    expect(page.get_by_role("button", name="Choose")).to_be_visible()
    assert page.get_by_role("status").count() >= 1
    assert page.evaluate("document.documentElement.lang") == scenario.language
    page.get_by_role("button", name="Choose").click()  # nothing was chosen yet
    expect(page.get_by_role("alert")).not_to_be_empty()


def test_a_reload_goes_on_where_the_play_was(page_at: MakePage, voila_host: str) -> None:
    choices = plan("curiosity", "exemplary")
    page = page_at()
    open_voila(page, voila_host, "curiosity")
    page.get_by_role("button", name="Begin").click()
    page.locator("input[type=checkbox]").first.wait_for()
    page.locator("form button").last.click()
    for choice in choices[:2]:
        page.locator(f"input[value={choice}]").check()
        page.get_by_role("button", name="Choose").click()
        page.locator(f"input[value={choice}]").wait_for(state="detached")
    page.reload()
    expect(page.locator(f"input[value={choices[2]}]")).to_be_visible()
    expect(page.get_by_text(re.compile("2 decisions"))).to_be_visible()


def test_answers_and_rationales_are_not_in_a_page_before_the_debrief(page_at: MakePage, voila_host: str) -> None:
    page = page_at()
    received: list[str] = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda frame: received.append(str(frame))))
    open_voila(page, voila_host, "curiosity")
    page.get_by_role("button", name="Begin").click()
    page.locator("input[type=checkbox]").first.wait_for()
    page.locator("form button").last.click()
    page.locator("input[name=choice]").first.wait_for()
    sent = page.content() + "".join(received)
    entry = Library.default().entry("curiosity")
    for judgement in entry.key.choices.values():
        first = judgement.rationale.split("\n")[0]
        assert first not in sent
        assert json.dumps(first)[1:-1] not in sent


def test_screens_of_the_readme_exist() -> None:
    pictures = Path(__file__).parents[2] / "docs" / "images"
    assert {p.name for p in pictures.glob("*.png")} >= {"home.png", "scene.png", "debrief.png"}
