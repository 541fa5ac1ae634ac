"""The other chair: the same conversation as somebody else lived it."""

from __future__ import annotations

from collections.abc import Sequence

from coachkit.scoring.debrief import Chair
from coachkit.ui.parts import bullets, folded, section
from coachkit.ui.prose import prose
from coachkit.ui.tree import Node, h


def chairs_section(chairs: Sequence[Chair]) -> Node:
    """The section: one person to open at a time, only with what that person saw and knows."""
    return section(
        "chairs",
        "The other chair",
        h("p", {"class": "ck-lead"}, "Sit where they sat. Each saw only this much."),
        [_chair(chair, number) for number, chair in enumerate(chairs, start=1)],
        None if chairs else h("p", None, "This scenario tells nobody else’s side."),
    )


def _chair(chair: Chair, number: int) -> Node:
    return folded(
        f"chair-{number}",
        [chair.person, h("span", {"class": "ck-more"}, chair.role)],
        [
            h(
                "div",
                {"class": "ck-moment"},
                h("p", {"class": "ck-origin"}, scene),
                h("blockquote", {"class": "ck-quote"}, prose(told)),
            )
            for scene, told in chair.moments
        ],
        h("p", None, f"{chair.person} saw nothing of it.") if not chair.moments else None,
        [h("h3", None, f"What {chair.person} knows now"), bullets(chair.knows)] if chair.knows else None,
        [h("h3", None, f"What {chair.person} was owed and never heard"), bullets(chair.unaware)]
        if chair.unaware
        else None,
    )
