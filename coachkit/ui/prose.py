"""Authors' Markdown as elements: paragraphs, emphasis, strong and lists; everything else stays text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from coachkit.ui.tree import Node, h

# "zero" knows paragraphs and text only. Links, images, code, entities and HTML are never switched on.
_PARSER = MarkdownIt("zero", {"html": False}).enable(["emphasis", "list", "newline", "escape"])

_OPENS = {
    "paragraph_open": "p",
    "em_open": "em",
    "strong_open": "strong",
    "bullet_list_open": "ul",
    "ordered_list_open": "ol",
    "list_item_open": "li",
}


@lru_cache(maxsize=4096)
def prose(text: str) -> tuple[Node | str, ...]:
    """The text as block elements, ready to stand in a section."""
    return _build(_PARSER.parse(text.strip()))


def phrase(text: str) -> tuple[Node | str, ...]:
    """The text for a place that allows no blocks, such as a label: paragraphs and list items become spans."""
    return tuple(_as_span(node) for node in prose(text))


def plain(text: str) -> str:
    """The text as one line without marks, for a name or a status."""
    return " ".join(_words(prose(text)).split())


def _words(nodes: Sequence[Node | str]) -> str:
    return "".join(n if isinstance(n, str) else _words(n.children) + _gap(n) for n in nodes)


def _gap(node: Node) -> str:
    return " " if node.tag in {"p", "li"} else ""


def _as_span(node: Node | str) -> Node | str:
    if isinstance(node, str):
        return node
    kids = tuple(_as_span(child) for child in node.children)
    if node.tag in {"em", "strong", "br"}:
        return h(node.tag, None, kids)
    return h("span", {"class": "ck-line"}, kids)


def _build(tokens: Sequence[Token]) -> tuple[Node | str, ...]:
    """Nest the parser's flat row of opening and closing tokens."""
    stack: list[tuple[str, int | None, list[Node | str]]] = [("", None, [])]
    for token in tokens:
        here = stack[-1][2]
        if token.type == "inline":
            here.extend(_build(token.children or ()))
        elif token.type in ("text", "text_special"):
            here.append(token.content)
        elif token.type == "softbreak":
            here.append(" ")
        elif token.type == "hardbreak":
            here.append(h("br"))
        elif token.nesting == 1:
            start = token.attrGet("start")
            tag = "" if token.hidden else _OPENS[token.type]
            stack.append((tag, start if isinstance(start, int) and start > 1 else None, []))
        elif token.nesting == -1:
            tag, first, kids = stack.pop()
            stack[-1][2].extend([h(tag, {"start": first}, kids)] if tag else kids)
    return tuple(stack[0][2])
