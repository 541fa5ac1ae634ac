"""Plays and debriefs made up of holes, for the views to draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from coachkit.content.library import Entry
from coachkit.content.model import Scenario
from coachkit.export.fragments import Holes, Tree
from coachkit.scoring import debrief as d
from coachkit.scoring.levels import sides
from coachkit.scoring.report import judged_decision, option_note
from coachkit.sessions import ContextView, Phase, Play, SceneView, TrailStep
from coachkit.ui.play import play_view
from coachkit.ui.tree import as_json

if TYPE_CHECKING:
    from coachkit.ui.tree import Node

SIDES: tuple[d.Gravity | None, ...] = (None, "good", "light", "grave")  # one finding for each level of a side


@dataclass(frozen=True)
class Sitting:
    """What `play_view` reads of a play."""

    scenario: Scenario
    context: ContextView
    phase: Phase
    scene: SceneView | None = None
    debrief: d.Debrief | None = None
    closing: str = ""
    notice: str | None = None

    def drawn(self) -> Tree:
        return cast("Tree", as_json(self.node()))

    def node(self) -> Node:
        return play_view(cast("Play", self))


class Many(tuple[d.Decision | TrailStep, ...]):
    """A tuple that says it is as long as a hole."""

    length = 0

    @staticmethod
    def of(items: Iterable[d.Decision | TrailStep], length: int) -> Many:
        many = Many(items)
        many.length = length
        return many

    def __len__(self) -> int:
        return self.length


class Samples:
    """One of each, for this scenario."""

    def __init__(self, entry: Entry, holes: Holes) -> None:
        self.entry, self.holes = entry, holes
        self.context = Play(entry).context

    def sitting(
        self,
        phase: Phase,
        scene: SceneView | None = None,
        debrief: d.Debrief | None = None,
        closing: str = "",
    ) -> Sitting:
        """A play with a notice, which is a hole."""
        notice = self.holes.text("notice")
        return Sitting(self.entry.scenario, self.context, phase, scene, debrief, closing, notice)

    def scene(self, scene_id: str, choices: tuple[tuple[str, str], ...], trail: tuple[TrailStep, ...], undone: int) -> SceneView:  # fmt: skip
        scene, text = self.entry.scenario.scenes[scene_id], self.holes.text
        turn = self.holes.number("turn")
        return SceneView(turn, scene_id, scene.title, text("after"), text("story"), scene.ask, choices, trail, undone)

    def trail_step(self, scene_id: str, choice_id: str) -> TrailStep:
        scene = self.entry.scenario.scenes[scene_id]
        return TrailStep(self.holes.number("turn"), scene.title, scene.choices[choice_id].text)

    def finding(self, gravity: d.Gravity) -> d.Finding:
        return d.Finding("", gravity, None, "", "", self.holes.text("finding"), self.holes.number("turn"), None)

    def evidence(self) -> d.Evidence:
        return d.Evidence("for", self.holes.text("evidence"), None, "ledger")

    def decision(self, scene_id: str, choice_id: str) -> d.Decision:
        """The decision as its debrief tells it, with one finding and one other option to be cut out."""
        scene, turn = self.entry.scenario.scenes[scene_id], self.holes.number("turn")
        other = option_note(self.entry, scene, choice_id)
        return judged_decision(self.entry, scene, choice_id, turn, (self.finding("good"),), (other,))

    def sides(self, gravity: d.Gravity | None, evidence: int) -> tuple[d.Side, d.Side]:
        """Both sides at the level that one finding of that gravity gives, with so much evidence."""
        held, opened = (
            sides([f for f in [self._of_side(side, gravity)] if f], self.entry.frameworks)[i]
            for i, side in enumerate(("held", "open"))
        )
        several = (self.evidence(),) * evidence
        return replace(held, evidence=several), replace(opened, evidence=several)

    def debrief(self, ending_id: str) -> d.Debrief:
        """A debrief of one decision that ends there, empty but for holes."""
        ending, frameworks = self.entry.scenario.endings[ending_id], self.entry.frameworks
        coach, people, text = self.entry.scenario.coach, self.entry.scenario.people, self.holes.text
        scene, choice = next((s, c) for s, scene in self.entry.scenario.scenes.items() for c in scene.choices)
        decision = self.decision(scene, choice)
        return d.Debrief(
            ending=ending.title,
            ending_text=text("story"),
            standing=ending.standing,
            standing_title=frameworks.levels.standings[ending.standing].title,
            standing_meaning="",
            people=("You", *(person.name for pid, person in people.items() if pid != coach)),
            ledger=(),
            findings=(),
            sides=self.sides(None, 0),
            principles=(),
            blocks=(),
            weakest=text("weakest"),
            turning_point=None,
            road=None,
            chairs=(),
            decisions=(decision,),
            intents=(),
            prompts=self.entry.scenario.prompts,
            next_steps=(text("item"),),
            agreement=self.entry.agreement.title,
            note=frameworks.levels.note,
        )

    def _of_side(self, side: str, gravity: d.Gravity | None) -> d.Finding | None:
        if gravity is None:
            return None
        return d.Finding("", gravity, "held" if side == "held" else "open", "", "", "", None, None)

    def principles(self, level: d.PrincipleLevel) -> tuple[d.Principle, ...]:
        """All of them at that level, each with one piece of evidence, or with none where there was no occasion."""
        title = self.entry.frameworks.levels.principle_levels[level].title
        evidence = () if level == "no-occasion" else (self.evidence(),)
        return tuple(
            d.Principle(pid, p.title, p.looks_like, p.ours, level, title, evidence)
            for pid, p in self.entry.frameworks.principles.items()
        )

    def blocks(self, own: d.BlockLevel, level: d.BlockLevel) -> tuple[d.Block, ...]:
        """All of them at that level, base row first; what holds one down is a hole."""
        words = self.entry.frameworks.levels.block_levels
        held = self.holes.text("holder") if own != level else None
        evidence = () if own == "no-occasion" else (self.evidence(),)
        return tuple(
            d.Block(
                bid, b.title, row, b.definition, own, words[own].title, level, words[level].title, held, evidence
            )
            for row in ("base", "middle", "top")
            for bid, b in self.entry.frameworks.blocks.items()
            if b.row == row
        )  # fmt: skip
