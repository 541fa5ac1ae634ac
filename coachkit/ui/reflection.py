"""What the coach writes and takes away. Nothing written here ever leaves the browser."""

from __future__ import annotations

from coachkit.scoring.debrief import Debrief
from coachkit.ui.parts import bullets, local, section, sending
from coachkit.ui.tree import Node, h

STAYS = "What you write stays in this browser. It is sent to nobody, not even to this kit."


def reflection_section(debrief: Debrief) -> Node:
    """The section: the prompts, and the coach's own next step."""
    return section(
        "think",
        "Think it over",
        h("p", {"class": "ck-lead"}, STAYS),
        [prompt(question, f"reflection-{i}") for i, question in enumerate(debrief.prompts, start=1)],
        h("h3", None, "My next step"),
        [h("p", None, "If one of these fits, borrow it:"), bullets(debrief.next_steps)] if debrief.next_steps else None,
        step_row(("What I will do", "next-step"), ("By when, if you like", "next-date")),
    )


def prompt(question: str, name: str) -> Node:
    """A question with room for an answer, kept by the browser under that name."""
    return h(
        "label",
        {"class": "ck-field"},
        h("span", None, question),
        h("textarea", {"rows": 3, "maxlength": 4000, "data-keep": name}),
    )


def step_row(what: tuple[str, str], when: tuple[str, str]) -> Node:
    """Something to do and its day: the words beside each field, and the name it is kept under."""
    return h(
        "div",
        {"class": "ck-step-row"},
        h(
            "label",
            {"class": "ck-field"},
            h("span", None, what[0]),
            h("input", {"type": "text", "maxlength": 300, "autocomplete": "off", "data-keep": what[1]}),
        ),
        h(
            "label",
            {"class": "ck-field ck-date"},
            h("span", None, when[0]),
            h("input", {"type": "date", "data-keep": when[1]}),
        ),
    )


def keep_section(note: str) -> Node:
    """The section: handout, print, again, erase; and what this debrief is and is not."""
    return section(
        "keep",
        "Take it with you",
        h(
            "p",
            {"class": "ck-actions"},
            local("Save as a handout", "save-handout"),
            local("Print", "print"),
            sending("Play again", {"do": "restart"}),
            local("Erase from this browser", "erase"),
        ),
        h("p", {"class": "ck-note", "role": "note"}, note),
    )
