"""The proofs over every path, against listing every path."""

from __future__ import annotations

from typing import Any

import pytest
from generators import FACTS, LAW, base, choices_of, entries, entry_from, every_run
from hypothesis import given

from coachkit.content.library import Entry
from coachkit.engine import explore, replay, story_of
from coachkit.scoring import run_findings
from coachkit.scoring.findings import BANNED, UNOWED
from coachkit.scoring.proofs import Proofs, changed_by_agreement, prove


def proofs_of(entry: Entry) -> Proofs:
    return prove(explore(story_of(entry)))


@LAW
@given(entries(dead_ends=True))
def test_the_proofs_agree_with_listing_every_path(entry: Entry) -> None:
    for one in (entry, base()):
        story, scenario = story_of(one), one.scenario
        runs = every_run(story)
        kinds = {choices_of(run): {f.kind for f in run_findings(run, one.frameworks)} for run in runs}
        proofs = proofs_of(one)

        ended = [run for run in runs if run.state.ended]
        clean = [run for run in ended if not kinds[choices_of(run)] & UNOWED]
        assert (proofs.clean_way is not None) == bool(clean)
        if proofs.clean_way is not None:
            assert not kinds[proofs.clean_way] & UNOWED
            assert len(proofs.clean_way) == min(len(run.steps) for run in clean)

        false = [
            run
            for run in ended
            if scenario.endings[run.state.place].standing == "exemplary" and kinds[choices_of(run)] & BANNED
        ]
        assert bool(proofs.false_examples) == bool(false)
        assert {e for e, _, _ in proofs.false_examples} == {run.state.place for run in false}
        for ending, way, kind in proofs.false_examples:
            assert replay(story, way).state.place == ending
            assert kind in kinds[way] & BANNED

        places = {s.place for run in runs for s in (run.first, *(t.after for t in run.steps))}
        taken = {s.choice for run in runs for s in run.steps}
        assert set(proofs.unreached) == {
            *(("scene", s) for s in scenario.scenes if s not in places),
            *(("ending", e) for e in scenario.endings if e not in places),
            *(("choice", c) for s, v in scenario.scenes.items() if s in places for c in v.choices if c not in taken),
        }

        finishing = {choices_of(run)[:n] for run in ended for n in range(len(run.steps) + 1)}
        lost = {choices_of(run)[:n] for run in runs for n in range(len(run.steps) + 1)} - finishing
        assert {replay(story, w).state.place for w in proofs.stuck} == {replay(story, w).state.place for w in lost}
        assert set(proofs.stuck) <= lost
        assert proofs.hold == (not proofs.unreached and not lost and not false and bool(clean))


@LAW
@given(entries(circles=True, dead_ends=True))
def test_every_way_a_proof_names_can_be_played_and_shows_it(entry: Entry) -> None:
    """With circles plays cannot all be listed, but what is named must still be there."""
    story = story_of(entry)
    proofs = proofs_of(entry)

    if proofs.clean_way is not None:
        run = replay(story, proofs.clean_way)
        assert run.state.ended
        assert not {f.kind for f in run_findings(run, entry.frameworks)} & UNOWED
    for ending, way, kind in proofs.false_examples:
        run = replay(story, way)
        assert run.state.place == ending
        assert kind in {f.kind for f in run_findings(run, entry.frameworks)}
    for way in proofs.stuck:
        assert replay(story, way).unplayable == ()


TELL_NOOR = {"tell": "asked", "to": "noor"}
KNOWN = {**FACTS, "asked": {**FACTS["asked"], "known-by": ["you", "daniel"]}}


def test_what_the_first_scene_spoils_no_way_can_be_clean_of() -> None:
    """Daniel tells Noor before the coach can: on every way she has heard it elsewhere."""
    entry = entry_from(
        {"one": {"moves": [{**TELL_NOOR, "by": "daniel"}], "choices": {"c1": {}}}},
        {"end": {"standing": "exemplary"}},
        facts=KNOWN,
    )

    proofs = proofs_of(entry)

    assert proofs.clean_way is None
    assert proofs.false_examples == (("end", ("c1",), "heard-elsewhere"),)


@pytest.mark.parametrize(
    ("moves", "kind"),
    [
        ([{"tell": "gains", "to": "daniel"}], "leak"),
        ([{"hint": "gains", "to": "daniel"}], "hint"),
    ],
)
def test_an_exemplary_ending_with_a_leak_on_some_way_is_named_with_the_way(
    moves: list[dict[str, Any]], kind: str
) -> None:
    entry = entry_from(
        {
            "one": {"choices": {"c1": {"then": "two"}, "c2": {"moves": moves, "then": "two"}}},
            "two": {"choices": {"c3": {}}},
        },
        {"end": {"standing": "exemplary"}},
    )

    assert proofs_of(entry).false_examples == (("end", ("c2", "c3"), kind),)


def test_a_scene_where_nothing_is_offered_is_stuck_and_the_way_there_is_told() -> None:
    hidden = {"if": {"leaked": "gains"}}
    entry = entry_from(
        {"one": {"choices": {"c1": {"then": "two"}, "c2": {}}}, "two": {"choices": {"c3": hidden, "c4": hidden}}}
    )

    proofs = proofs_of(entry)

    assert proofs.stuck == (("c1",),)
    assert set(proofs.unreached) == {("choice", "c3"), ("choice", "c4")}
    assert not proofs.hold


def test_a_circle_without_a_way_out_is_stuck() -> None:
    entry = entry_from(
        {
            "one": {"choices": {"c1": {"then": "two"}, "c2": {}}},
            "two": {"choices": {"c3": {"then": "two"}, "c4": {"then": "two"}}},
        }
    )

    assert proofs_of(entry).stuck == (("c1",),)


def test_a_scene_to_which_nothing_leads_is_named_and_its_choices_are_not() -> None:
    entry = entry_from({"one": {"choices": {"c1": {}}}, "two": {"choices": {"c2": {}}}}, {"end": {}, "nowhere": {}})

    assert proofs_of(entry).unreached == (("scene", "two"), ("ending", "nowhere"))


def test_base_holds() -> None:
    proofs = proofs_of(base())

    assert proofs.hold
    assert proofs.clean_way == ("point", "tell-ada-now", "keep-it")


def test_the_choices_that_another_agreement_changes_are_found_with_these_agreements() -> None:
    """Not tell-lee: Ada has said no by then, and a no holds under every agreement."""
    found = changed_by_agreement(base(), explore(story_of(base())))

    assert found == {"gush": {"outcomes-open", "everyone-open"}}
