"""A page with one play on it, and a host in Python that answers what the browser sends."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route
from ui.fixtures import FakePlay

from coachkit.errors import EventRefused
from coachkit.ui.view import PLAY
from coachkit.ui.widget import STATIC

ADDRESS = "http://127.0.0.1:9/"  # answered by a route; nothing listens there
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A play</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/kit.css">
<style>body { margin: 0 }</style></head><body><main><div class="coachkit" id="root"></div></main>
<script type="module">
import * as kit from "/kit.js";
window.kit = kit;
let view = await window.firstView();
let tell;
window.give = (next) => { view = next; tell(next); };
window.mounted = kit.mount(document.getElementById("root"), {
  view: () => view,
  onView(cb) { tell = cb; return () => { window.stopped = true; }; },
  async send(event) {
    if (window.refuseToSend) throw new Error("no connection");
    const answer = await window.toPython(JSON.stringify(event));
    if (answer) window.give(answer);
  },
  headingShift: Number(new URLSearchParams(location.search).get("shift") ?? 0),
  banner(show) { window.showBanner = show; },
});
</script></body></html>"""


class Table:
    """A play and the page it is played on; `sent` holds every message as it came."""

    def __init__(self, context: BrowserContext, play: FakePlay) -> None:
        self.context = context
        self.play = play
        self.n = 1
        self.sent: list[str] = []
        self.errors: list[str] = []
        self.answers = True
        context.route(f"{ADDRESS}**", self._serve)
        context.expose_function("firstView", lambda: PLAY.first_view(self.play))
        context.expose_function("toPython", self._hear)
        self.page = self.open()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(message) for message in self.sent]

    def open(self, query: str = "") -> Page:
        """A page on the play in this browser; a second call is a visit later on."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(ADDRESS + query)
        page.wait_for_function("window.mounted")
        return page

    def _hear(self, message: str) -> dict[str, object] | None:
        self.sent.append(message)
        if not self.answers:
            return None
        before = self.play
        self.n += 1
        try:
            self.play = before.handle(json.loads(message))
        except EventRefused:
            return PLAY.next_view(before, before, self.n, "That did not fit.")
        return PLAY.next_view(before, self.play, self.n)

    @staticmethod
    def _serve(route: Route) -> None:
        name = route.request.url.removeprefix(ADDRESS).split("?")[0]
        if name in ("kit.js", "kit.css"):
            kind = "text/javascript" if name.endswith("js") else "text/css"
            route.fulfill(body=(STATIC / name).read_text(encoding="utf-8"), content_type=kind)
        elif name == "":
            route.fulfill(body=PAGE, content_type="text/html")
        else:
            route.fulfill(status=404, body="")


@pytest.fixture
def table(new_context: Callable[..., BrowserContext]) -> Callable[..., Table]:
    """Lay out a play: table(play, width=360, scheme="dark", script="..."); further options go to the context."""

    def lay(play: FakePlay, width: int = 1280, scheme: str = "light", script: str = "", **options: Any) -> Table:
        context = new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **options)
        if script:
            context.add_init_script(script)
        return Table(context, play)

    return lay
