"""One step of a play: a choice, what it does to the ledger, and the scene or ending it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coachkit.content import moves as m
from coachkit.content.model import Choice, Ending, Scene
from coachkit.engine.conditions import holds
from coachkit.engine.ledger import Entry, Ledger
from coachkit.engine.state import State
from coachkit.engine.story import Story
from coachkit.engine.writer import Writer
from coachkit.errors import UnknownChoice


@dataclass(frozen=True)
class Step:
    """A choice taken, and the ledger's entries: `entries` of the choice itself, then `follows` of what came of it."""

    before: State
    choice: str
    entries: tuple[Entry, ...]
    follows: tuple[Entry, ...]
    after: State


def start(story: Story) -> State:
    """The state in which a play of this story begins."""
    return opening(story)[0]


def opening(story: Story) -> tuple[State, tuple[Entry, ...]]:
    """The first state, and the entries of the first scene's moves."""
    writer = Writer(story.rules, Ledger())
    for fid, fact in story.scenario.facts.items():
        writer.begin(fid, fact.known_by)
    writer.entries.clear()  # what was known before the play is nobody's move
    _arrive(story, story.scenario.start, writer)
    return (
        State(story.scenario.start, False, writer.done(), dict(story.scenario.counters)),
        tuple(writer.entries),
    )


def offered(story: Story, state: State) -> dict[str, Choice]:
    """The choices offered here, by id, in the author's order; none in an ending."""
    if state.ended:
        return {}
    choices = story.scenario.scenes[state.place].choices
    return {cid: choice for cid, choice in choices.items() if holds(choice.if_, state)}


def step(story: Story, state: State, choice_id: str) -> Step:
    """The state after that choice. Raises UnknownChoice if it is not offered."""
    choices = offered(story, state)
    if choice_id not in choices:
        where = "ending" if state.ended else "scene"
        names = ", ".join(f"'{c}'" for c in choices) or "nothing"
        raise UnknownChoice(f"'{choice_id}' is not offered in {where} '{state.place}'; offered: {names}.")
    choice = choices[choice_id]
    writer = Writer(story.rules, state.ledger)
    asked = [key for key, inquiry in state.ledger.inquiries.items() if inquiry == "open"]
    for move in choice.moves:
        apply(writer, move, story.rules.coach)
    writer.pass_by(asked)
    mine = tuple(writer.entries)
    counters = state.counters
    if choice.add:
        counters = dict(counters)
        for name, amount in choice.add.items():
            counters[name] = max(-9, min(9, counters.get(name, 0) + amount))
    chosen = state.chosen | ({choice_id} & story.remembered)
    here = State(state.place, False, writer.done(), counters, chosen)
    place = next(route.to for route in choice.then if holds(route.if_, here))
    _arrive(story, place, writer)
    after = State(place, place in story.scenario.endings, writer.done(), counters, chosen)
    return Step(state, choice_id, mine, tuple(writer.entries[len(mine) :]), after)


def _arrive(story: Story, place: str, writer: Writer) -> None:
    writer.arrive(place)
    moment: Scene | Ending | None = story.scenario.scenes.get(place) or story.scenario.endings.get(place)
    for move in moment.moves if moment else ():
        apply(writer, move, story.rules.coach)
    if place in story.scenario.endings:
        writer.close()


def apply(writer: Writer, move: Any, coach: str) -> None:
    """Write one move into the ledger."""
    match move:
        case m.Tell():
            writer.tell(move.tell, move.to, move.by or coach, "whole")
        case m.Hint():
            writer.tell(move.hint, move.to, move.by or coach, "part")
        case m.Report():
            writer.tell(move.report, move.to, coach, "whole")
        case m.Ask():
            writer.ask(move.ask, move.for_)
        case m.Grant():
            writer.grant(move.grant, move.for_, "whole" if move.scope == "whole" else "part")
        case m.Refuse():
            writer.refuse(move.refuse, move.for_)
        case m.Withdraw():
            writer.withdraw(move.withdraw, move.for_)
        case m.Inquire():
            writer.inquire(move.inquire, move.by)
        case m.Happen():
            writer.happen(move.happen, move.seen_by)
        case m.Connect():
            writer.connect(*move.connect)
        case m.StateBoundary():
            writer.state_boundary(move.state_boundary)
        case m.Promise():
            writer.promise(move.promise, "open")
        case m.Keep():
            writer.promise(move.keep, "kept")
        case m.Break():
            writer.promise(move.break_, "broken")
        case m.Invite():
            writer.decide(move.invite, move.matter, left=True)
        case m.DecideFor():
            writer.decide(move.decide_for, move.matter, left=False)
