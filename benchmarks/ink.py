"""A scenario of ours as an ink story that offers the same choices in the same states.

Scenes become knots, choices sticky choices tagged with their id, moves changes of variables, conditions
expressions over these. Of the ledger only that is kept on which a condition of ours can depend; what our
engine notes beyond it (each entry with its source and its permission) has no counterpart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coachkit.content import moves as m
from coachkit.content.model import Ending, Scene, Variant
from coachkit.engine import Story

UNASKED, ASKED, GRANTED, IN_PART, REFUSED, WITHDRAWN = range(6)
NOT_OWED, OWED, PAID = range(3)
UNMADE, OPEN, KEPT, BROKEN = range(4)
PERMISSIONS = {"unasked": UNASKED, "asked": ASKED, "granted": GRANTED, "refused": REFUSED, "withdrawn": WITHDRAWN}
PROMISES = {"unmade": UNMADE, "open": OPEN, "kept": KEPT, "broken": BROKEN}


def ink_of(story: Story) -> str:
    """The whole story in ink's language."""
    return "\n".join([*_Ink(story).lines(), ""])


def _v(*parts: str) -> str:
    """The variable or knot for these ids."""
    return "__".join(part.replace("-", "_") for part in parts)


def _prose(text: str) -> Iterator[str]:
    """Each paragraph on a line of its own, with what ink would read as its own language escaped."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        yield re.sub(r"([\\{}\[\]|#<>~*+=/-])", r"\\\1", " ".join(paragraph.split()))


class _Ink:
    def __init__(self, story: Story) -> None:
        self.story = story
        self.scenario = story.scenario
        self.rules = story.rules
        self.used: set[str] = set()
        self.at_start: dict[str, int] = {}

    def lines(self) -> list[str]:
        for fid, fact in self.scenario.facts.items():
            for person in fact.known_by:
                self.at_start[self._use("knows", person, fid)] = 2
            if self.rules.coach in fact.known_by:
                for person in fact.creditors:
                    if person not in (self.rules.coach, *fact.known_by):
                        self.at_start[self._use("owed", fid, person)] = OWED
        for counter, value in self.scenario.counters.items():
            self.at_start[self._use("counter", counter)] = value
        body: list[str] = []
        for name, moment in {**self.scenario.scenes, **self.scenario.endings}.items():
            body += ["", *self._knot(name, moment)]
        variables = [f"VAR {name} = {self.at_start.get(name, 0)}" for name in sorted(self.used)]
        return [*variables, f"-> {_v('at', self.scenario.start)}", *body]

    def _use(self, *parts: str) -> str:
        name = _v(*parts)
        self.used.add(name)
        return name

    def _knot(self, name: str, moment: Scene | Ending) -> Iterator[str]:
        yield f"=== {_v('at', name)} ==="
        yield from self._moves(moment.moves)
        yield from _prose(moment.text)
        yield from self._also(moment.also)
        if isinstance(moment, Ending):
            yield "-> END"
            return
        yield from _prose(moment.ask)
        for cid, choice in moment.choices.items():
            condition = f"{{ {self._says(choice.if_)} }} " if choice.if_ else ""
            yield f"+ {condition}[{' '.join(_prose(choice.text))} # {cid}]"
            if cid in self.story.remembered:
                yield f"    ~ {self._use('chose', cid)} = 1"
            yield from (f"    {line}" for line in self._moves(choice.moves))
            yield from (f"    {line}" for line in self._counts(choice.add))
            if choice.after:
                yield from (f"    {line}" for line in _prose(choice.after))
            for route in choice.then:
                onward = f"-> {_v('at', route.to)}"
                yield f"    {{ {self._says(route.if_)}: {onward} }}" if route.if_ else f"    {onward}"

    def _also(self, variants: Iterable[Variant]) -> Iterator[str]:
        for variant in variants:
            yield f"{{ {self._says(variant.if_)}:"
            yield from (f"    {line}" for line in _prose(variant.text))
            yield "}"

    def _counts(self, add: Mapping[str, int]) -> Iterator[str]:
        for counter, amount in add.items():
            name = self._use("counter", counter)
            yield f"~ {name} = MAX(-9, MIN(9, {name} + ({amount})))"

    # --- moves -------------------------------------------------------------------------------

    def _moves(self, moves: Iterable[Any]) -> Iterator[str]:
        coach = self.rules.coach
        for move in moves:
            match move:
                case m.Tell():
                    yield from self._tells(move.tell, move.to, move.by or coach, whole=True)
                case m.Hint():
                    yield from self._tells(move.hint, move.to, move.by or coach, whole=False)
                case m.Report():
                    yield from self._tells(move.report, move.to, coach, whole=True)
                case m.Happen():
                    for person in move.seen_by:
                        yield f"~ {self._use('knows', person, move.happen)} = 2"
                    yield from self._debts(move.happen)
                case m.Ask():
                    for person in move.for_:
                        name = self._use("permission", move.ask, person)
                        yield from _when(f"{name} == {UNASKED}", f"{name} = {ASKED}")
                case m.Grant():
                    scope = GRANTED if move.scope == "whole" else IN_PART
                    yield from self._permissions(move.grant, move.for_, scope)
                case m.Refuse():
                    yield from self._permissions(move.refuse, move.for_, REFUSED)
                case m.Withdraw():
                    yield from self._permissions(move.withdraw, move.for_, WITHDRAWN)
                case m.Connect():
                    yield f"~ {self._use('connected', *sorted(move.connect))} = 1"
                case m.StateBoundary():
                    for person in move.state_boundary:
                        yield f"~ {self._use('boundary', person)} = 1"
                case m.Promise():
                    name = self._use("promise", move.promise)
                    yield from _when(f"{name} == {UNMADE}", f"{name} = {OPEN}")
                case m.Keep():
                    yield f"~ {self._use('promise', move.keep)} = {KEPT}"
                case m.Break():
                    yield f"~ {self._use('promise', move.break_)} = {BROKEN}"
                case m.Inquire():
                    yield f"~ {self._use('inquired', move.by, move.inquire)} = 1"
                case m.Invite():
                    yield f"~ {self._use('invited', move.invite)} = 1"
                case m.DecideFor():
                    yield f"~ {self._use('decided', move.decide_for)} = 1"

    def _permissions(self, fact: str, people: Iterable[str], state: int) -> Iterator[str]:
        for person in people:
            yield f"~ {self._use('permission', fact, person)} = {state}"

    def _tells(self, fact: str, people: Iterable[str], actor: str, *, whole: bool) -> Iterator[str]:
        for person in people:
            if person == actor:
                continue
            knows = self._use("knows", person, fact)
            new = f"{knows} < {2 if whole else 1}"
            if actor == self.rules.coach:
                if (leak := self._leaks(fact, person, whole=whole)) is not None:
                    unpermitted = f" && ({leak})" if leak else ""
                    yield from _when(new + unpermitted, f"{self._use('leaked', fact)} = 1")
                if whole and person in self.rules.facts[fact].creditors:
                    owed = self._use("owed", fact, person)
                    yield from _when(f"{owed} == {OWED}", f"{owed} = {PAID}")
            yield from _when(new, f"{knows} = {2 if whole else 1}")
            if person == self.rules.coach:
                yield from self._debts(fact)

    def _leaks(self, fact: str, person: str, *, whole: bool) -> str | None:
        """When the coach's word of this fact to this person is a leak; None when it never is, "" when always."""
        rule = self.rules.facts[fact]
        if person == rule.owner or rule.kind == "process" or person in rule.creditors:
            return None
        permission = self._use("permission", fact, person)
        if (fact, person) in self.rules.allowed:
            return f"{permission} == {REFUSED} || {permission} == {WITHDRAWN}"
        given = f"{permission} != {GRANTED}"
        return given if whole else f"{given} && {permission} != {IN_PART}"

    def _debts(self, fact: str) -> Iterator[str]:
        coach = self.rules.coach
        for person in self.rules.facts[fact].creditors:
            if person == coach:
                continue
            owed = self._use("owed", fact, person)
            knows, we_know = self._use("knows", person, fact), self._use("knows", coach, fact)
            yield from _when(f"{we_know} > 0 && {knows} < 2 && {owed} == {NOT_OWED}", f"{owed} = {OWED}")

    # --- conditions --------------------------------------------------------------------------

    def _says(self, condition: Any) -> str:
        match condition:
            case m.Chose():
                return f"{self._use('chose', condition.chose)} == 1"
            case m.Knows():
                return f"{self._use('knows', condition.who, condition.knows)} > 0"
            case m.Leaked():
                return f"{self._use('leaked', condition.leaked)} == 1"
            case m.Permission():
                name = self._use("permission", condition.permission, condition.for_)
                if condition.is_ == "granted":
                    return f"({name} == {GRANTED} || {name} == {IN_PART})"
                return f"{name} == {PERMISSIONS[condition.is_]}"
            case m.Owed():
                return f"{self._use('owed', condition.owed, condition.to)} == {OWED}"
            case m.PromiseIs():
                return f"{self._use('promise', condition.promise)} == {PROMISES[condition.is_]}"
            case m.Boundary():
                return f"{self._use('boundary', condition.boundary)} == 1"
            case m.Connected():
                return f"{self._use('connected', *sorted(condition.connected))} == 1"
            case m.Counter():
                name = self._use("counter", condition.counter)
                bounds = [f"{name} >= {condition.at_least}"] if condition.at_least is not None else []
                bounds += [f"{name} <= {condition.at_most}"] if condition.at_most is not None else []
                return f"({' && '.join(bounds)})"
            case m.All():
                return f"({' && '.join(map(self._says, condition.all))})"
            case m.Any_():
                return f"({' || '.join(map(self._says, condition.any))})"
            case m.Not():
                return f"not ({self._says(condition.not_)})"
        raise TypeError(f"no ink for {condition!r}")


def _when(condition: str, change: str) -> Iterator[str]:
    yield f"{{ {condition}:"
    yield f"    ~ {change}"
    yield "}"
