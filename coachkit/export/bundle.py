"""All that a page holds of a scenario, as one value: its automaton, and a piece of view for everything in it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from coachkit.content.library import Entry
from coachkit.export.automaton import Automaton, Label, Writing, automaton_of
from coachkit.export.fragments import Holes, Pool, at, cut, find
from coachkit.export.frames import LEVELS, Frames
from coachkit.export.samples import SIDES
from coachkit.scoring import debrief as d
from coachkit.scoring.levels import level_of, sides
from coachkit.sessions.play import LONGEST_ID, MOST_ACTS, MOST_INTENTS, Play
from coachkit.ui.chairs import chairs_section
from coachkit.ui.decisions import decisions_section
from coachkit.ui.ledger import ledger_table
from coachkit.ui.parts import consequence, evidence_list, shortened
from coachkit.ui.play import direction, language
from coachkit.ui.prose import phrase, prose
from coachkit.ui.tree import Child, h
from coachkit.ui.view import FORMAT, PLAY


@lru_cache(maxsize=32)
def bundle(entry: Entry) -> dict[str, Any]:
    """What the page's script walks, ready for JSON, made once a process. Raises TooManyStates."""
    return _Bundle(entry, automaton_of(entry)).made()


class _Bundle:
    """Gives each thing of an automaton a number, and each number its pieces."""

    def __init__(self, entry: Entry, automaton: Automaton) -> None:
        self.entry, self.automaton = entry, automaton
        everything = "".join(str(one) for one in (entry.scenario, entry.key, entry.frameworks))
        self.holes = Holes(everything)
        self.pool = Pool(self.holes)
        self.frames = Frames(entry, self.holes, self.pool)
        self.choices = [c for scene in entry.scenario.scenes.values() for c in scene.choices]
        self.places = [*entry.scenario.scenes, *entry.scenario.endings]
        self.facts = list(entry.scenario.facts)
        self.findings: dict[d.Finding, int] = {}
        asked = (mark for node in automaton.nodes for _, label, _ in node.ways for _, mark in label.late)
        self.omissions = {mark: number for number, mark in enumerate(dict.fromkeys(asked))}
        self.values: dict[object, int] = {}
        self.labels: dict[Label, int] = {}
        self.texts: dict[tuple[str, str], int] = {}

    def made(self) -> dict[str, Any]:
        entry = self.entry
        play = Play(entry)
        opening = self._label(self.automaton.opening)
        states = [self._state(node) for node in self.automaton.nodes]
        made = {
            "v": FORMAT,
            "id": entry.scenario.id,
            "hash": entry.loaded.content_hash,
            "lang": language(play),
            "dir": direction(play),
            "key": PLAY.key(play),
            "refused": PLAY.refused,
            "bounds": {"acts": MOST_ACTS, "intents": MOST_INTENTS, "id": LONGEST_ID},
            "columns": len(entry.scenario.people),
            "levels": _levels(),
            **self.frames.all(),
            "choices": [self._choice(s, c) for s, scene in entry.scenario.scenes.items() for c in scene.choices],
            "moments": [self._moments(e.title, e.seen) for e in entry.scenario.endings.values()],
            "facts": [self._fact(fact) for fact in self.facts],
            "opening": opening,
            "labels": [self._label(label) for label in self.labels],
            "states": states,
            "texts": [[self.places.index(place), *self._pieces(prose(text))] for place, text in self.texts],
            "findings": [self._finding(finding) for finding in self.findings],
            "values": [self._value(value) for value in self.values],
            "evidence": self._evidence_list(),
        }
        return {**made, "pieces": self.pool.packed()}

    # -- the automaton ---------------------------------------------------------------------------------------

    def _state(self, node: Any) -> list[Any]:
        """[text, least cost, best choice or -1, then for each choice: choice, label, state]"""
        text = _number(self.texts, (node.place, node.text))
        best = self.choices.index(node.best) if node.best is not None else -1
        row: list[Any] = [text, _number(self.values, node.cost), best]
        for choice, label, target in node.ways:
            row += [self.choices.index(choice), _number(self.labels, label), target]
        return row

    def _label(self, label: Label) -> list[Any]:
        """[own findings, late findings and their omissions, done, missed, price, places and values]"""
        late = [n for f, mark in label.late for n in (_number(self.findings, f), self.omissions[mark])]
        did, missed = (sorted(self.omissions[mark] for mark in one) for one in (label.did, label.missed))
        writes = [n for one in label.writes for n in (self._place(one), _number(self.values, one.value))]
        own = [_number(self.findings, f) for f in label.own]
        return [own, late, did, missed, _number(self.values, label.price), writes]

    def _place(self, writing: Writing) -> int:
        """Rows first, then cells, then for each chair what its person knows and what they never heard."""
        kind, *rest = writing.place
        count, columns, sitting = len(self.facts), len(self.entry.scenario.people), len(self.entry.scenario.chairs)
        if kind == "row":
            return self.facts.index(str(rest[0]))
        if kind == "cell":
            return count + self.facts.index(str(rest[0])) * columns + int(rest[1])
        first = count + count * columns + (0 if kind == "knows" else sitting * count)
        return first + int(rest[0]) * count + self.facts.index(str(rest[1]))

    def _value(self, value: object) -> Any:
        """A cell of the table, a line of a chair, a cost, or nothing."""
        if not isinstance(value, d.LedgerCell):
            return value
        table = self.frames.tree(ledger_table((value.person,), (d.LedgerRow("", "", "", "", (value,)),)))
        return self.pool.add(find(table, at("td")))

    # -- pieces ----------------------------------------------------------------------------------------------

    def _pieces(self, *children: Child) -> list[int]:
        return self.pool.all(self.frames.tree(h("div", None, children))[2:])

    def _choice(self, scene_id: str, choice_id: str) -> dict[str, Any]:
        samples, scene = self.frames.samples, self.entry.scenario.scenes[scene_id]
        choice, judged = scene.choices[choice_id], self.entry.key.choices[choice_id]
        sitting = samples.sitting("enact", samples.scene(scene_id, ((choice_id, choice.text),), (samples.trail_step(scene_id, choice_id),), 0)).drawn()  # fmt: skip
        (option,) = cut(sitting, at("label", "ck-option"), "option")
        (step,) = cut(find(sitting, at("ol", "ck-trail")), at("li"), "step")
        decision, other = self._decision(scene_id, choice_id)
        return {
            "id": choice_id,
            "scene": list(self.entry.scenario.scenes).index(scene_id),
            "short": shortened(choice.text),
            "phrase": self._pieces(phrase(choice.text)),
            "option": self.pool.add(option),
            "step": self.pool.add(step),
            "after": self._pieces(consequence(choice.text, choice.after or "")),
            "decision": decision,
            "other": other,
            "judged": [
                [int(kind == "block"), self._framework(kind, one), word, self._judged(scene_id, choice_id, word)]
                for kind, one, word in judged.evidence
            ],
            "moments": self._moments(scene.title, scene.seen) + self._moments(scene.title, choice.seen),
        }

    def _framework(self, kind: str, one: str) -> int:
        if kind == "principle":
            return list(self.entry.frameworks.principles).index(one)
        return [b.id for b in self.frames.samples.blocks("standing", "standing")].index(one)

    def _decision(self, scene_id: str, choice_id: str) -> tuple[list[int], int]:
        """[the decision, the list of its findings, the fold of its other options], and itself as another option."""
        section = self.frames.tree(decisions_section((self.frames.samples.decision(scene_id, choice_id),)))
        (tree,) = cut(section, at("details", "ck-decision"), "decisions")
        (findings,) = cut(tree, at("ul", "ck-evidence"), "findings")
        cut(findings, at("li"), "items")
        (others,) = cut(tree, at("details", "ck-inner"), "others")
        (other,) = cut(others, at("div", "ck-entry"), "items")
        return [self.pool.add(tree), self.pool.add(findings), self.pool.add(others)], self.pool.add(other)

    def _judged(self, scene_id: str, choice_id: str, stands: Any) -> int:
        """The key's own judgement as evidence."""
        text = self.entry.key.choices[choice_id].rationale.split("\n")[0]
        decision = self.frames.samples.decision(scene_id, choice_id)
        return self._item(d.Evidence(stands, text, decision.turn, "key"), decision)

    def _item(self, evidence: d.Evidence, decision: d.Decision) -> int:
        drawn = evidence_list((evidence,), {decision.turn: decision})
        assert drawn is not None  # one piece of evidence makes a list
        return self.pool.add(find(self.frames.tree(drawn), at("li")))

    def _evidence_list(self) -> int:
        drawn = evidence_list((self.frames.samples.evidence(),), {})
        assert drawn is not None
        tree = self.frames.tree(drawn)
        cut(tree, at("li"), "items")
        return self.pool.add(tree)

    def _moments(self, title: str, seen: Any) -> list[list[int]]:
        """[chair, what it was like] for each chair that saw it."""
        found = []
        for number, person in enumerate(self.entry.scenario.chairs):
            if person in seen:
                section = self.frames.tree(chairs_section((d.Chair("", "", ((title, seen[person]),), (), ()),)))
                found.append([number, self.pool.add(find(section, at("div", "ck-moment")))])
        return found

    def _fact(self, fact_id: str) -> int:
        fact, scenario = self.entry.scenario.facts[fact_id], self.entry.scenario
        owner = "You" if fact.owner == scenario.coach else scenario.people[fact.owner].name
        kind = self.entry.frameworks.levels.fact_kinds[fact.kind].title
        table = self.frames.tree(ledger_table((), (d.LedgerRow(fact.text, fact.kind, kind, owner, ()),)))
        return self.pool.add(find(find(table, at("tbody")), at("th")))

    def _finding(self, finding: d.Finding) -> dict[str, Any]:
        """A finding with the level it alone would give its side, and each form in which it is told."""
        at_once = finding in self.automaton.opening.own  # before the first decision
        frameworks, samples = self.entry.frameworks, self.frames.samples
        words = {"good": "for", "light": "mixed"}
        stands: Any = words.get(finding.gravity, "against")
        scene_id, choice_id = next((s, c) for s, scene in self.entry.scenario.scenes.items() for c in scene.choices)
        decision = replace(samples.decision(scene_id, choice_id), findings=(finding,))
        decision = replace(decision, chosen=self.holes.text("chosen"))
        section = self.frames.tree(decisions_section((decision,)))
        ladder = [sides([replace(finding, gravity=g)] if g else [], frameworks) for g in SIDES]
        place = {"held": 0, "open": 1}.get(finding.side or "")
        level = sides([finding], frameworks)[place].level if place is not None else ""
        return {
            "side": place,
            "level": next((i for i, pair in enumerate(ladder) if place is not None and pair[place].level == level), 0),
            "principle": self._framework("principle", finding.principle),
            "block": self._framework("block", finding.block),
            "gravity": finding.gravity,
            "stands": stands,
            "text": self.pool.add(finding.text),
            "item": self._item(d.Evidence(stands, finding.text, decision.turn, "ledger"), decision),
            "before": self._item(d.Evidence(stands, finding.text, None, "ledger"), decision) if at_once else -1,
            "note": self.pool.add(find(find(section, at("ul", "ck-evidence")), at("li"))),
        }


def _number(numbers: dict[Any, int], key: Any) -> int:
    return numbers.setdefault(key, len(numbers))


def _levels() -> list[int]:
    """The level of all evidence together, by what is among it: 1 for, 2 mixed, 4 against, 8 a grave finding."""
    words = ("for", "mixed", "against", "grave")
    return [LEVELS.index(level_of(w for i, w in enumerate(words) if bits >> i & 1)) for bits in range(16)]
