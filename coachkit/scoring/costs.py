"""What a way through a story costs, so that ways can be compared: the best still in reach, and where it was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from coachkit.content.frameworks import Frameworks
from coachkit.content.model import Key
from coachkit.engine.explore import Cost, Edge, Graph
from coachkit.engine.state import State
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

    graph: Graph
    price: Callable[[Edge], Cost]
    final: Callable[[State], Cost]
    best: dict[int, tuple[Cost, Edge | None]]

    def way_from(self, state: int) -> tuple[str, ...]:
        """The choices of a best way from that state to an ending."""
        choices: list[str] = []
        edge = self.best[state][1]
        while edge is not None:
            choices.append(edge.choice)
            edge = self.best[edge.target][1]
        return tuple(choices)

    def worth(self, run: Run) -> tuple[Cost, ...]:
        """Before each decision and after the last: the least total cost still in reach for the whole play.

        It never falls: a choice can only keep the best way open or lose it.
        """
        here = 0
        spent: Cost = (0,) * 6
        worths = [self.best[0][0]]
        for taken in run.steps:
            edge = next(e for e in self.graph.edges[here] if e.choice == taken.choice)
            spent = _plus(spent, self.price(edge))
            here = edge.target
            worths.append(_plus(spent, self.best[here][0]))
        return tuple(worths)


def compass(graph: Graph, key: Key, frameworks: Frameworks) -> Compass:
    """The best that can be reached from every state of the graph."""
    story = graph.story

    def price(edge: Edge) -> Cost:
        count = Counter(gravity_of(story, frameworks, mark) for mark in marks(story, edge.entries))
        judgement = key.choices.get(edge.choice)
        stands = judgement.stands if judgement is not None else "for"
        return count["grave"], count["serious"], count["light"], int(stands == "against"), 0, int(stands == "mixed")

    def final(state: State) -> Cost:
        return 0, 0, 0, 0, STANDINGS.index(story.scenario.endings[state.place].standing), 0

    prices = {id(edge): price(edge) for edge in graph.all_edges()}
    return Compass(graph, lambda e: prices[id(e)], final, graph.best(lambda e: prices[id(e)], final))


def turning_turn(worths: tuple[Cost, ...]) -> int | None:
    """The decision that lost the most of what was in reach, the earliest of equals; None if nothing was lost."""
    losses = [
        tuple(after - before for before, after in zip(one, other, strict=True)) for one, other in pairwise(worths)
    ]
    greatest = max(losses, default=())
    return losses.index(greatest) if greatest and any(greatest) else None


def _plus(one: Cost, other: Cost) -> Cost:
    return tuple(a + b for a, b in zip(one, other, strict=True))
