"""The whole state space of a story, as a graph; nothing is sampled and no path is listed."""

from __future__ import annotations

import gc
import heapq
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from coachkit.engine.ledger import Entry
from coachkit.engine.state import State
from coachkit.engine.step import Step, offered, opening, step
from coachkit.engine.story import Story
from coachkit.errors import CoachkitError

MOST_STATES = 60_000  # about half a minute here; a scenario of ten minutes has a few thousand

Cost = tuple[int, ...]  # compared like words: the first place decides before the second


class TooManyStates(CoachkitError):
    """The story has more states than are explored."""


@dataclass(frozen=True)
class Edge:
    """A choice in a state: where it leads (an index into Graph.states), and what it wrote."""

    source: int
    choice: str
    target: int
    step: Step

    @property
    def entries(self) -> tuple[Entry, ...]:
        return (*self.step.entries, *self.step.follows)


@dataclass(frozen=True, eq=False)
class Graph:
    """Every state that some play reaches; state 0 is the start. `edges[i]` leave `states[i]`."""

    story: Story
    opening_entries: tuple[Entry, ...]
    states: tuple[State, ...]
    edges: tuple[tuple[Edge, ...], ...]

    @cached_property
    def index(self) -> dict[State, int]:
        return {state: i for i, state in enumerate(self.states)}

    @cached_property
    def into(self) -> tuple[tuple[Edge, ...], ...]:
        """The edges that arrive in each state."""
        arriving: list[list[Edge]] = [[] for _ in self.states]
        for edge in self.all_edges():
            arriving[edge.target].append(edge)
        return tuple(map(tuple, arriving))

    def all_edges(self) -> Iterable[Edge]:
        return (edge for leaving in self.edges for edge in leaving)

    def endings(self, ids: Iterable[str] | None = None) -> frozenset[int]:
        """The states that are endings, or those of the endings named."""
        wanted = None if ids is None else set(ids)
        return frozenset(i for i, s in enumerate(self.states) if s.ended and (wanted is None or s.place in wanted))

    def leading_to(self, targets: Iterable[int]) -> frozenset[int]:
        """Every state from which one of the targets can be reached, the targets among them."""
        found = set(targets)
        waiting = list(found)
        while waiting:
            for edge in self.into[waiting.pop()]:
                if edge.source not in found:
                    found.add(edge.source)
                    waiting.append(edge.source)
        return frozenset(found)

    def reached_by(self, may_take: Callable[[Edge], bool]) -> dict[int, Edge | None]:
        """The states reached from the start by such edges alone, each with an edge of a shortest way."""
        came: dict[int, Edge | None] = {0: None}
        waiting = deque([0])
        while waiting:
            for edge in self.edges[waiting.popleft()]:
                if edge.target not in came and may_take(edge):
                    came[edge.target] = edge
                    waiting.append(edge.target)
        return came

    def best(self, cost: Callable[[Edge], Cost], final: Callable[[State], Cost]) -> dict[int, tuple[Cost, Edge | None]]:  # fmt: skip
        """For each state the least total cost to an ending, and the edge to take (Dijkstra, from the endings).

        Costs are tuples of non-negative whole numbers of one length, added place by place.
        """
        known: dict[int, tuple[Cost, Edge | None]] = {}
        waiting: list[tuple[Cost, int, int, Edge | None]] = []
        for i in sorted(self.endings()):
            heapq.heappush(waiting, (final(self.states[i]), 0, i, None))
        order = 1
        while waiting:
            total, _, here, edge = heapq.heappop(waiting)
            if here in known:
                continue
            known[here] = (total, edge)
            for before in self.into[here]:
                if before.source not in known:
                    step_cost = cost(before)
                    whole = tuple(a + b for a, b in zip(step_cost, total, strict=True))
                    heapq.heappush(waiting, (whole, order, before.source, before))
                    order += 1
        return known

    def ways(self) -> int | None:
        """How many different plays there are, counted without listing them; None if a play may go in circles."""
        counts: dict[int, int] = {}
        leaving = [len(edges) for edges in self.edges]
        ready = deque(i for i, n in enumerate(leaving) if n == 0)
        while ready:
            here = ready.popleft()
            edges = self.edges[here]
            counts[here] = sum(counts[e.target] for e in edges) if edges else int(self.states[here].ended)
            for edge in self.into[here]:
                leaving[edge.source] -= 1
                if leaving[edge.source] == 0:
                    ready.append(edge.source)
        return counts.get(0)

    def path_to(self, came: dict[int, Edge | None], target: int) -> tuple[str, ...]:
        """The choices of the shortest way found by `reached_by`."""
        choices: list[str] = []
        edge = came[target]
        while edge is not None:
            choices.append(edge.choice)
            edge = came[edge.source]
        return tuple(reversed(choices))


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector, which would look through every state again and again, and find no circle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@uncollected()
def explore(story: Story) -> Graph:
    """Every state a play can reach. Raises TooManyStates past MOST_STATES."""
    first, entries = opening(story)
    index = {first: 0}
    states = [first]
    edges: list[tuple[Edge, ...]] = []
    for here, state in enumerate(states):  # which grows as it is walked
        leaving = []
        for choice in offered(story, state):
            taken = step(story, state, choice)
            target = index.setdefault(taken.after, len(states))
            if target == MOST_STATES:
                raise TooManyStates(
                    f"'{story.scenario.id}' has more than {MOST_STATES:,} states; fewer facts and counters "
                    "that only some scenes need, or earlier endings, bring it down."
                )
            if target == len(states):
                states.append(taken.after)
            leaving.append(Edge(here, choice, target, taken))
        edges.append(tuple(leaving))
    return Graph(story, entries, tuple(states), tuple(edges))
