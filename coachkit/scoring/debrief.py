"""What a finished play looks like from above: plain values for a view to lay out.

Every text here is ready to be read by a coach. `turn` counts the decisions that stand, from 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Gravity = Literal["grave", "serious", "light", "good"]
Stands = Literal["for", "mixed", "against"]
PrincipleLevel = Literal["shown", "partly", "against", "no-occasion"]
Standing = Literal["exemplary", "sound", "mixed", "poor"]
BlockLevel = Literal["standing", "strained", "broken", "no-occasion"]


@dataclass(frozen=True)
class Finding:
    """One thing the ledger shows, and the choice that caused it."""

    kind: str  # id in frameworks/findings.yaml, e.g. "leak", "told-in-time"
    gravity: Gravity
    side: Literal["held", "open"] | None
    principle: str
    block: str
    text: str
    turn: int | None  # None: before the first decision
    choice: str | None
    fact: str | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """One reason for a level: a sentence, the decision it comes from, and who judged it."""

    stands: Stands
    text: str
    turn: int | None
    basis: Literal["ledger", "key"]


@dataclass(frozen=True)
class Side:
    """One of the two sides, which are never averaged."""

    id: Literal["held", "open"]
    title: str  # "Held in confidence", "Open about the process"
    level: str  # id: "kept", "frayed", "broken" / "clear", "patchy", "dark" / "no-occasion"
    level_title: str
    meaning: str  # one sentence
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Principle:
    id: str
    title: str
    looks_like: str
    ours: bool  # True: the kit's own, label it so
    level: PrincipleLevel
    level_title: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Block:
    """One building block of trust. `own_level` is what the evidence says; `level` is after the gate."""

    id: str
    title: str
    row: Literal["base", "middle", "top"]
    definition: str  # the kit's own wording: label it so
    own_level: BlockLevel
    own_level_title: str
    level: BlockLevel
    level_title: str
    held_down_by: str | None  # title of the weaker block beneath, when the gate lowered it
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class LedgerCell:
    person: str  # name
    knows: Literal["whole", "part", "no", "owed"]
    source: str  # "" or a name, or "was there", "from the start"
    permission: Literal["own", "given", "agreement", "duty", "none", ""]
    text: str  # the cell in words: "from you, without permission"


@dataclass(frozen=True)
class LedgerRow:
    fact: str  # a full sentence part: "Noor's pupils now read longer without stopping"
    kind: str
    kind_title: str
    owner: str
    cells: tuple[LedgerCell, ...]  # same order as Debrief.people


@dataclass(frozen=True)
class TurningPoint:
    """The decision after which the best ending still in reach was worse than before."""

    turn: int
    scene: str
    chosen: str
    lost: str  # one sentence: what went out of reach


@dataclass(frozen=True)
class Road:
    """The road not taken: from the turning point, the best that was there."""

    turn: int
    choice: str  # its text
    ending: str
    standing: Standing
    standing_title: str
    steps: tuple[str, ...]  # texts of the choices on it
    gains: tuple[str, ...]  # sentences: what would have been found


@dataclass(frozen=True)
class Chair:
    """The same run as somebody else lived it: only what they saw, and what they know."""

    person: str
    role: str
    moments: tuple[tuple[str, str], ...]  # (scene title, what it was like, first person)
    knows: tuple[str, ...]  # sentences: "From you: …"
    unaware: tuple[str, ...]  # what they were owed and never heard


@dataclass(frozen=True)
class OptionNote:
    text: str
    rationale: str
    stands: Stands


@dataclass(frozen=True)
class Decision:
    turn: int
    scene: str  # title
    asked: str
    chosen: str
    stands: Stands
    rationale: str
    principle: str  # title
    block: str  # title
    sources: tuple[str, ...]  # short citations
    dissent: str
    agreements: tuple[tuple[str, str], ...]  # (agreement title, what changes)
    findings: tuple[Finding, ...]
    others: tuple[OptionNote, ...]


@dataclass(frozen=True)
class Intent:
    """What the coach meant to hold to, beside what the play shows."""

    principle: str
    title: str
    level: PrincipleLevel
    level_title: str


@dataclass(frozen=True)
class Debrief:
    ending: str
    ending_text: str
    standing: Standing
    standing_title: str
    standing_meaning: str
    people: tuple[str, ...]  # columns of the ledger table, names
    ledger: tuple[LedgerRow, ...]
    findings: tuple[Finding, ...]
    sides: tuple[Side, Side]
    principles: tuple[Principle, ...]
    blocks: tuple[Block, ...]
    weakest: str | None  # title of the weakest base block, when one is strained or broken
    turning_point: TurningPoint | None
    road: Road | None
    chairs: tuple[Chair, ...]
    decisions: tuple[Decision, ...]
    intents: tuple[Intent, ...]
    prompts: tuple[str, ...]
    next_steps: tuple[str, ...]  # suggestions, from the weakest principles
    agreement: str  # title of the one in force
    note: str  # formative, expert-keyed, not validated, not for appraisal
