"""What the conversation did to trust: the pyramid, the same as a table, and the gate between its rows."""

from __future__ import annotations

from collections.abc import Mapping

from coachkit.scoring.debrief import Block, Debrief, Decision
from coachkit.ui.parts import TONES, evidence_list, folded, label, ours, section
from coachkit.ui.pyramid import pyramid
from coachkit.ui.tree import Node, h

_ROW_WORDS = {"base": "base row", "middle": "middle row", "top": "top row"}
_FROM_THE_GROUND = ("base", "middle", "top")


def trust_section(debrief: Debrief, decisions: Mapping[int, Decision]) -> Node:
    """The section: one sentence on the gate, the picture, the table, and the evidence folded away."""
    blocks = sorted(debrief.blocks, key=lambda block: _FROM_THE_GROUND.index(block.row))
    return section(
        "trust",
        "What it did to trust",
        h("p", {"class": "ck-lead"}, _gate(debrief)),
        h(
            "figure",
            {"class": "ck-trust"},
            pyramid(debrief.blocks),
            _table(blocks),
            h(
                "figcaption",
                {"class": "ck-origin"},
                "Names and levels after Foltos (2013). What each block means is ",
                ours(),
            ),
        ),
        folded(
            "trust-evidence",
            "What each block means here, and the evidence",
            [_block(block, decisions) for block in blocks],
        ),
    )


def _gate(debrief: Debrief) -> str:
    rule = "Trust is never an average: it stands no firmer than its weakest base block."
    if debrief.weakest is None:
        return f"{rule} Here no base block gave way."
    held = [block.title for block in debrief.blocks if block.held_down_by is not None]
    if not held:
        return f"{rule} Here that is {debrief.weakest}."
    return f"{rule} Here that is {debrief.weakest}, and it holds down {_joined(held)}."


def _joined(titles: list[str]) -> str:
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} and {titles[-1]}"


def _table(blocks: list[Block]) -> Node:
    return h(
        "table",
        {"class": "ck-table", "aria-labelledby": "trust"},
        h("thead", None, h("tr", None, [h("th", {"scope": "col"}, column) for column in ("Block", "State")])),
        h("tbody", None, [_row(block) for block in blocks]),
    )


def _row(block: Block) -> Node:
    own = block.own_level_title.lower()
    return h(
        "tr",
        None,
        h("th", {"scope": "row"}, block.title, h("span", {"class": "ck-how"}, _ROW_WORDS[block.row])),
        h(
            "td",
            None,
            label(block.level_title, TONES[block.level]),
            h("span", {"class": "ck-how"}, f"held down by {block.held_down_by}; {own} by its own evidence")
            if block.held_down_by is not None
            else None,
        ),
    )


def _block(block: Block, decisions: Mapping[int, Decision]) -> Node:
    return h(
        "div",
        {"class": "ck-entry"},
        h("h3", None, block.title, "\u2002", label(block.level_title, TONES[block.level])),
        h("p", None, block.definition),
        evidence_list(block.evidence, decisions) or h("p", {"class": "ck-origin"}, "Nothing here put it to the test."),
    )
