"""The page's own script in a browser, without a page: events in, views out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from export.plays import fingerprint
from playwright.sync_api import Page, Route

from coachkit.content.library import Entry
from coachkit.export.bundle import bundle
from coachkit.export.pages import KIT, STATIC

ADDRESS = "http://127.0.0.1:9/"  # answered by a route; nothing listens there

ANSWERS = """async ([lists, from]) => {
  const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
  return Promise.all(lists.map(async (events, i) => {
    const session = new window.own.Session(window.data);
    const views = [session.view, ...events.map((event) => session.answer(event))].map((view) => JSON.stringify(view));
    const text = views.slice(from[i]).join("\\n");
    return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  }));
}"""
VIEWS = """(events) => {
  const session = new window.own.Session(window.data);
  return [session.view, ...events.map((event) => session.answer(event))].map((view) => JSON.stringify(view));
}"""


class Browser:
    """The page's side."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        self._page = page
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.route(f"{ADDRESS}**", _serve)
        page.goto(ADDRESS)
        page.evaluate("async () => { window.own = await import('/page.js'); }")

    def take(self, entry: Entry) -> None:
        """Play this scenario from now on."""
        self._page.evaluate("(data) => { window.data = data; }", bundle(entry))

    def fingerprints(self, lists: list[list[Any]], first: list[int]) -> list[str]:
        """For each list of events, the fingerprint of the views from number `first` on."""
        found: list[str] = self._page.evaluate(ANSWERS, [lists, first])
        return found

    def views(self, events: list[Any]) -> list[str]:
        found: list[str] = self._page.evaluate(VIEWS, events)
        return found

    def compare(self, entry: Entry, plays: list[tuple[list[Any], list[str]]]) -> None:
        """Both sides after the same events; the first view in which they differ is shown."""
        self.take(entry)
        first = [len(events) + 1 - len(views) for events, views in plays]
        found = self.fingerprints([events for events, _ in plays], first)
        for (events, views), skipped, mark in zip(plays, first, found, strict=True):
            if mark != fingerprint(views):
                theirs = self.views(events)[skipped:]
                number = next(i for i, (one, other) in enumerate(zip(theirs, views, strict=True)) if one != other)
                did = events[: skipped + number]
                assert json.loads(theirs[number]) == json.loads(views[number]), f"after {did}"
                raise AssertionError(f"the views are equal, but not written alike, after {did}")
        assert self.errors == []


def _serve(route: Route) -> None:
    name = route.request.url.removeprefix(ADDRESS)
    if name.endswith(".js"):
        folder = KIT if name == "kit.js" else STATIC
        route.fulfill(body=(folder / name).read_text("utf-8"), content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>x</title>", content_type="text/html")


@pytest.fixture
def own_side(page_at: Callable[..., Page]) -> Browser:
    return Browser(page_at())
