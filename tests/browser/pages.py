"""What several browser tests do with a page: open it in JupyterLab, look for what axe finds, a plan to play."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from coachkit.content import Library


def plan(scenario: str, standing: str) -> tuple[str, ...]:
    """The golden plan of that scenario that ends so."""
    entry = Library.default().entry(scenario)
    return next(p.choices for p in entry.plans.values() if entry.scenario.endings[p.ending].standing == standing)


def assert_accessible(page: Page, within: str = "body") -> None:
    found = Axe().run(page, context=within)
    assert found.violations_count == 0, found.generate_report()


def fits(page: Page) -> bool:
    """Whether nothing sticks out at the side."""
    return not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def open_lab(page: Page, host: str, notebook: str, first: str) -> None:
    """Run a notebook in JupyterLab, until its view has that button."""
    page.goto(f"{host}/doc/workspaces/w{id(page)}/tree/{notebook}.ipynb?reset")  # one document, no side bars
    expect(page.locator(".jp-Notebook")).to_be_visible(timeout=30_000)
    page.locator(".jp-Notebook .jp-Cell").first.click()
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=30_000)
    page.keyboard.press("Escape")
    for _ in range(3):  # the title, the prose and the view; the selection then stands on the cell after it
        page.keyboard.press("Shift+Enter")
    expect(page.locator(".coachkit button", has_text=first)).to_be_visible(timeout=30_000)
