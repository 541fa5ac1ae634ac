"""What the coach writes and takes away. Nothing written here ever leaves the browser."""

from __future__ import annotations

from coachkit.scoring.debrief import Debrief
from coachkit.ui.parts import bullets, local, section, sending
from coachkit.ui.tree import Node, h


def reflection_section(debrief: Debrief) -> Node:
    """The section: the prompts, and the coach's own next step."""
    return section(
        "think",
        "Think it over",
        h(
            "p",
            {"class": "ck-lead"},
            "What you write stays in this browser. It is sent to nobody, not even to this kit.",
        ),
        [_prompt(prompt, number) for number, prompt in enumerate(debrief.prompts, start=1)],
        h("h3", None, "My next step"),
        [h("p", None, "If one of these fits, borrow it:"), bullets(debrief.next_steps)] if debrief.next_steps else None,
        h(
            "div",
            {"class": "ck-step-row"},
            h(
                "label",
                {"class": "ck-field"},
                h("span", None, "What I will do"),
                h("input", {"type": "text", "maxlength": 300, "autocomplete": "off", "data-keep": "next-step"}),
            ),
            h(
                "label",
                {"class": "ck-field ck-date"},
                h("span", None, "By when, if you like"),
                h("input", {"type": "date", "data-keep": "next-date"}),
            ),
        ),
    )


def _prompt(prompt: str, number: int) -> Node:
    return h(
        "label",
        {"class": "ck-field"},
        h("span", None, prompt),
        h("textarea", {"rows": 3, "maxlength": 4000, "data-keep": f"reflection-{number}"}),
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
