"""Every scenario as a page, and a page that lists them: a folder for any static host."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coachkit.content import Library
from coachkit.export.files import write_whole
from coachkit.export.pages import document, foot, page
from coachkit.sessions.shelf import Shelf, ShelfCard, ShelfGroup
from coachkit.ui.front import LEAD, TITLE
from coachkit.ui.tree import Node, as_html, h

INDEX = "index.html"


def write_site(library: Library, folder: Path) -> list[Path]:
    """Write a page for each scenario of the library, and the index, and give their places.

    All pages are made before the first is written, so a broken scenario leaves the folder as it was.
    Raises ContentError, TooManyStates or ExportFailed.
    """
    entries = [library.entry(scenario_id) for scenario_id in library.ids()]
    pages = {file_name(entry.scenario.id): page(entry) for entry in entries}
    pages[INDEX] = index(Shelf(library, by="level").groups)  # last, so that it links to nothing that is not there yet
    return [write_whole(folder / name, text) for name, text in pages.items()]


def file_name(scenario_id: str) -> str:
    """The page's name in the folder."""
    name = f"{scenario_id}.html"
    return name if name != INDEX else f"the-{name}"


def index(groups: Sequence[ShelfGroup]) -> str:
    """The page that lists the scenarios, in their groups."""
    body = h(
        "main",
        {"class": "page-front"},
        h("h1", None, TITLE),
        h("p", None, LEAD),
        [_group(group) for group in groups] if groups else h("p", None, "No scenarios are here yet."),
    )
    return document(as_html(body) + as_html(foot("These pages hold their")), TITLE, "en", "ltr")


def _group(group: ShelfGroup) -> Node:
    name = f"group-{group.id}"
    return h(
        "section",
        {"aria-labelledby": name},
        h("h2", {"id": name}, group.title),
        h("p", None, group.text) if group.text else None,
        h("ul", {"class": "page-cards", "role": "list"}, [_card(card) for card in group.cards]),
    )


def _card(card: ShelfCard) -> Node:
    minutes = "1 minute" if card.minutes == 1 else f"{card.minutes} minutes"
    return h(
        "li",
        {"class": "page-card"},
        h("h3", None, h("a", {"href": f"./{file_name(card.id)}"}, card.title)),
        h("p", {"class": "page-question"}, card.question),
        h("p", {"class": "page-summary"}, card.summary),
        h("p", {"class": "page-facts"}, f"{minutes} · {card.agreement}"),
    )
