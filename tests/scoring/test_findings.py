"""Each kind of finding, and the choice that caused it."""

from __future__ import annotations

from typing import Any

import pytest
from generators import FACTS, base, entry_from, frameworks

from coachkit.engine import replay, story_of
from coachkit.scoring import Finding, run_findings

ASKED = {"happen": "asked", "seen-by": ["you", "daniel"]}
RISK = {"happen": "risk", "seen-by": ["you"]}
RISK_SEEN = {"happen": "risk", "seen-by": ["you", "bea"]}
INQUIRY = {"inquire": "gains", "by": "daniel"}
BEA_ASKS = {"inquire": "gains", "by": "bea"}
REFUSAL = {"refuse": "gains", "for": "daniel"}
TELL = {"tell": "gains", "to": "daniel"}
HINT = {"hint": "gains", "to": "daniel"}
ASK = {"ask": "gains", "for": "daniel"}
GRANT = {"grant": "gains", "for": "daniel"}
BOUNDARY = {"state-boundary": "daniel"}
CONNECT = {"connect": ["noor", "daniel"]}
TELL_NOOR = {"tell": "asked", "to": "noor"}
REPORT = {"report": "risk", "to": "sam"}
BEA_TELLS_SAM = {"tell": "risk", "to": "sam", "by": "bea"}
NOOR_TELLS = {**TELL, "by": "noor"}

Moves = list[dict[str, Any]]


def played(*turns: tuple[Moves, Moves], ending: Moves | None = None, **changes: Any) -> tuple[Finding, ...]:
    """The findings of a play of scenes s0, s1, .. and choices c0, c1, ..: in each the others move, then the coach.

    In the `ending` the others move once more.
    """
    scenes = {
        f"s{i}": {
            "moves": others,
            "choices": {f"c{i}": {"moves": mine, "then": f"s{i + 1}" if i + 1 < len(turns) else "end"}},
        }
        for i, (others, mine) in enumerate(turns)
    }
    entry = entry_from(scenes, {"end": {"moves": ending or []}}, **changes)
    run = replay(story_of(entry), tuple(f"c{i}" for i in range(len(turns))))
    assert run.state.ended
    return run_findings(run, entry.frameworks)


def shown(found: tuple[Finding, ...]) -> list[tuple[str, str | None]]:
    return [(f.kind, f.choice) for f in found]


DUE = {"facts": {**FACTS, "asked": {**FACTS["asked"], "due": ["s1"]}, "risk": {**FACTS["risk"], "due": ["s1"]}}}

KINDS: list[tuple[list[tuple[Moves, Moves]], dict[str, Any], list[tuple[str, str | None]]]] = [
    ([([], [TELL])], {}, [("leak", "c0"), ("talked-about", "c0")]),
    ([([], [HINT])], {}, [("hint", "c0"), ("talked-about", "c0")]),
    ([([], [CONNECT, TELL])], {}, [("connected", "c0"), ("leak", "c0")]),
    ([([], [TELL, CONNECT])], {}, [("leak", "c0"), ("connected", "c0")]),
    ([([], [HINT, {"connect": ["daniel", "noor"]}])], {}, [("hint", "c0"), ("connected", "c0")]),
    ([([], [TELL, {"connect": ["noor", "bea"]}])], {}, [("leak", "c0"), ("talked-about", "c0"), ("connected", "c0")]),
    ([([], [TELL]), ([], [CONNECT])], {}, [("leak", "c0"), ("talked-about", "c0"), ("connected", "c1")]),
    ([([REFUSAL], []), ([], [TELL])], {}, [("leak", "c1"), ("refusal-ignored", "c1"), ("talked-about", "c1")]),
    ([([REFUSAL], [ASK])], {}, [("pressed", "c0")]),
    ([([INQUIRY], [BOUNDARY])], {}, [("boundary-when-asked", "c0"), ("held", "c0")]),
    ([([], [ASK]), ([GRANT], [TELL])], {}, [("asked-first", "c0"), ("shared-with-permission", "c1")]),
    ([([], [TELL])], {"agreement": "outcomes-open"}, []),
    ([([ASKED], [TELL_NOOR])], {}, [("told-in-time", "c0")]),
    ([([ASKED], []), ([], [TELL_NOOR])], DUE, [("told-late", "c1")]),
    ([([ASKED], []), ([{**TELL_NOOR, "by": "daniel"}], [])], {}, [("heard-elsewhere", "c0")]),
    ([([ASKED], []), ([{**TELL_NOOR, "by": "daniel"}], [TELL_NOOR])], {}, [("heard-elsewhere", "c0"), ("told-late", "c1")]),
    ([([ASKED], [])], {}, [("black-box", "c0")]),
    ([([ASKED], [{"hint": "asked", "to": "noor"}])], {}, [("black-box", "c0")]),
    ([([INQUIRY], [])], {}, [("held", "c0"), ("unexplained", "c0")]),
    ([([INQUIRY], []), ([NOOR_TELLS], [])], {}, [("held", "c0"), ("unexplained", "c1")]),
    ([([INQUIRY, NOOR_TELLS], [])], {}, [("unexplained", "c0")]),
    ([([INQUIRY, NOOR_TELLS], [BOUNDARY])], {}, [("boundary-when-asked", "c0")]),
    ([([], [])], {"ending": [INQUIRY]}, []),
    ([([INQUIRY], [])], {"ending": [INQUIRY]}, [("held", "c0"), ("unexplained", "c0")]),
    ([([BEA_ASKS], [{"state-boundary": "bea"}])], {"ending": [INQUIRY]}, [("boundary-when-asked", "c0"), ("held", "c0")]),
    ([([], [BOUNDARY]), ([INQUIRY], [])], {}, [("boundary-early", "c0"), ("held", "c1")]),
    ([([INQUIRY], [BOUNDARY]), ([INQUIRY], [])], {}, [("boundary-when-asked", "c0"), ("held", "c0"), ("held", "c1")]),
    (
        [([INQUIRY, BEA_ASKS], [CONNECT, {"state-boundary": "bea"}])],
        {},
        [("connected", "c0"), ("boundary-when-asked", "c0"), ("held", "c0"), ("held", "c0")],
    ),
    ([([], [BOUNDARY])], {}, [("boundary-early", "c0")]),
    ([([INQUIRY], []), ([], [BOUNDARY])], {}, [("held", "c0"), ("boundary-late", "c1")]),
    (
        [([INQUIRY, BEA_ASKS], [BOUNDARY])],
        {},
        [("boundary-when-asked", "c0"), ("held", "c0"), ("held", "c0"), ("unexplained", "c0"), ("boundary-uneven", "c0")],
    ),
    ([([], [CONNECT])], {}, [("connected", "c0")]),
    ([([INQUIRY], [CONNECT])], {}, [("connected", "c0"), ("held", "c0")]),
    ([([], [{"invite": "noor", "matter": "which area"}])], {}, [("invited", "c0")]),
    ([([], [{"decide-for": "noor", "matter": "which area"}])], {}, [("decided-for", "c0")]),
    ([([], [{"promise": "tell"}]), ([], [{"keep": "tell"}])], {}, [("promise-kept", "c1")]),
    ([([], [{"promise": "tell"}]), ([], [{"break": "tell"}])], {}, [("promise-broken", "c1")]),
    ([([], [{"promise": "tell"}])], {}, [("promise-broken", "c0")]),
    ([([RISK], [REPORT])], {}, [("duty-done", "c0")]),
    ([([RISK], []), ([], [REPORT])], DUE, [("duty-late", "c1")]),
    ([([RISK], [])], {}, [("duty-missed", "c0")]),
    ([([RISK_SEEN], []), ([BEA_TELLS_SAM], [])], {}, [("heard-elsewhere", "c0"), ("duty-missed", "c1")]),
    ([([RISK_SEEN], []), ([BEA_TELLS_SAM], [REPORT])], {}, [("heard-elsewhere", "c0"), ("duty-late", "c1")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("turns", "changes", "expected"),
    KINDS,
    ids=lambda v: "-".join(k for k, _ in v) if v and isinstance(v, list) and isinstance(v[0][0], str) else "",
)
def test_a_play_shows_this_and_nothing_else(
    turns: list[tuple[Moves, Moves]], changes: dict[str, Any], expected: list[tuple[str, str | None]]
) -> None:
    assert shown(played(*turns, **changes)) == expected


def test_no_kind_of_finding_is_without_a_play_here() -> None:
    assert {kind for _, _, expected in KINDS for kind, _ in expected} == frameworks().findings.keys()


# --- words and weights ------------------------------------------------------------------------


def test_a_finding_says_who_learned_what_in_one_sentence_for_all() -> None:
    leak, *_ = played(([], [{"tell": "gains", "to": ["daniel", "bea", "sam"]}]))

    assert (
        leak.text
        == "From you, Daniel Mbeki, Bea and Sam learned that pupils read longer. This was not agreed with Noor Haddad."
    )
    assert leak.people == ("daniel", "bea", "sam")
    assert (leak.fact, leak.turn, leak.side, leak.principle) == ("gains", 0, "held", "hold")


@pytest.mark.parametrize(
    ("kind", "gravity"),
    [
        ("content", "grave"),
        ("outcome", "grave"),
        ("verdict", "grave"),
        ("participation", "serious"),
        ("topic", "serious"),
    ],
)
def test_a_leak_weighs_as_its_kind_of_fact_does(kind: str, gravity: str) -> None:
    facts = {"gains": {"owner": "noor", "kind": kind, "text": "it", "known-by": ["you"]}}

    assert played(([], [TELL]), facts=facts)[0].gravity == gravity


def test_those_who_asked_and_were_told_are_named_before_the_one_who_was_not() -> None:
    by_bea = {"inquire": "gains", "by": "bea"}

    *_, uneven = played(([INQUIRY, by_bea], [{"state-boundary": "bea"}]))

    assert uneven.kind == "boundary-uneven"
    assert uneven.text == "You explained the boundary to Bea, but not to Daniel Mbeki, although each of them had asked."


def test_a_promise_is_quoted_to_the_person_it_was_given_to() -> None:
    (kept,) = played(([], [{"promise": "tell"}]), ([], [{"keep": "tell"}]))

    assert kept.text == "You kept your promise to Noor Haddad: “You hear it first.”"


def test_what_the_first_scene_shows_is_nobodys_choice() -> None:
    facts = {**FACTS, "asked": {**FACTS["asked"], "known-by": ["you", "daniel"]}}

    (heard,) = played(([{**TELL_NOOR, "by": "daniel"}], []), facts=facts)

    assert (heard.kind, heard.turn, heard.choice) == ("heard-elsewhere", None, None)


# --- what was left undone ---------------------------------------------------------------------


def cause(scenes: dict[str, Any], choices: tuple[str, ...], kind: str) -> tuple[int | None, str | None]:
    """The decision that the one finding of that kind is put down to."""
    entry = entry_from(scenes)
    run = replay(story_of(entry), choices)
    assert run.state.ended
    (found,) = (f for f in run_findings(run, entry.frameworks) if f.kind == kind)
    return found.turn, found.choice


def test_a_black_box_is_put_down_to_the_last_decision_at_which_telling_was_offered() -> None:
    scenes = {
        "s0": {"moves": [ASKED], "choices": {"tell0": {"moves": [TELL_NOOR], "then": "s1"}, "c0": {"then": "s1"}}},
        "s1": {"choices": {"tell1": {"moves": [TELL_NOOR], "then": "s2"}, "c1": {"then": "s2"}}},
        "s2": {"choices": {"c2": {}}},
    }

    assert cause(scenes, ("c0", "c1", "c2"), "black-box") == (1, "c1")


def test_a_telling_offered_before_there_was_anything_to_tell_prevents_nothing() -> None:
    scenes = {
        "s0": {"choices": {"tell0": {"moves": [TELL_NOOR], "then": "s1"}, "c0": {"then": "s1"}}},
        "s1": {"moves": [ASKED], "choices": {"tell1": {"moves": [TELL_NOOR], "then": "s2"}, "c1": {"then": "s2"}}},
        "s2": {"choices": {"c2": {}}},
    }
    early = {**scenes, "s1": {"moves": [ASKED], "choices": {"c1": {"then": "s2"}}}}

    assert cause(scenes, ("c0", "c1", "c2"), "black-box") == (1, "c1")
    assert cause(early, ("c0", "c1", "c2"), "black-box") == (2, "c2")


def test_a_choice_hidden_by_its_condition_could_prevent_nothing() -> None:
    hidden = {"moves": [TELL_NOOR], "if": {"leaked": "gains"}}
    scenes = {
        "s0": {"moves": [ASKED], "choices": {"tell0": {"moves": [TELL_NOOR]}, "c0": {"then": "s1"}}},
        "s1": {"choices": {"tell1": hidden, "c1": {}}},
    }

    assert cause(scenes, ("c0", "c1"), "black-box") == (0, "c0")


def test_what_no_choice_could_prevent_is_put_down_to_the_last_one() -> None:
    scenes = {"s0": {"moves": [ASKED], "choices": {"c0": {"then": "s1"}}}, "s1": {"choices": {"c1": {}}}}

    assert cause(scenes, ("c0", "c1"), "black-box") == (1, "c1")


@pytest.mark.parametrize("answer", [BOUNDARY, CONNECT])
def test_an_unanswered_question_is_put_down_to_the_last_decision_at_which_an_answer_was_offered(
    answer: dict[str, Any],
) -> None:
    scenes = {
        "s0": {"moves": [INQUIRY], "choices": {"answer0": {"moves": [answer], "then": "s1"}, "c0": {"then": "s1"}}},
        "s1": {"choices": {"c1": {}}},
    }

    assert cause(scenes, ("c0", "c1"), "unexplained") == (0, "c0")


@pytest.mark.parametrize(("answer", "still_unexplained"), [(BOUNDARY, False), (CONNECT, True), (TELL, True)])
def test_of_answers_given_before_the_question_only_the_boundary_stands(
    answer: dict[str, Any], still_unexplained: bool
) -> None:
    """What is shared and why holds for every question; whom to ask, or one fact, only for those that were asked."""
    scenes = {
        "s0": {"choices": {"answer0": {"moves": [answer], "then": "s1"}, "c0": {"then": "s1"}}},
        "s1": {"moves": [INQUIRY], "choices": {"c1": {}}},
    }
    entry = entry_from(scenes)

    early = run_findings(replay(story_of(entry), ("answer0", "c1")), entry.frameworks)

    assert ("unexplained" in [f.kind for f in early]) is still_unexplained
    assert cause(scenes, ("c0", "c1"), "unexplained") == (1, "c1")


def test_a_question_answered_and_asked_again_is_not_put_down_to_the_decision_that_answered_it() -> None:
    scenes = {
        "s0": {
            "moves": [INQUIRY],
            "choices": {"c0": {"moves": [CONNECT], "then": "s1"}, "other": {"moves": [BOUNDARY], "then": "s1"}},
        },
        "s1": {"moves": [INQUIRY], "choices": {"c1": {}}},
    }

    assert cause(scenes, ("c0", "c1"), "unexplained") == (1, "c1")


def test_pointing_the_asker_at_somebody_else_prevents_nothing() -> None:
    elsewhere = {"connect": ["bea", "daniel"]}
    scenes = {
        "s0": {"moves": [INQUIRY], "choices": {"answer0": {"moves": [elsewhere], "then": "s1"}, "c0": {"then": "s1"}}},
        "s1": {"choices": {"c1": {}}},
    }

    assert cause(scenes, ("c0", "c1"), "unexplained") == (1, "c1")


def test_an_uneven_boundary_is_put_down_to_the_last_decision_at_which_the_other_could_have_been_told() -> None:
    by_bea = {"inquire": "gains", "by": "bea"}
    scenes = {
        "s0": {
            "moves": [INQUIRY, by_bea],
            "choices": {
                "both": {"moves": [{"state-boundary": ["daniel", "bea"]}], "then": "s1"},
                "c0": {"moves": [BOUNDARY], "then": "s1"},
            },
        },
        "s1": {"choices": {"c1": {}}},
    }

    assert cause(scenes, ("c0", "c1"), "boundary-uneven") == (0, "c0")


def test_a_promise_left_open_is_put_down_to_the_last_decision_at_which_it_could_be_kept() -> None:
    keep = {"moves": [{"keep": "tell"}]}
    scenes = {
        "s0": {"choices": {"c0": {"moves": [{"promise": "tell"}], "then": "s1"}}},
        "s1": {"choices": {"keep1": {**keep, "then": "s2"}, "c1": {"then": "s2"}}},
        "s2": {"choices": {"c2": {}}},
    }

    assert cause(scenes, ("c0", "c1", "c2"), "promise-broken") == (1, "c1")


def test_a_missed_duty_is_put_down_to_the_decision_at_which_the_report_was_offered() -> None:
    scenes = {
        "s0": {"moves": [RISK], "choices": {"report0": {"moves": [REPORT], "then": "s1"}, "c0": {"then": "s1"}}},
        "s1": {"choices": {"c1": {}}},
    }

    assert cause(scenes, ("c0", "c1"), "duty-missed") == (0, "c0")


def test_a_report_offered_before_the_risk_was_known_prevents_nothing() -> None:
    scenes = {
        "s0": {"choices": {"report0": {"moves": [REPORT], "then": "s1"}, "c0": {"then": "s1"}}},
        "s1": {"moves": [RISK], "choices": {"c1": {}}},
    }

    assert cause(scenes, ("c0", "c1"), "duty-missed") == (1, "c1")


def test_a_choice_that_tells_two_things_prevents_either() -> None:
    """The first of its moves is about another debt, already paid; the second is the one that counts."""
    facts = {
        **FACTS,
        "news": {"owner": "noor", "kind": "process", "text": "news", "known-by": ["you"], "owed-to": ["noor", "bea"]},
    }
    both = [{"tell": "news", "to": ["noor"]}, {"report": "risk", "to": "sam"}]
    scenes = {"s0": {"moves": [RISK], "choices": {"both": {"moves": both}, "c0": {}}}}
    entry = entry_from(scenes, facts=facts)

    found = run_findings(replay(story_of(entry), ("c0",)), entry.frameworks)

    assert shown(found) == [("duty-missed", "c0"), ("black-box", "c0"), ("black-box", "c0")]


def test_base_finds_what_its_golden_play_says() -> None:
    entry = base()
    plan = entry.plans["good"]

    found = run_findings(replay(story_of(entry), plan.choices), entry.frameworks)

    assert tuple(f.kind for f in found) == plan.findings
