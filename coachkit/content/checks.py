"""What a scenario refers to must exist, and every choice must have its judgement.

These checks read; they play nothing. What plays show (reachability, the proofs) is in `coachkit.scoring.proofs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from coachkit.content import moves as m
from coachkit.content.diagnostics import Diagnostic, brief, did_you_mean
from coachkit.content.document import Document, Path_
from coachkit.content.frameworks import Frameworks
from coachkit.content.loader import Loaded
from coachkit.content.model import OWED_KINDS, Choice, Ending, OnPrinciple, Route, Scenario, Scene

_OTHERS_ONLY = ("grant", "refuse", "withdraw", "inquire")
_COACH_ONLY = ("ask", "connect", "state-boundary", "promise", "keep", "break", "invite", "decide-for", "report")


def check(loaded: Loaded, frameworks: Frameworks) -> tuple[Diagnostic, ...]:
    """Every broken reference of a scenario, its key, its guide and its plans, in the order of the files."""
    story = _Story(loaded.scenario, loaded.scenario_document, frameworks)
    story.run(loaded.folder.name)
    _key(loaded, frameworks, story)
    _guide(loaded, story)
    _plans(loaded, story)
    return tuple(sorted(set(story.problems)))


class _Story:
    """The checks of scenario.yaml; `known` says what each kind of reference may name."""

    def __init__(self, scenario: Scenario, document: Document, frameworks: Frameworks) -> None:
        self.scenario, self.document = scenario, document
        self.problems: list[Diagnostic] = []
        self.coach: str | None = None
        self.choices = [c for s in scenario.scenes.values() for c in s.choices]
        self.known: dict[str, tuple[str, Iterable[str]]] = {
            "scene or ending": ("CK012", [*scenario.scenes, *scenario.endings]),
            "person": ("CK020", scenario.people),
            "fact": ("CK021", scenario.facts),
            "choice": ("CK022", self.choices),
            "promise": ("CK023", scenario.promises),
            "counter": ("CK024", scenario.counters),
            "question": ("CK025", frameworks.questions),
            "agreement": ("CK025", frameworks.agreements),
            "source": ("CK025", frameworks.sources),
            "must-have": ("CK025", frameworks.must_haves),
            "ISTE code": ("CK025", frameworks.iste),
            "principle": ("CK025", frameworks.principles),
            "block": ("CK025", frameworks.blocks),
        }

    def note(self, code: str, path: Path_, message: str, cure: str = "", *, key: bool = False) -> None:
        self.problems.append(self.document.problem(code, path, message, cure, key=key))

    def refer(self, noun: str, word: str, path: Path_, inside: str = "", *, key: bool = False) -> bool:
        """Whether the word names something of that kind; notes it if not. `key`: it stands as a key."""
        code, known = self.known[noun]
        if word in known:
            return True
        where = f"{inside[:1].upper()}{inside[1:]}. " if inside else ""
        self.note(code, path, f"unknown {noun} '{brief(word)}'", where + did_you_mean(word, known), key=key)
        return False

    def run(self, folder: str) -> None:
        s = self.scenario
        if s.id != folder:
            self.note("CK027", ("id",), f"id '{s.id}' in the folder '{folder}'", "Make them the same.")
        coaches = [pid for pid, person in s.people.items() if person.role == "coach"]
        if len(coaches) == 1:
            self.coach = coaches[0]
        elif not coaches:
            self.note("CK028", ("people",), "nobody has the role coach", "Give it to one person: the player.", key=True)  # fmt: skip
        for extra in coaches[1:]:
            self.note("CK028", ("people", extra, "role"), f"'{extra}' is a second coach besides '{coaches[0]}'", "Exactly one is the player; another coach is a colleague.")  # fmt: skip
        self.refer("question", s.question, ("question",))
        self.refer("agreement", s.agreement, ("agreement",))
        for noun, field in (("source", "sources"), ("must-have", "must-haves"), ("ISTE code", "iste"), ("principle", "principles")):  # fmt: skip
            for i, word in enumerate(getattr(s, field.replace("-", "_"))):
                self.refer(noun, word, (field, i))
        for i, chair in enumerate(s.chairs):
            self.refer("person", chair, ("chairs", i))
        if self.refer("scene or ending", s.start, ("start",)) and s.start in s.endings:
            self.note("CK012", ("start",), f"the play starts in the ending '{s.start}'", "Start in a scene.")  # fmt: skip
        self._facts()
        for pid, promise in s.promises.items():
            self.refer("person", promise.to, ("promises", pid, "to"), f"in promise '{pid}'")
        first: dict[str, str] = {}
        for sid, scene in s.scenes.items():
            if sid in s.endings:
                self.note("CK026", ("endings", sid), f"'{sid}' is a scene and an ending", "Rename one.", key=True)
            self._moment(("scenes", sid), scene, f"in scene '{sid}'")
            for cid, choice in scene.choices.items():
                path: Path_ = ("scenes", sid, "choices", cid)
                if cid in first:
                    self.note("CK026", path, f"choice '{cid}' stands in scene '{first[cid]}' too", "Ids of choices are unique in a scenario: rename one.", key=True)  # fmt: skip
                first.setdefault(cid, sid)
                self._choice(path, choice, f"in choice '{cid}'")
        for eid, ending in s.endings.items():
            self._moment(("endings", eid), ending, f"in ending '{eid}'")
            for chair in s.chairs:
                if chair not in ending.seen and chair in s.people:
                    self.note("CK070", ("endings", eid), f"ending '{eid}' does not say how '{chair}' sees it", f"Add under seen: {chair}: …", key=True)  # fmt: skip

    def _facts(self) -> None:
        for fid, fact in self.scenario.facts.items():
            path, inside = ("facts", fid), f"in fact '{fid}'"
            self.refer("person", fact.owner, (*path, "owner"), inside)
            for field in ("known-by", "owed-to"):
                for i, word in enumerate(getattr(fact, field.replace("-", "_")) or ()):
                    self.refer("person", word, (*path, field, i), inside)
            for i, word in enumerate(fact.due):
                self.refer("scene or ending", word, (*path, "due", i), inside)
            if fact.kind not in OWED_KINDS:
                for field, stated in (("owed-to", fact.owed_to is not None), ("due", fact.due)):
                    if stated:
                        self.note("CK030", (*path, field), f"fact '{fid}' must not travel, yet it is owed", "Only process and safeguarding facts are owed: remove this, or change the kind.", key=True)  # fmt: skip
                continue
            people, at = self.scenario.people, (*path, "owed-to" if fact.owed_to is not None else "owner")
            if any(p not in people for p in fact.creditors):
                continue  # said above
            roles = {people[p].role for p in fact.creditors}
            if not roles - {"coach"}:
                self.note("CK030", at, f"nobody is owed fact '{fid}'", "Name who in owed-to.")
            elif fact.kind == "safeguarding" and "safeguarding-lead" not in roles:
                self.note("CK030", at, f"no safeguarding lead is owed fact '{fid}'", "Name a person with the role safeguarding-lead in owed-to.")  # fmt: skip

    def _moment(self, path: Path_, moment: Scene | Ending, inside: str) -> None:
        for i, word in enumerate(moment.present):
            self.refer("person", word, (*path, "present", i), inside)
        for word in moment.seen:
            self.refer("person", word, (*path, "seen", word), inside, key=True)
        for i, variant in enumerate(moment.also):
            self._condition((*path, "also", i, "if"), variant.if_, inside)
        for i, move in enumerate(moment.moves):
            self._move((*path, "moves", i), move, inside, by_coach=False)

    def _choice(self, path: Path_, choice: Choice, inside: str) -> None:
        if choice.if_ is not None:
            self._condition((*path, "if"), choice.if_, inside)
        for i, move in enumerate(choice.moves):
            self._move((*path, "moves", i), move, inside, by_coach=True)
        for name in choice.add:
            self.refer("counter", name, (*path, "add", name), inside, key=True)
        for word in choice.seen:
            self.refer("person", word, (*path, "seen", word), inside, key=True)
        self._routes((*path, "then"), choice.then, inside)

    def _routes(self, path: Path_, routes: tuple[Route, ...], inside: str) -> None:
        for i, route in enumerate(routes):  # a single word has no inner places: its own is then the nearest
            self.refer("scene or ending", route.to, (*path, i, "to"), inside)
            if route.if_ is not None:
                self._condition((*path, i, "if"), route.if_, inside)
            elif i < len(routes) - 1:
                self.note("CK048", (*path, i, "to"), "a route without condition hides those below it", "Only the last route has no 'if'.")  # fmt: skip
        if all(route.if_ is not None for route in routes):
            self.note("CK048", path, "no route is left when no condition holds", "End with a route that has no 'if'.", key=True)  # fmt: skip

    def _move(self, path: Path_, move: m.Strict, inside: str, *, by_coach: bool) -> None:
        verb = next(name for name, cls in m.MOVES.items() if type(move) is cls)
        for field, noun in _REFERENCES[verb].items():
            value = getattr(move, field.replace("-", "_") if field not in ("for", "break") else field + "_")  # fmt: skip
            for i, word in enumerate(value if isinstance(value, tuple) else (value,)):
                if word is not None:
                    self.refer(noun, word, (*path, field, i), inside)
        actor = getattr(move, "by", None)
        if by_coach and verb in _OTHERS_ONLY:
            self.note("CK029", (*path, verb), f"'{verb}' here is somebody else's move", "A choice holds the coach's moves; put others' in the scene that follows.", key=True)  # fmt: skip
        elif by_coach and actor not in (None, self.coach):
            self.note("CK029", (*path, "by"), f"'{verb}' here is somebody else's move", "A choice holds the coach's moves; put others' in the scene that follows.")  # fmt: skip
        elif not by_coach and (verb in _COACH_ONLY or (verb in ("tell", "hint") and actor is None)):
            cure = "Put it in a choice." if verb in _COACH_ONLY else "Put it in a choice, or say who does it: by: …"
            self.note("CK029", (*path, verb), f"'{verb}' here would be the coach's move", cure, key=True)
        elif not by_coach and actor is not None and actor == self.coach:
            self.note("CK029", (*path, "by"), f"'{verb}' here would be the coach's move", "Put it in a choice.")

    def _condition(self, path: Path_, condition: m.Strict, inside: str) -> None:
        for at, leaf in _leaves(path, condition):
            name = next(n for n, cls in m.CONDITIONS.items() if type(leaf) is cls)
            for field, noun in _CONDITION_REFERENCES[name].items():
                value = getattr(leaf, field + "_" if field == "for" else field)
                for i, word in enumerate(value if isinstance(value, tuple) else (value,)):
                    self.refer(noun, word, (*at, field, i), inside)
            if isinstance(leaf, m.Counter) and leaf.at_least is None and leaf.at_most is None:
                self.note("CK010", (*at, "counter"), "'at-least' or 'at-most' is missing", "Say how much: at-least: 1.", key=True)  # fmt: skip


_REFERENCES: dict[str, dict[str, str]] = {
    "tell": {"tell": "fact", "to": "person", "by": "person"},
    "hint": {"hint": "fact", "to": "person", "by": "person"},
    "ask": {"ask": "fact", "for": "person"},
    "grant": {"grant": "fact", "for": "person"},
    "refuse": {"refuse": "fact", "for": "person"},
    "withdraw": {"withdraw": "fact", "for": "person"},
    "inquire": {"inquire": "fact", "by": "person"},
    "happen": {"happen": "fact", "seen-by": "person"},
    "connect": {"connect": "person"},
    "state-boundary": {"state-boundary": "person"},
    "promise": {"promise": "promise"},
    "keep": {"keep": "promise"},
    "break": {"break": "promise"},
    "invite": {"invite": "person"},
    "decide-for": {"decide-for": "person"},
    "report": {"report": "fact", "to": "person"},
}
_CONDITION_REFERENCES: dict[str, dict[str, str]] = {
    "chose": {"chose": "choice"},
    "knows": {"knows": "fact", "who": "person"},
    "leaked": {"leaked": "fact"},
    "permission": {"permission": "fact", "for": "person"},
    "owed": {"owed": "fact", "to": "person"},
    "promise": {"promise": "promise"},
    "boundary": {"boundary": "person"},
    "connected": {"connected": "person"},
    "counter": {"counter": "counter"},
}


def _leaves(path: Path_, condition: Any) -> Iterator[tuple[Path_, m.Strict]]:
    if isinstance(condition, m.All):
        for i, inner in enumerate(condition.all):
            yield from _leaves((*path, "all", i), inner)
    elif isinstance(condition, m.Any_):
        for i, inner in enumerate(condition.any):
            yield from _leaves((*path, "any", i), inner)
    elif isinstance(condition, m.Not):
        yield from _leaves((*path, "not"), condition.not_)
    else:
        yield path, condition


def _key(loaded: Loaded, frameworks: Frameworks, story: _Story) -> None:
    document, key = loaded.key_document, loaded.key
    story.document = document  # its notes now point into key.yaml
    if key.scenario not in (loaded.scenario.id, loaded.folder.name):
        story.note("CK027", ("scenario",), f"the key of '{key.scenario}' lies with '{loaded.scenario.id}'", "Make them the same.")  # fmt: skip
    for cid in story.choices:
        if cid not in key.choices:
            story.note("CK050", ("choices",), f"choice '{cid}' has no entry in the key", f"Add under choices: {cid}:", key=True)  # fmt: skip
    for cid, judgement in key.choices.items():
        path, inside = ("choices", cid), f"in the key of '{cid}'"
        if cid not in story.choices:
            story.note("CK051", path, f"the key judges '{cid}', which is no choice", did_you_mean(cid, story.choices), key=True)  # fmt: skip
        story.refer("principle", judgement.principle, (*path, "principle"), inside)
        story.refer("block", judgement.block, (*path, "block"), inside)
        for i, extra in enumerate(judgement.also):
            if isinstance(extra, OnPrinciple):
                story.refer("principle", extra.principle, (*path, "also", i, "principle"), inside)
            else:
                story.refer("block", extra.block, (*path, "also", i, "block"), inside)
        if not judgement.source:
            story.note("CK052", (*path, "source"), f"the key of '{cid}' names no source", "Name one of sources.yaml; 'kit' is the kit's own judgement.")  # fmt: skip
        for i, source in enumerate(judgement.source):
            story.refer("source", source, (*path, "source", i), inside)
        for agreement in judgement.agreements:
            story.refer("agreement", agreement, (*path, "agreements", agreement), inside, key=True)
            if agreement == loaded.scenario.agreement:
                story.note("CK055", (*path, "agreements", agreement), f"'{agreement}' is the agreement in force", "Say here where ANOTHER agreement changes the answer.", key=True)  # fmt: skip


def _guide(loaded: Loaded, story: _Story) -> None:
    if loaded.guide is None or loaded.guide_document is None:
        return
    story.document = loaded.guide_document
    if loaded.guide.scenario not in (loaded.scenario.id, loaded.folder.name):
        story.note("CK027", ("scenario",), f"the guide of '{loaded.guide.scenario}' lies with '{loaded.scenario.id}'", "Make them the same.")  # fmt: skip


def _plans(loaded: Loaded, story: _Story) -> None:
    for name, plan in loaded.plans.items():
        story.document = loaded.plan_documents[name]
        if plan.scenario not in (loaded.scenario.id, loaded.folder.name):
            story.note("CK027", ("scenario",), f"the plan of '{plan.scenario}' lies with '{loaded.scenario.id}'", "Make them the same.")  # fmt: skip
        for i, cid in enumerate(plan.choices):
            story.refer("choice", cid, ("choices", i), f"in plan '{name}'")
        if plan.ending not in loaded.scenario.endings:
            story.note("CK012", ("ending",), f"unknown ending '{plan.ending}'", did_you_mean(plan.ending, loaded.scenario.endings))  # fmt: skip
