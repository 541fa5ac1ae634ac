"""The quiz as a host sees it: takes are begun, answered item by item, and read; all is recomputed from the log."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from coachkit.content import Library
from coachkit.content.bank import Bank, Keyed, bank_of
from coachkit.content.quiz import STAGES
from coachkit.errors import ContentError, EventRefused
from coachkit.sessions.rotation import can_go_on, items_of, next_form, sets_of
from coachkit.sessions.takes import (
    VERSION,
    Entry,
    Kind,
    Take,
    is_full,
    joined,
    read_log,
    revision,
    saved_log,
    takes_of,
    without,
)

Page = Literal["front", "predict", "item", "feedback", "ready", "result", "broken"]

DIFFERENT = "Choose one option as most effective and a different one as least effective."
FULL = "This browser's memory for takes is full. Save what you want to keep as a handout, then forget a take below."
GONE = "This take was made with situations or a key that this version of the kit does not have. It is kept as it is."
CHANGED = "The words of some of these situations have changed since you began. Your answers are kept."
FORGOTTEN = "That take is forgotten."


def _today() -> date:
    return date.today()  # noqa: DTZ011  the coach's own day


@dataclass(frozen=True)
class Quiz:
    """A coach at the quiz. Every event gives a new Quiz; all it shows is recomputed from the log."""

    bank: Bank | None
    log: tuple[Entry, ...] = ()
    open: str | None = None  # the take that is on the screen
    back_at: int | None = None  # an earlier item that is looked at again, by its place in the take
    fed_back: tuple[str, str, str] | None = None  # in a warm-up: the item just answered, and the answer
    sure: str | None = None  # a take that is about to be forgotten, if the coach says so once more
    notice: str | None = None
    foreign: Mapping[str, Any] | None = None  # what a later kit kept here: carried, and not touched
    draw: Callable[[], int] = lambda: secrets.randbelow(2**31)
    today: Callable[[], date] = _today

    @staticmethod
    def of(library: Library | None = None) -> Quiz:
        """The kit's own quiz; one that says so if its files need mending."""
        try:
            bank = bank_of(library or Library.default())
        except ContentError:
            return Quiz(None)
        return Quiz(bank if bank.forms and bank.current else None)

    # -- what there is ----------------------------------------------------------------------------------------

    @cached_property
    def takes(self) -> tuple[Take, ...]:
        return takes_of(self.log)

    @cached_property
    def take(self) -> Take | None:
        """The take on the screen."""
        return next((take for take in self.takes if take.id == self.open), None)

    @property
    def unfinished(self) -> tuple[Take, ...]:
        """The takes that were left half done and can be gone on with, the last one first."""
        return tuple(t for t in reversed(self.takes) if t.finished is None and t.shown and can_go_on(self.bank, t))

    @property
    def stranded(self) -> tuple[Take, ...]:
        """The takes that this version of the kit can neither go on with nor read."""
        return tuple(
            t for t in self.takes
            if t.kind == "quiz" and (t.version not in self._versions if t.finished else not can_go_on(self.bank, t))
        )  # fmt: skip

    @property
    def done(self) -> tuple[Take, ...]:
        """The finished takes that can be read, in the order they began."""
        return tuple(t for t in self.takes if t.kind == "quiz" and t.version in self._versions)

    @property
    def _versions(self) -> Container[int]:
        return self.bank.versions if self.bank else ()

    @property
    def page(self) -> Page:
        """Which page is shown."""
        take = self.take
        if self.bank is None or self.foreign is not None:
            return "broken"
        if self.fed_back:
            return "feedback"
        if take is None or (take.kind == "warm-up" and take.finished is not None):
            return "front"
        if take.finished is not None:
            return "result"
        if take.kind == "quiz" and not take.shown:
            return "predict"
        return "item" if self.at < len(self.order) else "ready"

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The items of the open take, in its order."""
        return self.take.order(items_of(self.bank, self.take)) if self.take else ()

    @property
    def at(self) -> int:
        """The place of the item on the screen; the number of items when all are answered."""
        take = self.take
        if take is None:
            return 0
        if self.fed_back:
            return self.order.index(self.fed_back[0])
        return self._first_open if self.back_at is None else self.back_at

    @property
    def _first_open(self) -> int:
        answers = self.take.answers if self.take else {}
        return next((i for i, item in enumerate(self.order) if item not in answers), len(self.order))

    @property
    def item(self) -> Keyed | None:
        """The item on the screen, or the one just answered in a warm-up."""
        if self.bank is None or self.page not in ("item", "feedback"):
            return None
        return self.bank.items[self.order[self.at]]

    # -- what happens -----------------------------------------------------------------------------------------

    def handle(self, event: object) -> Quiz:
        """The quiz after an event from a host. Raises EventRefused, and then nothing has changed."""
        if not isinstance(event, dict):
            raise EventRefused("An event is an object with 'do' in it.")
        page = self.page  # where the quiz cannot be taken, what was kept is carried as it came
        match event.get("do"):
            case "begin" if page == "front":
                return self._begin(event.get("kind"))
            case "open" if page == "front":
                return self._open(event.get("take"))
            case "predict" if page == "predict":
                return self._predict(event.get("stage"))
            case "answer" if page in ("item", "ready"):
                return self._answer(event)
            case "back" if page in ("item", "ready") and self.at > 0 and not self._is_warm_up:
                return replace(self, back_at=self.at - 1, notice=None)
            case "go-on" if page == "feedback" or self.back_at is not None:
                return self._go_on()
            case "finish" if page == "ready":
                return self._finish()
            case "home" if page not in ("front", "broken"):
                return self._home()
            case "forget" if page == "front":
                return self._forget(event.get("take"))
            case "keep" if page == "front":
                return replace(self, sure=None)
            case "resume":
                return self._resume(event.get("saved"))
            case "restart":
                return self._home(log=(), foreign=None)
            case "hello":
                return self
        raise EventRefused("That cannot be done at this point of the quiz.")

    def _home(self, **changes: Any) -> Quiz:
        """The front, with nothing open."""
        return replace(self, open=None, back_at=None, fed_back=None, sure=None, **{"notice": None, **changes})

    @property
    def _is_warm_up(self) -> bool:
        return self.take is not None and self.take.kind == "warm-up"

    def _begin(self, kind: object) -> Quiz:
        if kind not in ("quiz", "warm-up") or self.bank is None:
            raise EventRefused("There is a quiz, and a warm-up.")
        if is_full(self.log):
            return replace(self, notice=FULL)
        wanted: Kind = "quiz" if kind == "quiz" else "warm-up"
        sets = sets_of(self.bank, wanted)
        form = next_form(self.log, wanted, sets, self.draw)
        seed = self.draw()
        name = f"{seed:x}"
        if any(entry[1] == name for entry in self.log):
            raise EventRefused("Please press again.")  # one in two thousand million: never two takes of one name
        words = self.bank.words_hash(sets[form])
        started: Entry = ("take", name, wanted, form, seed, words, self.today().isoformat())
        fresh = self._home(log=(*self.log, started))
        fresh = replace(fresh, open=name)
        return fresh._showing() if wanted == "warm-up" else fresh

    def _opened(self, take: Take) -> Quiz:
        fresh = replace(self._home(), open=take.id)
        if self.bank is not None and take.words != self.bank.words_hash(items_of(self.bank, take)):
            fresh = replace(fresh, notice=CHANGED)
        return fresh._showing() if take.shown else fresh

    def _open(self, named: object) -> Quiz:
        take = next((t for t in self.takes if t.id == named), None)
        if take is None or (take.kind == "warm-up" and take.finished):
            raise EventRefused("There is no such take.")
        if take in self.stranded:
            return replace(self, notice=GONE)
        return replace(self._home(), open=take.id) if take.finished else self._opened(take)

    def _predict(self, stage: object) -> Quiz:
        if stage is not None and stage not in STAGES:
            raise EventRefused("That is none of the stages.")
        log = self.log if stage is None else (*self.log, ("predict", str(self.open), str(stage)))
        return replace(self, log=log)._showing()

    def _showing(self) -> Quiz:
        """With the item on the screen written down as shown: from now on it is seen."""
        take = self.take
        if take is None or take.finished is not None or self.at >= len(self.order):
            return self
        item = self.order[self.at]
        return self if item in take.shown else replace(self, log=(*self.log, ("shown", take.id, item)))

    def _answer(self, event: dict[str, Any]) -> Quiz:
        take, name, most, least = self.take, event.get("item"), event.get("most"), event.get("least")
        if take is None or self.bank is None or not isinstance(name, str) or name not in take.shown:
            raise EventRefused("That item is not on the screen.")
        options = self.bank.items[name].item.options if name in self.order else {}
        if any(o is not None and not (isinstance(o, str) and o in options) for o in (most, least)):
            raise EventRefused("That is none of its options.")
        if most is None or least is None or most == least:
            return replace(self, notice=DIFFERENT)
        if self._is_warm_up and name in take.answers:
            return self._go_on()  # sent twice: its feedback has been read already
        given: Entry = ("answer", take.id, name, revision(self.log, take.id, name), str(most), str(least))
        log = self.log if take.answers.get(name) == (most, least) else joined((), (*self.log, given))
        fresh = replace(self, log=log, back_at=None, notice=None)
        if not self._is_warm_up:
            return fresh._showing()
        if fresh._first_open == len(fresh.order):
            fresh = fresh._finish()
        return replace(fresh, fed_back=(name, str(most), str(least)))

    def _go_on(self) -> Quiz:
        """To the next item; back from an earlier one, to the one after it."""
        after = self.back_at + 1 if self.back_at is not None else self._first_open
        back = after if after < self._first_open else None
        return replace(self, fed_back=None, back_at=back, notice=None)._showing()

    def _finish(self) -> Quiz:
        version = self.bank.current.version if self.bank and self.bank.current else 0
        finished: Entry = ("finish", str(self.open), self.today().isoformat(), version)
        return replace(self, log=joined((), (*self.log, finished)), notice=None)

    def _forget(self, named: object) -> Quiz:
        """Ask once, then do it."""
        if not any(take.id == named for take in self.takes):
            raise EventRefused("There is no such take.")
        if self.sure != named:
            return replace(self, sure=str(named), notice=None)
        return self._home(log=without(self.log, str(named)), notice=FORGOTTEN)

    def _resume(self, saved: object) -> Quiz:
        """What another tab, or an earlier visit, kept joins what is here; what was open today goes on."""
        if isinstance(saved, dict) and type(saved.get("v")) is int and saved["v"] > VERSION:
            return replace(self, foreign=saved)
        is_first = not self.log
        fresh = replace(self, log=joined(read_log(saved), self.log))._without_a_twin()
        if fresh.take is not None:
            return fresh._showing() if fresh.take.shown else fresh
        fresh = fresh._home(notice=fresh.notice)
        today = [t for t in fresh.unfinished if t.began == self.today()]
        return fresh._opened(today[0]) if is_first and today and self.bank else fresh

    def _without_a_twin(self) -> Quiz:
        """If another tab has begun the same form meanwhile: its take goes on, or the next form is begun."""
        own = self.take
        last = next((t for t in reversed(self.takes) if own and t.kind == own.kind and t.id != own.id), None)
        if own is None or own.shown or last is None or last.form != own.form:
            return self
        rest = self._home(log=without(self.log, own.id))
        return rest._opened(last) if last.finished is None else rest._begin(own.kind)

    def saved(self) -> dict[str, Any]:
        """What a host keeps: facts only, no judgement."""
        return dict(self.foreign) if self.foreign is not None else saved_log(self.log)
