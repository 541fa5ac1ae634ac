"""What happens in play: pure values and functions; no clock, no global random, no file."""

from coachkit.engine.explore import Graph, explore
from coachkit.engine.ledger import Entry, Ledger
from coachkit.engine.state import State
from coachkit.engine.step import Step, offered, start, step
from coachkit.engine.story import Story, make_story, story_of
from coachkit.engine.transcript import Chose, Rewound, Run, Transcript, replay

__all__ = [
    "Chose", "Entry", "Graph", "Ledger", "Rewound", "Run", "State", "Step", "Story", "Transcript",
    "explore", "make_story", "offered", "replay", "start", "step", "story_of",
]  # fmt: skip
