"""Putting a debrief together from a finished run."""

from __future__ import annotations

from collections.abc import Sequence

from coachkit.content.library import Entry
from coachkit.content.model import Ending, Scene
from coachkit.engine.conditions import holds
from coachkit.engine.state import State
from coachkit.engine.step import offered
from coachkit.engine.transcript import Run, replay
from coachkit.errors import CoachkitError
from coachkit.scoring import debrief as d
from coachkit.scoring.costs import Compass, turning_turn
from coachkit.scoring.findings import run_findings
from coachkit.scoring.levels import blocks, principles, sides, weakest_base
from coachkit.scoring.tables import chairs, ledger_table, table_people


class NotEnded(CoachkitError):
    """A debrief was asked for before the play had ended."""


def told_text(moment: Scene | Ending, state: State) -> str:
    """The text of a scene or ending with the paragraphs whose condition holds."""
    return "\n\n".join((moment.text, *(v.text for v in moment.also if holds(v.if_, state))))


def make_debrief(entry: Entry, run: Run, compass: Compass, intents: Sequence[str] = ()) -> d.Debrief:
    """The debrief of a run that has ended. Raises NotEnded."""
    if not run.state.ended:
        raise NotEnded("The play has not ended yet; its debrief comes then.")
    scenario, frameworks = entry.scenario, entry.frameworks
    ending = scenario.endings[run.state.place]
    findings = run_findings(run, frameworks)
    levels = principles(run, findings, entry.key, frameworks)
    built = blocks(run, findings, entry.key, frameworks)
    turn = turning_turn(compass.worth(run))
    coach = run.story.rules.coach
    return d.Debrief(
        ending=ending.title,
        ending_text=told_text(ending, run.state),
        standing=ending.standing,
        standing_title=frameworks.levels.standings[ending.standing].title,
        standing_meaning=frameworks.levels.standings[ending.standing].meaning or "",
        people=tuple("You" if p == coach else scenario.people[p].name for p in table_people(run)),
        ledger=ledger_table(run, frameworks),
        findings=findings,
        sides=sides(findings, frameworks),
        principles=levels,
        blocks=built,
        weakest=weakest_base(built),
        turning_point=None if turn is None else _turning(entry, run, compass, findings, turn),
        road=None if turn is None else _road(entry, run, compass, turn),
        chairs=chairs(run, frameworks),
        decisions=tuple(_decision(entry, run, findings, t) for t in range(len(run.steps))),
        intents=tuple(d.Intent(p.id, p.title, p.level, p.level_title) for i in intents for p in levels if p.id == i),
        prompts=scenario.prompts,
        next_steps=_next_steps(entry, levels),
        agreement=entry.agreement.title,
        note=frameworks.levels.note,
    )


def _turning(entry: Entry, run: Run, compass: Compass, findings: Sequence[d.Finding], turn: int) -> d.TurningPoint:  # fmt: skip
    taken = run.steps[turn]
    scene = entry.scenario.scenes[taken.before.place]
    before, after = compass.worth(run)[turn : turn + 2]
    best_run = _best_run(run, compass, turn)
    anyway = {f.text for f in run_findings(best_run, entry.frameworks)}  # happens on the best way too
    bad = [
        f
        for gravity in ("grave", "serious", "light")
        for f in findings
        if f.gravity == gravity and f.turn == turn and f.text not in anyway
    ]
    if before[:3] != after[:3] and bad:
        lost = f"A way was still open on which this would not have happened: {bad[0].text}"
    elif before[:3] != after[:3] and not any(before[:3]):
        lost = "After this, no way was left that kept both sides whole."
    elif before[4] < after[4]:
        words = entry.frameworks.levels.standings
        best = entry.scenario.endings[best_run.state.place].standing
        lost = f"Until here the best ending within reach was “{words[best].title}”; afterwards it was not."
    else:
        lost = "Another choice here would have asked less of the people involved."
    return d.TurningPoint(turn, scene.title, scene.choices[taken.choice].text, lost)


def _best_run(run: Run, compass: Compass, turn: int) -> Run:
    kept = tuple(s.choice for s in run.steps[:turn])
    return replay(run.story, (*kept, *compass.way_from(compass.state_after(kept))))


def _road(entry: Entry, run: Run, compass: Compass, turn: int) -> d.Road:
    other = _best_run(run, compass, turn)
    ending = entry.scenario.endings[other.state.place]
    texts = tuple(entry.scenario.choice(s.choice).text for s in other.steps[turn:])
    gains = [
        f.text
        for f in run_findings(other, entry.frameworks)
        if f.gravity == "good" and f.turn is not None and f.turn >= turn
    ]
    standing = entry.frameworks.levels.standings[ending.standing].title
    return d.Road(turn, texts[0], ending.title, ending.standing, standing, texts, tuple(dict.fromkeys(gains)))


def _decision(entry: Entry, run: Run, findings: Sequence[d.Finding], turn: int) -> d.Decision:
    taken = run.steps[turn]
    scene = entry.scenario.scenes[taken.before.place]
    others = tuple(option_note(entry, scene, cid) for cid in offered(run.story, taken.before) if cid != taken.choice)
    return judged_decision(entry, scene, taken.choice, turn, tuple(f for f in findings if f.turn == turn), others)


def option_note(entry: Entry, scene: Scene, choice: str) -> d.OptionNote:
    """An option as it is told beside the decision that was taken."""
    judged = entry.key.choices[choice]
    return d.OptionNote(scene.choices[choice].text, judged.rationale, judged.stands)


def judged_decision(
    entry: Entry,
    scene: Scene,
    choice: str,
    turn: int,
    findings: tuple[d.Finding, ...],
    others: tuple[d.OptionNote, ...],
) -> d.Decision:
    """A decision with its judgement, every id turned into words."""
    judged, frameworks = entry.key.choices[choice], entry.frameworks
    return d.Decision(
        turn=turn,
        scene=scene.title,
        asked=scene.ask,
        chosen=scene.choices[choice].text,
        stands=judged.stands,
        rationale=judged.rationale,
        principle=frameworks.principles[judged.principle].title,
        block=frameworks.blocks[judged.block].title,
        sources=tuple(frameworks.sources[s].short for s in judged.source),
        dissent=judged.dissent,
        agreements=tuple((frameworks.agreements[a].title, t) for a, t in judged.agreements.items()),
        findings=findings,
        others=others,
    )


def _next_steps(entry: Entry, levels: Sequence[d.Principle]) -> tuple[str, ...]:
    order = {"against": 0, "partly": 1, "no-occasion": 2, "shown": 3}
    ranked = sorted(levels, key=lambda p: order[p.level])
    return tuple(entry.frameworks.principles[p.id].practice for p in ranked[:3])
