"""Folding what people do into the ledger, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from coachkit.engine.ledger import (
    Basis,
    BoundaryWhen,
    Entry,
    EntryKind,
    How,
    InquiryState,
    Knowing,
    Ledger,
    PermissionState,
    PromiseState,
    Rules,
)


class Writer:
    """Folds moves into a ledger, and notes every entry."""

    def __init__(self, rules: Rules, ledger: Ledger) -> None:
        self.rules = rules
        self.ledger = ledger
        self.entries: list[Entry] = []

    def _put(self, **tables: object) -> None:
        self.ledger = replace(self.ledger, **tables)  # type: ignore[arg-type]  # fields of Ledger

    def _note(self, kind: EntryKind, person: str | None = None, fact: str | None = None, **more: object) -> None:  # fmt: skip
        self.entries.append(Entry(kind, person, fact, **more))  # type: ignore[arg-type]  # fields of Entry

    def tell(self, fact: str, people: Iterable[str], actor: str, how: How) -> None:
        """Someone tells a fact, wholly or in part, to these people."""
        if not self.ledger.knows(actor, fact):
            self._note("fault", actor, fact, detail="CK034")
        for person in people:
            if person == actor:
                continue
            self._learn(person, fact, how, actor, self._basis(fact, person, actor, how))
            self._answer(person, (fact,), "told")

    def happen(self, fact: str, people: Iterable[str]) -> None:
        """A fact comes about before these people's eyes."""
        witnesses = tuple(people)
        for person in witnesses:  # all of them see it before anybody can owe it to another
            self._learn(person, fact, "whole", person, "witness", quiet=True)
        self._open_debts(fact)

    def begin(self, fact: str, people: Iterable[str]) -> None:
        """Who knows a fact when the story begins."""
        for person in people:
            self._learn(person, fact, "whole", person, "start", quiet=True)
        self._open_debts(fact)

    def _basis(self, fact: str, person: str, actor: str, how: How) -> Basis:
        rule = self.rules.facts[fact]
        if person == rule.owner or actor == rule.owner:
            return "own"
        if rule.kind == "process":
            return "process"
        if person in rule.creditors:
            return "duty"
        permission = self.ledger.permissions.get((fact, person))
        if actor == self.rules.coach:
            if permission == "granted" or (permission == "in-part" and how == "part"):
                return "given"
            if permission in ("refused", "withdrawn"):
                return "none"
            return "agreement" if (fact, person) in self.rules.allowed else "none"
        known = self.ledger.knowledge.get((actor, fact))
        return "none" if known is not None and known.basis == "none" else "gossip"

    def _learn(self, person: str, fact: str, how: How, source: str, basis: Basis, *, quiet: bool = False) -> None:  # fmt: skip
        before = self.ledger.knowledge.get((person, fact))
        nothing_new = before is not None and (before.how == "whole" or how == "part")
        by_coach = source == self.rules.coach and not quiet
        if by_coach:
            self._pay(fact, person, how)
        elif how == "whole" and self.ledger.debts.get((fact, person)) in ("open", "overdue"):
            self._put(debts={**self.ledger.debts, (fact, person): "elsewhere"})
            self._note("elsewhere", person, fact, other=source)
        if nothing_new:
            return
        knowing = Knowing(how, source, basis)
        self._put(knowledge={**self.ledger.knowledge, (person, fact): knowing})
        if basis == "none" and by_coach:
            self._put(leaked=self.ledger.leaked | {fact})
        if not quiet:
            owner = self.rules.facts[fact].owner
            self._note(
                "learned", person, fact, by_coach=by_coach, knowing=knowing, other=source,
                refused=self.ledger.permissions.get((fact, person)) in ("refused", "withdrawn"),
                pointed=frozenset((person, owner)) in self.ledger.connections,
            )  # fmt: skip
        if person == self.rules.coach and not quiet:
            self._open_debts(fact)

    def _open_debts(self, fact: str) -> None:
        rule = self.rules.facts[fact]
        if not self.ledger.knows(self.rules.coach, fact):
            return
        for person in rule.creditors:
            known = self.ledger.knows(person, fact, wholly=True)
            if person != self.rules.coach and (fact, person) not in self.ledger.debts and not known:
                self._put(debts={**self.ledger.debts, (fact, person): "open"})
                self._note("owed", person, fact)

    def _pay(self, fact: str, person: str, how: How) -> None:
        state = self.ledger.debts.get((fact, person))
        if how == "part" or state not in ("open", "overdue", "elsewhere"):
            return
        late = state != "open"
        self._put(debts={**self.ledger.debts, (fact, person): "late" if late else "paid"})
        self._note("paid-late" if late else "paid", person, fact, by_coach=True)

    def ask(self, fact: str, people: Iterable[str]) -> None:
        """The coach asks the owner whether the fact may reach these people."""
        for person in people:
            state = self.ledger.permissions.get((fact, person))
            again = state in ("refused", "withdrawn")
            if state is None:
                self._put(permissions={**self.ledger.permissions, (fact, person): "asked"})
            if state is None or again:
                self._note("asked", person, fact, by_coach=True, refused=again)

    def grant(self, fact: str, people: Iterable[str], scope: How) -> None:
        """The owner agrees; they must have been asked."""
        for person in people:
            if (fact, person) not in self.ledger.permissions:
                self._note("fault", person, fact, detail="CK031")
            state: PermissionState = "granted" if scope == "whole" else "in-part"
            self._put(permissions={**self.ledger.permissions, (fact, person): state})
            self._note("granted", person, fact)

    def refuse(self, fact: str, people: Iterable[str]) -> None:
        """The owner says no, asked or not."""
        for person in people:
            self._put(permissions={**self.ledger.permissions, (fact, person): "refused"})
            self._note("refused", person, fact)

    def withdraw(self, fact: str, people: Iterable[str]) -> None:
        """The owner takes an earlier yes back."""
        for person in people:
            if self.ledger.permissions.get((fact, person)) not in ("granted", "in-part"):
                self._note("fault", person, fact, detail="CK032")
            self._put(permissions={**self.ledger.permissions, (fact, person): "withdrawn"})
            self._note("withdrawn", person, fact)

    def inquire(self, fact: str, asker: str) -> None:
        """Someone asks the coach for a fact."""
        if self.ledger.inquiries.get((asker, fact)) in (None, "explained", "told"):
            self._put(inquiries={**self.ledger.inquiries, (asker, fact): "open"})
        self._note("inquired", asker, fact)

    def _answer(self, asker: str, facts: Iterable[str], how: InquiryState) -> None:
        changed = {(asker, fact): how for fact in facts if self.ledger.inquiries.get((asker, fact)) in ("open", "passed")}  # fmt: skip
        if changed:
            self._put(inquiries={**self.ledger.inquiries, **changed})

    def _asked_by(self, asker: str) -> tuple[str, ...]:
        return tuple(fact for who, fact in self.ledger.inquiries if who == asker)

    def state_boundary(self, people: Iterable[str]) -> None:
        """The coach says what is and is not shared, and why."""
        for person in people:
            states = {self.ledger.inquiries[(person, fact)] for fact in self._asked_by(person)}
            if person not in self.ledger.boundaries:
                when: BoundaryWhen = "early"
                if "passed" in states or "told" in states:
                    when = "late"
                elif states:
                    when = "when-asked"
                self._put(boundaries={**self.ledger.boundaries, person: when})
                self._note("boundary", person, by_coach=True, detail=when)
            self._answer(person, self._asked_by(person), "explained")

    def connect(self, one: str, other: str) -> None:
        """The coach points two parties at each other."""
        pair = frozenset((one, other))
        if pair not in self.ledger.connections:
            self._put(connections=self.ledger.connections | {pair})
            self._note("connected", one, other=other, by_coach=True)
        for asker, owner in ((one, other), (other, one)):
            about = [f for f in self._asked_by(asker) if self.rules.facts[f].owner == owner]
            self._answer(asker, about, "explained")

    def promise(self, promise: str, state: PromiseState) -> None:
        """A promise is given, kept or broken."""
        if state != "open" and self.ledger.promises.get(promise) != "open":
            self._note("fault", detail="CK033", other=promise)
        if state == "open" and promise in self.ledger.promises:
            return
        kind: dict[PromiseState, EntryKind] = {"open": "promised", "kept": "kept", "broken": "broken"}
        self._put(promises={**self.ledger.promises, promise: state})
        self._note(kind[state], other=promise, by_coach=True)

    def decide(self, person: str, matter: str, *, left: bool) -> None:
        """A decision is left with the person it belongs to, or taken for them."""
        self._note("invited" if left else "decided", person, detail=matter, by_coach=True)

    def pass_by(self, asked: Iterable[tuple[str, str]]) -> None:
        """A decision of the coach is over. `asked`: the inquiries, (asker, fact), that were open when it began.

        What must not travel and was not told has been withheld; what got no answer has gone by.
        """
        for asker, fact in asked:
            guarded = not self.rules.facts[fact].travels and not self.ledger.knows(asker, fact)
            if guarded and self._basis(fact, asker, self.rules.coach, "whole") == "none":
                self._note("withheld", asker, fact, by_coach=True)
        changed: dict[tuple[str, str], InquiryState] = {
            key: "passed" for key, state in self.ledger.inquiries.items() if state == "open"
        }
        if changed:
            self._put(inquiries={**self.ledger.inquiries, **changed})

    def arrive(self, scene: str) -> None:
        """A scene begins: owed facts that were due by now are overdue."""
        for (fact, person), state in self.ledger.debts.items():
            if state == "open" and scene in self.rules.facts[fact].due:
                self._put(debts={**self.ledger.debts, (fact, person): "overdue"})
                self._note("overdue", person, fact)

    def close(self) -> None:
        """The story is over: what is still owed, unanswered or open counts now."""
        for (fact, person), debt in sorted(self.ledger.debts.items()):
            if debt in ("open", "overdue"):
                self._note("unpaid", person, fact)
        unexplained = sorted(k for k, s in self.ledger.inquiries.items() if s in ("open", "passed"))
        for asker, fact in unexplained:
            self._note("unexplained", asker, fact)
        askers = {who for who, _ in self.ledger.inquiries}
        told = [who for (who, _), s in sorted(self.ledger.inquiries.items()) if s != "explained" and who not in self.ledger.boundaries]  # fmt: skip
        if told and askers & self.ledger.boundaries.keys():
            self._note("uneven", told[0])
        for promise, state in sorted(self.ledger.promises.items()):
            if state == "open":
                self._put(promises={**self.ledger.promises, promise: "broken"})
                self._note("broken", other=promise, by_coach=True)
