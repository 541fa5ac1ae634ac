"""`python -m benchmarks`: prints both comparisons."""

from __future__ import annotations

import argparse
import platform
import sys
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser_setup import ARGUMENTS, CURE, find_browser

from benchmarks import engine, pages


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", choices=["pages", "engine"], help="one of the two")
    parser.add_argument("--scenario", default="curiosity", help="the story that is played (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=7, help="visits, or runs, a figure (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=1.0, help="of a run of an engine (default: %(default)s)")
    asked = parser.parse_args()
    print(
        f"Python {platform.python_version()}, Voilà {version('voila')}, ipywidgets {version('ipywidgets')}, "
        f"{platform.system()} on {platform.machine()}\n"
    )
    if asked.only != "engine":
        browser = find_browser()
        if browser is None:
            sys.exit(CURE)
        print(pages.report(asked.scenario, asked.runs, str(browser), ARGUMENTS), end="\n\n", flush=True)
    if asked.only != "pages":
        print(engine.report(asked.scenario, asked.seconds, asked.runs))


if __name__ == "__main__":
    main()
