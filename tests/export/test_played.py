"""Exported files opened as a person opens them: from a stick, with no network, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.keyboard import play_by_keyboard
from generators import base
from playwright.sync_api import Page, expect

from coachkit.content import Library
from coachkit.export import page, write_page, write_site

SCENARIOS = ("curiosity", "celebration")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stick")
    for scenario in SCENARIOS:
        write_page(Library.default().entry(scenario), folder / f"{scenario}.html")
    return folder


class Visit:
    """A browser without a network, and what it asked for and complained of."""

    def __init__(self, sheet: Page) -> None:
        self.page = sheet
        self.asked: set[str] = set()
        self.troubles: list[str] = []
        sheet.context.set_offline(True)
        sheet.context.route("http://**", lambda route: route.abort())
        sheet.context.route("https://**", lambda route: route.abort())
        sheet.on("request", lambda request: self.asked.add(request.url))
        sheet.on("console", lambda message: self.troubles.append(message.text))
        sheet.on("pageerror", lambda error: self.troubles.append(str(error)))

    def open(self, file: Path) -> Page:
        self.page.goto(file.as_uri())
        return self.page


@pytest.fixture
def visit(page_at: Callable[..., Page]) -> Callable[..., Visit]:
    return lambda *args, **options: Visit(page_at(*args, **options))


def plan(scenario: str, standing: str) -> tuple[str, ...]:
    entry = Library.default().entry(scenario)
    return next(p.choices for p in entry.plans.values() if entry.scenario.endings[p.ending].standing == standing)


def assert_no_barrier(sheet: Page) -> None:
    found = Axe().run(sheet, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("standing", ["exemplary", "poor"])
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_file_is_played_by_keyboard_without_a_network(
    scenario: str, width: int, scheme: str, standing: str, files: Path, visit: Callable[..., Visit]
) -> None:
    file = files / f"{scenario}.html"
    guest = visit(width, 800, scheme)
    sheet = guest.open(file)
    entry = Library.default().entry(scenario)
    expect(sheet.get_by_role("button", name="Begin")).to_be_visible()
    expect(sheet.get_by_role("heading", level=1)).to_have_text(entry.scenario.title)
    assert_no_barrier(sheet)

    play_by_keyboard(sheet, plan(scenario, standing))

    ended = {e.title for e in entry.scenario.endings.values() if e.standing == standing}
    heading = sheet.locator(f"#{scenario}-ending")
    assert heading.inner_text() in ended
    expect(heading).to_be_focused()
    for fold in sheet.locator("details").all():
        fold.evaluate("(one) => { one.open = true; }")
    assert_no_barrier(sheet)
    assert sheet.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert guest.asked == {file.as_uri()}
    assert guest.troubles == []


def test_a_reload_goes_on_where_one_was_and_keeps_what_was_written(files: Path, visit: Callable[..., Visit]) -> None:
    file = files / "curiosity.html"
    sheet = visit().open(file)
    choices = plan("curiosity", "exemplary")
    sheet.get_by_role("button", name="Begin").click()
    sheet.get_by_role("button", name="Go on").click()
    for choice in choices[:2]:
        sheet.locator(f"input[value={choice}]").check()
        sheet.get_by_role("button", name="Choose").click()
    sheet.reload()
    expect(sheet.get_by_text("Your way so far: 2 decisions")).to_be_visible()
    for choice in choices[2:]:
        sheet.locator(f"input[value={choice}]").check()
        sheet.get_by_role("button", name="Choose").click()
    sheet.locator("textarea").first.fill("I would wait.")
    told = sheet.locator(".ck-debrief").inner_text()
    sheet.reload()
    expect(sheet.locator("textarea").first).to_have_value("I would wait.")
    assert sheet.locator(".ck-debrief").inner_text() == told


def test_a_debrief_can_be_saved_and_erased_from_a_file(files: Path, visit: Callable[..., Visit]) -> None:
    sheet = visit().open(files / "curiosity.html")
    sheet.get_by_role("button", name="Begin").click()
    sheet.get_by_role("button", name="Go on").click()
    for choice in plan("curiosity", "poor"):
        sheet.locator(f"input[value={choice}]").check()
        sheet.get_by_role("button", name="Choose").click()
    with sheet.expect_download() as saving:
        sheet.get_by_role("button", name="Save as a handout").click()
    assert "The two sides" in Path(saving.value.path()).read_text("utf-8")
    erase = sheet.locator("[data-local=erase]")
    erase.click()
    erase.click()
    expect(sheet.get_by_role("button", name="Begin")).to_be_visible()
    assert sheet.evaluate("localStorage.length") == 0


def test_a_printed_file_shows_the_play_and_nothing_to_press(files: Path, visit: Callable[..., Visit]) -> None:
    sheet = visit().open(files / "curiosity.html")
    sheet.emulate_media(media="print")
    expect(sheet.get_by_text("You coach at the Escuela del Puerto")).to_be_visible()
    expect(sheet.get_by_role("button", name="Begin")).to_be_hidden()
    expect(sheet.locator(".page-foot")).to_be_hidden()


def test_without_a_script_the_first_view_is_read(files: Path, visit: Callable[..., Visit]) -> None:
    sheet = visit(java_script_enabled=False).open(files / "curiosity.html")
    expect(sheet.get_by_text("You coach at the Escuela del Puerto")).to_be_visible()
    expect(sheet.get_by_role("heading", level=1)).to_have_text("Noise from sixth B")


def test_an_old_browser_and_a_cut_off_file_get_a_plain_sentence(tmp_path: Path, page_at: Callable[..., Page]) -> None:
    file = tmp_path / "old.html"
    write_page(base(), file)
    old = page_at()
    old.add_init_script("delete window.DecompressionStream")
    old.goto(file.as_uri())
    expect(old.get_by_role("alert").filter(has_text="This page could not start.")).to_be_visible()
    whole = page(base())
    start = whole.index('id="data">') + 10
    file.write_text(whole[: start + 400] + whole[start + 800 :], encoding="utf-8")
    damaged = page_at()
    damaged.goto(file.as_uri())
    expect(damaged.get_by_role("alert").filter(has_text="please fetch it again")).to_be_visible()


def test_every_link_of_a_site_opens_from_the_stick(tmp_path: Path, visit: Callable[..., Visit]) -> None:
    library = Library(Library.default().folder)
    own = [one for one in library.ids() if one in SCENARIOS]
    library.ids = lambda: tuple(own)  # type: ignore[method-assign]
    places = write_site(library, tmp_path)
    guest = visit(360)
    sheet = guest.open(places[-1])
    assert_no_barrier(sheet)
    assert sheet.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    titles = [link.inner_text() for link in sheet.get_by_role("link").all()]
    assert len(titles) == len(own)
    for title in titles:
        sheet.get_by_role("link", name=title).click()
        expect(sheet.get_by_role("heading", level=1)).to_have_text(title)
        expect(sheet.get_by_role("button", name="Begin")).to_be_visible()
        sheet.go_back()
    assert guest.asked == {place.as_uri() for place in places}
    assert guest.troubles == []
