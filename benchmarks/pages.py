"""Our page beside stock Voilà with plain ipywidgets: the same story, engine, machine and browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks import servers
from benchmarks.servers import Server, memory_mb
from benchmarks.table import table

PROBE = Path(__file__).with_name("probe.js").read_text("utf-8")
CLICKS = 4  # a visit; a play is longer
OUR_HOSTS = {"127.0.0.1", "localhost"}


@dataclass
class Traffic:
    """What one visit moved, as the browser counts it."""

    requests: int = 0
    outside: int = 0
    bytes: int = 0
    socket_bytes: int = 0

    def watch(self, context: BrowserContext, page: Any) -> None:
        """Begin to count."""
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", lambda e: self._asked(e["request"]["url"]))
        wire.on("Network.webSocketCreated", lambda e: self._asked(e["url"]))
        wire.on("Network.loadingFinished", lambda e: self._got(int(e["encodedDataLength"])))
        wire.on("Network.webSocketFrameReceived", lambda e: self._heard(len(e["response"]["payloadData"])))

    def _asked(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https", "ws", "wss"}:
            self.requests += 1
            self.outside += parts.hostname not in OUR_HOSTS

    def _got(self, count: int) -> None:
        self.bytes += count

    def _heard(self, count: int) -> None:
        self.socket_bytes += count


@dataclass
class Visits:
    """What the visits to one page under one condition gave."""

    paint_ms: list[float] = field(default_factory=list)
    choice_ms: list[float] = field(default_factory=list)
    click_ms: list[float] = field(default_factory=list)
    traffic: list[Traffic] = field(default_factory=list)
    memory: list[tuple[float, str]] = field(default_factory=list)

    def visit(self, context: BrowserContext, server: Server, *, counted: bool = True) -> None:
        """Open the page, reach the first choice, take a few, close."""
        before = {kernel.pid for kernel in server.kernels()}
        page = context.new_page()
        traffic = Traffic()
        traffic.watch(context, page)
        page.add_init_script(PROBE)
        page.goto(server.address, wait_until="commit")
        choice_ms = page.evaluate("coachkitProbe.firstChoice()")
        page.wait_for_load_state("networkidle")
        loaded = Traffic(traffic.requests, traffic.outside, traffic.bytes, traffic.socket_bytes)
        clicks = [page.evaluate("coachkitProbe.choose()") for _ in range(CLICKS)]
        if counted:
            self.choice_ms.append(choice_ms)
            self.paint_ms.append(page.evaluate("coachkitProbe.paint()"))
            self.click_ms += [click for click in clicks if click is not None]
            self.traffic.append(loaded)
            # Made for this visit when nothing was made ahead; with a pool, newer ones are its refill.
            if mine := [kernel for kernel in server.kernels() if kernel.pid not in before]:
                self.memory.append(memory_mb(mine[0]))
        page.close()


def _cold(browser: Browser, pages: Sequence[Server], runs: int) -> list[Visits]:
    """Each visit with a new kernel and an empty cache."""
    found = [Visits() for _ in pages]
    for _ in range(runs):
        for visits, server in zip(found, pages, strict=True):
            server.settle()
            context = browser.new_context()
            visits.visit(context, server)
            context.close()
    return found


def _warm(browser: Browser, pages: Sequence[Server], runs: int) -> list[Visits]:
    """Each visit by someone who was here before, with a kernel that was made ahead."""
    found = [Visits() for _ in pages]
    contexts = [browser.new_context() for _ in pages]
    for run in range(runs + 1):
        for visits, server, context in zip(found, pages, contexts, strict=True):
            server.settle()
            visits.visit(context, server, counted=run > 0)
    for context in contexts:
        context.close()
    return found


def report(scenario: str, runs: int, browser_path: str, arguments: Sequence[str]) -> str:
    """The comparison as text."""
    conditions: list[tuple[str, bool, Callable[..., list[Visits]]]] = [("cold", False, _cold), ("warm", True, _warm)]
    results: dict[str, list[Visits]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(arguments))
        for name, preheated, measure in conditions:
            with ExitStack() as stack:
                pages = [
                    stack.enter_context(make(scenario, preheated=preheated)) for make in (servers.ours, servers.stock)
                ]
                results[name] = measure(browser, pages, runs)
        browser.close()
    return _text(scenario, runs, results)


def _text(scenario: str, runs: int, results: dict[str, list[Visits]]) -> str:
    (our_cold, their_cold), (our_warm, their_warm) = results["cold"], results["warm"]

    def row(name: str, ours: float, theirs: float, unit: str, digits: int = 0) -> list[str]:
        times = f"{theirs / ours:.1f} x" if ours else ""
        return [name, f"{ours:,.{digits}f} {unit}", f"{theirs:,.{digits}f} {unit}", times]

    def of(visits: Visits, what: str) -> float:
        return median(getattr(traffic, what) for traffic in visits.traffic)

    rows = [["", "coachkit", "stock Voilà", "stock / ours"]]
    for name, ours, theirs in (("cold", our_cold, their_cold), ("warm", our_warm, their_warm)):
        rows += [
            row(f"first choice clickable, {name}", median(ours.choice_ms), median(theirs.choice_ms), "ms"),
            row(f"first picture, {name}", median(ours.paint_ms), median(theirs.paint_ms), "ms"),
        ]
    rows += [
        row("a click to the next scene", median(our_warm.click_ms), median(their_warm.click_ms), "ms", 1),
        row("bytes of a first visit", of(our_cold, "bytes") / 1e3, of(their_cold, "bytes") / 1e3, "kB", 1),
        row("of a later visit", of(our_warm, "bytes") / 1e3, of(their_warm, "bytes") / 1e3, "kB", 1),
        row("over its websockets", of(our_cold, "socket_bytes") / 1e3, of(their_cold, "socket_bytes") / 1e3, "kB", 1),
        row("requests of a first visit", of(our_cold, "requests"), of(their_cold, "requests"), ""),
        row("of these to other hosts", of(our_cold, "outside"), of(their_cold, "outside"), ""),
    ]
    our_memory, their_memory = (median(mb for mb, _ in v.memory) for v in (our_cold, their_cold))
    rows.append(row(f"memory a kernel, {our_cold.memory[0][1]}", our_memory, their_memory, "MB", 1))
    outside = of(their_cold, "outside")
    return "\n".join(
        [
            table(rows),
            "",
            f"Scenario '{scenario}', medians of {runs} visits. Cold: new kernel, empty cache. Warm: kernel made ahead, cache",
            "of an earlier visit. Times run from the start of the navigation. Both pages have the same screens, and both times",
            'hold the two presses before the first scene ("Begin" and "Go on", each answered by the kernel).',
            *(
                [
                    f"Stock Voilà asked other hosts for {outside:.0f} files; where these cannot be reached, they fail at once and cost it little."
                ]
                if outside
                else []
            ),
        ]
    )
