"""What holds for the findings of every play of every scenario."""

from __future__ import annotations

from collections import Counter
from itertools import product

from generators import LAW, base, choices_of, ended_runs, entries, entries_and_runs, entry_from, every_run, frameworks
from hypothesis import given

from coachkit.content import moves as m
from coachkit.content.library import Entry
from coachkit.engine import Ledger, Run, replay, story_of
from coachkit.engine.story import Story
from coachkit.scoring import Finding, run_findings
from coachkit.scoring.findings import marks


def runs_of(entry: Entry) -> list[tuple[Entry, Run]]:
    """Every play of the drawn scenario, and beside them those of the small one written by hand."""
    return [(one, run) for one in (entry, base()) for run in every_run(story_of(one))]


Telling = tuple[str, str, bool, str]  # fact, person, wholly, the permission asked for before


def _tellings(story: Story, before: Ledger, choice: str) -> list[Telling]:
    """What the choice brings to people who did not know as much, read off its moves."""
    known = {key: knowing.how == "whole" for key, knowing in before.knowledge.items()}
    found: list[Telling] = []
    for move in story.scenario.choice(choice).moves:
        match move:
            case m.Tell():
                fact, people, wholly = move.tell, move.to, True
            case m.Report():
                fact, people, wholly = move.report, move.to, True
            case m.Hint():
                fact, people, wholly = move.hint, move.to, False
            case _:
                continue
        for person in people:
            if known.get((person, fact)) in (None, False) and (wholly or (person, fact) not in known):
                found.append((fact, person, wholly, before.permissions.get((fact, person), "unasked")))
                known[person, fact] = wholly
    return found


def _guarded(story: Story, fact: str, person: str) -> bool:
    """Whether the coach needs a permission or the agreement to tell this person."""
    rule = story.scenario.facts[fact]
    return rule.kind != "process" and person != rule.owner and person not in rule.creditors


@LAW
@given(entries())
def test_what_reaches_a_person_without_permission_or_agreement_is_a_leak_or_a_hint_and_nothing_else_is(
    entry: Entry,
) -> None:
    for one, run in runs_of(entry):
        agreement, people = one.agreement, one.scenario.people
        for taken in run.steps:
            expected = set()
            for fact, person, wholly, permission in _tellings(run.story, taken.before.ledger, taken.choice):
                agreed = permission not in ("refused", "withdrawn") and agreement.allows_fact(
                    one.scenario.facts[fact].kind, people[person].role
                )
                given_ = permission == "granted" or (permission == "in-part" and not wholly)
                if _guarded(run.story, fact, person) and not agreed and not given_:
                    expected.add(("leak" if wholly else "hint", fact, person))
            found = {
                (mark.kind, mark.fact, person)
                for mark in marks(run.story, taken.entries)
                if mark.kind in ("leak", "hint")
                for person in mark.people
            }
            assert found == expected
            leaked = taken.after.ledger.leaked - taken.before.ledger.leaked
            assert leaked == {fact for _, fact, _ in expected} - taken.before.ledger.leaked
        assert not any(mark.kind in ("leak", "hint") for s in run.steps for mark in marks(run.story, s.follows))


@LAW
@given(entries())
def test_a_telling_after_a_refusal_is_always_found_as_one(entry: Entry) -> None:
    """Towards the lead a duty stands above a no, and the owner needs nobody's permission."""
    for one, run in runs_of(entry):
        found = run_findings(run, one.frameworks)
        expected = {
            (turn, fact, person)
            for turn, taken in enumerate(run.steps)
            for fact, person, _, permission in _tellings(run.story, taken.before.ledger, taken.choice)
            if permission in ("refused", "withdrawn") and _guarded(run.story, fact, person)
        }
        ignored = [f for f in found if f.kind == "refusal-ignored"]
        assert {(f.turn, f.fact, person) for f in ignored for person in f.people} == expected


IN_TIME = Counter({"told-in-time": 1})
OUTCOMES = {
    "process": [
        IN_TIME,
        Counter({"told-late": 1}),
        Counter({"heard-elsewhere": 1}),
        Counter({"heard-elsewhere": 1, "told-late": 1}),
        Counter({"black-box": 1}),
    ],
    "safeguarding": [
        Counter({"duty-done": 1}),
        Counter({"duty-late": 1}),
        Counter({"duty-missed": 1}),
        Counter({"heard-elsewhere": 1, "duty-late": 1}),
        Counter({"heard-elsewhere": 1, "duty-missed": 1}),
    ],
}


@LAW
@given(entries())
def test_every_debt_of_an_ended_play_comes_out_in_exactly_one_way(entry: Entry) -> None:
    kinds = {kind for outcomes in OUTCOMES.values() for outcome in outcomes for kind in outcome}
    for one in (entry, base()):
        for run in ended_runs(story_of(one)):
            found = [f for f in run_findings(run, one.frameworks) if f.kind in kinds]
            debts = run.state.ledger.debts
            for fact, person in debts:
                about = Counter(f.kind for f in found if (f.fact, f.people) == (fact, (person,)))
                assert about in OUTCOMES[one.scenario.facts[fact].kind]
            assert {(f.fact, *f.people) for f in found} == set(debts)


@LAW
@given(entries())
def test_every_promise_of_an_ended_play_was_kept_or_broken(entry: Entry) -> None:
    for one in (entry, base()):
        for run in ended_runs(story_of(one)):
            found = run_findings(run, one.frameworks)
            promises = run.state.ledger.promises
            last = {}
            for finding in found:
                if finding.kind in ("promise-kept", "promise-broken"):
                    (about,) = (p for p, v in one.scenario.promises.items() if v.text in finding.text)
                    last[about] = finding.kind.removeprefix("promise-")
            assert promises == last


def _unanswered(run: Run) -> set[tuple[str, str]]:
    """Who waits in vain for which fact, read off the moves of the scenes and choices of an ended play."""
    scenario, coach = run.story.scenario, run.story.rules.coach
    waiting: set[tuple[str, str]] = set()
    explained: set[str] = set()
    for taken in run.steps:  # what is asked in the ending is nowhere here
        scene = scenario.scenes[taken.before.place]
        waiting |= {(move.by, move.inquire) for move in scene.moves if isinstance(move, m.Inquire)}
        for move in scene.choices[taken.choice].moves:
            match move:
                case m.Tell() if move.by in (None, coach):
                    waiting -= {(person, move.tell) for person in move.to}
                case m.Hint() if move.by in (None, coach):
                    waiting -= {(person, move.hint) for person in move.to}
                case m.Report():
                    waiting -= {(person, move.report) for person in move.to}
                case m.Connect():
                    pair = set(move.connect)
                    waiting -= {(p, f) for p, f in waiting if {p, scenario.facts[f].owner} == pair}
                case m.StateBoundary():
                    explained |= set(move.state_boundary)
    return {(person, fact) for person, fact in waiting if person not in explained}


@LAW
@given(entries())
def test_every_question_of_an_ended_play_was_answered_or_is_found_unexplained(entry: Entry) -> None:
    for one in (entry, base()):
        for run in ended_runs(story_of(one)):
            written = [e for e in run.steps[-1].follows if e.kind == "unexplained"]
            assert Counter((e.person, e.fact) for e in written) == Counter(_unanswered(run))
            found = Counter(f.fact for f in run_findings(run, one.frameworks) if f.kind == "unexplained")
            assert found == Counter(e.fact for e in written)


@LAW
@given(entries())
def test_a_leak_is_talk_about_the_owner_unless_the_two_have_been_connected_by_the_end_of_the_choice(
    entry: Entry,
) -> None:
    for _, run in runs_of(entry):
        for taken in run.steps:
            found = marks(run.story, taken.entries)
            told = [
                (run.story.rules.facts[mark.fact or ""].owner, person)
                for mark in found
                if mark.kind in ("leak", "hint")
                for person in mark.people
            ]
            about = Counter((*mark.people, mark.asker) for mark in found if mark.kind == "talked-about")
            apart = [pair for pair in told if frozenset(pair) not in taken.after.ledger.connections]
            assert about == Counter(apart)


@LAW
@given(entries_and_runs())
def test_findings_are_the_same_at_once_and_step_by_step(drawn: tuple[Entry, Run]) -> None:
    entry, run = drawn
    whole = run_findings(run, entry.frameworks)

    growing = replay(run.story, ())
    known = run_findings(growing, entry.frameworks)
    for choice in choices_of(run):
        growing = growing.then(choice)
        now = run_findings(growing, entry.frameworks)
        assert now[: len(known)] == known
        known = now

    assert known == whole


@LAW
@given(entries())
def test_a_finding_names_a_decision_that_was_taken_there_by_its_turn(entry: Entry) -> None:
    for one, run in runs_of(entry):
        for finding in run_findings(run, one.frameworks):
            if finding.turn is None:
                assert finding.choice is None
            else:
                assert run.steps[finding.turn].choice == finding.choice
            assert finding.text
            assert "{" not in finding.text
            assert finding.gravity in ("grave", "serious", "light", "good")


def test_the_same_act_is_a_leak_under_one_agreement_and_none_under_another_as_each_of_them_says() -> None:
    kinds = ("participation", "topic", "content", "outcome", "verdict")
    roles = ("teacher", "administrator", "colleague", "staff", "board", "family", "pupil", "safeguarding-lead")
    outcomes = set()
    for agreement, kind, role in product(frameworks().agreements, kinds, roles):
        entry = entry_from(
            {"one": {"choices": {"c1": {"moves": [{"tell": "it", "to": "eve"}]}}}},
            agreement=agreement,
            people={
                "you": {"name": "You", "role": "coach"},
                "noor": {"name": "Noor", "role": "teacher"},
                "eve": {"name": "Eve", "role": role},
            },
            facts={"it": {"owner": "noor", "kind": kind, "text": "it", "known-by": ["you"]}},
            promises={},
        )
        leaks = "leak" in {f.kind for f in run_findings(replay(story_of(entry), ("c1",)), entry.frameworks)}
        allowed = any(a.kind == kind and role in a.to for a in frameworks().agreements[agreement].allows)
        assert leaks is not allowed, (agreement, kind, role)
        outcomes.add(leaks)
    assert outcomes == {True, False}


def test_the_same_play_of_base_leaks_where_nothing_may_leave_and_not_where_outcomes_are_open() -> None:
    entry, choices = base(), ("gush", "say-nothing")

    def kinds(agreement: str) -> set[str]:
        found: tuple[Finding, ...] = run_findings(replay(story_of(entry, agreement), choices), entry.frameworks)
        return {f.kind for f in found}

    assert "hint" in kinds("nothing-leaves")
    assert "hint" not in kinds("outcomes-open")
