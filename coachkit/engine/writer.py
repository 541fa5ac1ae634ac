"""Folding what people do into the ledger, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable

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
    """Folds moves into copies of a ledger's tables, and notes every entry; `done` gives the new ledger."""

    def __init__(self, rules: Rules, ledger: Ledger) -> None:
        self.rules = rules
        self.entries: list[Entry] = []
        self._knowledge = dict(ledger.knowledge)
        self._permissions = dict(ledger.permissions)
        self._debts = dict(ledger.debts)
        self._promises = dict(ledger.promises)
        self._boundaries = dict(ledger.boundaries)
        self._inquiries = dict(ledger.inquiries)
        self._connections = ledger.connections
        self._leaked = ledger.leaked

    def done(self) -> Ledger:
        """The ledger as it stands now."""
        return Ledger(
            dict(self._knowledge), dict(self._permissions), dict(self._debts), dict(self._promises),
            dict(self._boundaries), dict(self._inquiries), self._connections, self._leaked,
        )  # fmt: skip

    def _knows(self, person: str, fact: str, *, wholly: bool = False) -> bool:
        knowing = self._knowledge.get((person, fact))
        return knowing is not None and (knowing.how == "whole" or not wholly)

    def _note(self, kind: EntryKind, person: str | None = None, fact: str | None = None, **more: object) -> None:  # fmt: skip
        self.entries.append(Entry(kind, person, fact, **more))  # type: ignore[arg-type]  # fields of Entry

    def tell(self, fact: str, people: Iterable[str], actor: str, how: How) -> None:
        """Someone tells a fact, wholly or in part, to these people."""
        if not self._knows(actor, fact):
            self._note("fault", actor, fact, detail="CK034")
        for person in people:
            if person == actor:
                continue
            self._learn(person, fact, how, actor, self._basis(fact, person, actor, how))
            if actor == self.rules.coach:  # what others answer does not explain why the coach did not
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
        permission = self._permissions.get((fact, person))
        if actor == self.rules.coach:
            if permission == "granted" or (permission == "in-part" and how == "part"):
                return "given"
            if permission in ("refused", "withdrawn"):
                return "none"
            return "agreement" if (fact, person) in self.rules.allowed else "none"
        known = self._knowledge.get((actor, fact))
        return "none" if known is not None and known.basis == "none" else "gossip"

    def _learn(self, person: str, fact: str, how: How, source: str, basis: Basis, *, quiet: bool = False) -> None:  # fmt: skip
        before = self._knowledge.get((person, fact))
        nothing_new = before is not None and (before.how == "whole" or how == "part")
        by_coach = source == self.rules.coach and not quiet
        if by_coach:
            self._pay(fact, person, how)
        elif how == "whole" and self._debts.get((fact, person)) in ("open", "overdue"):
            self._debts[(fact, person)] = "elsewhere"
            self._note("elsewhere", person, fact, other=source)
        if nothing_new:
            return
        knowing = Knowing(how, source, basis)
        self._knowledge[(person, fact)] = knowing
        if basis == "none" and by_coach:
            self._leaked |= {fact}
        if not quiet:
            owner = self.rules.facts[fact].owner
            self._note(
                "learned", person, fact, by_coach=by_coach, knowing=knowing, other=source,
                refused=self._permissions.get((fact, person)) in ("refused", "withdrawn"),
                pointed=frozenset((person, owner)) in self._connections,
            )  # fmt: skip
        if person == self.rules.coach and not quiet:
            self._open_debts(fact)

    def _open_debts(self, fact: str) -> None:
        rule = self.rules.facts[fact]
        if not self._knows(self.rules.coach, fact):
            return
        for person in rule.creditors:
            known = self._knows(person, fact, wholly=True)
            if person != self.rules.coach and (fact, person) not in self._debts and not known:
                self._debts[(fact, person)] = "open"
                self._note("owed", person, fact)

    def _pay(self, fact: str, person: str, how: How) -> None:
        state = self._debts.get((fact, person))
        if how == "part" or state not in ("open", "overdue", "elsewhere"):
            return
        late = state != "open"
        self._debts[(fact, person)] = "late" if late else "paid"
        self._note("paid-late" if late else "paid", person, fact, by_coach=True)

    def ask(self, fact: str, people: Iterable[str]) -> None:
        """The coach asks the owner whether the fact may reach these people."""
        for person in people:
            state = self._permissions.get((fact, person))
            again = state in ("refused", "withdrawn")
            if state is None:
                self._permissions[(fact, person)] = "asked"
            if state is None or again:
                self._note("asked", person, fact, by_coach=True, refused=again)

    def grant(self, fact: str, people: Iterable[str], scope: How) -> None:
        """The owner agrees; they must have been asked."""
        for person in people:
            if (fact, person) not in self._permissions:
                self._note("fault", person, fact, detail="CK031")
            state: PermissionState = "granted" if scope == "whole" else "in-part"
            self._permissions[(fact, person)] = state
            self._note("granted", person, fact)

    def refuse(self, fact: str, people: Iterable[str]) -> None:
        """The owner says no, asked or not."""
        for person in people:
            self._permissions[(fact, person)] = "refused"
            self._note("refused", person, fact)

    def withdraw(self, fact: str, people: Iterable[str]) -> None:
        """The owner takes an earlier yes back."""
        for person in people:
            if self._permissions.get((fact, person)) not in ("granted", "in-part"):
                self._note("fault", person, fact, detail="CK032")
            self._permissions[(fact, person)] = "withdrawn"
            self._note("withdrawn", person, fact)

    def inquire(self, fact: str, asker: str) -> None:
        """Someone asks the coach for a fact."""
        if self._inquiries.get((asker, fact)) in (None, "explained", "told"):
            self._inquiries[(asker, fact)] = "open"
        self._note("inquired", asker, fact)

    def _answer(self, asker: str, facts: Iterable[str], how: InquiryState) -> None:
        changed = {(asker, fact): how for fact in facts if self._inquiries.get((asker, fact)) in ("open", "passed")}  # fmt: skip
        if changed:
            self._inquiries.update(changed)

    def _asked_by(self, asker: str) -> tuple[str, ...]:
        return tuple(fact for who, fact in self._inquiries if who == asker)

    def state_boundary(self, people: Iterable[str]) -> None:
        """The coach says what is and is not shared, and why."""
        for person in people:
            states = {self._inquiries[(person, fact)] for fact in self._asked_by(person)}
            if person not in self._boundaries:
                when: BoundaryWhen = "early"
                if "passed" in states or "told" in states:
                    when = "late"
                elif states:
                    when = "when-asked"
                self._boundaries[person] = when
                self._note("boundary", person, by_coach=True, detail=when)
            self._answer(person, self._asked_by(person), "explained")

    def connect(self, one: str, other: str) -> None:
        """The coach points two parties at each other."""
        pair = frozenset((one, other))
        if pair not in self._connections:
            self._connections |= {pair}
            self._note("connected", one, other=other, by_coach=True)
        for asker, owner in ((one, other), (other, one)):
            about = [f for f in self._asked_by(asker) if self.rules.facts[f].owner == owner]
            self._answer(asker, about, "explained")

    def promise(self, promise: str, state: PromiseState) -> None:
        """A promise is given, kept or broken."""
        if state != "open" and self._promises.get(promise) != "open":
            self._note("fault", detail="CK033", other=promise)
        if state == "open" and promise in self._promises:
            return
        kind: dict[PromiseState, EntryKind] = {"open": "promised", "kept": "kept", "broken": "broken"}
        self._promises[promise] = state
        self._note(kind[state], other=promise, by_coach=True)

    def decide(self, person: str, matter: str, *, left: bool) -> None:
        """A decision is left with the person it belongs to, or taken for them."""
        self._note("invited" if left else "decided", person, detail=matter, by_coach=True)

    def pass_by(self, asked: Iterable[tuple[str, str]]) -> None:
        """A decision of the coach is over. `asked`: the inquiries, (asker, fact), that were open when it began.

        What must not travel and was not told has been withheld; what got no answer has gone by.
        """
        for asker, fact in asked:
            guarded = not self.rules.facts[fact].travels and not self._knows(asker, fact)
            if guarded and self._basis(fact, asker, self.rules.coach, "whole") == "none":
                self._note("withheld", asker, fact, by_coach=True)
        changed: dict[tuple[str, str], InquiryState] = {
            key: "passed" for key, state in self._inquiries.items() if state == "open"
        }
        if changed:
            self._inquiries.update(changed)

    def arrive(self, scene: str) -> None:
        """A scene begins: owed facts that were due by now are overdue."""
        for (fact, person), state in self._debts.items():
            if state == "open" and scene in self.rules.facts[fact].due:
                self._debts[(fact, person)] = "overdue"
                self._note("overdue", person, fact)

    def close(self) -> None:
        """The story is over: what is still owed, unanswered or open counts now."""
        fact_at = {fact: i for i, fact in enumerate(self.rules.facts)}
        person_at = {person: i for i, person in enumerate(self.rules.people)}
        debts = sorted(self._debts.items(), key=lambda d: (fact_at[d[0][0]], person_at[d[0][1]]))
        inquiries = sorted(self._inquiries.items(), key=lambda q: (person_at[q[0][0]], fact_at[q[0][1]]))
        for (fact, person), debt in debts:
            heard_only_elsewhere = debt == "elsewhere" and self.rules.facts[fact].kind == "safeguarding"
            if debt in ("open", "overdue") or heard_only_elsewhere:  # a duty to report is the coach's own
                self._note("unpaid", person, fact)
        # "open" here: asked as the story ends, when no answer is possible any more.
        for (asker, fact), answer in inquiries:
            if answer == "passed" and asker not in self._boundaries:
                self._note("unexplained", asker, fact)
        askers = {who for who, _ in self._inquiries}
        told = [who for (who, _), answer in inquiries if answer in ("passed", "told") and who not in self._boundaries]
        if told and askers & self._boundaries.keys():
            self._note("uneven", told[0])
        for promise in self.rules.promises:
            if self._promises.get(promise) == "open":
                self._promises[promise] = "broken"
                self._note("broken", other=promise, by_coach=True)
