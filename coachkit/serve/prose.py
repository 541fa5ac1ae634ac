"""What the template asks about a notebook: its title, its language, the prose around the app."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nbformat import NotebookNode

from coachkit.ui.prose import plain, prose
from coachkit.ui.tree import Node, as_html, h

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def title_of(notebook: NotebookNode) -> str:
    """`title` of the metadata, else the first heading, else the kit's name."""
    written = notebook.metadata.get("title")
    if isinstance(written, str) and written.strip():
        return written.strip()
    for cell in _markdown(notebook):
        for line in cell.source.splitlines():
            if found := _HEADING.match(line):
                return plain(found[2])
    return "coachkit"


def lang_of(notebook: NotebookNode) -> str:
    """`lang` of the metadata, else English; the view sets its own once it is drawn."""
    written = notebook.metadata.get("lang")
    return written if isinstance(written, str) and _LANG.fullmatch(written) else "en"


def opening_of(notebook: NotebookNode) -> str:
    """The first paragraph under the title, as one line: what a card says of a notebook nobody described."""
    for cell in _markdown(notebook):
        for block in re.split(r"\n\s*\n", cell.source):
            if block.strip() and not _HEADING.match(block.strip().splitlines()[0]):
                return plain(block)
    return ""


def about_page(notebook: NotebookNode) -> str:
    """The prose cells as a quiet section below the app, or nothing.

    The title is left out, for the app has its own h1; so is a cell tagged `notebook-only`.
    """
    nodes: list[Node | str] = []
    for cell in _markdown(notebook):
        if "notebook-only" not in cell.metadata.get("tags", ()):
            nodes.extend(_blocks(cell.source))
    if not nodes:
        return ""
    heading = h("h2", {"id": "page-about-title"}, "About this page")
    return as_html(h("section", {"class": "page-about", "aria-labelledby": "page-about-title"}, heading, nodes))


def _markdown(notebook: NotebookNode) -> Sequence[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def _blocks(source: str) -> list[Node | str]:
    """Paragraphs and lists as the kit's own prose; headings one level below the section's, the title dropped."""
    nodes: list[Node | str] = []
    text: list[str] = []
    for line in [*source.splitlines(), None]:
        found = _HEADING.match(line) if line is not None else None
        if line is None or found:
            nodes.extend(prose("\n".join(text)))
            text = []
        if found and len(found[1]) > 1:
            nodes.append(h("h3", None, plain(found[2])))
        elif line is not None and not found:
            text.append(line)
    return nodes
