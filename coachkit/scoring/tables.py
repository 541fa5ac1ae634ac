"""The ledger as a table, and the same run from somebody else's chair."""

from __future__ import annotations

from coachkit.content.frameworks import Frameworks
from coachkit.engine.ledger import Knowing
from coachkit.engine.transcript import Run
from coachkit.scoring.debrief import Chair, LedgerCell, LedgerRow

_PERMISSION = {
    "own": "own", "given": "given", "agreement": "agreement", "duty": "duty", "process": "duty",
    "witness": "", "start": "", "gossip": "none", "none": "none",
}  # fmt: skip


def table_people(run: Run) -> tuple[str, ...]:
    """The columns of the table: the coach first."""
    coach = run.story.rules.coach
    return (coach, *(p for p in run.story.scenario.people if p != coach))


def ledger_table(run: Run, frameworks: Frameworks) -> tuple[LedgerRow, ...]:
    """A row for each fact that has come about: who knows it now, from whom, and by what right."""
    ledger, scenario = run.state.ledger, run.story.scenario
    rows = []
    for fid, fact in scenario.facts.items():
        if not any(known == fid for _, known in ledger.knowledge):
            continue
        cells = tuple(_cell(run, person, fid) for person in table_people(run))
        kind = frameworks.levels.fact_kinds[fact.kind].title
        rows.append(LedgerRow(fact.text, fact.kind, kind, _name(run, fact.owner), cells))
    return tuple(rows)


def _name(run: Run, person: str) -> str:
    return "You" if person == run.story.rules.coach else run.story.scenario.people[person].name


def _cell(run: Run, person: str, fact: str) -> LedgerCell:
    ledger, name = run.state.ledger, _name(run, person)
    knowing = ledger.knowledge.get((person, fact))
    if knowing is None or (knowing.how == "part" and ledger.owes(fact, person)):
        if ledger.owes(fact, person):
            return LedgerCell(name, "owed", "", "", "owed it, and was not told")
        return LedgerCell(name, "no", "", "", "does not know")
    source = _source(run, person, knowing)
    permission = _PERMISSION[knowing.basis]
    if person == run.story.rules.facts[fact].owner and knowing.basis in ("witness", "start"):
        permission = "own"
    owed = knowing.source == run.story.rules.coach and (fact, person) in ledger.debts
    if knowing.basis == "process" and not owed:
        permission = ""
    words = {
        "given": "with permission", "agreement": "as the agreement allows",
        "duty": "as was due", "none": "without permission",
    }  # fmt: skip
    parts = ["knows in part" if knowing.how == "part" else "knows", source, words.get(permission, "")]
    if knowing.basis in ("start", "witness"):
        parts = [parts[0], source]
    return LedgerCell(name, knowing.how, source, permission, ", ".join(p for p in parts if p))  # type: ignore[arg-type]


def _source(run: Run, person: str, knowing: Knowing) -> str:
    if knowing.basis == "start":
        return "from the start"
    if knowing.basis == "witness":
        return "was there"
    return "from you" if knowing.source == run.story.rules.coach else f"from {_name(run, knowing.source)}"


def chairs(run: Run, frameworks: Frameworks) -> tuple[Chair, ...]:
    """The run as each person in `chairs` lived it: what they saw, what they know, what they never heard."""
    scenario, ledger = run.story.scenario, run.state.ledger
    told = []
    for person in scenario.chairs:
        moments: list[tuple[str, str]] = []
        for taken in run.steps:
            scene = scenario.scenes[taken.before.place]
            for seen in (scene.seen, scene.choices[taken.choice].seen):
                if person in seen:
                    moments.append((scene.title, seen[person]))
        if run.state.ended:
            ending = scenario.endings[run.state.place]
            moments += [(ending.title, ending.seen[person])] if person in ending.seen else []
        knows = [
            _source(run, person, knowing).replace("from", "From", 1)  # not capitalize(): it lowers the names
            + f": {scenario.facts[fact].text}"
            + (", in part" if knowing.how == "part" else "")
            for (who, fact), knowing in ledger.knowledge.items()
            if who == person and knowing.basis not in ("start", "witness")
        ]
        unaware = [scenario.facts[f].text for (f, who) in ledger.debts if who == person and ledger.debts[(f, who)] in ("open", "overdue")]  # fmt: skip
        role = frameworks.levels.roles[scenario.people[person].role].title
        told.append(Chair(scenario.people[person].name, role, tuple(moments), tuple(knows), tuple(unaware)))
    return tuple(told)
