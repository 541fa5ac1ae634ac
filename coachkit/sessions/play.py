"""A play as a host sees it: events go in, views of it come out. The one place where play and scoring meet.

It knows no widget, no kernel and no request. Everything is recomputed from the list of acts, so a reload,
another device or a newer key replays it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from coachkit.content import Library
from coachkit.content.library import Entry
from coachkit.content.model import Scenario
from coachkit.engine import Chose, Rewound, Run, Transcript, offered, replay, story_of
from coachkit.errors import EventRefused, UnknownChoice
from coachkit.scoring import Debrief, compass_of, make_debrief
from coachkit.scoring.report import told_text
from coachkit.sessions.views import (
    ContextView,
    PersonView,
    PrincipleView,
    SafeguardingView,
    SceneView,
    TrailStep,
    safeguarding_view,
)

Phase = Literal["context", "anticipate", "enact", "reflect"]
PHASES: tuple[Phase, ...] = ("context", "anticipate", "enact", "reflect")
MOST_ACTS = 400  # a play has about eight decisions; this leaves room for fifty changes of mind
MOST_INTENTS = 2
LONGEST_ID = 60  # as in content


@dataclass(frozen=True)
class Play:
    """One coach's play of one scenario. Every event gives a new Play."""

    entry: Entry
    phase: Phase = "context"
    intents: tuple[str, ...] = ()
    transcript: Transcript = field(default_factory=Transcript)
    notice: str | None = None

    @staticmethod
    def of(scenario_id: str, library: Library | None = None) -> Play:
        """A fresh play. Raises UnknownScenario or ContentError."""
        return Play((library or Library.default()).entry(scenario_id))

    @property
    def scenario(self) -> Scenario:
        return self.entry.scenario

    @cached_property
    def run(self) -> Run:
        """The choices that stand, played."""
        return replay(story_of(self.entry), self.transcript.standing)

    def handle(self, event: object) -> Play:
        """The play after an event from a host. Raises EventRefused, and then nothing has changed."""
        if not isinstance(event, dict):
            raise EventRefused("An event is an object with 'do' in it.")
        match event.get("do"):
            case "begin" if self.phase == "context":
                return replace(self, phase="anticipate", notice=None)
            case "intend" if self.phase == "anticipate":
                return replace(self, phase="enact", intents=self._principles(event.get("principles")))
            case "choose" if self.phase == "enact":
                return self._choose(event.get("at"), event.get("choice"))
            case "rewind" if self.phase in ("enact", "reflect"):
                return self._rewind(event.get("to"))
            case "restart":
                return Play(self.entry)
            case "resume":
                return self._resume(event.get("saved"))
            case "hello":
                return self
        raise EventRefused("That cannot be done at this point of the play.")

    def _principles(self, named: object) -> tuple[str, ...]:
        known = self.entry.frameworks.principles
        if not isinstance(named, list) or len(named) > MOST_INTENTS:
            raise EventRefused(f"Name up to {MOST_INTENTS} principles.")
        if not all(isinstance(name, str) and name in known for name in named):
            raise EventRefused("That is not one of the principles.")
        return tuple(dict.fromkeys(named))

    def _choose(self, at: object, choice: object) -> Play:
        fits = type(at) is int and at == len(self.run.steps)  # neither True nor 1.0
        if not fits or not isinstance(choice, str) or len(choice) > LONGEST_ID:
            raise EventRefused("That choice belongs to another moment of the play.")
        if len(self.transcript.acts) >= MOST_ACTS:
            raise EventRefused("This play has become very long; please start it again.")
        try:
            run = self.run.then(choice)
        except UnknownChoice as error:
            raise EventRefused(str(error)) from error
        phase: Phase = "reflect" if run.state.ended else "enact"
        return replace(self, phase=phase, transcript=self.transcript.choose(choice), notice=None)

    def _rewind(self, turn: object) -> Play:
        if not isinstance(turn, int) or isinstance(turn, bool) or not 0 <= turn < len(self.run.steps):
            raise EventRefused("There is no such decision to go back to.")
        if len(self.transcript.acts) >= MOST_ACTS:
            raise EventRefused("This play has become very long; please start it again.")
        return replace(self, phase="enact", transcript=self.transcript.rewind(turn), notice=None)

    def saved(self) -> dict[str, Any]:
        """What a host keeps, and gives back with a resume event: facts only, no judgement."""
        acts = [["choose", a.choice] if isinstance(a, Chose) else ["rewind", a.turn] for a in self.transcript.acts]  # fmt: skip
        return {
            "v": 1,
            "scenario": self.scenario.id,
            "hash": self.entry.loaded.content_hash,
            "phase": self.phase,
            "intents": list(self.intents),
            "acts": acts,
        }

    def _resume(self, saved: object) -> Play:
        if not isinstance(saved, dict):
            raise EventRefused("What this browser kept cannot be read.")
        version = saved.get("v")
        if type(version) is not int or version != 1 or saved.get("scenario") != self.scenario.id:
            raise EventRefused("What this browser kept belongs to something else.")
        transcript = _transcript(saved.get("acts"))
        phase: Phase | None = next((p for p in PHASES if p == saved.get("phase")), None)
        if phase is None:
            raise EventRefused("What this browser kept cannot be read.")
        play = Play(self.entry, intents=self._principles(saved.get("intents")), transcript=transcript)
        notice = None
        if play.run.unplayable:
            play = replace(play, transcript=_back_to(transcript, len(play.run.steps)))
            notice = "This scenario has changed since you played it. You are where your choices still fit."
        elif saved.get("hash") != self.entry.loaded.content_hash:
            notice = "This scenario has changed a little since you played it. Your choices still fit."
        if play.run.steps:
            phase = "reflect" if play.run.state.ended else "enact"
        elif phase == "reflect":
            phase = "enact"
        return replace(play, phase=phase, notice=notice)

    @property
    def context(self) -> ContextView:
        s, f = self.scenario, self.entry.frameworks
        agreement = self.entry.agreement
        return ContextView(
            title=s.title,
            summary=s.summary,
            text=s.context,
            minutes=s.minutes,
            level_title=f.levels.scenario_levels[s.level].title,
            question=f.questions[s.question].title,
            people=tuple(
                PersonView(p.name, f.levels.roles[p.role].title, p.about or "")
                for pid, p in s.people.items()
                if pid != s.coach
            ),
            agreement_title=agreement.title,
            agreement_text=agreement.text,
            agreement_source="; ".join(f.sources[x].short for x in agreement.source),
            agreement_ours=agreement.ours,
            known=tuple(fact.text for fact in s.facts.values() if s.coach in fact.known_by),
            principles=tuple(PrincipleView(pid, p.title, p.looks_like, p.ours) for pid, p in f.principles.items()),
            note=f.levels.note,
            safeguarding=self._safeguarding(),
        )

    def _safeguarding(self) -> SafeguardingView | None:
        if all(fact.kind != "safeguarding" for fact in self.scenario.facts.values()):
            return None
        return safeguarding_view(self.entry.safeguarding)

    @property
    def scene(self) -> SceneView | None:
        """The scene to play, in the phase enact."""
        run = self.run
        if self.phase != "enact" or run.state.ended:
            return None
        scene = self.scenario.scenes[run.state.place]
        last = self.scenario.choice(run.steps[-1].choice) if run.steps else None
        return SceneView(
            turn=len(run.steps),
            id=run.state.place,
            title=scene.title,
            after=last.after or "" if last else "",
            text=told_text(scene, run.state),
            ask=scene.ask,
            choices=tuple((cid, c.text) for cid, c in offered(run.story, run.state).items()),
            trail=self.trail,
            undone=self.transcript.undone,
        )

    @property
    def trail(self) -> tuple[TrailStep, ...]:
        """The decisions that stand, in order."""
        scenes = self.scenario.scenes
        return tuple(
            TrailStep(turn, scenes[s.before.place].title, scenes[s.before.place].choices[s.choice].text)
            for turn, s in enumerate(self.run.steps)
        )

    @cached_property
    def debrief(self) -> Debrief | None:
        """The debrief, in the phase reflect."""
        if self.phase != "reflect" or not self.run.state.ended:
            return None
        return make_debrief(self.entry, self.run, compass_of(self.entry), self.intents)

    def look_ahead(self) -> None:
        """Explore the scenario now, so that the debrief need not wait for it."""
        compass_of(self.entry)

    @property
    def closing(self) -> str:
        """The consequence of the last choice, told before the ending."""
        return self.scenario.choice(self.run.steps[-1].choice).after or "" if self.run.steps else ""


def _back_to(transcript: Transcript, turn: int) -> Transcript:
    """The transcript with its choices from `turn` on undone; a full one lets go of what was undone, to have room."""
    if len(transcript.acts) < MOST_ACTS:
        return transcript.rewind(turn)
    return Transcript(tuple(Chose(choice) for choice in transcript.standing[:turn]))


def _transcript(acts: object) -> Transcript:
    if not isinstance(acts, list) or len(acts) > MOST_ACTS:
        raise EventRefused("What this browser kept cannot be read.")
    transcript = Transcript()
    for act in acts:
        match act:
            case ["choose", str(choice)] if len(choice) <= LONGEST_ID:
                transcript = transcript.choose(choice)
            case ["rewind", int(turn)] if not isinstance(turn, bool) and 0 <= turn <= MOST_ACTS:
                transcript = replace(transcript, acts=(*transcript.acts, Rewound(turn)))
            case _:
                raise EventRefused("What this browser kept cannot be read.")
    return transcript
