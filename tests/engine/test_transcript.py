"""A transcript keeps everything that was done, also what was undone."""

from __future__ import annotations

from coachkit.engine import Chose, Rewound, Transcript


def test_rewind_lets_go_of_the_decisions_from_that_turn_on() -> None:
    done = Transcript().choose("a").choose("b").choose("c").rewind(1)

    assert done.standing == ("a",)
    assert done.undone == 2


def test_what_was_undone_stays_in_the_transcript() -> None:
    done = Transcript().choose("a").rewind(0).choose("b")

    assert done.acts == (Chose("a"), Rewound(0), Chose("b"))
    assert done.standing == ("b",)
    assert done.undone == 1


def test_a_rewind_past_the_last_decision_undoes_nothing() -> None:
    assert Transcript().choose("a").rewind(5).standing == ("a",)


def test_a_transcript_is_a_value() -> None:
    first = Transcript().choose("a")

    first.choose("b")

    assert first.standing == ("a",)
    assert first == Transcript((Chose("a"),))
