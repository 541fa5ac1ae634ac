"""Takes, crashes, two tabs and retakes, driven at random against what a browser would keep."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sessions.quizzes import DAY, shipped

from coachkit.errors import EventRefused
from coachkit.sessions.quiz import Quiz
from coachkit.sessions.takes import read_log, seen, takes_of

TABS = st.sampled_from([0, 1])


class Tab:
    """A page and its kernel; it keeps as `kit.js` does: what another tab wrote is joined first."""

    def __init__(self, storage: dict[str, str], rng: random.Random) -> None:
        self.storage, self.rng = storage, rng
        self.open()

    def open(self) -> None:
        self.quiz = Quiz(shipped(), draw=lambda: self.rng.randrange(2**31), today=lambda: DAY)
        self.last = self.storage.get("quiz", "")
        if self.last:
            self.send({"do": "resume", "saved": json.loads(self.last)})

    def send(self, event: dict[str, Any]) -> bool:
        """Whether the event was taken; then what it changed is kept, too."""
        try:
            self.quiz = self.quiz.handle(event)
        except EventRefused:
            return False
        self.keep()
        return True

    def keep(self) -> None:
        stored = self.storage.get("quiz", "")
        if stored != self.last:
            self.last = stored
            self.quiz = self.quiz.handle({"do": "resume", "saved": json.loads(stored)})
        self.storage["quiz"] = self.last = json.dumps(self.quiz.saved())


class Machine(RuleBasedStateMachine):
    @initialize(seed=st.integers(0, 2**20))
    def begin(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.storage: dict[str, str] = {}
        self.tabs = [Tab(self.storage, self.rng), Tab(self.storage, self.rng)]
        self.given: set[tuple[str, str]] = set()  # answers that were acknowledged: take, item

    @rule(tab=TABS)
    def begin_a_take(self, tab: int) -> None:
        one = self.tabs[tab]
        if one.quiz.page == "result":
            one.send({"do": "home"})
        one.send({"do": "begin", "kind": "quiz"})

    @rule(tab=TABS, stage=st.sampled_from(["exploring", "leading", None]))
    def predict(self, tab: int, stage: str | None) -> None:
        self.tabs[tab].send({"do": "predict", "stage": stage})

    @rule(tab=TABS, count=st.integers(1, 12))
    def answer(self, tab: int, count: int) -> None:
        one = self.tabs[tab]
        for _ in range(count):
            item, take = one.quiz.item, one.quiz.take
            if one.quiz.page != "item" or item is None or take is None:
                return
            most, least = self.rng.sample(sorted(item.item.options), 2)
            if one.send({"do": "answer", "item": item.item.id, "most": most, "least": least}):
                self.given.add((take.id, item.item.id))

    @rule(tab=TABS)
    def finish(self, tab: int) -> None:
        self.tabs[tab].send({"do": "finish"})

    @rule(tab=TABS, event=st.sampled_from(["back", "go-on", "home", "continue", "hello"]))
    def wander(self, tab: int, event: str) -> None:
        self.tabs[tab].send({"do": event})

    @rule(tab=TABS)
    def crash(self, tab: int) -> None:
        self.tabs[tab].open()

    @precondition(lambda self: self.storage)
    @rule(tab=TABS)
    def send_an_old_answer_again(self, tab: int) -> None:
        one = self.tabs[tab]
        answers = [entry for entry in one.quiz.log if entry[0] == "answer"]
        if answers:
            _, _, item, _, most, least = self.rng.choice(answers)
            one.send({"do": "answer", "item": item, "most": most, "least": least})

    @invariant()
    def no_acknowledged_answer_is_lost(self) -> None:
        if hasattr(self, "storage") and self.storage:
            kept = takes_of(read_log(json.loads(self.storage["quiz"])))
            assert self.given <= {(take.id, item) for take in kept for item in take.answers}

    @invariant()
    def what_is_on_the_screen_is_seen(self) -> None:
        for one in getattr(self, "tabs", ()):
            if one.quiz.page == "item" and one.quiz.item and one.quiz.take:
                log = read_log(json.loads(self.storage["quiz"]))
                assert one.quiz.item.item.id in seen(log, one.quiz.take.id)

    @invariant()
    def no_item_comes_in_two_takes_in_a_row(self) -> None:
        if hasattr(self, "storage") and self.storage:
            log = read_log(json.loads(self.storage["quiz"]))
            shown = [seen(log, str(entry[1])) for entry in log if entry[0] == "take"]
            taken = [items for items in shown if items]
            assert not any(one & other for one, other in pairwise(taken))


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
