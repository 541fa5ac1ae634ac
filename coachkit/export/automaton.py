"""A scenario as an automaton: where each choice leads and what it writes, with nothing left to be worked out.

A state here is a place, its text, and what may follow. Two states of the story that differ only in the past are one:
the past is written by the steps that were taken, and the page reads it from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coachkit.content.library import Entry
from coachkit.engine.explore import Cost
from coachkit.engine.ledger import Ledger
from coachkit.engine.state import State
from coachkit.engine.step import Step, offered, opening, step
from coachkit.engine.story import Story, story_of
from coachkit.engine.transcript import Run
from coachkit.scoring.costs import compass_of
from coachkit.scoring.debrief import Finding, LedgerCell
from coachkit.scoring.findings import Mark, marks, prevents, run_findings
from coachkit.scoring.report import told_text
from coachkit.scoring.tables import chairs, ledger_table

_NOTHING: Cost = (0,) * 6


@dataclass(frozen=True)
class Writing:
    """What a step changes: a place (a cell of the table, a line of a chair) and what stands there now.

    place : ("row", fact), ("cell", fact, column), ("knows", chair, fact) or ("unaware", chair, fact)
    """

    place: tuple[str | int, ...]
    value: LedgerCell | str | None


@dataclass(frozen=True)
class Label:
    """Everything that a step adds to a play.

    own    : findings of the choice itself
    late   : findings of what came of it, each with the omission that may have caused it
    did    : omissions that are none from here on, since the choice did what there was to do
    missed : omissions of this step: another choice would have done it
    """

    own: tuple[Finding, ...]
    late: tuple[tuple[Finding, Mark], ...]
    did: frozenset[Mark]
    missed: frozenset[Mark]
    price: Cost
    writes: tuple[Writing, ...]


@dataclass(frozen=True)
class Node:
    """A state: its place, its text, the best that can still be reached, and where each choice leads."""

    place: str
    text: str
    cost: Cost
    best: str | None
    ways: tuple[tuple[str, Label, int], ...]  # choice, what it adds, the state after it


@dataclass(frozen=True)
class Automaton:
    """Node 0 is the start; `opening` is what stands before the first decision."""

    nodes: tuple[Node, ...]
    opening: Label


def automaton_of(entry: Entry) -> Automaton:
    """The scenario's automaton, as small as it can be. Raises TooManyStates."""
    north = compass_of(entry)
    story = story_of(entry)
    states, steps = _explored(story)
    at = {0: 0}
    for here, leaving in enumerate(steps):
        for taken, target in leaving:
            at[target] = north.ways[at[here]][taken.choice][0]
    labels = _labels(entry, story, states, steps)
    nodes = []
    for here, state in enumerate(states):
        scenario = story.scenario
        moment = scenario.endings[state.place] if state.ended else scenario.scenes[state.place]
        cost, best = north.best.get(at[here], (_NOTHING, None))  # no way to an ending: never debriefed
        ways = tuple(
            (taken.choice, replace(label, price=north.ways[at[here]][taken.choice][1]), target)
            for (taken, target), label in zip(steps[here], labels[here], strict=True)
        )
        nodes.append(Node(state.place, told_text(moment, state), cost, best, ways))
    return Automaton(_merged(nodes), _opening(entry, story, states[0]))


_Steps = list[list[tuple[Step, int]]]


def _explored(story: Story) -> tuple[list[State], _Steps]:
    """Every state, and the steps that leave it.

    The engine takes two ledgers for one whatever was asked first; findings are told in that order, so here it counts.
    """
    states = [opening(story)[0]]
    found = {(states[0], tuple(states[0].ledger.inquiries)): 0}
    steps: _Steps = []
    for state in states:  # which grows as it is walked
        leaving = []
        for choice in offered(story, state):
            taken = step(story, state, choice)
            key = (taken.after, tuple(taken.after.ledger.inquiries))
            if key not in found:
                found[key] = len(states)
                states.append(taken.after)
            leaving.append((taken, found[key]))
        steps.append(leaving)
    return states, steps


def _labels(entry: Entry, story: Story, states: Sequence[State], steps: _Steps) -> list[list[Label]]:
    """What each step adds, its price still to be set."""
    book = Book(entry, story)
    found: list[list[tuple[tuple[Finding, ...], tuple[tuple[Finding, Mark], ...]]]] = []
    for leaving in steps:
        found.append([])
        for taken, _ in leaving:
            told = run_findings(Run(story, taken.before, (), (taken,)), entry.frameworks)
            told = tuple(replace(one, turn=None, choice=None) for one in told)
            split = len(marks(story, taken.entries))
            omitted = marks(story, taken.follows)
            found[-1].append((told[:split], tuple(zip(told[split:], omitted, strict=True))))
    coming = _coming([[{mark for _, mark in late} for _, late in row] for row in found], steps)
    tables = [book.table(state.ledger) for state in states]
    labels = []
    for here, leaving in enumerate(steps):
        undone = _prevented(story, leaving, set().union(*coming[here]))
        row = []
        for (taken, target), (own, after), asked in zip(leaving, found[here], coming[here], strict=True):
            did = frozenset(mark for mark in asked if taken.choice in undone[mark])
            missed = frozenset(mark for mark in asked if undone[mark]) - did
            writes = book.changes(tables[here], tables[target], taken)
            row.append(Label(own, after, did, missed, (), writes))
        labels.append(row)
    return labels


def _prevented(story: Story, leaving: Sequence[tuple[Step, int]], asked: set[Mark]) -> dict[Mark, set[str]]:
    """For each omission the choices offered here that would have prevented it."""
    choices = offered(story, leaving[0][0].before) if leaving else {}
    return {mark: {cid for cid, c in choices.items() if prevents(story, leaving[0][0], c, mark)} for mark in asked}


def _coming(late: list[list[set[Mark]]], steps: _Steps) -> list[list[set[Mark]]]:
    """For each step the omissions that it or a later one may ask about."""
    ahead: list[set[Mark]] = [set() for _ in steps]
    grew = True
    while grew:
        grew = False
        for here in range(len(steps) - 1, -1, -1):
            before = len(ahead[here])
            for (_, target), mine in zip(steps[here], late[here], strict=True):
                ahead[here] |= mine | ahead[target]
            grew = grew or len(ahead[here]) > before
    return [
        [mine | ahead[target] for (_, target), mine in zip(leaving, row, strict=True)]
        for leaving, row in zip(steps, late, strict=True)
    ]


def _opening(entry: Entry, story: Story, first: State) -> Label:
    _, entries = opening(story)
    book = Book(entry, story)
    told = run_findings(Run(story, first, entries, ()), entry.frameworks)
    return Label(told, (), frozenset(), frozenset(), (), book.opened(first))


_Table = dict[tuple[str | int, ...], LedgerCell | None]


class Book:
    """Reads a ledger as the debrief shows it: cell by cell, and line by line in each chair."""

    def __init__(self, entry: Entry, story: Story) -> None:
        self._entry, self._story = entry, story
        self._lines: dict[Ledger, str | None] = {}
        self._tables: dict[object, _Table] = {}
        self._found: dict[object, tuple[Writing, ...]] = {}

    def _run(self, ledger: Ledger) -> Run:
        return Run(self._story, State(self._story.scenario.start, False, ledger), (), ())

    def table(self, ledger: Ledger) -> _Table:
        """The table's rows and cells by fact and column."""
        key = (frozenset(ledger.knowledge.items()), frozenset(ledger.debts.items()))
        if key not in self._tables:
            self._tables[key] = self._read(ledger)
        return self._tables[key]

    def _read(self, ledger: Ledger) -> _Table:
        known = {fact for _, fact in ledger.knowledge}
        facts = [fact for fact in self._story.scenario.facts if fact in known]
        found: _Table = {}
        for fact, row in zip(facts, ledger_table(self._run(ledger), self._entry.frameworks), strict=True):
            found["row", fact] = None
            found |= {("cell", fact, column): cell for column, cell in enumerate(row.cells)}
        return found

    def opened(self, first: State) -> tuple[Writing, ...]:
        """What stands there before the first decision."""
        return self._changes({}, Ledger(), self.table(first.ledger), first.ledger)

    def changes(self, before: _Table, after: _Table, taken: Step) -> tuple[Writing, ...]:
        """What stands there after a step and did not before, in the order in which it came about."""
        key = (id(before), id(after), taken.choice, taken.after.place)  # tables are kept, so an id names one
        if key not in self._found:
            self._found[key] = self._changes(before, taken.before.ledger, after, taken.after.ledger)
        return self._found[key]

    def _changes(self, before: _Table, old: Ledger, after: _Table, new: Ledger) -> tuple[Writing, ...]:
        found = [Writing(place, cell) for place, cell in after.items() if place not in before or before[place] != cell]
        for (person, fact), knowing in new.knowledge.items():
            if old.knowledge.get((person, fact)) != knowing:
                found += self._writing("knows", person, fact, Ledger(knowledge={(person, fact): knowing}))
        for (fact, person), debt in new.debts.items():
            if old.debts.get((fact, person)) != debt:
                found += self._writing("unaware", person, fact, Ledger(debts={(fact, person): debt}))
        return tuple(found)

    def _writing(self, kind: str, person: str, fact: str, ledger: Ledger) -> list[Writing]:
        """The line that this one knowledge or debt gives the person's chair, if they have one."""
        sitting = self._story.scenario.chairs
        if person not in sitting:
            return []
        chair = sitting.index(person)
        if ledger not in self._lines:
            told = chairs(self._run(ledger), self._entry.frameworks)[chair]
            self._lines[ledger] = next(iter((*told.knows, *told.unaware)), None)
        return [Writing((kind, chair, fact), self._lines[ledger])]


def _merged(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The same automaton with states of the same future as one (Moore's refinement), in the order they are met."""
    kind = _numbered([(n.place, n.text, n.cost, n.best, tuple(w[:2] for w in n.ways)) for n in nodes])
    while True:
        finer = _numbered([(kind[i], tuple(kind[t] for _, _, t in n.ways)) for i, n in enumerate(nodes)])
        if max(finer) == max(kind):
            break
        kind = finer
    first: dict[int, Node] = {}
    for i, node in enumerate(nodes):
        first.setdefault(kind[i], node)
    return tuple(replace(n, ways=tuple((c, label, kind[t]) for c, label, t in n.ways)) for n in first.values())


def _numbered(keys: Sequence[object]) -> list[int]:
    """Each key's number, in the order in which different ones come."""
    numbers: dict[object, int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in keys]
