"""Each move, and each kind of entry that it writes into the ledger."""

from __future__ import annotations

from typing import Any

import pytest
from generators import FACTS, story_from
from pydantic import TypeAdapter

from coachkit.content.moves import MOVES, Move
from coachkit.engine import Ledger
from coachkit.engine.ledger import Knowing
from coachkit.engine.step import apply
from coachkit.engine.writer import Writer

_READ = TypeAdapter(Move)


def writer(agreement: str = "nothing-leaves", **facts: Any) -> Writer:
    """A ledger on the first page: Noor and the coach know gains, fear and name; nobody yet knows asked and risk."""
    story = story_from({"only": {}}, agreement=agreement, facts={**FACTS, **facts})
    made = Writer(story.rules, Ledger())
    for fid, fact in story.scenario.facts.items():
        made.begin(fid, fact.known_by)
    made.entries.clear()
    return made


def write(made: Writer, *moves: dict[str, Any]) -> list[str]:
    """The kinds of entry these moves add."""
    before = len(made.entries)
    for move in moves:
        apply(made, _READ.validate_python(move), "you")
    return [entry.kind for entry in made.entries[before:]]


ASKED = {"happen": "asked", "seen-by": ["you", "daniel"]}
RISK = {"happen": "risk", "seen-by": ["you"]}
INQUIRY = {"inquire": "gains", "by": "daniel"}
REFUSAL = {"refuse": "gains", "for": "daniel"}


def test_every_move_of_the_vocabulary_can_be_written() -> None:
    """A verb added to the model but not to the engine would do nothing, in silence."""
    moves: dict[str, dict[str, Any]] = {
        "tell": {"tell": "gains", "to": "daniel"},
        "hint": {"hint": "gains", "to": "daniel"},
        "ask": {"ask": "gains", "for": "daniel"},
        "grant": {"grant": "gains", "for": "daniel"},
        "refuse": {"refuse": "gains", "for": "daniel"},
        "withdraw": {"withdraw": "gains", "for": "daniel"},
        "inquire": {"inquire": "gains", "by": "daniel"},
        "happen": {"happen": "asked", "seen-by": ["you"]},
        "connect": {"connect": ["noor", "daniel"]},
        "state-boundary": {"state-boundary": "daniel"},
        "promise": {"promise": "tell"},
        "keep": {"keep": "tell"},
        "break": {"break": "tell"},
        "invite": {"invite": "noor", "matter": "which area"},
        "decide-for": {"decide-for": "noor", "matter": "which area"},
        "report": {"report": "risk", "to": "sam"},
    }

    assert moves.keys() == MOVES.keys()
    for move in moves.values():
        made = writer()
        assert write(made, move), move


# --- tell, hint, report -----------------------------------------------------------------------


def test_tell_writes_that_the_person_knows_it_wholly_from_the_coach_and_without_a_right() -> None:
    made = writer()

    assert write(made, {"tell": "gains", "to": "daniel"}) == ["learned"]
    assert made.done().knowledge["daniel", "gains"] == Knowing("whole", "you", "none")
    assert made.entries[0].by_coach
    assert made.done().leaked == {"gains"}


def test_hint_writes_that_the_person_knows_it_in_part() -> None:
    made = writer()

    write(made, {"hint": "gains", "to": "daniel"})

    assert made.done().knowledge["daniel", "gains"].how == "part"
    assert made.done().knows("daniel", "gains")
    assert not made.done().knows("daniel", "gains", wholly=True)


def test_a_hint_then_a_telling_are_two_learnings_and_the_other_way_round_only_one() -> None:
    hint, tell = {"hint": "gains", "to": "daniel"}, {"tell": "gains", "to": "daniel"}

    assert write(writer(), hint, tell) == ["learned", "learned"]
    assert write(writer(), tell, hint) == ["learned"]


def test_a_telling_to_several_people_is_written_for_each_of_them() -> None:
    made = writer()

    assert write(made, {"tell": "gains", "to": ["daniel", "bea"]}) == ["learned", "learned"]
    assert [entry.person for entry in made.entries] == ["daniel", "bea"]


def test_nobody_learns_from_themselves() -> None:
    assert write(writer(), {"tell": "gains", "to": ["noor", "you"], "by": "noor"}) == []


def test_the_owner_may_tell_anybody_and_may_be_told() -> None:
    made = writer(visit={"owner": "noor", "kind": "verdict", "text": "it went well", "known-by": ["you"]})

    write(made, {"tell": "gains", "to": "daniel", "by": "noor"}, {"tell": "visit", "to": "noor"})

    assert made.done().knowledge["daniel", "gains"].basis == "own"
    assert made.done().knowledge["noor", "visit"].basis == "own"
    assert made.done().leaked == frozenset()


def test_what_others_pass_on_is_gossip_and_not_a_leak_of_the_coach() -> None:
    made = writer()

    write(
        made,
        {"tell": "gains", "to": "bea", "by": "noor"},
        {"tell": "gains", "to": "daniel", "by": "bea"},
    )

    assert made.done().knowledge["daniel", "gains"] == Knowing("whole", "bea", "gossip")
    assert made.done().leaked == frozenset()


def test_what_was_leaked_stays_without_permission_when_it_is_passed_on() -> None:
    made = writer()

    write(made, {"tell": "gains", "to": "bea"}, {"tell": "gains", "to": "daniel", "by": "bea"})

    assert made.done().knowledge["daniel", "gains"].basis == "none"


def test_telling_what_one_does_not_know_is_a_fault() -> None:
    made = writer()

    assert write(made, {"tell": "gains", "to": "daniel", "by": "bea"})[0] == "fault"
    assert (made.entries[0].person, made.entries[0].detail) == ("bea", "CK034")


def test_a_process_fact_may_reach_anybody() -> None:
    made = writer()

    write(made, ASKED, {"tell": "asked", "to": "bea"})

    assert made.done().knowledge["bea", "asked"].basis == "process"


def test_report_pays_the_duty_towards_the_safeguarding_lead_even_against_a_refusal() -> None:
    made = writer()

    kinds = write(made, RISK, {"refuse": "risk", "for": "sam"}, {"report": "risk", "to": "sam"})

    assert kinds == ["owed", "refused", "paid", "learned"]
    assert made.done().knowledge["sam", "risk"].basis == "duty"


def test_a_report_to_anybody_else_has_no_right() -> None:
    made = writer()

    write(made, RISK, {"report": "risk", "to": "daniel"})

    assert made.done().knowledge["daniel", "risk"].basis == "none"


# --- permissions ------------------------------------------------------------------------------


def test_ask_is_written_once_while_it_is_open() -> None:
    ask = {"ask": "gains", "for": "daniel"}
    made = writer()

    assert write(made, ask, ask) == ["asked"]
    assert made.done().permissions == {("gains", "daniel"): "asked"}


def test_to_ask_again_after_a_no_is_written_as_pressing_and_leaves_the_no() -> None:
    made = writer()

    assert write(made, REFUSAL, {"ask": "gains", "for": "daniel"}) == ["refused", "asked"]
    assert made.entries[-1].refused
    assert made.done().permissions["gains", "daniel"] == "refused"


@pytest.mark.parametrize(
    ("answer", "how", "basis"),
    [
        ({"grant": "gains", "for": "daniel"}, "tell", "given"),
        ({"grant": "gains", "for": "daniel"}, "hint", "given"),
        ({"grant": "gains", "for": "daniel", "scope": "in-part"}, "hint", "given"),
        ({"grant": "gains", "for": "daniel", "scope": "in-part"}, "tell", "none"),
        ({"grant": "gains", "for": "bea"}, "tell", "none"),
        ({"refuse": "gains", "for": "daniel"}, "tell", "none"),
    ],
)
def test_a_grant_holds_for_its_person_and_its_scope(answer: dict[str, Any], how: str, basis: str) -> None:
    made = writer()

    write(made, {"ask": "gains", "for": ["daniel", "bea"]}, answer, {how: "gains", "to": "daniel"})

    assert made.done().knowledge["daniel", "gains"].basis == basis


def test_withdraw_takes_a_yes_back() -> None:
    made = writer()
    write(made, {"ask": "gains", "for": "daniel"}, {"grant": "gains", "for": "daniel"})

    assert write(made, {"withdraw": "gains", "for": "daniel"}, {"tell": "gains", "to": "daniel"}) == [
        "withdrawn",
        "learned",
    ]
    assert made.entries[-1].refused
    assert made.entries[-1].knowing == Knowing("whole", "you", "none")


def test_a_refusal_and_a_withdrawal_hold_against_the_agreement() -> None:
    for no in (
        [REFUSAL],
        [
            {"ask": "gains", "for": "daniel"},
            {"grant": "gains", "for": "daniel"},
            {"withdraw": "gains", "for": "daniel"},
        ],
    ):
        made = writer("outcomes-open")
        write(made, *no, {"tell": "gains", "to": "daniel"})
        assert made.done().knowledge["daniel", "gains"].basis == "none"


def test_a_grant_unasked_and_a_withdrawal_ungranted_are_faults() -> None:
    grant, withdraw = writer(), writer()

    assert write(grant, {"grant": "gains", "for": "daniel"}) == ["fault", "granted"]
    assert write(withdraw, {"withdraw": "gains", "for": "daniel"}) == ["fault", "withdrawn"]
    assert (grant.entries[0].detail, withdraw.entries[0].detail) == ("CK031", "CK032")


# --- what happens, and what is owed -----------------------------------------------------------


def test_happen_lets_its_witnesses_know_without_a_teller_and_opens_the_debt() -> None:
    made = writer()

    assert write(made, ASKED) == ["owed"]
    assert made.done().knowledge["daniel", "asked"] == Knowing("whole", "daniel", "witness")
    assert made.done().debts == {("asked", "noor"): "open"}


def test_nothing_is_owed_of_what_the_coach_does_not_know() -> None:
    made = writer()

    assert write(made, {"happen": "asked", "seen-by": ["daniel"]}) == []
    assert write(made, {"tell": "asked", "to": "you", "by": "daniel"}) == ["learned", "owed"]


def test_nothing_is_owed_to_one_who_saw_it_with_the_coach_or_knew_it_before() -> None:
    together, before = writer(), writer()

    assert write(together, {"happen": "asked", "seen-by": ["you", "noor"]}) == []
    write(before, {"happen": "asked", "seen-by": ["noor"]})
    assert write(before, {"happen": "asked", "seen-by": ["you"]}) == []


def test_a_debt_is_paid_by_a_telling_and_not_by_a_hint() -> None:
    made = writer()
    write(made, ASKED)

    assert write(made, {"hint": "asked", "to": "noor"}) == ["learned"]
    assert made.done().owes("asked", "noor")
    assert write(made, {"tell": "asked", "to": "noor"}) == ["paid", "learned"]
    assert not made.done().owes("asked", "noor")


def test_a_debt_past_its_scene_is_overdue_and_then_paid_late() -> None:
    made = writer(asked={**FACTS["asked"], "due": ["only"]})
    write(made, ASKED)
    made.arrive("another")
    made.arrive("only")

    assert [e.kind for e in made.entries] == ["owed", "overdue"]
    assert write(made, {"tell": "asked", "to": "noor"}) == ["paid-late", "learned"]


def test_half_a_word_from_somebody_else_leaves_the_debt_as_it_was() -> None:
    made = writer()
    write(made, ASKED)

    assert write(made, {"hint": "asked", "to": "noor", "by": "daniel"}) == ["learned"]
    assert write(made, {"tell": "asked", "to": "noor"}) == ["paid", "learned"]


def test_one_who_hears_it_elsewhere_is_still_owed_a_word_which_then_comes_late() -> None:
    made = writer()
    write(made, ASKED)

    assert write(made, {"tell": "asked", "to": "noor", "by": "daniel"}) == ["elsewhere", "learned"]
    assert made.done().owes("asked", "noor")
    assert write(made, {"tell": "asked", "to": "noor"}) == ["paid-late"]
    assert made.done().knowledge["noor", "asked"].source == "daniel"


# --- inquiries and boundaries -----------------------------------------------------------------


def test_inquire_opens_a_question_which_a_decision_without_an_answer_lets_pass() -> None:
    made = writer()

    assert write(made, INQUIRY) == ["inquired"]
    assert made.done().inquiries == {("daniel", "gains"): "open"}
    made.pass_by([("daniel", "gains")])
    assert made.done().inquiries == {("daniel", "gains"): "passed"}
    assert made.entries[-1].kind == "withheld"


@pytest.mark.parametrize(
    ("moves", "agreement", "withheld"),
    [
        ([], "nothing-leaves", True),
        ([{"state-boundary": "daniel"}], "nothing-leaves", True),
        ([{"tell": "gains", "to": "daniel"}], "nothing-leaves", False),
        ([{"hint": "gains", "to": "daniel"}], "nothing-leaves", False),
        ([], "outcomes-open", False),  # nothing was there to be held back
    ],
)
def test_withheld_is_what_was_asked_for_may_not_travel_and_did_not(
    moves: list[dict[str, Any]], agreement: str, withheld: bool
) -> None:
    made = writer(agreement)
    write(made, INQUIRY, *moves)

    made.pass_by([("daniel", "gains")])

    assert ("withheld" in [e.kind for e in made.entries]) is withheld


@pytest.mark.parametrize(
    ("before", "when"),
    [
        ([], "early"),
        ([INQUIRY], "when-asked"),
        ([INQUIRY, "decide"], "late"),
        ([INQUIRY, {"hint": "gains", "to": "daniel"}], "late"),
        ([{"inquire": "gains", "by": "bea"}, "decide"], "early"),  # somebody else's question
    ],
)
def test_a_boundary_is_early_when_asked_or_late(before: list[Any], when: str) -> None:
    made = writer()
    for move in before:
        made.pass_by([]) if move == "decide" else write(made, move)

    assert write(made, {"state-boundary": "daniel"}) == ["boundary"]
    assert made.entries[-1].detail == when
    assert made.done().boundaries == {"daniel": when}


def test_a_boundary_said_twice_is_written_once_and_still_answers() -> None:
    made = writer()

    assert write(made, {"state-boundary": "daniel"}, INQUIRY, {"state-boundary": "daniel"}) == ["boundary", "inquired"]
    assert made.done().inquiries == {("daniel", "gains"): "explained"}


def test_connect_answers_a_question_about_the_other_party_only() -> None:
    right, wrong = writer(), writer()

    assert write(right, INQUIRY, {"connect": ["noor", "daniel"]}) == ["inquired", "connected"]
    write(wrong, INQUIRY, {"connect": ["bea", "daniel"]})

    assert right.done().inquiries == {("daniel", "gains"): "explained"}
    assert wrong.done().inquiries == {("daniel", "gains"): "open"}


@pytest.mark.parametrize("how", ["tell", "hint"])
def test_only_what_the_coach_tells_answers_a_question(how: str) -> None:
    coach, owner = writer(), writer()

    write(coach, INQUIRY, {how: "gains", "to": "daniel"})
    write(owner, INQUIRY, {how: "gains", "to": "daniel", "by": "noor"})

    assert coach.done().inquiries == {("daniel", "gains"): "told"}
    assert owner.done().inquiries == {("daniel", "gains"): "open"}
    write(owner, {"state-boundary": "daniel"})
    assert owner.done().boundaries == {"daniel": "when-asked"}


def test_connecting_the_same_two_again_writes_nothing() -> None:
    assert write(writer(), {"connect": ["noor", "daniel"]}, {"connect": ["daniel", "noor"]}) == ["connected"]


def test_a_telling_after_the_two_were_pointed_at_each_other_says_so() -> None:
    made = writer()

    write(made, {"connect": ["noor", "daniel"]}, {"tell": "gains", "to": ["daniel", "bea"]})

    assert [e.pointed for e in made.entries if e.kind == "learned"] == [True, False]


def test_the_same_question_asked_again_must_be_answered_again() -> None:
    made = writer()

    write(made, INQUIRY, {"state-boundary": "daniel"}, INQUIRY)

    assert made.done().inquiries == {("daniel", "gains"): "open"}


# --- promises and decisions -------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "kind"), [("keep", "kept"), ("break", "broken")])
def test_a_promise_is_given_and_then_kept_or_broken(verb: str, kind: str) -> None:
    made = writer()

    assert write(made, {"promise": "tell"}, {"promise": "tell"}, {verb: "tell"}) == ["promised", kind]
    assert made.done().promises == {"tell": kind}


@pytest.mark.parametrize(("verb", "kind"), [("keep", "kept"), ("break", "broken")])
def test_a_promise_that_is_settled_is_not_opened_again(verb: str, kind: str) -> None:
    made = writer()
    write(made, {"promise": "tell"}, {verb: "tell"})

    assert write(made, {"promise": "tell"}) == []
    assert made.done().promises == {"tell": kind}


def test_keeping_a_promise_that_is_not_open_is_a_fault() -> None:
    made = writer()

    assert write(made, {"keep": "tell"})[0] == "fault"
    assert (made.entries[0].detail, made.entries[0].other) == ("CK033", "tell")


@pytest.mark.parametrize(("verb", "kind"), [("invite", "invited"), ("decide-for", "decided")])
def test_a_decision_is_left_or_taken(verb: str, kind: str) -> None:
    made = writer()

    assert write(made, {verb: "noor", "matter": "which area"}) == [kind]
    assert (made.entries[0].person, made.entries[0].detail) == ("noor", "which area")


# --- the end ----------------------------------------------------------------------------------


def test_the_end_counts_what_is_unpaid_unexplained_uneven_and_unkept() -> None:
    made = writer()
    write(made, ASKED, INQUIRY, {"inquire": "gains", "by": "bea"}, {"state-boundary": "bea"}, {"promise": "tell"})
    made.pass_by([])
    made.entries.clear()

    made.close()

    assert [(e.kind, e.person, e.fact, e.other) for e in made.entries] == [
        ("unpaid", "noor", "asked", None),
        ("unexplained", "daniel", "gains", None),
        ("uneven", "daniel", None, None),
        ("broken", None, None, "tell"),
    ]
    assert made.done().promises == {"tell": "broken"}


def test_the_end_of_a_play_with_nothing_owed_writes_nothing() -> None:
    made = writer()
    write(made, ASKED, INQUIRY, {"tell": "asked", "to": "noor"}, {"state-boundary": "daniel"})
    made.entries.clear()

    made.close()

    assert made.entries == []


def test_the_end_does_not_count_a_question_that_nobody_could_answer_any_more() -> None:
    """Bea asked in time and heard the boundary; Daniel asks as the story ends."""
    made = writer()
    write(made, {"inquire": "gains", "by": "bea"}, {"state-boundary": "bea"})
    made.pass_by([])
    write(made, INQUIRY)
    made.entries.clear()

    made.close()

    assert made.entries == []
    assert made.done().inquiries["daniel", "gains"] == "open"


def test_the_end_still_counts_a_question_that_went_by_and_is_asked_again_as_the_story_ends() -> None:
    made = writer()
    write(made, INQUIRY)
    made.pass_by([])
    write(made, INQUIRY)
    made.entries.clear()

    made.close()

    assert [(e.kind, e.person) for e in made.entries] == [("unexplained", "daniel")]


@pytest.mark.parametrize(
    ("answer", "uneven"),
    [
        ([], True),
        ([{"tell": "gains", "to": "daniel"}], True),
        ([{"hint": "gains", "to": "daniel"}], True),
        ([{"connect": ["noor", "daniel"]}], False),
        ([{"state-boundary": "daniel"}], False),
    ],
)
def test_the_boundary_is_uneven_where_another_who_asked_was_told_the_fact_or_nothing(
    answer: list[dict[str, Any]], uneven: bool
) -> None:
    made = writer()
    write(made, INQUIRY, {"inquire": "gains", "by": "bea"}, {"state-boundary": "bea"}, *answer)
    made.pass_by([])

    made.close()

    assert [e.person for e in made.entries if e.kind == "uneven"] == (["daniel"] if uneven else [])


@pytest.mark.parametrize("early", [True, False])
def test_one_to_whom_the_boundary_was_ever_stated_is_not_left_without_a_reason(early: bool) -> None:
    """Said before the question, or before it is asked again."""
    boundary = {"state-boundary": "daniel"}
    made = writer()
    write(made, *([boundary] if early else [INQUIRY, boundary]))
    made.pass_by([])
    write(made, INQUIRY, {"inquire": "gains", "by": "bea"})
    made.pass_by([])

    made.close()

    assert made.done().inquiries["daniel", "gains"] == "passed"
    assert [e.person for e in made.entries if e.kind == "unexplained"] == ["bea"]


@pytest.mark.parametrize(("fact", "lead"), [("risk", "sam"), ("asked", "noor")])
def test_the_end_counts_what_was_heard_elsewhere_as_unpaid_only_where_the_duty_was_the_coach_s_own(
    fact: str, lead: str
) -> None:
    seen = {"happen": fact, "seen-by": ["you", "bea"]}
    elsewhere = {"tell": fact, "to": lead, "by": "bea"}
    never, late = writer(), writer()
    write(never, seen, elsewhere)
    write(late, seen, elsewhere, {"tell": fact, "to": lead})

    never.close()
    late.close()

    duty = [("elsewhere", lead, fact), ("unpaid", lead, fact)]
    assert [(e.kind, e.person, e.fact) for e in never.entries if e.kind in ("elsewhere", "unpaid")] == (
        duty if fact == "risk" else duty[:1]
    )
    assert "unpaid" not in [e.kind for e in late.entries]


def test_the_end_tells_what_is_open_in_the_order_in_which_the_author_wrote_it() -> None:
    """Noor's fact stands before Bea's in the story, and Daniel before Bea; the alphabet has no say."""
    made = writer(
        also={"owner": "noor", "kind": "process", "text": "more", "owed-to": ["noor", "bea"]},
    )
    write(
        made,
        {"happen": "also", "seen-by": ["you"]},
        ASKED,
        {"inquire": "gains", "by": "bea"},
        {"inquire": "name", "by": "daniel"},
        {"inquire": "gains", "by": "daniel"},
    )
    made.pass_by([])
    made.entries.clear()

    made.close()

    assert [(e.kind, e.person, e.fact) for e in made.entries] == [
        ("unpaid", "noor", "asked"),
        ("unpaid", "noor", "also"),
        ("unpaid", "bea", "also"),
        ("unexplained", "daniel", "gains"),
        ("unexplained", "daniel", "name"),
        ("unexplained", "bea", "gains"),
    ]
