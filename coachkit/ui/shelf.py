"""The library as elements: ways to sort it, then the scenarios in groups; or the one that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coachkit.ui.parts import heading, sending
from coachkit.ui.play import play_view
from coachkit.ui.tree import Node, h, scoped

if TYPE_CHECKING:
    from coachkit.sessions.shelf import Shelf, ShelfCard, ShelfGroup

SORTS = (("question", "By question"), ("level", "By level"), ("principle", "By principle"))


def shelf_view(shelf: Shelf) -> Node:
    """The shelf, or the open play with a way back to it."""
    if shelf.play is not None:
        back = h("p", {"class": "ck-back"}, sending("Back to the library", {"do": "close"}))
        return h("div", {"class": "ck-open"}, back, play_view(shelf.play))
    groups = shelf.groups
    count = len(shelf.entries)
    body = h(
        "div",
        {"class": "ck-view ck-library", "lang": "en", "dir": "ltr"},
        heading(1, "title", "The library"),
        h("p", {"class": "ck-lead"}, f"{count} {'scenario' if count == 1 else 'scenarios'}, each under ten minutes."),
        h(
            "div",
            {"class": "ck-sorts", "role": "group", "aria-label": "Sort the scenarios"},
            [_sort(name, word, shelf.by) for name, word in SORTS],
        ),
        [_group(group) for group in groups] if groups else h("p", None, "No scenario is here yet."),
    )
    return scoped(body, "library")


def _sort(name: str, word: str, now: str) -> Node:
    return h(
        "button",
        {
            "type": "button",
            "id": f"by-{name}",
            "class": "ck-button ck-quiet",
            "aria-current": "true" if name == now else None,
            "data-send": {"do": "sort", "by": name},
        },
        word,
    )


def _group(group: ShelfGroup) -> Node:
    name = f"group-{group.id}"
    return h(
        "section",
        {"class": "ck-section", "aria-labelledby": name},
        heading(2, name, group.title),
        h("p", {"class": "ck-origin"}, group.text) if group.text else None,
        h("ul", {"class": "ck-cards", "role": "list"}, [_card(card) for card in group.cards]),
    )


def _card(card: ShelfCard) -> Node:
    facts = " · ".join((card.level, f"{card.minutes} min", card.agreement))
    return h(
        "li",
        {"class": "ck-card"},
        h("h3", None, card.title),
        h("p", None, card.summary),
        h("p", {"class": "ck-origin"}, facts),
        h("p", {"class": "ck-origin"}, f"Practises: {' · '.join(card.principles)}") if card.principles else None,
        h("p", {"class": "ck-origin"}, f"From the pack: {card.pack}") if card.pack else None,
        sending("Open", {"do": "open", "scenario": card.id}, hidden=card.title),
    )
