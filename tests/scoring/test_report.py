"""The debrief: the turning point and the road not taken, decisions, next steps."""

from __future__ import annotations

from typing import Any

import pytest
from generators import LAW, base, choices_of, ended_runs, entries, entry_from
from hypothesis import given

from coachkit.content.library import Entry
from coachkit.engine import explore, replay, story_of
from coachkit.scoring import Debrief, compass, make_debrief, run_findings
from coachkit.scoring.report import NotEnded, told_text

ASKED = {"happen": "asked", "seen-by": ["you", "daniel"]}
INQUIRY = {"inquire": "gains", "by": "daniel"}
COLD_IF_LEAKED = [{"if": {"leaked": "gains"}, "to": "cold"}, {"to": "good"}]

STORY: dict[str, Any] = {
    "corridor": {
        "title": "The corridor",
        "moves": [INQUIRY, ASKED],
        "choices": {
            "explain": {"text": "Ask Noor.", "moves": [{"state-boundary": "daniel"}], "then": "staffroom"},
            "gush": {"text": "It goes well.", "moves": [{"tell": "gains", "to": "daniel"}], "then": "staffroom"},
        },
    },
    "staffroom": {
        "title": "The staffroom",
        "choices": {
            "tell": {"text": "Daniel asked.", "moves": [{"tell": "asked", "to": "noor"}], "then": COLD_IF_LEAKED},
            "leave": {"text": "Nice tea.", "then": "cold"},
        },
    },
}
ENDINGS: dict[str, Any] = {
    "good": {"title": "An open door", "standing": "exemplary"},
    "cold": {"title": "A closed door", "standing": "poor"},
}


def debrief_of(entry: Entry, *choices: str, intents: tuple[str, ...] = ()) -> Debrief:
    story = story_of(entry)
    return make_debrief(entry, replay(story, choices), compass(explore(story), entry.key, entry.frameworks), intents)


def told(*choices: str, **judged: Any) -> Debrief:
    return debrief_of(entry_from(STORY, ENDINGS, judged=judged), *choices)


# --- turning point and road -------------------------------------------------------------------


def test_the_turning_point_is_where_the_most_was_lost_and_says_what() -> None:
    point = told("explain", "leave").turning_point

    assert point is not None
    assert (point.turn, point.scene, point.chosen) == (1, "The staffroom", "Nice tea.")
    assert point.lost == (
        "A way was still open on which this would not have happened: "
        "By the end, you had not told Noor Haddad that Daniel asked you."
    )


def test_of_two_losses_the_graver_is_the_turning_point_and_of_equal_ones_the_first() -> None:
    """To gush is grave (an outcome leaks), light (talked about) and loses the ending; to leave is grave."""
    assert told("gush", "leave").turning_point.turn == 0  # type: ignore[union-attr]
    assert told("gush", "tell").turning_point.turn == 0  # type: ignore[union-attr]


def test_the_road_not_taken_leads_from_the_turning_point_to_the_best_that_was_there() -> None:
    road = told("gush", "leave").road

    assert road is not None
    assert (road.turn, road.choice, road.ending, road.standing) == (0, "Ask Noor.", "An open door", "exemplary")
    assert road.steps == ("Ask Noor.", "Daniel asked.")
    assert road.gains == (
        "When the question came, you told Daniel Mbeki what is shared, what is not, and why.",
        "When Daniel Mbeki asked, you did not pass on that pupils read longer.",
        "You told Noor Haddad in good time that Daniel asked you.",
    )


def test_the_road_keeps_the_decisions_before_the_turning_point_out_of_its_steps() -> None:
    road = told("explain", "leave").road

    assert road is not None
    assert (road.steps, road.gains) == (
        ("Daniel asked.",),
        ("You told Noor Haddad in good time that Daniel asked you.",),
    )


def test_where_no_decision_lost_anything_there_is_no_turning_point_and_no_road() -> None:
    found = told("explain", "tell")

    assert (found.turning_point, found.road) == (None, None)
    assert (found.ending, found.standing) == ("An open door", "exemplary")


def test_losing_only_the_better_ending_names_the_ending_that_was_in_reach() -> None:
    entry = entry_from({"one": {"choices": {"c1": {"then": "good"}, "c2": {"then": "cold"}}}}, ENDINGS)

    point = debrief_of(entry, "c2").turning_point

    assert point is not None
    assert point.lost == "Until here the best ending within reach was “Exemplary”; afterwards it was not."


def test_losing_only_what_the_key_prefers_says_no_more_than_that() -> None:
    entry = entry_from({"one": {"choices": {"c1": {}, "c2": {}}}}, judged={"c2": "against"})

    point = debrief_of(entry, "c2").turning_point

    assert point is not None
    assert point.lost == "Another choice here would have asked less of the people involved."


def test_a_choice_the_key_is_against_that_leads_to_a_better_ending_is_not_said_to_have_lost_one() -> None:
    """Before: the best way is blameless and ends mixed. After: the exemplary ending, at the price of the key's no."""
    entry = entry_from(
        {"one": {"choices": {"c1": {"then": "fair"}, "c2": {"then": "good"}}}},
        {**ENDINGS, "fair": {"standing": "mixed"}},
        judged={"c2": "against"},
    )

    point = debrief_of(entry, "c2").turning_point

    assert point is not None
    assert point.lost == "Another choice here would have asked less of the people involved."


def test_the_turning_point_names_what_the_better_way_would_have_spared_and_not_what_happens_on_it_too() -> None:
    """Both choices leak; only one of them also decides for Noor."""
    leak = {"tell": "gains", "to": "daniel"}
    decide = {"decide-for": "noor", "matter": "which area"}
    entry = entry_from({"one": {"choices": {"c1": {"moves": [leak]}, "c2": {"moves": [leak, decide]}}}})

    point = debrief_of(entry, "c2").turning_point

    assert point is not None
    assert point.lost == (
        "A way was still open on which this would not have happened: "
        "You decided which area. That choice belonged to Noor Haddad."
    )


def test_where_something_was_lost_already_the_turning_point_does_not_say_that_both_sides_were_whole() -> None:
    """A decision nobody can avoid taking over, then a scene that can only be left by taking over another."""
    decide = {"decide-for": "noor", "matter": "which area"}
    entry = entry_from(
        {
            "one": {"choices": {"c1": {"moves": [decide], "then": "two"}, "c2": {"moves": [decide], "then": "two"}}},
            "two": {"choices": {"c3": {}, "c4": {"then": "three"}}},
            "three": {
                "choices": {
                    "c5": {"moves": [{"decide-for": "noor", "matter": "which day"}]},
                    "c6": {"moves": [{"decide-for": "noor", "matter": "which hour"}]},
                }
            },
        }
    )

    point = debrief_of(entry, "c1", "c4", "c5").turning_point

    assert point is not None
    assert (point.turn, point.lost) == (1, "Another choice here would have asked less of the people involved.")


def test_where_nothing_was_lost_yet_and_a_later_harm_became_certain_the_turning_point_says_so() -> None:
    hint = {"hint": "gains", "to": "daniel"}
    entry = entry_from(
        {
            "one": {"choices": {"c1": {}, "c2": {"then": "two"}}},
            "two": {"choices": {"c3": {"moves": [hint]}, "c4": {"moves": [hint]}}},
        }
    )

    point = debrief_of(entry, "c2", "c3").turning_point

    assert point is not None
    assert (point.turn, point.lost) == (0, "After this, no way was left that kept both sides whole.")


@LAW
@given(entries())
def test_a_road_starts_at_the_turning_point_and_the_debrief_counts_every_decision(entry: Entry) -> None:
    for one in (entry, base()):
        story = story_of(one)
        north = compass(explore(story), one.key, one.frameworks)
        for run in ended_runs(story):
            found = make_debrief(one, run, north)
            assert (found.turning_point is None) == (found.road is None)
            if found.turning_point and found.road:
                taken = run.steps[found.turning_point.turn]
                assert found.road.turn == found.turning_point.turn
                assert found.turning_point.chosen == one.scenario.choice(taken.choice).text
                assert found.road.choice != found.turning_point.chosen
            assert [d.chosen for d in found.decisions] == [one.scenario.choice(c).text for c in choices_of(run)]
            assert [f for d in found.decisions for f in d.findings] == sorted(
                (f for f in found.findings if f.turn is not None), key=lambda f: f.turn or 0
            )


# --- decisions, next steps, the rest ----------------------------------------------------------


def test_a_debrief_before_the_end_is_refused() -> None:
    with pytest.raises(NotEnded, match="has not ended yet"):
        debrief_of(base(), "point")


def test_a_decision_shows_its_key_its_findings_and_the_others_that_were_offered() -> None:
    first, second = debrief_of(base(), "gush", "say-nothing").decisions

    assert (first.turn, first.scene, first.asked) == (0, "The corridor", "What do you do?")
    assert (first.stands, first.rationale, first.dissent) == ("against", "Because of gush.", "Some would not.")
    assert (first.principle, first.block) == ("Hold the work in confidence", "Integrity")
    assert first.agreements == (("Outcomes are open, conversations are not", "Outcomes may travel there."),)
    assert [o.text for o in first.others] == ["Ask Ada, and here is why."]
    assert [f.kind for f in first.findings] == ["hint", "talked-about"]
    assert [f.kind for f in second.findings] == ["black-box"]


def test_a_choice_that_was_hidden_is_not_shown_among_the_others() -> None:
    entry = entry_from({"one": {"choices": {"c1": {}, "c2": {"if": {"leaked": "gains"}}, "c3": {}}}})

    (decision,) = debrief_of(entry, "c1").decisions

    assert [o.text for o in decision.others] == ["Words of c3."]


def test_the_next_steps_are_the_practices_of_the_weakest_principles() -> None:
    judged = {
        "c1": {
            "principle": "limits",
            "stands": "against",
            "block": "ability",
            "also": [{"principle": "apart", "stands": "mixed"}, {"principle": "hold", "stands": "for"}],
        }
    }
    entry = entry_from({"one": {"choices": {"c1": {}}}}, judged=judged)
    practice = {pid: p.practice for pid, p in entry.frameworks.principles.items()}

    assert debrief_of(entry, "c1").next_steps == (practice["limits"], practice["apart"], practice["ask"])


def test_what_the_coach_meant_to_hold_to_stands_beside_what_the_play_shows() -> None:
    found = debrief_of(base(), "point", "tell-ada-now", "keep-it", intents=("connect", "limits"))

    assert [(i.principle, i.level) for i in found.intents] == [("connect", "shown"), ("limits", "no-occasion")]


def test_the_debrief_carries_the_prompts_the_agreement_and_the_note_that_it_is_no_appraisal() -> None:
    found = debrief_of(base(), "gush", "say-nothing")

    assert found.prompts == base().scenario.prompts
    assert found.agreement == "Everything stays with the teacher"
    assert "not for appraisal" in found.note
    assert found.findings == run_findings(replay(story_of(base()), ("gush", "say-nothing")), base().frameworks)
    assert found.weakest == "Communication"
    assert [s.level for s in found.sides] == ["frayed", "dark"]


def test_paragraphs_are_added_where_their_condition_holds_in_the_order_of_the_author() -> None:
    also = [
        {"if": {"chose": "c1"}, "text": "First."},
        {"if": {"leaked": "gains"}, "text": "Never."},
        {"if": {"not": {"leaked": "gains"}}, "text": "Last."},
    ]
    entry = entry_from({"one": {"choices": {"c1": {}}}}, {"end": {"text": "So.", "also": also}})
    run = replay(story_of(entry), ("c1",))

    assert told_text(entry.scenario.endings["end"], run.state) == "So.\n\nFirst.\n\nLast."
    assert debrief_of(entry, "c1").ending_text == "So.\n\nFirst.\n\nLast."
