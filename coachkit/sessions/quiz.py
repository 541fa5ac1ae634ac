"""The quiz as a host sees it: takes are begun, answered item by item, and read; all is recomputed from the log."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from coachkit.content import Library
from coachkit.content.bank import Bank, Keyed, load_bank
from coachkit.content.quiz import STAGES
from coachkit.errors import ContentError, EventRefused
from coachkit.sessions.takes import (
    Entry,
    Kind,
    Take,
    begun_of,
    is_full,
    joined,
    read_log,
    saved_log,
    seen,
    takes_of,
    without,
)

Page = Literal["front", "predict", "item", "feedback", "ready", "result", "broken"]

DIFFERENT = "Choose one option as most effective and a different one as least effective."
FULL = "This browser's memory for takes is full. Save what you want to keep as a handout, then forget a take below."
GONE = "This take was made with items or a key that this version of the kit does not have. It is kept as it is."
CHANGED = "The words of some items have changed since you began. Your answers are kept; please read on with care."


def _today() -> date:
    return date.today()  # noqa: DTZ011  the coach's own day


@dataclass(frozen=True)
class Quiz:
    """A coach at the quiz. Every event gives a new Quiz; the log only grows."""

    bank: Bank | None
    log: tuple[Entry, ...] = ()
    open: str | None = None  # the take that is on the screen
    back_at: int | None = None  # an earlier item that is looked at again, by its place in the take
    feedback: bool = False  # in a warm-up, after an answer
    notice: str | None = None
    draw: Callable[[], int] = lambda: secrets.randbelow(2**31)
    today: Callable[[], date] = _today

    @staticmethod
    def of(library: Library | None = None) -> Quiz:
        """The kit's own quiz; one that says so if its files need mending."""
        library = library or Library.default()
        try:
            bank = load_bank(library.folder / "quiz", library.frameworks)
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
    def unfinished(self) -> Take | None:
        """The last take that was left half done."""
        return next((t for t in reversed(self.takes) if t.finished is None and self._known(t)), None)

    @property
    def page(self) -> Page:
        """Which page is shown."""
        take = self.take
        if self.bank is None:
            return "broken"
        if take is None:
            return "front"
        if take.finished is not None:
            return "result"
        if self.feedback:
            return "feedback"
        if take.kind == "quiz" and not take.shown:
            return "predict"
        return "item" if self.at < len(self.order) else "ready"

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The items of the open take, in its order."""
        return self.take.order(self.items_of(self.take)) if self.take else ()

    @property
    def at(self) -> int:
        """The place of the item on the screen; the number of items when all are answered."""
        take = self.take
        if take is None:
            return 0
        if self.back_at is not None:
            return self.back_at
        return next((i for i, item in enumerate(self.order) if item not in take.answers), len(self.order))

    @property
    def item(self) -> Keyed | None:
        """The item on the screen, or the one just answered in a warm-up."""
        if self.bank is None or self.page not in ("item", "feedback"):
            return None
        return self.bank.items[self.order[self.at]]

    def items_of(self, take: Take) -> tuple[str, ...]:
        """The items of a take, in no order."""
        return self._sets(take.kind).get(take.form, ())

    def _sets(self, kind: Kind) -> Mapping[str, tuple[str, ...]]:
        """What takes of that kind may consist of, by name; the items left over are a second warm-up."""
        forms = self.bank.forms if self.bank else None
        if forms is None:
            return {}
        if kind == "quiz":
            return forms.forms
        size = len(forms.warm_up)
        return {
            "warm-up": forms.warm_up,
            **({"reserves": forms.reserves[:size]} if len(forms.reserves) >= size else {}),
        }

    def _known(self, take: Take) -> bool:
        """Whether its form is still the one it was: every item that it has shown is in it."""
        items = self.items_of(take)
        return bool(items) and set(take.shown) <= set(items)

    # -- what happens -----------------------------------------------------------------------------------------

    def handle(self, event: object) -> Quiz:
        """The quiz after an event from a host. Raises EventRefused, and then nothing has changed."""
        if not isinstance(event, dict):
            raise EventRefused("An event is an object with 'do' in it.")
        if self.bank is None:
            return self._while_broken(event)
        page = self.page
        match event.get("do"):
            case "begin" if page == "front":
                return self._begin(event.get("kind"))
            case "continue" if page == "front" and self.unfinished:
                return self._opened(self.unfinished)
            case "open" if page == "front":
                return self._open(event.get("take"))
            case "predict" if page == "predict":
                return self._predict(event.get("stage"))
            case "answer" if page == "item":
                return self._answer(event)
            case "back" if page in ("item", "ready") and self.at > 0 and not self._is_warm_up:
                return replace(self, back_at=self.at - 1, notice=None)
            case "go-on" if page == "feedback" or self.back_at is not None:
                return self._go_on()
            case "finish" if page == "ready":
                return self._finish()
            case "home" if page != "front":
                return replace(self, open=None, back_at=None, feedback=False, notice=None)
            case "forget":
                return self._forget(event.get("take"))
            case "resume":
                return self._resume(event.get("saved"))
            case "restart":
                return Quiz(self.bank, draw=self.draw, today=self.today)
            case "hello":
                return self
        raise EventRefused("That cannot be done at this point of the quiz.")

    def _while_broken(self, event: dict[str, Any]) -> Quiz:
        """Nothing can be taken, and nothing is lost: the log is carried as it came."""
        if event.get("do") == "resume":
            return replace(self, log=joined(read_log(event.get("saved")), self.log))
        if event.get("do") == "restart":
            return replace(self, log=())
        if event.get("do") == "hello":
            return self
        raise EventRefused("The quiz cannot be taken at the moment.")

    @property
    def _is_warm_up(self) -> bool:
        return self.take is not None and self.take.kind == "warm-up"

    def _begin(self, kind: object) -> Quiz:
        if kind not in ("quiz", "warm-up") or self.bank is None or self.bank.current is None:
            raise EventRefused("There is a quiz, and a warm-up.")
        if is_full(self.log):
            return replace(self, notice=FULL)
        wanted: Kind = "quiz" if kind == "quiz" else "warm-up"
        form = self._next_form(wanted)
        seed = self.draw()
        name = f"{seed:x}"
        if any(entry[1] == name for entry in self.log):
            raise EventRefused("Please press again.")  # one in two thousand million: never two takes of one name
        started: Entry = ("take", name, wanted, form, seed, self.bank.content_hash, self.bank.current.version, self.today().isoformat())  # fmt: skip
        fresh = replace(self, log=(*self.log, started), open=name, back_at=None, feedback=False, notice=None)
        return fresh._showing() if wanted == "warm-up" else fresh

    def _next_form(self, kind: Kind) -> str:
        """The form after the one taken last, so that nothing comes twice in a row; any for the first take."""
        sets = self._sets(kind)
        names = sorted(sets)
        begun = begun_of(self.log, kind)
        start = names.index(begun[-1][1]) + 1 if begun and begun[-1][1] in names else self.draw()
        order = [names[(start + i) % len(names)] for i in range(len(names))]
        before = next((items for take, _ in reversed(begun) if (items := seen(self.log, take))), frozenset())
        return next((name for name in order if not before & set(sets[name])), order[0])

    def _opened(self, take: Take) -> Quiz:
        fresh = replace(self, open=take.id, back_at=None, feedback=False, notice=None)
        changed = self.bank is not None and take.bank != self.bank.content_hash
        return replace(fresh._showing() if take.shown else fresh, notice=CHANGED if changed else None)

    def _open(self, named: object) -> Quiz:
        take = next((t for t in self.takes if t.id == named), None)
        if take is None or take.kind == "warm-up":
            raise EventRefused("There is no such take.")
        if take.finished is None:
            if not self._known(take):
                return replace(self, notice=GONE)
            return self._opened(take)
        if self.bank is None or take.version not in self.bank.versions:
            return replace(self, notice=GONE)
        return replace(self, open=take.id, notice=None)

    def _predict(self, stage: object) -> Quiz:
        if stage is not None and stage not in STAGES:
            raise EventRefused("That is none of the stages.")
        log = self.log if stage is None else (*self.log, ("predict", str(self.open), str(stage)))
        return replace(self, log=log)._showing()

    def _showing(self) -> Quiz:
        """With the item on the screen written down as shown: from now on it is seen."""
        take = self.take
        if take is None or self.at >= len(self.order) or self.order[self.at] in take.shown:
            return self
        return replace(self, log=(*self.log, ("shown", take.id, self.order[self.at])))

    def _answer(self, event: dict[str, Any]) -> Quiz:
        take, name, most, least = self.take, event.get("item"), event.get("most"), event.get("least")
        if take is None or self.bank is None or not isinstance(name, str) or name not in take.shown:
            raise EventRefused("That item is not on the screen.")
        options = self.bank.items[name].item.options if name in self.bank.items else {}
        if name not in self.order or any(o is not None and o not in options for o in (most, least)):
            raise EventRefused("That is none of its options.")
        if most is None or least is None or most == least:
            return replace(self, notice=DIFFERENT)
        if self._is_warm_up and name in take.answers:
            return self._go_on()  # sent twice: its feedback has been read already
        given: Entry = ("answer", take.id, name, str(most), str(least))
        # The last one in the log stands: an answer that was given before, and changed, is written again at the end.
        log = (*(entry for entry in self.log if entry != given), given)
        fresh = replace(self, log=log, back_at=None, notice=None)
        if self._is_warm_up:
            return replace(fresh, feedback=True, back_at=self.order.index(name))
        return fresh._showing()

    def _go_on(self) -> Quiz:
        return replace(self, feedback=False, back_at=None, notice=None)._showing()

    def _finish(self) -> Quiz:
        return replace(self, log=(*self.log, ("finish", str(self.open), self.today().isoformat())), notice=None)

    def _forget(self, named: object) -> Quiz:
        if not any(take.id == named for take in self.takes):
            raise EventRefused("There is no such take.")
        return replace(self, log=without(self.log, str(named)), open=None, back_at=None, feedback=False, notice=None)

    def _resume(self, saved: object) -> Quiz:
        """What another tab, or an earlier visit, kept joins what is here; a take that was open goes on."""
        fresh = replace(self, log=joined(read_log(saved), self.log))._without_a_twin()
        if fresh.take is None and not self.log and fresh.unfinished and fresh.unfinished.shown:
            return fresh._opened(fresh.unfinished)
        if fresh.take is None:
            return replace(fresh, open=None, back_at=None, feedback=False)
        return fresh._showing() if fresh.page == "item" else fresh

    def _without_a_twin(self) -> Quiz:
        """If another tab has begun the same form meanwhile: its take goes on, or the next form is begun."""
        own = self.take
        last = next((t for t in reversed(self.takes) if own and t.kind == own.kind and t.id != own.id), None)
        if own is None or own.shown or last is None or last.form != own.form:
            return self
        rest = replace(self, log=without(self.log, own.id), open=None)
        return rest._opened(last) if last.finished is None else rest._begin(own.kind)

    def saved(self) -> dict[str, Any]:
        """What a host keeps: facts only, no judgement."""
        return saved_log(self.log)
