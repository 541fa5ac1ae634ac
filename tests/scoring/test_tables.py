"""The ledger as a table, and the story from another chair."""

from __future__ import annotations

from typing import Any

import pytest
from generators import FACTS, LAW, PEOPLE, base, ended_runs, entries, entry_from
from hypothesis import given

from coachkit.content.library import Entry
from coachkit.engine import replay, story_of
from coachkit.scoring.debrief import Chair, LedgerCell
from coachkit.scoring.tables import chairs, ledger_table

ASKED = {"happen": "asked", "seen-by": ["you", "daniel"]}
TELL = {"tell": "gains", "to": "daniel"}
ASK = {"ask": "gains", "for": "daniel"}


def cell(
    fact: str, person: str, *moves: dict[str, Any], others: tuple[dict[str, Any], ...] = (), **changes: Any
) -> LedgerCell:
    """One cell of the table after one choice with these moves, and the others' moves of the ending."""
    entry = entry_from(
        {"one": {"choices": {"c1": {"moves": list(moves)}}}}, {"end": {"moves": list(others)}}, **changes
    )
    run = replay(story_of(entry), ("c1",))
    (row,) = (r for r in ledger_table(run, entry.frameworks) if r.fact == entry.scenario.facts[fact].text)
    (found,) = (c for c in row.cells if c.person == person)
    return found


def facts(**fact: Any) -> dict[str, Any]:
    return {"facts": {**FACTS, "gains": {**FACTS["gains"], **fact}}}


CELLS: list[tuple[LedgerCell, LedgerCell]] = [
    (cell("gains", "You"), LedgerCell("You", "whole", "from the start", "", "knows, from the start")),
    (cell("gains", "Noor Haddad"), LedgerCell("Noor Haddad", "whole", "from the start", "own", "knows, from the start")),
    (cell("gains", "Bea"), LedgerCell("Bea", "no", "", "", "does not know")),
    (
        cell("gains", "Daniel Mbeki", TELL),
        LedgerCell("Daniel Mbeki", "whole", "from you", "none", "knows, from you, without permission"),
    ),
    (
        cell("gains", "Daniel Mbeki", {"hint": "gains", "to": "daniel"}),
        LedgerCell("Daniel Mbeki", "part", "from you", "none", "knows in part, from you, without permission"),
    ),
    (
        cell("gains", "Daniel Mbeki", TELL, agreement="outcomes-open"),
        LedgerCell("Daniel Mbeki", "whole", "from you", "agreement", "knows, from you, as the agreement allows"),
    ),
    (
        cell("gains", "Daniel Mbeki", others=({**TELL, "by": "noor"},)),
        LedgerCell("Daniel Mbeki", "whole", "from Noor Haddad", "own", "knows, from Noor Haddad"),
    ),
    (
        cell("gains", "Daniel Mbeki", others=({**TELL, "by": "bea"},), **facts(**{"known-by": ["you", "bea"]})),
        LedgerCell("Daniel Mbeki", "whole", "from Bea", "none", "knows, from Bea, without permission"),
    ),
    (
        cell("asked", "Daniel Mbeki", others=(ASKED,)),
        LedgerCell("Daniel Mbeki", "whole", "was there", "", "knows, was there"),
    ),
    (
        cell("asked", "Noor Haddad", others=(ASKED,)),
        LedgerCell("Noor Haddad", "owed", "", "", "owed it, and was not told"),
    ),
    (
        cell("asked", "Noor Haddad", others=({**ASKED, "seen-by": ["you", "noor"]},)),
        LedgerCell("Noor Haddad", "whole", "was there", "own", "knows, was there"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("found", "expected"), CELLS, ids=lambda c: c.text)
def test_a_cell_says_who_knows_it_from_whom_and_by_what_right(found: LedgerCell, expected: LedgerCell) -> None:
    assert found == expected


def test_a_cell_says_that_it_was_told_with_permission() -> None:
    entry = entry_from(
        {
            "one": {"choices": {"c1": {"moves": [ASK], "then": "two"}}},
            "two": {"moves": [{"grant": "gains", "for": "daniel"}], "choices": {"c2": {"moves": [TELL]}}},
        }
    )
    table = ledger_table(replay(story_of(entry), ("c1", "c2")), entry.frameworks)

    assert table[0].cells[2] == LedgerCell(
        "Daniel Mbeki", "whole", "from you", "given", "knows, from you, with permission"
    )


def test_a_hint_leaves_a_debt_and_the_cell_says_owed() -> None:
    known = {"facts": {**FACTS, "asked": {**FACTS["asked"], "known-by": ["you"]}}}

    assert cell("asked", "Noor Haddad", {"hint": "asked", "to": "noor"}, **known).knows == "owed"


def test_a_duty_done_says_so() -> None:
    known = {"facts": {**FACTS, "risk": {**FACTS["risk"], "known-by": ["you"]}}}

    found = cell("risk", "Sam", {"report": "risk", "to": "sam"}, **known)

    assert (found.permission, found.text) == ("duty", "knows, from you, as was due")


OWED_TO_BEA = {
    "facts": {**FACTS, "asked": {**FACTS["asked"], "owed-to": ["noor", "bea"], "known-by": ["you", "daniel"]}}
}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            cell("asked", "Bea", {"tell": "asked", "to": "bea"}, **OWED_TO_BEA),
            LedgerCell("Bea", "whole", "from you", "duty", "knows, from you, as was due"),
        ),
        (
            cell("asked", "Bea", others=({"tell": "asked", "to": "bea", "by": "daniel"},), **OWED_TO_BEA),
            LedgerCell("Bea", "whole", "from Daniel Mbeki", "", "knows, from Daniel Mbeki"),
        ),
        (
            cell("asked", "Sam", {"tell": "asked", "to": "sam"}, **OWED_TO_BEA),
            LedgerCell("Sam", "whole", "from you", "", "knows, from you"),
        ),
    ],
    ids=["owed, from the coach", "owed, from another", "not owed, from the coach"],
)
def test_a_process_fact_reached_a_person_as_was_due_only_from_the_coach_and_if_owed(
    found: LedgerCell, expected: LedgerCell
) -> None:
    assert found == expected


def test_the_table_has_the_coach_first_and_a_row_for_each_fact_that_came_about() -> None:
    coach, *others = PEOPLE.items()
    entry = entry_from({"one": {}}, people=dict([*others, coach]))

    table = ledger_table(replay(story_of(entry), ("pass-one",)), entry.frameworks)

    assert [row.kind for row in table] == ["outcome", "content", "participation"]  # nobody knows the other two
    assert [c.person for c in table[0].cells] == ["You", "Noor Haddad", "Daniel Mbeki", "Bea", "Sam"]
    assert (table[0].kind_title, table[0].owner) == ("What it did for pupils", "Noor Haddad")


# --- the other chair --------------------------------------------------------------------------


def sat_in(person: str, *choices: str) -> Chair:
    entry = entry_from(
        {
            "one": {
                "title": "Morning",
                "moves": [ASKED],
                "seen": {"daniel": "I asked.", "bea": "I heard a door."},
                "choices": {
                    "leak": {"moves": [TELL], "seen": {"daniel": "I was told."}, "then": "two"},
                    "wait": {"then": "two"},
                },
            },
            "two": {
                "title": "Noon",
                "choices": {
                    "tell": {"moves": [{"tell": "asked", "to": "noor"}], "seen": {"noor": "I was told too."}},
                    "leave": {},
                },
            },
        },
        {"end": {"title": "Evening", "seen": {"noor": "I went home.", "daniel": "I went out."}}},
        chairs=[person],
    )
    (chair,) = chairs(replay(story_of(entry), choices), entry.frameworks)
    return chair


def test_a_chair_shows_only_what_its_person_saw_in_the_order_of_the_story() -> None:
    assert sat_in("daniel", "leak", "tell").moments == (
        ("Morning", "I asked."),
        ("Morning", "I was told."),
        ("Evening", "I went out."),
    )
    assert sat_in("daniel", "wait", "tell").moments == (("Morning", "I asked."), ("Evening", "I went out."))
    assert sat_in("noor", "leak", "tell").moments == (("Noon", "I was told too."), ("Evening", "I went home."))
    assert sat_in("bea", "leak", "tell").moments == (("Morning", "I heard a door."),)


def test_a_chair_knows_what_reached_its_person_and_from_whom() -> None:
    assert sat_in("daniel", "leak", "leave").knows == ("From you: pupils read longer",)
    assert sat_in("noor", "leak", "tell").knows == ("From you: Daniel asked you",)
    assert sat_in("bea", "leak", "tell").knows == ()


def test_a_chair_names_people_as_they_are_written() -> None:
    """Names keep their capitals: 'From Noor Haddad', never 'From noor haddad'."""
    entry = entry_from(
        {"one": {"choices": {"c1": {}}}},
        {"end": {"moves": [{"hint": "gains", "to": "bea", "by": "noor"}], "seen": {"bea": "Well."}}},
        chairs=["bea"],
    )

    (chair,) = chairs(replay(story_of(entry), ("c1",)), entry.frameworks)

    assert chair.knows == ("From Noor Haddad: pupils read longer, in part",)


def test_a_chair_is_unaware_of_what_it_was_owed_and_never_heard() -> None:
    assert sat_in("noor", "leak", "leave").unaware == ("Daniel asked you",)
    assert sat_in("noor", "leak", "tell").unaware == ()
    assert sat_in("daniel", "leak", "leave").unaware == ()


def test_a_chair_has_the_name_and_the_role_of_its_person() -> None:
    chair = sat_in("daniel", "leak", "leave")

    assert (chair.person, chair.role) == ("Daniel Mbeki", "Administrator")


@LAW
@given(entries())
def test_nobody_is_shown_to_know_what_did_not_reach_them(entry: Entry) -> None:
    for one in (entry, base()):
        texts = {fid: fact.text for fid, fact in one.scenario.facts.items()}
        for run in ended_runs(story_of(one)):
            ledger = run.state.ledger
            for person, chair in zip(one.scenario.chairs, chairs(run, one.frameworks), strict=True):
                learned = {
                    f
                    for (who, f), k in ledger.knowledge.items()
                    if who == person and k.basis not in ("start", "witness")
                }
                assert len(chair.knows) == len(learned)
                assert all(any(texts[f] in line for line in chair.knows) for f in learned)
                assert set(chair.unaware) == {
                    texts[f] for (f, who), d in ledger.debts.items() if who == person and d in ("open", "overdue")
                }
            for row in ledger_table(run, one.frameworks):
                (fact,) = (f for f, text in texts.items() if text == row.fact)
                for cell_, person in zip(
                    row.cells, ("you", *(p for p in one.scenario.people if p != "you")), strict=True
                ):
                    assert (cell_.knows == "owed") <= ledger.owes(fact, person)
                    assert (cell_.knows in ("whole", "part")) <= ledger.knows(person, fact)
                    assert (cell_.knows == "no") <= (not ledger.knows(person, fact))
