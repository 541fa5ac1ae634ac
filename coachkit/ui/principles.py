"""The eight principles with their evidence, and what the coach had meant to hold to beside what the play shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coachkit.scoring.debrief import Debrief, Decision, Intent, Principle
from coachkit.ui.parts import TONES, evidence_list, folded, label, ours, section
from coachkit.ui.tree import Node, h


def principles_section(debrief: Debrief, decisions: Mapping[int, Decision]) -> Node:
    """The section: intents first, then each principle, folded when there is evidence to show."""
    return section(
        "principles",
        "The eight principles",
        _intents(debrief.intents),
        [_principle(principle, number, decisions) for number, principle in enumerate(debrief.principles, start=1)],
    )


def _intents(intents: Sequence[Intent]) -> Node:
    if not intents:
        return h("p", {"class": "ck-lead"}, "You went in without naming one to hold to. Another time, try it with one.")
    return h(
        "table",
        {"class": "ck-table ck-intents", "aria-labelledby": "principles"},
        h(
            "thead",
            None,
            h("tr", None, h("th", {"scope": "col"}, "You meant to"), h("th", {"scope": "col"}, "The play shows")),
        ),
        h(
            "tbody",
            None,
            [
                h(
                    "tr",
                    None,
                    h("th", {"scope": "row"}, intent.title),
                    h("td", None, label(intent.level_title, TONES[intent.level])),
                )
                for intent in intents
            ],
        ),
    )


def _principle(principle: Principle, number: int, decisions: Mapping[int, Decision]) -> Node:
    return folded(
        f"principle-{number}",
        h("strong", None, f"{principle.title}\u2002", label(principle.level_title, TONES[principle.level])),
        h("p", None, principle.looks_like, [" ", ours()] if principle.ours else None),
        evidence_list(principle.evidence, decisions)
        or h("p", {"class": "ck-origin"}, "This conversation gave no occasion for it."),
    )
