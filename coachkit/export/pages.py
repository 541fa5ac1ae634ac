"""One scenario as one HTML file: its first view, its automaton, and the kit's own script and style."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from functools import cache
from html import escape
from pathlib import Path

from coachkit.content.library import Entry
from coachkit.export.bundle import bundle
from coachkit.export.files import write_whole
from coachkit.sessions import Play
from coachkit.ui.play import direction, language, play_view
from coachkit.ui.tree import Node, as_html, h

STATIC = Path(__file__).parent / "static"
KIT = Path(__file__).parent.parent / "ui" / "static"
MODULES = ("play.js", "drawing.js", "debrief.js", "page.js", "start.js")

KEEPS = "{} own answer key, for whoever looks inside; what you choose and write stays in this browser."
NO_SCRIPT = "This page needs JavaScript to be played. Switch it on for this page, and open it again."


def page(entry: Entry) -> str:
    """The whole page: it asks for nothing from outside, and is the same for the same scenario.

    Raises TooManyStates for a scenario that cannot be explored.
    """
    play = Play(entry)
    data = json.dumps(bundle(entry), ensure_ascii=False, separators=(",", ":")).encode()
    packed = base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
    body = (
        f'<main class="page-play"><noscript><p class="page-note">{NO_SCRIPT}</p></noscript>'
        '<p class="page-note" id="trouble" role="alert" lang="en"></p>'
        f'<div class="coachkit" id="play">{as_html(play_view(play))}</div></main>'
        f"{as_html(foot())}"
        f'<script type="text/plain" id="data">{packed}</script>'
    )
    return document(body, entry.scenario.title, language(play), direction(play), script=script())


def write_page(entry: Entry, path: Path) -> Path:
    """Write the page to a file, and give its place. Raises ExportFailed, and leaves no half file."""
    return write_whole(path, page(entry))


def document(body: str, title: str, lang: str, dir_: str, *, script: str = "", more_css: str = "") -> str:
    """A page with one style and at most one script, which may load nothing else at all."""
    css = style() + more_css
    run = f'<script type="module">{script}</script>' if script else ""
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src " + (_fingerprint(script) if script else "'none'"),
            f"style-src {_fingerprint(css)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return (
        f'<!doctype html>\n<html lang="{escape(lang)}" dir="{dir_}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">'
        f"<title>{escape(title, quote=False)}</title><style>{css}</style></head>"
        f"<body>{body}{run}</body></html>\n"
    )


def foot(holds: str = "This one file holds its") -> Node:
    """What the page says about itself, in the language it says it in."""
    return h("footer", {"class": "page-foot", "lang": "en", "dir": "ltr"}, h("p", None, KEEPS.format(holds)))


def _fingerprint(text: str) -> str:
    """How a policy names an element's text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def style() -> str:
    return "".join(
        (folder / name).read_text("utf-8")
        for folder, name in ((KIT, "kit.css"), (KIT, "front.css"), (STATIC, "page.css"))
    )


@cache
def script() -> str:
    """kit.js as it is, then the modules of this room, in a block of their own so that no name meets another."""
    ours = "".join(_unwrapped((STATIC / name).read_text("utf-8")) for name in MODULES)
    return f"{(KIT / 'kit.js').read_text('utf-8')}{{\n{ours}}}\n"


def _unwrapped(module: str) -> str:
    """A module without its imports, exports and comments of types, which a page of its own does not need."""
    code = re.sub(r"^import .*\n|^ *// .*\n|/\*\*[\s\S]*?\*/ ?\n?", "", module, flags=re.MULTILINE)
    return re.sub(r"^export |^ +|\n(?=\n)", "", code, flags=re.MULTILINE)
