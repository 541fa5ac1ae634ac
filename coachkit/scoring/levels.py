"""From findings and the key's judgements to levels: two sides, eight principles, six blocks.

Judgement of the kit's own, all of it: how evidence adds up is written here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from coachkit.content.frameworks import Frameworks
from coachkit.content.model import Key
from coachkit.engine.transcript import Run
from coachkit.scoring.debrief import (
    Block,
    BlockLevel,
    Evidence,
    Finding,
    Principle,
    PrincipleLevel,
    Side,
    Stands,
)

ROWS: tuple[Literal["base", "middle", "top"], ...] = ("base", "middle", "top")
_BLOCK_LEVELS: dict[PrincipleLevel, BlockLevel] = {
    "shown": "standing", "partly": "strained", "against": "broken", "no-occasion": "no-occasion"
}  # fmt: skip
_ORDER: dict[BlockLevel, int] = {"broken": 0, "strained": 1, "standing": 2}
_SIDE_LEVELS = {"held": ("kept", "frayed", "broken"), "open": ("clear", "patchy", "dark")}
_STANDS: dict[str, Stands] = {"good": "for", "light": "mixed", "serious": "against", "grave": "against"}


def sides(findings: Sequence[Finding], frameworks: Frameworks) -> tuple[Side, Side]:
    """Held in confidence, and open about the process: each by its worst finding, never averaged."""

    def one(side: Literal["held", "open"]) -> Side:
        mine = [f for f in findings if f.side == side]
        best, middle, worst = _SIDE_LEVELS[side]
        gravities = {f.gravity for f in mine}
        level = "no-occasion"
        if "grave" in gravities:
            level = worst
        elif gravities & {"serious", "light"}:
            level = middle
        elif mine:
            level = best
        text = frameworks.levels.sides[side]
        word = text.levels[level]
        evidence = tuple(Evidence(_STANDS[f.gravity], f.text, f.turn, "ledger") for f in mine)
        return Side(side, text.title, level, word.title, word.meaning or "", evidence)

    return one("held"), one("open")


def principles(run: Run, findings: Sequence[Finding], key: Key, frameworks: Frameworks) -> tuple[Principle, ...]:  # fmt: skip
    """The eight principles: shown, partly, against, or no occasion, with the evidence."""
    words = frameworks.levels.principle_levels
    found = []
    for pid, text in frameworks.principles.items():
        mine = [f for f in findings if f.principle == pid]
        evidence = [*map(_ledger, mine), *_judged(run, key, "principle", pid)]
        level = level_of([*(f.gravity for f in mine), *(e.stands for e in evidence)])
        found.append(Principle(pid, text.title, text.looks_like, text.ours, level, words[level].title, tuple(evidence)))
    return tuple(found)


def blocks(run: Run, findings: Sequence[Finding], key: Key, frameworks: Frameworks) -> tuple[Block, ...]:
    """The six blocks, base row first; the weakest block beneath caps what stands on it.

    The gate (source: Foltos 2013, by the trust-post): without any one base block trust cannot exist. So a
    block is never rated above the weakest rated block of the rows beneath it. A block without occasion stays so.
    """
    words = frameworks.levels.block_levels
    own: dict[str, BlockLevel] = {}
    evidence: dict[str, tuple[Evidence, ...]] = {}
    for bid in frameworks.blocks:
        mine = [f for f in findings if f.block == bid]
        evidence[bid] = (*map(_ledger, mine), *_judged(run, key, "block", bid))
        own[bid] = _BLOCK_LEVELS[level_of([*(f.gravity for f in mine), *(e.stands for e in evidence[bid])])]
    found: list[Block] = []
    beneath: tuple[str, BlockLevel] | None = None  # the weakest rated block of the rows below
    for row in ROWS:
        in_row = [(bid, text) for bid, text in frameworks.blocks.items() if text.row == row]
        weakest = beneath
        for bid, text in in_row:
            level, held_by = own[bid], None
            if beneath and level != "no-occasion" and _ORDER[beneath[1]] < _ORDER[level]:
                level, held_by = beneath[1], frameworks.blocks[beneath[0]].title
            found.append(
                Block(
                    bid,
                    text.title,
                    row,
                    text.definition,
                    own[bid],
                    words[own[bid]].title,
                    level,
                    words[level].title,
                    held_by,
                    evidence[bid],
                )
            )
            if level != "no-occasion" and (weakest is None or _ORDER[level] < _ORDER[weakest[1]]):
                weakest = (bid, level)
        beneath = weakest
    return tuple(found)


def level_of(evidence: Iterable[str]) -> PrincipleLevel:
    """The level that evidence adds up to: gravities of findings, and how choices stand. One grave finding decides."""
    words = set(evidence)
    stands = {_STANDS.get(word, word) for word in words}
    if not stands:
        return "no-occasion"
    if stands == {"for"}:
        return "shown"
    return "against" if "grave" in words or stands == {"against"} else "partly"


def weakest_base(found: Iterable[Block]) -> str | None:
    """The title of the weakest base block, when one is strained or broken."""
    rated = [b for b in found if b.row == "base" and b.level in ("strained", "broken")]
    return min(rated, key=lambda b: _ORDER[b.level]).title if rated else None


def _ledger(finding: Finding) -> Evidence:
    return Evidence(_STANDS[finding.gravity], finding.text, finding.turn, "ledger")


def _judged(run: Run, key: Key, field: Literal["principle", "block"], wanted: str) -> list[Evidence]:
    found = []
    for turn, taken in enumerate(run.steps):
        judgement = key.choices[taken.choice]
        text = judgement.rationale.split("\n")[0]
        found += [
            Evidence(s, text, turn, "key") for kind, one, s in judgement.evidence if (kind, one) == (field, wanted)
        ]
    return found
