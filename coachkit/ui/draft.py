"""A draft as elements: what the checker says, the play, the graph and the outline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coachkit.ui.graph import graph
from coachkit.ui.parts import TONES, folded, heading, label, scrolling, sending, shortened
from coachkit.ui.play import play_view
from coachkit.ui.tree import Child, Node, h, scoped

if TYPE_CHECKING:
    from coachkit.content.diagnostics import Diagnostic
    from coachkit.sessions.draft import Draft, OutlinePlace

_MOST = 40  # findings shown at once; more than anyone mends at a time


def draft_view(draft: Draft) -> Node:
    """The draft: findings first, then the play, then where everything leads."""
    here = draft.play.run.state.place if draft.play and draft.play.phase in ("enact", "reflect") else None
    bench = h(
        "div",
        {"class": "ck-view ck-draft", "lang": "en", "dir": "ltr"},
        h("p", {"class": "ck-origin"}, f"Draft: {draft.folder.name}. This page follows the files as you save them."),
        _findings(draft),
        _places(draft, here) if draft.entry is not None else None,
    )
    return h("div", {"class": "ck-open"}, scoped(bench, "draft"), play_view(draft.play) if draft.play else None)


def _findings(draft: Draft) -> Node:
    count = len(draft.problems)
    title = f"{count} {'problem' if count == 1 else 'problems'}" if count else "All is well"
    return h(
        "section",
        {"class": "ck-section", "aria-labelledby": "findings"},
        heading(2, "findings", title),
        h("p", {"class": "ck-notice", "role": "note"}, "Below is the last version that could be played.")
        if draft.is_stale
        else None,
        _list(draft.problems, "ck-bad") if count else None,
        folded("advice", f"Advice: {len(draft.advice)}", _list(draft.advice, "ck-mixed")) if draft.advice else None,
    )


def _list(found: Sequence[Diagnostic], kind: str) -> list[Child]:
    shown = [
        h(
            "li",
            {"class": kind},
            h("p", None, h("strong", None, f"{one.code} "), one.message),
            h("p", {"class": "ck-origin"}, f"{one.file.rsplit('/', 1)[-1]}, line {one.line}. {one.cure}"),
        )
        for one in found[:_MOST]
    ]
    more = len(found) - _MOST
    return [h("ul", {"class": "ck-evidence"}, shown), h("p", None, f"and {more} more") if more > 0 else None]


def _places(draft: Draft, here: str | None) -> list[Child]:
    return [
        folded("picture", "The story as a picture", scrolling("The picture of the story", graph(draft.outline, here))),
        folded(
            "outline",
            "The story as a list",
            h("ol", {"class": "ck-trail"}, [_place(place, here) for place in draft.outline]),
        ),
    ]


def _place(place: OutlinePlace, here: str | None) -> Node:
    way = "no way leads here" if place.depth is None else f"decision {place.depth + 1}" if not place.standing else ""
    return h(
        "li",
        {"aria-current": "true" if place.id == here else None},
        h(
            "p",
            None,
            h("strong", None, place.title),
            f" ({place.id}) ",
            label(place.standing, TONES[place.standing]) if place.standing else None,
            h("span", {"class": "ck-origin"}, f" {way}") if way else None,
        ),
        h("ul", {"class": "ck-list"}, [_choice(*choice) for choice in place.choices]) if place.choices else None,
        sending("Go there", {"do": "goto", "place": place.id}, hidden=place.title) if place.depth is not None else None,
    )


def _choice(choice_id: str, text: str, targets: tuple[str, ...]) -> Node:
    return h(
        "li",
        None,
        shortened(text, 60),
        h("span", {"class": "ck-origin"}, f" {choice_id} → {', '.join(targets)}"),
    )
