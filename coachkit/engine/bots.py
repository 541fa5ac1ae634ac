"""Players without understanding: what each would do, and exactly where that leads.

A bot is a policy: which of the offered choices it would take, each equally likely. Where it ends is computed over
the graph of all states, not sampled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from coachkit.content.model import Choice, Manner
from coachkit.engine.explore import Edge, Graph
from coachkit.engine.step import offered
from coachkit.engine.story import Story
from coachkit.engine.transcript import Run, replay

Policy = Callable[[Mapping[str, Choice]], tuple[str, ...]]
PATIENCE = 400  # decisions after which a bot that goes in circles is stopped


def policies(manners: Mapping[str, Manner]) -> dict[str, Policy]:
    """The bots by name. `manners`: how each choice is done, from the key."""

    def of_manner(manner: Manner) -> Policy:
        def pick(choices: Mapping[str, Choice]) -> tuple[str, ...]:
            return tuple(c for c in choices if manners.get(c) == manner) or tuple(choices)

        return pick

    return {
        "first": lambda choices: (next(iter(choices)),),
        "last": lambda choices: (list(choices)[-1],),
        "longest": lambda choices: (max(choices, key=lambda c: len(choices[c].text)),),
        "shortest": lambda choices: (min(choices, key=lambda c: len(choices[c].text)),),
        "always-refuse": of_manner("refuse"),
        "always-praise": of_manner("praise"),
        "always-defer": of_manner("defer"),
        "random": tuple,
    }


@dataclass(frozen=True)
class Outcome:
    """Where a bot ends: the probability of each ending, of never getting to one, and the mean of some amount."""

    endings: Mapping[str, float]
    unfinished: float
    mean: tuple[float, ...]


def play_out(graph: Graph, policy: Policy, amount: Callable[[Edge], tuple[int, ...]]) -> Outcome:
    """The bot's endings with their exact probabilities, and the mean total of `amount` along its way."""
    mass = {0: 1.0}
    endings: dict[str, float] = {}
    mean: list[float] = []
    stuck = 0.0
    for _ in range(PATIENCE):
        onward: dict[int, float] = {}
        for here, share in mass.items():
            edges = {edge.choice: edge for edge in graph.edges[here]}
            if not edges:
                stuck += share
                continue
            picked = policy(offered(graph.story, graph.states[here]))
            for choice in picked:
                part = share / len(picked)
                edge = edges[choice]
                after = graph.states[edge.target]
                if after.ended:
                    endings[after.place] = endings.get(after.place, 0.0) + part
                else:
                    onward[edge.target] = onward.get(edge.target, 0.0) + part
                amounts = amount(edge)
                mean = mean or [0.0] * len(amounts)
                mean = [m + part * a for m, a in zip(mean, amounts, strict=True)]
        mass = onward
        if not mass:
            break
    return Outcome(endings, stuck + sum(mass.values()), tuple(mean))


@dataclass(frozen=True)
class Touched:
    """What seeded random plays touched."""

    plays: int
    scenes: frozenset[str]
    choices: frozenset[str]
    endings: Mapping[str, int]


def walk(story: Story, rng: Random, most: int = PATIENCE) -> Run:
    """One random play, to an ending or until `most` decisions."""
    run = replay(story, ())
    for _ in range(most):
        choices = list(offered(story, run.state))
        if not choices:
            break
        run = run.then(rng.choice(choices))
    return run


def cover(story: Story, rng: Random, plays: int) -> Touched:
    """Random plays, and the scenes, choices and endings they met."""
    scenes: set[str] = set()
    choices: set[str] = set()
    endings: dict[str, int] = {}
    for _ in range(plays):
        run = walk(story, rng)
        scenes |= {s.before.place for s in run.steps}
        choices |= {s.choice for s in run.steps}
        if run.state.ended:
            endings[run.state.place] = endings.get(run.state.place, 0) + 1
    return Touched(plays, frozenset(scenes), frozenset(choices), endings)
