"""Everything that exploring a scenario shows, for `coachkit explore`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from coachkit.content.library import Entry
from coachkit.engine.bots import Outcome, Touched, cover, play_out, policies
from coachkit.engine.explore import Graph, explore, uncollected
from coachkit.engine.story import story_of
from coachkit.scoring.costs import STANDINGS, Compass, compass
from coachkit.scoring.proofs import Proofs, prove

CLEARLY_WORSE = 0.05  # a bot does clearly worse if it reaches an exemplary ending in at most this share of plays


@dataclass(frozen=True)
class Survey:
    """A scenario's size, proofs, best way, bots and random coverage."""

    scenario: str
    states: int
    ways: int | None
    depth: tuple[int, int]  # fewest and most decisions on the ways that were walked
    endings: Mapping[str, tuple[str, tuple[str, ...]]]  # id -> standing, a shortest way
    proofs: Proofs
    best_way: tuple[str, ...]
    best_cost: tuple[int, ...]
    bots: Mapping[str, Outcome]
    exemplary: Mapping[str, float]  # bot -> probability of an exemplary ending
    coverage: Touched

    @property
    def holds(self) -> bool:
        return self.proofs.hold and all(share <= CLEARLY_WORSE for share in self.exemplary.values())

    def as_json(self) -> dict[str, Any]:
        p = self.proofs
        return {
            "scenario": self.scenario,
            "states": self.states,
            "ways": self.ways,
            "decisions": list(self.depth),
            "endings": {e: {"standing": s, "way": list(w)} for e, (s, w) in self.endings.items()},
            "proofs": {
                "everything-reachable": not p.unreached,
                "no-dead-end": not p.stuck,
                "clean-way": p.clean_way is not None,
                "exemplary-is-clean": not p.false_examples,
            },
            "clean-way": list(p.clean_way or ()),
            "best-way": list(self.best_way),
            "bots": {
                name: {
                    "exemplary": round(self.exemplary[name], 6),
                    "endings": {e: round(v, 6) for e, v in outcome.endings.items()},
                    "grave": round(outcome.mean[0], 4),
                    "serious": round(outcome.mean[1], 4),
                    "light": round(outcome.mean[2], 4),
                }
                for name, outcome in self.bots.items()
            },
            "random-plays": {
                "plays": self.coverage.plays,
                "scenes": len(self.coverage.scenes),
                "choices": len(self.coverage.choices),
                "endings": dict(self.coverage.endings),
            },
        }


@uncollected()
def survey(entry: Entry, *, seed: int = 1, plays: int = 500) -> Survey:
    """Explore the scenario. Raises TooManyStates."""
    story = story_of(entry)
    graph = explore(story)
    north = compass(graph, entry.key, entry.frameworks)
    proofs = prove(graph)
    manners = {cid: judgement.manner for cid, judgement in entry.key.choices.items()}
    bots = {name: play_out(graph, policy, north.price) for name, policy in policies(manners).items()}
    endings = entry.scenario.endings
    exemplary = {
        name: sum(p for e, p in outcome.endings.items() if endings[e].standing == "exemplary")
        for name, outcome in bots.items()
    }
    came = graph.reached_by(lambda edge: True)
    ways = {eid: graph.path_to(came, min(graph.endings([eid]))) for eid in endings if graph.endings([eid])}
    best = north.way_from(0) if 0 in north.best else ()
    return Survey(
        entry.scenario.id,
        len(graph.states),
        graph.ways(),
        _depths(graph, north),
        {eid: (endings[eid].standing, way) for eid, way in ways.items()},
        proofs,
        best,
        north.best[0][0] if 0 in north.best else (),
        bots,
        exemplary,
        cover(story, Random(seed), plays),
    )


def _depths(graph: Graph, north: Compass) -> tuple[int, int]:
    """The fewest and the most different decisions between the start and an ending."""
    fewest = graph.best(lambda e: (1,), lambda s: (0,)).get(0, ((0,), None))[0][0]
    order = _before_what_they_lead_to(graph)
    rank = {state: i for i, state in enumerate(order)}
    longest = {0: 0}
    for here in order:
        for edge in graph.edges[here]:
            if rank[here] < rank[edge.target]:  # else it closes a circle, which is cut there
                longest[edge.target] = max(longest.get(edge.target, 0), longest[here] + 1)
    return fewest, max((longest.get(i, 0) for i in graph.endings()), default=0)


def _before_what_they_lead_to(graph: Graph) -> list[int]:
    """All states, each before those it leads to, but for the edges that close a circle (depth first)."""
    done: list[int] = []
    met = {0}
    waiting = [(0, iter(graph.edges[0]))]
    while waiting:
        here, leaving = waiting[-1]
        onward = next((edge.target for edge in leaving if edge.target not in met), None)
        if onward is None:
            done.append(here)
            waiting.pop()
        else:
            met.add(onward)
            waiting.append((onward, iter(graph.edges[onward])))
    return done[::-1]


def survey_text(found: Survey) -> str:
    """The survey as lines for a terminal."""
    ways = "without end (a play may go in circles)" if found.ways is None else f"{found.ways:,}"
    p = found.proofs
    lines = [
        f"{found.scenario}: {found.states:,} states, {ways} ways, {found.depth[0]} to {found.depth[1]} decisions",
        "",
        "  proofs, over every way",
        _proof("every scene, choice and ending can be reached", not p.unreached, ", ".join(w for _, w in p.unreached)),
        _proof("no dead end", not p.stuck, "; ".join(", ".join(w) for w in p.stuck)),
        _proof("a way through with nothing leaked and nothing owed", p.clean_way is not None, ""),
        _proof(
            "no way called exemplary holds a leak, a black box or a missed duty",
            not p.false_examples,
            "; ".join(f"{k} on {', '.join(w)}" for _, w, k in p.false_examples),
        ),
        "",
        f"  best way: {', '.join(found.best_way)}",
        "",
        "  endings",
    ]
    order = {s: i for i, s in enumerate(STANDINGS)}
    for eid, (standing, way) in sorted(found.endings.items(), key=lambda e: order[e[1][0]]):
        lines.append(f"    {standing:<10} {eid:<28} e.g. {', '.join(way)}")
    lines += ["", f"  {'bots':<15} exemplary   grave  serious  light   most often"]
    for name, outcome in found.bots.items():
        top = max(outcome.endings, key=lambda e: outcome.endings[e]) if outcome.endings else "-"
        grave, serious, light = (*outcome.mean, 0, 0, 0)[:3]
        lines.append(
            f"    {name:<15} {found.exemplary[name]:>7.1%} {grave:>7.2f} {serious:>8.2f} {light:>6.2f}   {top}"
        )
    c = found.coverage
    lines += [
        "",
        f"  {c.plays} random plays met {len(c.scenes)} scenes, {len(c.choices)} choices, {len(c.endings)} endings",
    ]
    return "\n".join(lines)


def _proof(name: str, well: bool, against: str) -> str:
    return f"    {'holds' if well else 'FAILS':<6} {name}" + (f": {against}" if against else "")
