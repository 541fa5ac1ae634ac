"""The outer page around a tree: head, stylesheet, and the few lines every page shares."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from coachkit.serve.assets import Assets
from coachkit.ui.tree import Node, as_html, h

KEEPS = (
    "Your choices stay in this browser. Nothing you choose or write is stored on the server, "
    "and nobody else can look it up."
)


def document(body: Node, *, title: str, base_url: str, assets: Assets, lang: str = "en", direction: str = "ltr") -> str:
    """A whole page that needs no script."""
    return f"{head(title, base_url, assets, lang, direction)}<body>{as_html(body)}</body></html>\n"


def head(
    title: str,
    base_url: str,
    assets: Assets,
    lang: str = "en",
    direction: str = "ltr",
    modules: Sequence[str] = (),
) -> str:
    """Everything up to the body: one stylesheet, one icon, nothing from elsewhere.

    modules : addresses of scripts to fetch already, while the rest of the page is being made
    """
    early = "".join(f'<link rel="modulepreload" href="{escape(one)}">' for one in modules)
    css = escape(assets.url(base_url, "page.css"))
    icon = escape(assets.url(base_url, "icon.svg"))
    return (
        f'<!doctype html><html lang="{escape(lang)}" dir="{escape(direction)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title>"
        f'<link rel="icon" href="{icon}" type="image/svg+xml"><link rel="stylesheet" href="{css}">{early}</head>'
    )


def masthead(base_url: str) -> Node:
    """The way back to all scenarios, above every page that is not the home page."""
    return h(
        "header",
        {"class": "page-head"},
        h("nav", {"aria-label": "coachkit"}, h("a", {"href": base_url, "class": "page-home"}, "All scenarios")),
    )


def notice(heading: str, sentences: tuple[str, ...], base_url: str, again: str | None = None) -> Node:
    """A plain page for when something is not as it should be; `again` is an address to try once more."""
    links = [
        h("a", {"href": again, "class": "page-button"}, "Try again") if again else None,
        h("a", {"href": base_url, "class": "page-link"}, "All scenarios"),
    ]
    return h(
        "main",
        {"class": "page-notice"},
        h("h1", None, heading),
        [h("p", None, sentence) for sentence in sentences],
        h("p", {"class": "page-actions"}, links),
    )


def data_script(element_id: str, value: object) -> str:
    """JSON inside the page, where no value can end the script element early."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for raw, safe in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(raw, safe)
    return f'<script type="application/json" id="{escape(element_id)}">{text}</script>'
