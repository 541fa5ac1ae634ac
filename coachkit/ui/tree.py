"""The tree of elements a view is made of, and its two written forms: HTML and JSON.

Only what is in the allow-list below can be built. `static/kit.js` holds the same list and drops
what is not in it, so a view cannot carry a script, a style, a picture from elsewhere or a link
that leaves the page, whatever the content says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TypeAlias

from coachkit.errors import CoachkitError

HTML_TAGS = frozenset(
    [
        "a",
        "article",
        "blockquote",
        "br",
        "button",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "header",
        "input",
        "label",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "progress",
        "section",
        "span",
        "strong",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
SVG_TAGS = frozenset(["svg", "g", "path", "rect", "line", "text", "title", "desc"])
VOID_TAGS = frozenset({"br", "hr", "input"})

# Attribute -> a pattern its whole value must match. `re.ASCII` keeps \w to what a browser calls a name.
_IDS = r"[A-Za-z][\w-]*"
_COUNT = r"\d{1,9}"
_NUMBER = r"-?\d{1,5}(\.\d{1,3})?"
ATTRIBUTES: Mapping[str, str] = {
    "id": _IDS,
    "class": r"[\w -]*",
    "lang": r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*",
    "dir": r"ltr|rtl|auto",
    "tabindex": r"0|-1",
    "role": r"alert|cell|columnheader|group|img|list|listitem|note|region|row|rowgroup|rowheader|status|table",
    "aria-label": r"[\s\S]*",
    "aria-labelledby": rf"{_IDS}( {_IDS})*",
    "aria-describedby": rf"{_IDS}( {_IDS})*",
    "aria-current": r"step|true",
    "aria-disabled": r"true",
    "href": r"#[\w-]*|\.?/(?![/\\])[\w./?=&%#-]*",
    "type": r"button|submit|radio|checkbox|text|date",
    "name": r"[a-z][a-z-]*(\[\])?",
    "value": r"[\s\S]*",
    "for": _IDS,
    "checked": r"",
    "required": r"",
    "open": r"",
    "novalidate": r"",
    "method": r"dialog",
    "rows": _COUNT,
    "maxlength": _COUNT,
    "autocomplete": r"off",
    "start": _COUNT,
    "max": _COUNT,
    "scope": r"row|col|rowgroup|colgroup",
    "data-send": r"[\s\S]*",
    "data-keep": r"[a-z][a-z0-9-]*",
    "data-local": r"save-handout|print|erase",
    "data-max": _COUNT,
    "data-missing": r"[\s\S]*",
    "data-toomany": r"[\s\S]*",
    "data-label": r"[\s\S]*",
    "viewBox": r"[\d. -]*",
    "x": _NUMBER,
    "y": _NUMBER,
    "x1": _NUMBER,
    "y1": _NUMBER,
    "x2": _NUMBER,
    "y2": _NUMBER,
    "width": _NUMBER,
    "height": _NUMBER,
    "rx": _NUMBER,
    "d": r"[MLHVCQAZmlhvcqaz\d., -]*",
    "text-anchor": r"start|middle|end",
}
# Attributes that name ids elsewhere in the tree, so `scoped` rewrites them too.
_REFERENCES = frozenset({"aria-labelledby", "aria-describedby", "for"})

AttrValue: TypeAlias = str | int | float | bool | Mapping[str, object] | None
Child: TypeAlias = "Node | str | Iterable[Child] | None"


class TreeRefused(CoachkitError):
    """A view asked for an element or attribute outside the allow-list: a mistake in our own code."""


@dataclass(frozen=True, slots=True)
class Node:
    """One element; children are further elements or plain text."""

    tag: str
    attrs: tuple[tuple[str, str], ...] = ()
    children: tuple[Node | str, ...] = field(default=())


def h(tag: str, attrs: Mapping[str, AttrValue] | None = None, *children: Child) -> Node:
    """An element. In `attrs`, True writes a bare attribute, None and False leave it out, a mapping becomes JSON.

    Children may be nested in lists; None is left out; neighbouring strings become one text.
    Raises TreeRefused for anything outside the allow-list.
    """
    if tag not in HTML_TAGS and tag not in SVG_TAGS:
        raise TreeRefused(f"element <{tag}> is not in the allow-list of coachkit.ui.tree.")
    written = tuple(
        (name, _attribute(tag, name, value))
        for name, value in (attrs or {}).items()
        if value is not None and value is not False
    )
    kids = _flat(children)
    if kids and tag in VOID_TAGS:
        raise TreeRefused(f"<{tag}> cannot have children.")
    return Node(tag, written, kids)


def as_json(node: Node) -> list[object]:
    """The element as `["tag", {attributes}, child, ...]`, for the browser to draw."""
    return [node.tag, dict(node.attrs), *(c if isinstance(c, str) else as_json(c) for c in node.children)]


def as_html(node: Node) -> str:
    """The element as HTML5, everything escaped."""
    attrs = "".join(f' {name}="{escape(value)}"' for name, value in node.attrs)
    if node.tag in VOID_TAGS:
        return f"<{node.tag}{attrs}>"
    inner = "".join(escape(c, quote=False) if isinstance(c, str) else as_html(c) for c in node.children)
    if node.tag == "textarea" and inner.startswith("\n"):
        inner = "\n" + inner  # a parser drops the first line break of a textarea
    return f"<{node.tag}{attrs}>{inner}</{node.tag}>"


def as_text(node: Node | str) -> str:
    """What a reader would read, without any markup."""
    return node if isinstance(node, str) else "".join(as_text(child) for child in node.children)


def scoped(node: Node, prefix: str) -> Node:
    """The same tree with every id, and every reference to one, prefixed.

    JupyterLab keeps several notebooks in one document: without it, two plays would name each other's headings.
    """
    return _rewritten(node, lambda one: f"{prefix}-{one}")


def _rewritten(node: Node, rename: Callable[[str], str]) -> Node:
    attrs = tuple((name, _renamed(name, value, rename)) for name, value in node.attrs)
    return Node(node.tag, attrs, tuple(c if isinstance(c, str) else _rewritten(c, rename) for c in node.children))


def _renamed(name: str, value: str, rename: Callable[[str], str]) -> str:
    if name == "id":
        return rename(value)
    if name in _REFERENCES:
        return " ".join(rename(one) for one in value.split())
    if name == "href" and value.startswith("#") and len(value) > 1:
        return "#" + rename(value[1:])
    return value


def _attribute(tag: str, name: str, value: AttrValue) -> str:
    allowed = ATTRIBUTES.get(name)
    if allowed is None:
        raise TreeRefused(f"attribute {name!r} on <{tag}> is not in the allow-list of coachkit.ui.tree.")
    if isinstance(value, Mapping):
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    else:
        text = "" if value is True else str(value)
    text = _clean(text)
    if not re.fullmatch(allowed, text, re.ASCII):
        raise TreeRefused(f"attribute {name}={text!r} on <{tag}> is not allowed; expected {allowed!r}.")
    return text


def _flat(children: Iterable[Child]) -> tuple[Node | str, ...]:
    """Children in one row, with neighbouring texts joined as a parser would join them."""
    row: list[Node | str] = []
    for child in children:
        if child is None or child == "":
            continue
        parts = (child,) if isinstance(child, Node | str) else _flat(child)
        for part in parts:
            text = _clean(part) if isinstance(part, str) else part
            if isinstance(text, str) and row and isinstance(row[-1], str):
                row[-1] += text
            else:
                row.append(text)
    return tuple(row)


# What an HTML parser, JSON or UTF-8 would change on the way, so that both written forms stay the same.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def _clean(text: str) -> str:
    return _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
