"""The page in a real browser: drawn at once, quick to answer, and not lost when something else is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from serve.harness import Server, free_port, until, write_notebook

BANNER = "#coachkit-banner"
RECOVERY_MS = 25_000


@pytest.fixture
def errors() -> Iterator[list[str]]:
    """What the page's scripts threw; any fails the test."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def play(server: Server, page_at: Callable[..., Page], errors: list[str]) -> Callable[..., Page]:
    """Open the stub play: play() or play(server=..., prepare=...)."""

    def opened(server: Server = server, prepare: Callable[[Page], None] = lambda _: None, **options: Any) -> Page:
        page = page_at(**options)
        page.on("pageerror", lambda error: errors.append(str(error)))
        prepare(page)
        page.goto(server.url + "voila/render/stub.ipynb")
        expect(page.locator(".ck-stage h1")).to_be_visible(timeout=RECOVERY_MS)
        return page

    return opened


def choose(page: Page, what: str) -> None:
    page.get_by_label(what).check()
    page.get_by_role("button", name="Choose").click()


def expect_chosen(page: Page, *choices: str) -> None:
    said = f"Chosen so far: {', '.join(choices) or 'nothing'}"
    expect(page.locator("#count")).to_have_text(said, timeout=RECOVERY_MS)


class Line:
    """The wire between page and server, to cut or to silence."""

    def __init__(self, page: Page) -> None:
        self.cut = False  # new connections are refused
        self.deaf = False  # what the page says does not arrive
        self.mute = False  # what the server says does not arrive
        self.sent: list[dict[str, Any]] = []
        self._open: list[WebSocketRoute] = []
        page.route_web_socket(re.compile(r"/channels"), self._connect)

    def hang_up(self) -> None:
        for one in self._open:
            one.close(code=1011, reason="cut")
        self._open.clear()

    def events(self, do: str) -> list[dict[str, Any]]:
        return [one for one in self.sent if one["do"] == do]

    def _connect(self, page_side: WebSocketRoute) -> None:
        if self.cut:
            page_side.close(code=1011, reason="cut")
            return
        self._open.append(page_side)
        server_side = page_side.connect_to_server()

        def to_server(frame: str | bytes) -> None:
            self.sent.append(json.loads(frame)["content"]["data"]["content"])
            if not self.deaf:
                server_side.send(frame)

        page_side.on_message(to_server)
        server_side.on_message(lambda frame: None if self.mute else page_side.send(frame))


def test_the_first_view_is_there_before_any_script(server: Server, page_at: Callable[..., Page]) -> None:
    page = page_at(java_script_enabled=False)
    page.goto(server.url + "voila/render/stub.ipynb")
    expect(page.get_by_role("heading", level=1)).to_have_text("A stub play")
    expect(page.locator("#coachkit-starting")).to_be_hidden()
    assert "<noscript>" in server.get("/voila/render/stub.ipynb").text  # a browser driven by a test never shows it


def test_a_click_is_answered(play: Callable[..., Page]) -> None:
    page = play()
    choose(page, "ask")
    expect_chosen(page, "ask")
    expect(page.locator(BANNER)).to_be_empty()


def test_a_first_visit_asks_for_little_and_for_nothing_elsewhere(
    server: Server, page_at: Callable[..., Page], outside_requests: list[str]
) -> None:
    page = page_at()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda loaded: sizes.append(loaded["encodedDataLength"]))
    page.goto(server.url + "voila/render/stub.ipynb")
    choose(page, "ask")
    expect_chosen(page, "ask")
    assert len(asked) <= 10, asked
    assert 0 < sum(sizes) <= 60_000
    assert outside_requests == []


def test_a_reload_goes_on_where_it_was(play: Callable[..., Page]) -> None:
    page = play()
    choose(page, "ask")
    expect_chosen(page, "ask")
    page.reload()
    expect_chosen(page, "ask")


def test_closing_the_tab_ends_its_kernel(server: Server, play: Callable[..., Page]) -> None:
    page = play()
    kernel = kernel_of(page)
    assert kernel in server.kernels()
    page.close(run_before_unload=True)
    until(lambda: kernel not in server.kernels(), 10)


def test_going_to_the_home_page_ends_the_kernel(server: Server, play: Callable[..., Page]) -> None:
    page = play()
    kernel = kernel_of(page)
    page.get_by_role("link", name="All scenarios").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Practise the conversation before you have it")
    until(lambda: kernel not in server.kernels(), 10)


def test_a_short_blip_is_nobody_s_concern(play: Callable[..., Page]) -> None:
    lines: list[Line] = []
    page = play(prepare=lambda page: lines.append(Line(page)))
    lines[0].hang_up()
    choose(page, "ask")
    expect_chosen(page, "ask")


def test_a_cut_line_is_said_and_mended_and_the_click_is_done_once(play: Callable[..., Page]) -> None:
    lines: list[Line] = []
    page = play(prepare=lambda page: lines.append(Line(page)))
    (line,) = lines
    choose(page, "ask")
    expect_chosen(page, "ask")
    line.cut = True
    line.hang_up()
    expect(page.locator(BANNER)).to_have_text(re.compile("The connection was lost. Your choices are safe"))
    choose(page, "tell")
    expect(page.locator("#count")).to_have_text("Chosen so far: ask")
    line.cut = False
    expect_chosen(page, "ask", "tell")
    assert len(line.events("choose")) == 2
    expect(page.locator(BANNER)).to_have_text("Connected again. You can go on.")
    expect(page.locator(BANNER)).to_be_empty(timeout=RECOVERY_MS)


def test_a_click_whose_answer_was_lost_is_not_sent_twice(play: Callable[..., Page]) -> None:
    lines: list[Line] = []
    page = play(prepare=lambda page: lines.append(Line(page)))
    (line,) = lines
    line.mute = True
    choose(page, "ask")
    until(lambda: (page.wait_for_timeout(50), line.events("choose"))[1])
    page.wait_for_timeout(300)
    line.hang_up()
    line.mute = False
    expect_chosen(page, "ask")
    assert len(line.events("choose")) == 1


def test_silence_is_noticed_and_mended(play: Callable[..., Page]) -> None:
    lines: list[Line] = []
    page = play(prepare=lambda page: lines.append(Line(page)))
    (line,) = lines
    line.deaf = True
    choose(page, "ask")
    expect(page.locator(BANNER)).to_have_text(re.compile("Still waiting for an answer"))
    line.deaf = False
    expect_chosen(page, "ask")


def test_a_second_thought_while_the_line_is_cut_replaces_the_first(play: Callable[..., Page]) -> None:
    lines: list[Line] = []
    page = play(prepare=lambda page: lines.append(Line(page)))
    (line,) = lines
    line.cut = True
    line.hang_up()
    choose(page, "ask")
    expect(page.get_by_role("button", name="Choose")).not_to_have_attribute("aria-disabled", "true", timeout=15_000)
    choose(page, "tell")
    line.cut = False
    expect_chosen(page, "tell")
    assert [one["choice"] for one in line.events("choose")] == ["tell"]


def test_a_killed_kernel_is_replaced_in_the_same_page(server: Server, play: Callable[..., Page]) -> None:
    page = play()
    page.evaluate("window.theSamePage = true")
    choose(page, "ask")
    expect_chosen(page, "ask")
    server.kernels()[kernel_of(page)].kill()
    choose(page, "tell")
    expect_chosen(page, "ask", "tell")
    choose(page, "ask")
    expect_chosen(page, "ask", "tell", "ask")
    assert page.evaluate("window.theSamePage")


def test_a_stopped_kernel_is_given_up_after_a_while(server: Server, play: Callable[..., Page]) -> None:
    page = play()
    choose(page, "ask")
    expect_chosen(page, "ask")
    stopped = server.kernels()[kernel_of(page)]
    stopped.suspend()
    choose(page, "tell")
    expect(page.locator(BANNER)).not_to_be_empty()
    expect(page.locator("#count")).to_have_text("Chosen so far: ask, tell", timeout=60_000)
    until(lambda: not stopped.is_running(), 15)


def test_a_restarted_server_is_found_again(launch: Callable[..., Server], play: Callable[..., Page]) -> None:
    port = f"--port={free_port()}"
    first = launch("--pool_size=0", port)
    page = play(server=first)
    choose(page, "ask")
    expect_chosen(page, "ask")
    first.stop()
    expect(page.locator(BANNER)).to_have_text(re.compile("Your choices are safe in this browser"))
    choose(page, "tell")
    launch("--pool_size=0", port)
    expect_chosen(page, "ask", "tell")
    expect(page.locator(BANNER)).to_be_empty(timeout=RECOVERY_MS)


def test_after_a_sleep_a_dead_line_is_found_without_a_click(play: Callable[..., Page]) -> None:
    lines: list[Line] = []
    page = play(prepare=lambda page: lines.append(Line(page)))
    (line,) = lines
    line.deaf = True  # the socket looks open on this side, as it does after a night
    page.evaluate(
        """() => {
          let hidden = true;
          Object.defineProperty(document, "hidden", { get: () => hidden });
          document.dispatchEvent(new Event("visibilitychange"));
          const now = Date.now; Date.now = () => now() + 3_600_000;
          hidden = false;
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    expect(page.locator(BANNER)).not_to_be_empty()
    line.deaf = False
    expect(page.locator(BANNER)).to_have_text("Connected again. You can go on.", timeout=RECOVERY_MS)


def test_a_page_of_the_back_forward_cache_comes_to_life(
    server: Server, launch_browser: Callable[..., Any], errors: list[str]
) -> None:
    browser = launch_browser(ignore_default_args=["--disable-back-forward-cache"])
    page = browser.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(server.url + "voila/render/stub.ipynb")
    choose(page, "ask")
    expect_chosen(page, "ask")
    page.evaluate("window.theSamePage = true")
    page.goto(server.url)
    page.go_back(wait_until="commit")
    expect_chosen(page, "ask")
    assert page.evaluate("window.theSamePage === true"), "the browser did not keep the page"
    choose(page, "tell")
    expect_chosen(page, "ask", "tell")
    browser.close()


def test_while_a_kernel_starts_the_page_says_so(
    launch: Callable[..., Server], only_stub: Path, page_at: Callable[..., Page]
) -> None:
    write_notebook(
        only_stub / "slow.ipynb", "Slow", "import time; time.sleep(3)", "from stub_play import Stub", "Stub()"
    )
    one = launch("--pool_size=0", folder=only_stub)
    page = page_at(360, 740)
    page.goto(one.url + "voila/render/slow.ipynb", wait_until="commit")
    expect(page.get_by_text("Setting up your practice")).to_be_visible()
    expect(page.get_by_text("Opening the first page")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=RECOVERY_MS)
    expect(page.get_by_text("Setting up your practice")).to_be_hidden()


def test_the_prose_of_the_notebook_stands_below_and_its_title_is_not_repeated(play: Callable[..., Page]) -> None:
    page = play()
    assert page.get_by_role("heading", level=1).all_inner_texts() == ["A stub play"]
    about = page.get_by_role("region", name="About this page")
    expect(about).to_contain_text("Some words.")
    assert page.title() == "A stub play"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", ["", "nothing", "voila/render/broken.ipynb"])
def test_the_pages_around_the_plays_are_accessible(
    server: Server, page_at: Callable[..., Page], path: str, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = page_at(width, 800, scheme)
    page.goto(server.url + path)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        "() => [...document.querySelectorAll('a')].filter(a => a.getBoundingClientRect().height < 44"
        " && !a.closest('.page-card')).map(a => a.outerHTML)"
    )
    assert small == []


def test_a_card_is_opened_with_the_keyboard(server: Server, page_at: Callable[..., Page]) -> None:
    page = page_at()
    page.goto(server.url)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="A stub play")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".ck-stage h1")).to_be_visible(timeout=RECOVERY_MS)


def kernel_of(page: Page) -> str:
    kernel: str = page.evaluate("JSON.parse(document.getElementById('coachkit-boot').textContent).kernel")
    return kernel
