"""A browser that talks to this machine only.

Browser tests build on pytest-playwright (`page`, `context`, `new_context`); `page_at` is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import browser_setup
import pytest
from playwright.sync_api import BrowserContext, Page

OUR_HOSTS = {"127.0.0.1", "localhost"}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """pytest-playwright's launch arguments, with the Chromium of this machine."""
    browser = browser_setup.find_browser()
    if browser is None:
        pytest.fail(browser_setup.CURE, pytrace=False)
    return {
        **browser_type_launch_args,
        "executable_path": str(browser),
        "args": [
            *browser_setup.ARGUMENTS,
            # The net under the guard below: no other name resolves at all.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ],
    }


@pytest.fixture
def outside_requests() -> list[str]:
    """Addresses outside this machine that the test's pages asked for; any fails the test."""
    return []


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], outside_requests: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """pytest-playwright's maker of contexts, under a guard against requests to other hosts."""

    def note(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in OUR_HOSTS:
            outside_requests.append(address)

    # Watching, not routing: a route would switch off the browser's cache.
    def guarded(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.on("request", lambda request: note(request.url))
        context.on("page", lambda page: page.on("websocket", lambda socket: note(socket.url)))
        return context

    yield guarded
    if outside_requests:
        pytest.fail("a page asked for " + ", ".join(outside_requests), pytrace=False)


@pytest.fixture
def page_at(new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Make a page of a size and colour scheme, in a context (cookies, storage, cache) of its own.

    page_at(360, 740, "dark", reduced_motion="reduce"); further options go to Playwright's
    `browser.new_context`.
    """

    def make(width: int = 1280, height: int = 800, scheme: str = "light", **options: Any) -> Page:
        context = new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        return context.new_page()

    return make
