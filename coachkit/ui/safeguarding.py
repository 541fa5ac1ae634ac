"""What a school says for when somebody may be in danger, or that it must be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coachkit.ui.parts import heading
from coachkit.ui.prose import prose
from coachkit.ui.tree import Child, Node, h

if TYPE_CHECKING:
    from coachkit.sessions import SafeguardingView

TITLE = "When somebody may be in danger"
ASK = (
    "Your school has not written its rule here yet, and this kit knows no country’s law.",
    "Before you play, find out: who is your safeguarding lead, how do you reach them, and who stands in?",
    "Ask too what must be told to whom and how soon, and whether telling a supervisor is enough.",
)
BROKEN = "Your school has written its rule, but the file cannot be read. Whoever looks after this kit can run: coachkit check"


def safeguarding_box(view: SafeguardingView) -> Node:
    """The school's rule, contacts and wording in a box; without them, what to ask for."""
    return h(
        "section",
        {"class": "ck-agreement", "aria-labelledby": "safeguarding"},
        heading(2, "safeguarding", TITLE),
        safeguarding_words(view),
    )


def safeguarding_words(view: SafeguardingView) -> list[Child]:
    """The same without box and heading."""
    if not view.school:
        return [[h("p", None, BROKEN)] if view.is_broken else None, [h("p", None, line) for line in ASK]]
    return [
        h("p", None, h("strong", None, f"At {view.school}")),
        prose(view.rule),
        h("p", None, h("strong", None, "Whom to go to")),
        h("ul", {"class": "ck-list"}, [_contact(*contact) for contact in view.contacts]),
        h("p", None, h("strong", None, "Words that help")),
        prose(view.wording),
        h("p", {"class": "ck-origin"}, "Written by your school, not by this kit."),
    ]


def _contact(name: str, role: str, reach: str) -> Node:
    return h("li", None, f"{name}, {role}: {reach}")
