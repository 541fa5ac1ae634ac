"""What a coach did, as a list of acts; everything else is recomputed from it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coachkit.engine.ledger import Entry
from coachkit.engine.state import State
from coachkit.engine.step import Step, offered, opening, step
from coachkit.engine.story import Story


@dataclass(frozen=True)
class Chose:
    """The coach took a choice."""

    choice: str


@dataclass(frozen=True)
class Rewound:
    """The coach went back to before decision number `turn`, counted from 0."""

    turn: int


Act = Chose | Rewound


@dataclass(frozen=True)
class Transcript:
    """Acts in order. What was undone stays in it."""

    acts: tuple[Act, ...] = ()

    def choose(self, choice: str) -> Transcript:
        return replace(self, acts=(*self.acts, Chose(choice)))

    def rewind(self, turn: int) -> Transcript:
        return replace(self, acts=(*self.acts, Rewound(turn)))

    @property
    def standing(self) -> tuple[str, ...]:
        """The choices that stand, after every undoing."""
        kept: list[str] = []
        for act in self.acts:
            if isinstance(act, Chose):
                kept.append(act.choice)
            else:
                del kept[act.turn :]
        return tuple(kept)

    @property
    def undone(self) -> int:
        """How many choices were undone so far."""
        made = sum(isinstance(act, Chose) for act in self.acts)
        return made - len(self.standing)


@dataclass(frozen=True)
class Run:
    """A transcript played: the opening, the steps that stand, and where the play is now.

    `unplayable` holds standing choices that this version of the story no longer offers.
    """

    story: Story
    first: State
    opening_entries: tuple[Entry, ...]
    steps: tuple[Step, ...]
    unplayable: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        return self.steps[-1].after if self.steps else self.first

    def then(self, choice: str) -> Run:
        """The run one choice further. Raises UnknownChoice."""
        return replace(self, steps=(*self.steps, step(self.story, self.state, choice)))


def replay(story: Story, choices: tuple[str, ...]) -> Run:
    """Play these choices from the start, as far as the story still offers them."""
    first, entries = opening(story)
    run = Run(story, first, entries, ())
    for i, choice in enumerate(choices):
        if choice not in offered(story, run.state):
            return replace(run, unplayable=choices[i:])
        run = run.then(choice)
    return run
