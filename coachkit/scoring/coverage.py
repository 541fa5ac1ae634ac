"""What the scenarios exercise: which principles and blocks can go either way in each, and which questions they ask.

A principle is decisive in a scenario if one way through ends with it shown and another with it gone against;
a block, if it stands on one way and breaks on another. That is computed over every way, never claimed.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from coachkit.content.frameworks import Frameworks
from coachkit.content.library import Entry
from coachkit.engine.explore import Graph, explore, uncollected
from coachkit.engine.ledger import Entry as Written
from coachkit.engine.story import story_of
from coachkit.scoring.findings import gravity_of, marks
from coachkit.scoring.levels import level_of

Judged = tuple[str, str]  # ("principle" or "block", its id)
BEST, WORST = "shown", "against"  # of the four levels a principle can have; a block's own level has the same four


@dataclass(frozen=True)
class Coverage:
    """What one scenario exercises. `levels` holds every level that some way ends with."""

    scenario: str
    title: str
    level: str
    question: str
    agreement: str
    must_haves: tuple[str, ...]
    iste: tuple[str, ...]
    claims: tuple[str, ...]  # the principles its author says it practises
    levels: Mapping[Judged, frozenset[str]]

    def decisive(self, kind: str) -> tuple[str, ...]:
        """The principles, or the blocks, that can go either way."""
        return tuple(i for (k, i), found in self.levels.items() if k == kind and {BEST, WORST} <= found)

    def breaks(self, block: str) -> bool:
        """Whether that block is broken at the end of some way."""
        return WORST in self.levels[("block", block)]


@uncollected()
def coverage(entry: Entry, graph: Graph | None = None) -> Coverage:
    """What that scenario exercises, over every way through it."""
    s, frameworks = entry.scenario, entry.frameworks
    judged = [("principle", p) for p in frameworks.principles] + [("block", b) for b in frameworks.blocks]
    found = _levels(entry, graph or explore(story_of(entry)), judged)
    return Coverage(s.id, s.title, s.level, s.question, s.agreement, s.must_haves, s.iste, s.principles, found)


def _levels(entry: Entry, graph: Graph, judged: Sequence[Judged]) -> dict[Judged, frozenset[str]]:
    """For each principle and block, the levels that plays can end with."""
    evidence = [[_evidence(entry, graph, edge.choice, edge.entries) for edge in leaving] for leaving in graph.edges]
    at_once = _evidence(entry, graph, "", graph.opening_entries)
    nothing: frozenset[str] = frozenset()
    found: dict[Judged, frozenset[str]] = {}
    for one in judged:
        at: list[set[frozenset[str]]] = [set() for _ in graph.states]
        at[0].add(at_once.get(one, nothing))
        waiting = deque([0])
        while waiting:
            here = waiting.popleft()
            for edge, said in zip(graph.edges[here], evidence[here], strict=True):
                new, there = said.get(one, nothing), at[edge.target]
                more = [held | new for held in at[here] if held | new not in there]
                if more:
                    there.update(more)
                    waiting.append(edge.target)
        ends = {held for i in graph.endings() for held in at[i]}
        found[one] = frozenset(level_of(held) for held in ends)
    return found


def _evidence(entry: Entry, graph: Graph, choice: str, entries: Iterable[Written]) -> dict[Judged, frozenset[str]]:
    """What a step says on each principle and block."""
    said: dict[Judged, set[str]] = {}
    frameworks = entry.frameworks
    for mark in marks(graph.story, entries):
        text = frameworks.findings[mark.kind]
        gravity = gravity_of(graph.story, frameworks, mark)
        for one in (("principle", text.principle), ("block", text.block)):
            said.setdefault(one, set()).add(gravity)
    judgement = entry.key.choices.get(choice)
    if judgement is not None:
        for kind, name, stands in judgement.evidence:
            said.setdefault((kind, name), set()).add(stands)
    return {one: frozenset(words) for one, words in said.items()}


def map_text(found: Sequence[Coverage], frameworks: Frameworks) -> str:
    """The map as text: scenarios by principles and blocks, then what each other framework gets."""
    wide = max((len(one.scenario) for one in found), default=8)
    parts = []
    for kind, ids in (("principle", list(frameworks.principles)), ("block", list(frameworks.blocks))):
        rows = [" " * wide + "  " + "  ".join(ids)]
        for one in found:
            cells = (f"{_sign(one.levels[(kind, i)]):^{len(i)}}" for i in ids)
            rows.append(f"{one.scenario:{wide}}  " + "  ".join(cells).rstrip())
        counts = Counter(i for one in found for i in one.decisive(kind))
        rows.append(f"{'decisive in':{wide}}  " + "  ".join(f"{counts[i]:^{len(i)}}" for i in ids).rstrip())
        parts.append("\n".join(rows))
    parts.append("● can end well or badly   ◐ comes up   (blank) no occasion")
    lists: list[tuple[str, Collection[str], Mapping[str, list[str]]]] = [
        ("questions", frameworks.questions, _by(found, lambda one: (one.question,))),
        ("levels", frameworks.levels.scenario_levels, _by(found, lambda one: (one.level,))),
        ("must-haves", frameworks.must_haves, _by(found, lambda one: one.must_haves)),
        ("ISTE codes", frameworks.iste, _by(found, lambda one: one.iste)),
        ("agreements", frameworks.agreements, _by(found, lambda one: (one.agreement,))),
    ]
    for title, words, table in lists:
        width = max(map(len, words), default=0)
        parts.append("\n".join([title, *(f"  {w:{width}}  {', '.join(table.get(w, ())) or 'none'}" for w in words)]))
    return "\n\n".join(parts)


def _sign(levels: frozenset[str]) -> str:
    if {BEST, WORST} <= levels:
        return "●"
    return " " if levels == {"no-occasion"} else "◐"


def _by(found: Sequence[Coverage], words: Callable[[Coverage], Iterable[str]]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for one in found:
        for word in words(one):
            table.setdefault(word, []).append(one.scenario)
    return table
