"""A coach at a browser that may send anything: plays, changes of mind, reloads, and garbage."""

from __future__ import annotations

from typing import Any

import pytest
from generators import choices_of, entries, through_json
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from coachkit.content.library import Entry
from coachkit.engine import offered, replay, story_of
from coachkit.errors import EventRefused
from coachkit.sessions import Play

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=True),
    st.integers(max_value=-1),
    st.integers(min_value=10**6),
    st.text(max_size=12),
    st.just("x" * 5_000),
    st.lists(st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


class Coach(RuleBasedStateMachine):
    """`choices` and `undone` are what the play must be, kept by hand beside it."""

    @initialize(entry=entries(circles=True), skip=st.booleans())
    def open_the_page(self, entry: Entry, skip: bool) -> None:
        self.play = Play(entry)
        self.story = story_of(entry)
        self.choices: list[str] = []
        self.undone = 0
        self.phase = "context"
        self.kept = through_json(self.play.saved()), [], 0, "context"
        if skip:  # straight into the story, where most can go wrong
            self.begin()
            self.intend([])

    @precondition(lambda self: self.phase == "context")
    @rule()
    def begin(self) -> None:
        self.play = self.play.handle({"do": "begin"})
        self.phase = "anticipate"

    @precondition(lambda self: self.phase == "anticipate")
    @rule(principles=st.lists(st.sampled_from(["hold", "open", "limits"]), max_size=2, unique=True))
    def intend(self, principles: list[str]) -> None:
        self.play = self.play.handle({"do": "intend", "principles": principles})
        assert self.play.intents == tuple(principles)
        self.phase = "enact"

    @precondition(lambda self: self.phase == "enact")
    @rule(data=st.data())
    def choose(self, data: st.DataObject) -> None:
        choice = data.draw(st.sampled_from(list(offered(self.story, self.play.run.state))))
        self.play = self.play.handle({"do": "choose", "at": len(self.choices), "choice": choice})
        self.choices.append(choice)
        self.phase = "reflect" if self.play.run.state.ended else "enact"

    @precondition(lambda self: self.choices)
    @rule(data=st.data())
    def rewind(self, data: st.DataObject) -> None:
        turn = data.draw(st.integers(0, len(self.choices) - 1))
        self.play = self.play.handle({"do": "rewind", "to": turn})
        self.undone += len(self.choices) - turn
        del self.choices[turn:]
        self.phase = "enact"

    @rule()
    def reload(self) -> None:
        self.play = Play(self.play.entry).handle({"do": "resume", "saved": through_json(self.play.saved())})

    @rule()
    def keep(self) -> None:
        self.kept = through_json(self.play.saved()), list(self.choices), self.undone, self.phase

    @rule()
    def go_back_to_what_was_kept(self) -> None:
        saved, choices, self.undone, self.phase = self.kept
        self.choices = list(choices)
        self.play = self.play.handle({"do": "resume", "saved": saved})

    @rule()
    def restart(self) -> None:
        self.play = self.play.handle({"do": "restart"})
        self.choices, self.undone, self.phase = [], 0, "context"

    def refused(self, event: Any) -> None:
        before = self.play
        with pytest.raises(EventRefused):
            self.play = self.play.handle(event)
        assert self.play is before

    @rule(event=JUNK)
    def send_no_event_at_all(self, event: Any) -> None:
        self.refused(event)

    @rule(do=JUNK)
    def send_an_event_of_an_unknown_kind(self, do: Any) -> None:
        self.refused({"do": do})

    @rule(at=JUNK)
    def choose_at_another_moment(self, at: Any) -> None:
        """At a wrong moment even a right choice is refused; a stale one comes from a second tab."""
        choice = next(iter(offered(self.story, self.play.run.state)), "c9-z")
        self.refused({"do": "choose", "at": at, "choice": choice})
        self.refused({"do": "choose", "at": len(self.choices) + 1, "choice": choice})
        self.refused({"do": "choose", "at": len(self.choices) - 1, "choice": choice})
        self.refused({"do": "choose", "at": float(len(self.choices)), "choice": choice})

    @rule(choice=JUNK)
    def choose_what_is_not_offered(self, choice: Any) -> None:
        self.refused({"do": "choose", "at": len(self.choices), "choice": choice})
        here = offered(self.story, self.play.run.state) if self.phase == "enact" else {}
        for scene in self.play.scenario.scenes.values():
            for other in scene.choices.keys() - here.keys():
                self.refused({"do": "choose", "at": len(self.choices), "choice": other})

    @rule(to=JUNK)
    def rewind_to_nowhere(self, to: Any) -> None:
        self.refused({"do": "rewind", "to": to})
        self.refused({"do": "rewind", "to": len(self.choices)})

    @rule(principles=JUNK)
    def intend_what_is_no_principle(self, principles: Any) -> None:
        if principles != [] or self.phase != "anticipate":
            self.refused({"do": "intend", "principles": principles})

    @rule(field=st.sampled_from(["v", "scenario", "phase", "acts", "intents"]), junk=JUNK)
    def resume_what_was_spoilt(self, field: str, junk: Any) -> None:
        if junk != [] or field not in ("acts", "intents"):
            self.refused({"do": "resume", "saved": {**self.play.saved(), field: junk}})
        self.refused({"do": "resume", "saved": junk})

    @invariant()
    def the_play_is_what_was_done(self) -> None:
        if not hasattr(self, "play"):
            return
        assert self.play.phase == self.phase
        assert choices_of(self.play.run) == self.play.transcript.standing == tuple(self.choices)
        assert self.play.transcript.undone == self.undone
        assert self.play.run.state == replay(self.story, tuple(self.choices)).state
        assert (self.play.debrief is not None) == (self.phase == "reflect") == self.play.run.state.ended
        assert (self.play.scene is not None) == (self.phase == "enact")
        assert self.play.notice is None


Coach.TestCase.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestCoach = Coach.TestCase
