"""What a way through a story costs, so that ways can be compared: the best still in reach, and where it was lost."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from coachkit.content.frameworks import Frameworks
from coachkit.content.library import Entry
from coachkit.content.model import Key
from coachkit.engine.explore import Cost, Edge, Graph, explore
from coachkit.engine.state import State
from coachkit.engine.story import story_of
from coachkit.engine.transcript import Run
from coachkit.scoring.findings import gravity_of, marks

STANDINGS = ("exemplary", "sound", "mixed", "poor")


@dataclass(frozen=True, eq=False)
class Compass:
    """The best that can be reached from every state.

    A cost has six places, the first decides: grave, serious and light findings, choices that the key judges
    against, the standing of the ending (0 exemplary to 3 poor), and choices that the key calls mixed. The order
    is the kit's own judgement.
    """

    ways: tuple[dict[str, tuple[int, Cost]], ...]  # for each state: choice -> where it leads, what it costs
    best: dict[int, tuple[Cost, str | None]]  # for each state that can end: the least cost, the choice to take

    def price(self, edge: Edge) -> Cost:
        """What that step costs."""
        return self.ways[edge.source][edge.choice][1]

    def state_after(self, choices: Iterable[str]) -> int:
        """The number of the state that these choices lead to from the start."""
        here = 0
        for choice in choices:
            here = self.ways[here][choice][0]
        return here

    def way_from(self, state: int) -> tuple[str, ...]:
        """The choices of a best way from that state to an ending."""
        choices: list[str] = []
        while (choice := self.best[state][1]) is not None:
            choices.append(choice)
            state = self.ways[state][choice][0]
        return tuple(choices)

    def worth(self, run: Run) -> tuple[Cost, ...]:
        """Before each decision and after the last: the least total cost still in reach for the whole play.

        It never falls: a choice can only keep the best way open or lose it.
        """
        here = 0
        spent: Cost = (0,) * 6
        worths = [self.best[0][0]]
        for taken in run.steps:
            here, cost = self.ways[here][taken.choice]
            spent = _plus(spent, cost)
            worths.append(_plus(spent, self.best[here][0]))
        return tuple(worths)


def compass(graph: Graph, key: Key, frameworks: Frameworks) -> Compass:
    """The best that can be reached from every state of the graph. It keeps numbers only; the graph may go."""
    story = graph.story

    def price(edge: Edge) -> Cost:
        count = Counter(gravity_of(story, frameworks, mark) for mark in marks(story, edge.entries))
        judgement = key.choices.get(edge.choice)
        stands = judgement.stands if judgement is not None else "for"
        return count["grave"], count["serious"], count["light"], int(stands == "against"), 0, int(stands == "mixed")

    def final(state: State) -> Cost:
        return 0, 0, 0, 0, STANDINGS.index(story.scenario.endings[state.place].standing), 0

    ways = tuple({edge.choice: (edge.target, price(edge)) for edge in leaving} for leaving in graph.edges)
    best = graph.best(lambda edge: ways[edge.source][edge.choice][1], final)
    return Compass(ways, {i: (cost, edge.choice if edge else None) for i, (cost, edge) in best.items()})


_EXPLORING = threading.Lock()  # who asks while it is under way waits for it, and does not do it again


def compass_of(entry: Entry) -> Compass:
    """The best reachable from every state of this scenario; explored once a process."""
    with _EXPLORING:
        return _explored(entry)


@lru_cache(maxsize=32)
def _explored(entry: Entry) -> Compass:
    return compass(explore(story_of(entry)), entry.key, entry.frameworks)


def turning_turn(worths: tuple[Cost, ...]) -> int | None:
    """The decision that lost the most of what was in reach, the earliest of equals; None if nothing was lost."""
    losses = [
        tuple(after - before for before, after in zip(one, other, strict=True)) for one, other in pairwise(worths)
    ]
    greatest = max(losses, default=())
    return losses.index(greatest) if greatest and any(greatest) else None


def _plus(one: Cost, other: Cost) -> Cost:
    return tuple(a + b for a, b in zip(one, other, strict=True))
