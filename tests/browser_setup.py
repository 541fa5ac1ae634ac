"""The browser the tests drive: find one, else install one.

`make browser` runs this file; `tests/conftest.py` and `benchmarks` ask it where the browser is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
# Where installers put it without adding it to the path.
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
)
# Root has no sandbox; the rest keeps Chromium from calling its maker.
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SKIP = "COACHKIT_NO_BROWSER"
CURE = (
    "no browser for the browser tests: install Chromium, Chrome or Edge, or name one with "
    f"COACHKIT_BROWSER=/path/to/chromium. To leave the browser tests out on purpose: {SKIP}=1"
)


def find_browser() -> Path | None:
    """The Chromium to drive, or None when this machine has none that runs."""
    named = os.environ.get("COACHKIT_BROWSER")
    if named:
        return _that_runs(named)
    for candidate in (*NAMES, *(os.path.expandvars(place) for place in PLACES)):
        if browser := _that_runs(candidate):
            return browser
    return _playwrights_own()


def install_browser() -> Path | None:
    """The Chromium just installed, or None when it could not be."""
    print("No browser found; asking Playwright for one", flush=True)
    if _did([sys.executable, "-m", "playwright", "install", "chromium"]) and (browser := _playwrights_own()):
        return browser
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Playwright could not; installing Debian's chromium", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        if _did(["apt-get", "update", "-qq"], quiet) and _did(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], quiet
        ):
            return find_browser()
    return None


def _that_runs(candidate: str) -> Path | None:
    found = shutil.which(candidate)
    if found is None:
        return None
    if sys.platform == "win32":  # there --version opens a window
        return Path(found)
    # Ubuntu's chromium-browser may be a note that says to install a snap.
    return Path(found) if _did([found, "--version"], seconds=30) else None


def _playwrights_own() -> Path | None:
    # In a process of its own: Playwright leaves an event loop running in the one that asks.
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    place = Path(answer.stdout.strip() or "nowhere")
    return place if answer.returncode == 0 and place.is_file() else None


def _did(command: list[str], env: dict[str, str] | None = None, seconds: int = 300) -> bool:
    try:
        done = subprocess.run(
            command,
            env=env,
            timeout=seconds,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main() -> None:
    """Say which browser the tests will use; never fail, for the browser tests say it better."""
    if os.environ.get(SKIP) == "1":
        print(f"The browser tests are left out ({SKIP}=1)")
        return
    browser = find_browser()
    if browser is None and not os.environ.get("COACHKIT_BROWSER"):
        browser = install_browser()
    print(f"Browser for the tests: {browser}" if browser else f"The browser tests will fail: {CURE}")


if __name__ == "__main__":
    main()
