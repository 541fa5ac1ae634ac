"""Takes the pictures of the README again: `make screenshots`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser_setup import ARGUMENTS, CURE, find_browser

from benchmarks.servers import ours
from coachkit.content.library import Library
from coachkit.content.model import Plan

SCENARIO = "curiosity"
PICTURES = Path(__file__).resolve().parent / "images"
WIDE = (1280, 860)
TALL = (1280, 1240)  # a whole scene; the first part of a debrief
PHONE = (360, 760)


def plan_to_show() -> Plan:
    """A play whose debrief has something to say: a mixed ending if there is one."""
    entry = Library.default().entry(SCENARIO)
    order = ("mixed", "sound", "poor", "exemplary")
    return min(entry.plans.values(), key=lambda plan: order.index(entry.scenario.endings[plan.ending].standing))


def page_of(browser: Browser, size: tuple[int, int], scheme: str = "light") -> Page:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of Playwright's literals
        reduced_motion="reduce",
    )
    return context.new_page()


def begin(page: Page, address: str) -> None:
    """Open the app and go to its first scene."""
    page.goto(address)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("radio").first.wait_for()


def choose(page: Page, choice: str) -> None:
    """Take the choice of that id."""
    page.locator(f"input[type=radio][value='{choice}']").check()
    page.get_by_role("button", name="Choose", exact=True).click()
    page.locator(f"input[type=radio][value='{choice}']").wait_for(state="detached")


def keep(page: Page, name: str) -> None:
    """Store what is in the window, from its top."""
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/images/{name}.png")


def main() -> None:
    """Home page, first page, a scene wide and on a phone, the debrief, a situation of the quiz."""
    found = find_browser()
    if found is None:
        sys.exit(CURE)
    PICTURES.mkdir(exist_ok=True)
    plan = plan_to_show()
    with sync_playwright() as playwright, ours(SCENARIO, preheated=True) as server:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        page = page_of(browser, WIDE)
        page.goto(server.address.split("voila/")[0])
        keep(page, "home")
        page.goto(server.address)
        page.get_by_role("button", name="Begin").wait_for()
        keep(page, "context")
        begin(page, server.address)
        page.set_viewport_size({"width": TALL[0], "height": TALL[1]})
        choose(page, plan.choices[0])
        keep(page, "scene")
        for choice in plan.choices[1:]:
            choose(page, choice)
        page.get_by_role("button", name="Save as a handout").wait_for()
        keep(page, "debrief")
        phone = page_of(browser, PHONE, "dark")
        begin(phone, server.address)
        keep(phone, "phone")
        quiz = page_of(browser, TALL)
        quiz.goto(server.address.replace(SCENARIO, "mastery_quiz"))
        quiz.get_by_role("button", name="Begin the quiz").click()
        quiz.get_by_role("button", name="I would rather not say").click()
        quiz.locator("input[name=most]").nth(1).check()
        quiz.locator("input[name=least]").nth(3).check()
        keep(quiz, "quiz")
        browser.close()


if __name__ == "__main__":
    main()
