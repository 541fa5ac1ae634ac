"""A play as a host sees it: events in, views out."""

from __future__ import annotations

from typing import Any

import pytest
from generators import LAW, base, choices_of, entries, entry_from, entry_of, every_run, through_json
from hypothesis import given
from hypothesis import strategies as st

from coachkit.content import Library
from coachkit.content.library import Entry
from coachkit.engine import explore, offered, replay, story_of
from coachkit.errors import EventRefused, UnknownScenario
from coachkit.scoring import compass, make_debrief
from coachkit.sessions import MOST_ACTS, Play


def begun(entry: Entry, intents: tuple[str, ...] = ()) -> Play:
    return Play(entry).handle({"do": "begin"}).handle({"do": "intend", "principles": list(intents)})


def chosen(play: Play, *choices: str) -> Play:
    for choice in choices:
        play = play.handle({"do": "choose", "at": len(play.run.steps), "choice": choice})
    return play


def reloaded(play: Play, entry: Entry | None = None) -> Play:
    """What a browser kept, given back to a fresh play."""
    return Play(entry or play.entry).handle({"do": "resume", "saved": through_json(play.saved())})


# --- the four phases --------------------------------------------------------------------------


def test_a_play_goes_from_its_context_over_what_one_means_to_hold_to_into_the_story_and_to_the_debrief() -> None:
    play = Play(base())
    phases = [play.phase]
    for event in (
        {"do": "begin"},
        {"do": "intend", "principles": ["hold"]},
        {"do": "choose", "at": 0, "choice": "gush"},
        {"do": "choose", "at": 1, "choice": "say-nothing"},
    ):
        play = play.handle(event)
        phases.append(play.phase)

    assert phases == ["context", "anticipate", "enact", "enact", "reflect"]
    assert play.scene is None
    assert play.debrief is not None
    assert [i.principle for i in play.debrief.intents] == ["hold"]


def test_a_scene_is_shown_with_its_question_its_choices_and_the_consequence_of_the_last_choice() -> None:
    entry = entry_from(
        {
            "one": {"choices": {"c1": {"after": "He nods.", "then": "two"}, "c2": {"then": "two"}}},
            "two": {
                "title": "Noon",
                "ask": "And now?",
                "also": [{"if": {"chose": "c1"}, "text": "He is still nodding."}],
                "choices": {"c3": {}, "c4": {"if": {"leaked": "gains"}}, "c5": {"after": "So be it."}},
            },
        }
    )
    play = chosen(begun(entry), "c1")

    scene = play.scene
    assert scene is not None
    assert (scene.turn, scene.id, scene.title, scene.ask) == (1, "two", "Noon", "And now?")
    assert (scene.after, scene.text) == ("He nods.", "Text of two.\n\nHe is still nodding.")
    assert scene.choices == (("c3", "Words of c3."), ("c5", "Words of c5."))
    assert [(t.turn, t.scene, t.chosen) for t in scene.trail] == [(0, "Title of one", "Words of c1.")]
    assert chosen(play, "c5").closing == "So be it."
    assert chosen(play, "c3").closing == ""
    assert chosen(begun(entry), "c2").scene.after == ""  # type: ignore[union-attr]


def test_the_context_tells_who_and_which_agreement_and_what_the_coach_knows() -> None:
    context = Play(base()).context

    assert [(p.name, p.role_title) for p in context.people] == [("Ada", "Teacher"), ("Lee", "Administrator")]
    assert context.agreement_title == "Everything stays with the teacher"
    assert context.agreement_ours
    assert context.known == ("Ada's pupils read longer",)
    assert len(context.principles) == 8
    assert "not for appraisal" in context.note


def test_there_is_no_scene_before_the_story_and_no_debrief_before_its_end() -> None:
    assert Play(base()).scene is None
    assert begun(base()).debrief is None
    assert begun(base()).closing == ""


def test_going_back_shows_the_scene_again_and_counts_what_was_undone() -> None:
    play = chosen(begun(base()), "gush", "say-nothing").handle({"do": "rewind", "to": 1})

    assert play.phase == "enact"
    assert play.scene is not None
    assert (play.scene.id, play.scene.turn, play.scene.undone) == ("staffroom", 1, 1)


def test_a_restart_forgets_everything() -> None:
    assert chosen(begun(base(), ("hold",)), "gush").handle({"do": "restart"}) == Play(base())


def test_hello_changes_nothing_in_any_phase() -> None:
    for play in (Play(base()), begun(base()), chosen(begun(base()), "gush", "say-nothing")):
        assert play.handle({"do": "hello"}) is play


def test_a_play_of_an_unknown_scenario_is_refused() -> None:
    with pytest.raises(UnknownScenario, match="unknown scenario 'bse'"):
        Play.of("bse", Library(base().loaded.folder.parent, None))


def test_the_debrief_is_the_one_the_run_deserves() -> None:
    play = chosen(begun(base(), ("open",)), "point", "say-nothing")
    story = story_of(base())

    assert play.debrief == make_debrief(
        base(),
        replay(story, ("point", "say-nothing")),
        compass(explore(story), base().key, base().frameworks),
        ("open",),
    )


# --- saved and resumed ------------------------------------------------------------------------


@LAW
@given(entries())
def test_every_playthrough_is_the_same_through_save_and_load_at_each_step(entry: Entry) -> None:
    for one in (entry, base()):
        for run in every_run(story_of(one))[:12]:
            straight, detour = Play(one), reloaded(Play(one))
            for event in [
                {"do": "begin"},
                {"do": "intend", "principles": ["clear", "hold"]},
                *({"do": "choose", "at": i, "choice": c} for i, c in enumerate(choices_of(run))),
            ]:
                straight, detour = straight.handle(event), reloaded(detour.handle(event))
                assert detour == straight
                assert detour.run.state == straight.run.state
                assert detour.scene == straight.scene
                assert detour.saved() == straight.saved()
            assert straight.run.state == run.state
            assert straight.phase == "reflect"
            assert detour.debrief == straight.debrief


@LAW
@given(entries(circles=True), st.data())
def test_a_play_with_changes_of_mind_is_the_same_through_save_and_load_at_each_step(
    entry: Entry, data: st.DataObject
) -> None:
    straight = detour = begun(entry)
    for _ in range(data.draw(st.integers(0, 8))):
        turns = len(straight.run.steps)
        choices = list(offered(straight.run.story, straight.run.state))
        if turns and (not choices or data.draw(st.booleans())):
            event: dict[str, Any] = {"do": "rewind", "to": data.draw(st.integers(0, turns - 1))}
        else:
            event = {"do": "choose", "at": turns, "choice": data.draw(st.sampled_from(choices))}
        straight, detour = straight.handle(event), reloaded(detour.handle(event))
        assert detour == straight


def test_what_is_kept_holds_acts_and_no_judgement() -> None:
    play = chosen(begun(base(), ("hold",)), "gush").handle({"do": "rewind", "to": 0})

    assert play.saved() == {
        "v": 1,
        "scenario": "base",
        "hash": base().loaded.content_hash,
        "phase": "enact",
        "intents": ["hold"],
        "acts": [["choose", "gush"], ["rewind", 0]],
    }


CHANGED = {
    "one": {"choices": {"c1": {"then": "two"}, "c2": {"then": "two"}}},
    "two": {"choices": {"c3": {}, "c4": {}}},
}


def test_a_changed_scenario_resumes_where_the_choices_still_fit_and_says_so() -> None:
    play = chosen(begun(entry_from(CHANGED)), "c1", "c3")
    newer = entry_from({**CHANGED, "two": {"choices": {"c5": {}, "c6": {}}}})

    resumed = reloaded(play, newer)

    assert resumed.run.unplayable == ()
    assert (resumed.phase, resumed.scene.id if resumed.scene else None) == ("enact", "two")
    assert resumed.notice == "This scenario has changed since you played it. You are where your choices still fit."
    assert resumed.saved()["acts"] == [["choose", "c1"], ["choose", "c3"], ["rewind", 1]]
    assert chosen(resumed, "c5").notice is None


def test_a_scenario_that_changed_only_in_its_words_resumes_and_says_so() -> None:
    play = chosen(begun(entry_from(CHANGED)), "c1")
    saved = {**play.saved(), "hash": "another"}

    resumed = Play(play.entry).handle({"do": "resume", "saved": saved})

    assert resumed.run.state == play.run.state
    assert resumed.notice == "This scenario has changed a little since you played it. Your choices still fit."


def test_a_changed_scenario_where_nothing_fits_resumes_at_its_first_scene() -> None:
    play = chosen(begun(entry_from(CHANGED)), "c1", "c3")
    newer = entry_from({"one": {"choices": {"c8": {}, "c9": {}}}})

    resumed = reloaded(play, newer)

    assert (resumed.phase, resumed.scene.id if resumed.scene else None) == ("enact", "one")


def test_the_longest_play_can_be_resumed_after_a_change_and_saved_and_resumed_again() -> None:
    """Going back to where the choices fit is one more act than may be kept; it must not lock the coach out."""
    acts = [["choose", "c1"], ["rewind", 0]] * (MOST_ACTS // 2 - 1) + [["choose", "c1"], ["choose", "gone"]]
    entry = entry_from(CHANGED)
    saved = {**begun(entry).saved(), "acts": acts}

    resumed = Play(entry).handle({"do": "resume", "saved": saved})

    assert resumed.run.steps[-1].choice == "c1"
    assert reloaded(resumed).run.state == resumed.run.state


def test_a_very_long_play_takes_no_further_act_but_a_restart() -> None:
    entry = entry_from(CHANGED)
    acts = [["choose", "c1"], ["rewind", 0]] * (MOST_ACTS // 2 - 1) + [["choose", "c1"], ["choose", "c3"]]
    play = Play(entry).handle({"do": "resume", "saved": {**begun(entry).saved(), "acts": acts}})

    assert play.phase == "reflect"
    with pytest.raises(EventRefused, match="very long"):
        play.handle({"do": "rewind", "to": 0})
    assert play.handle({"do": "restart"}) == Play(entry)


# --- refusals ---------------------------------------------------------------------------------


def _saved(**changes: Any) -> dict[str, Any]:
    return {"do": "resume", "saved": {**Play(base()).saved(), "phase": "enact", **changes}}


NEVER: list[Any] = [
    None, [], "begin", 3, {}, {"do": None}, {"do": []}, {"do": "fly"}, {"do": "BEGIN"}, {"choice": "gush"},
    {"do": "choose"}, {"do": "choose", "at": 0}, {"do": "choose", "choice": "gush"},
    {"do": "choose", "at": "0", "choice": "gush"}, {"do": "choose", "at": False, "choice": "gush"},
    {"do": "choose", "at": 0.0, "choice": "gush"}, {"do": "choose", "at": -1, "choice": "gush"},
    {"do": "choose", "at": 1, "choice": "gush"}, {"do": "choose", "at": 10**40, "choice": "gush"},
    {"do": "choose", "at": None, "choice": "gush"}, {"do": "choose", "at": [0], "choice": "gush"},
    {"do": "choose", "at": 0, "choice": ["gush"]}, {"do": "choose", "at": 0, "choice": 0},
    {"do": "choose", "at": 0, "choice": "say-nothing"}, {"do": "choose", "at": 0, "choice": "x" * 1_000_000},
    {"do": "rewind"}, {"do": "rewind", "to": 0}, {"do": "rewind", "to": -1}, {"do": "rewind", "to": True},
    {"do": "rewind", "to": 0.0}, {"do": "rewind", "to": "0"}, {"do": "rewind", "to": 10**40},
    {"do": "intend", "principles": []}, {"do": "begin"},
    {"do": "resume"}, {"do": "resume", "saved": None}, {"do": "resume", "saved": []}, {"do": "resume", "saved": {}},
    _saved(v=2), _saved(v=True), _saved(v=1.0), _saved(v="1"), _saved(scenario="other"), _saved(phase="dream"),
    _saved(phase=["enact"]), _saved(acts=None), _saved(acts={}), _saved(acts="choose"), _saved(acts=["choose"]),
    _saved(acts=[["choose"]]), _saved(acts=[["choose", 1]]), _saved(acts=[["choose", "x" * 61]]),
    _saved(acts=[["choose", "gush", "point"]]), _saved(acts=[["rewind", -1]]), _saved(acts=[["rewind", True]]),
    _saved(acts=[["rewind", 1.0]]), _saved(acts=[["rewind", "0"]]), _saved(acts=[["rewind", MOST_ACTS + 1]]),
    _saved(acts=[["fly", 0]]), _saved(acts=[["choose", "gush"], ["rewind", 0]] * MOST_ACTS),
    _saved(intents=None), _saved(intents="hold"), _saved(intents=["nobody"]), _saved(intents=[["hold"]]),
    _saved(intents=["hold", "ask", "open"]), _saved(intents=[1]),
]  # fmt: skip


@pytest.mark.parametrize("event", NEVER, ids=lambda e: repr(e)[:60])
def test_an_event_of_a_wrong_shape_size_or_order_is_refused_in_one_short_sentence(event: Any) -> None:
    play = begun(base())
    before = play.saved()

    with pytest.raises(EventRefused) as refusal:
        play.handle(event)

    assert play.saved() == before
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize("principles", [None, "hold", ["nobody"], ["hold", "ask", "open"], [1], [None], {"hold": 1}])
def test_only_up_to_two_known_principles_can_be_meant(principles: Any) -> None:
    play = Play(base()).handle({"do": "begin"})

    with pytest.raises(EventRefused):
        play.handle({"do": "intend", "principles": principles})
    assert play.phase == "anticipate"


def test_a_principle_named_twice_is_meant_once() -> None:
    assert begun(base(), ("hold", "hold")).intents == ("hold",)


def test_nothing_can_be_chosen_before_the_story_or_after_it() -> None:
    for play in (Play(base()), Play(base()).handle({"do": "begin"}), chosen(begun(base()), "gush", "say-nothing")):
        with pytest.raises(EventRefused):
            play.handle({"do": "choose", "at": len(play.run.steps), "choice": "gush"})


def test_a_choice_that_is_not_offered_is_refused_with_those_that_are() -> None:
    with pytest.raises(EventRefused, match=r"'keep-it' is not offered in scene 'corridor'; offered: 'point', 'gush'\."):
        chosen(begun(base()), "keep-it")


def test_two_entries_of_the_same_folder_are_two_plays_apart() -> None:
    assert Play(base()) == Play(base())
    assert Play(entry_of(base().scenario, base().key)) != Play(base())
