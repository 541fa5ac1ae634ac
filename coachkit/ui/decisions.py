"""Each decision, folded: why, after whom, who would disagree, and what else was there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from coachkit.scoring.debrief import Decision, Finding, OptionNote
from coachkit.ui.parts import STANDS, Tone, folded, label, section, sending, shortened
from coachkit.ui.prose import phrase, prose
from coachkit.ui.tree import Child, Node, h

_GRAVITY: dict[Literal["grave", "serious", "light", "good"], tuple[str, Tone]] = {
    "grave": ("Grave", "bad"),
    "serious": ("Serious", "bad"),
    "light": ("Light", "mixed"),
    "good": ("Good", "good"),
}


def decisions_section(decisions: Sequence[Decision]) -> Node:
    """The section: one decision a fold, in the order they were taken."""
    return section(
        "decisions",
        "Decision by decision",
        h(
            "p",
            {"class": "ck-lead"},
            "For each choice: why, from which source, and what a thoughtful colleague would say against it.",
        ),
        [_decision(decision) for decision in decisions],
    )


def _decision(decision: Decision) -> Node:
    word, tone = STANDS[decision.stands]
    number = decision.turn + 1
    return folded(
        f"decision-{number}",
        [
            h("strong", None, f"{number} · {decision.scene}\u2002", label(word, tone)),
            h("span", {"class": "ck-more"}, shortened(decision.chosen)),
        ],
        h("p", {"class": "ck-origin"}, decision.asked),
        h("blockquote", {"class": "ck-quote"}, phrase(decision.chosen)),
        prose(decision.rationale),
        h("ul", {"class": "ck-evidence"}, [_finding(one) for one in decision.findings]) if decision.findings else None,
        h(
            "dl",
            {"class": "ck-terms"},
            _term("Principle", decision.principle),
            _term("Building block", decision.block),
            _term("A colleague who disagrees", prose(decision.dissent)) if decision.dissent else None,
            [_term(f"If “{title}” held", prose(change)) for title, change in decision.agreements],
            _term("Sources", "; ".join(decision.sources)) if decision.sources else None,
        ),
        _others(decision.others, number),
        h(
            "p",
            {"class": "ck-actions"},
            sending(
                "Rewind to here",
                {"do": "rewind", "to": decision.turn},
                hidden=f"decision {number}, {decision.scene}",
            ),
        ),
        kind="ck-decision",
    )


def _finding(finding: Finding) -> Node:
    word, tone = _GRAVITY[finding.gravity]
    return h("li", {"class": f"ck-{tone}"}, h("p", None, h("strong", None, f"{word}. "), finding.text))


def _term(name: str, *value: Child) -> Node:
    return h("div", None, h("dt", None, name), h("dd", None, value))


def _others(others: Sequence[OptionNote], number: int) -> Node | None:
    if not others:
        return None
    return folded(
        f"others-{number}",
        "The other options, and what speaks for and against them",
        [_other(option) for option in others],
        kind="ck-inner",
    )


def _other(option: OptionNote) -> Node:
    return h(
        "div",
        {"class": "ck-entry"},
        h("blockquote", {"class": "ck-quote"}, phrase(option.text)),
        h("p", None, label(*STANDS[option.stands])),
        prose(option.rationale),
    )
