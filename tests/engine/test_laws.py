"""What holds in every play of every scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from generators import LAW, base, choices_of, entries, entries_and_runs, entry_of, every_run
from hypothesis import given
from hypothesis import strategies as st

from coachkit.content.library import Entry
from coachkit.content.model import Scenario
from coachkit.engine import Run, Story, Transcript, explore, offered, replay, start, step, story_of
from coachkit.errors import UnknownChoice
from coachkit.scoring import Finding, run_findings
from coachkit.scoring.proofs import prove


def stories(entry: Entry) -> list[Story]:
    """The drawn scenario, and beside it the small one written by hand."""
    return [story_of(entry), story_of(base())]


@LAW
@given(entries())
def test_the_same_choices_give_the_same_states_and_entries(entry: Entry) -> None:
    for story in stories(entry):
        for run in every_run(story):
            again = replay(story_of(entry) if story.scenario is entry.scenario else story_of(base()), choices_of(run))
            assert [s.after for s in again.steps] == [s.after for s in run.steps]
            assert [hash(s.after) for s in again.steps] == [hash(s.after) for s in run.steps]
            assert [(s.entries, s.follows) for s in again.steps] == [(s.entries, s.follows) for s in run.steps]
            assert again.opening_entries == run.opening_entries


@LAW
@given(entries_and_runs(), st.data())
def test_every_offered_choice_is_accepted_and_every_other_refused(
    drawn: tuple[Entry, Run], data: st.DataObject
) -> None:
    entry, run = drawn
    choices = offered(run.story, run.state)

    for scene in entry.scenario.scenes.values():
        for choice in scene.choices:
            if choice in choices:
                assert step(run.story, run.state, choice).before == run.state
            else:
                with pytest.raises(UnknownChoice) as refusal:
                    step(run.story, run.state, choice)
                assert f"'{choice}'" in str(refusal.value)
                assert f"'{run.state.place}'" in str(refusal.value)
                assert all(f"'{name}'" in str(refusal.value) for name in choices)


@LAW
@given(entries_and_runs())
def test_a_step_changes_nothing_in_the_state_it_starts_from(drawn: tuple[Entry, Run]) -> None:
    _, run = drawn
    for taken in run.steps:
        before = repr(taken.before)
        step(run.story, taken.before, taken.choice)
        assert repr(taken.before) == before


@LAW
@given(entries_and_runs(), st.data())
def test_going_back_and_taking_the_same_choices_gives_the_same_state_and_forgets_nothing(
    drawn: tuple[Entry, Run], data: st.DataObject
) -> None:
    _, run = drawn
    choices = choices_of(run)
    transcript = Transcript()
    for choice in choices:
        transcript = transcript.choose(choice)
    turn = data.draw(st.integers(0, max(0, len(choices) - 1)))

    back = transcript.rewind(turn)
    forth = back
    for choice in choices[turn:]:
        forth = forth.choose(choice)

    assert back.standing == choices[:turn]
    assert replay(run.story, back.standing).steps == run.steps[:turn]
    assert replay(run.story, forth.standing).state == run.state
    assert forth.acts[: len(choices)] == transcript.acts
    assert forth.undone == len(choices) - turn


@LAW
@given(entries_and_runs())
def test_equal_states_are_one_key(drawn: tuple[Entry, Run]) -> None:
    _, run = drawn
    states = [run.first, *(s.after for s in run.steps)]

    for one in states:
        for other in states:
            assert (one == other) == (one.identity == other.identity)
            assert one != other or hash(one) == hash(other)
            assert (one.ledger == other.ledger) == (one.ledger.identity == other.ledger.identity)


@LAW
@given(entries_and_runs())
def test_what_was_leaked_is_never_forgotten_and_what_was_known_stays_known(drawn: tuple[Entry, Run]) -> None:
    _, run = drawn
    for taken in run.steps:
        before, after = taken.before.ledger, taken.after.ledger
        assert before.leaked <= after.leaked
        assert before.connections <= after.connections
        assert before.boundaries.items() <= after.boundaries.items()
        assert before.knowledge.keys() <= after.knowledge.keys()
        assert all(after.knowledge[k].how == "whole" for k, v in before.knowledge.items() if v.how == "whole")


# --- order and names --------------------------------------------------------------------------


def _dumped(scenario: Scenario) -> dict[str, Any]:
    return scenario.model_dump(mode="json", by_alias=True, exclude_none=True)


def _shape(run: Run, findings: tuple[Finding, ...]) -> tuple[Any, ...]:
    return findings, run.state, choices_of(run)


@LAW
@given(entries(dead_ends=True), st.randoms(use_true_random=False))
def test_the_order_of_choices_changes_no_finding_no_state_and_no_proof(entry: Entry, rng: Any) -> None:
    data = _dumped(entry.scenario)
    for scene in data["scenes"].values():
        shuffled = list(scene["choices"].items())
        rng.shuffle(shuffled)
        scene["choices"] = dict(shuffled)
    other = entry_of(Scenario.model_validate(data), entry.key)

    def seen(one: Entry) -> tuple[Any, ...]:
        story = story_of(one)
        runs = {choices_of(run): (run.state, run_findings(run, one.frameworks)) for run in every_run(story)}
        graph = explore(story)
        proofs = prove(graph)
        return (
            runs,
            set(graph.states),
            set(proofs.unreached),
            {replay(story, way).state.place for way in proofs.stuck},
            proofs.clean_way is None,
            {(ending, kind) for ending, _, kind in proofs.false_examples},
            graph.ways(),
        )

    assert seen(entry) == seen(other)


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {names.get(key, key): _renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value


def _ids(scenario: Scenario) -> list[str]:
    tables = (scenario.people, scenario.facts, scenario.promises, scenario.counters, scenario.scenes, scenario.endings)
    return [i for table in tables for i in table] + [c for s in scenario.scenes.values() for c in s.choices]


@LAW
@given(entries(), st.randoms(use_true_random=False))
def test_renaming_every_id_changes_nothing_but_the_names(entry: Entry, rng: Any) -> None:
    ids = _ids(entry.scenario)
    fresh = [f"x{n:03}" for n in range(len(ids))]
    rng.shuffle(fresh)
    names = dict(zip(ids, fresh, strict=True))
    key = entry.key.model_dump(mode="json", by_alias=True, exclude_none=True)
    key["choices"] = {names[c]: judgement for c, judgement in key["choices"].items()}
    other = entry_of(
        Scenario.model_validate(_renamed(_dumped(entry.scenario), names)), type(entry.key).model_validate(key)
    )
    renamed_story = story_of(other)

    assert len(explore(renamed_story).states) == len(explore(story_of(entry)).states)
    for run in every_run(story_of(entry)):
        again = replay(renamed_story, tuple(names[c] for c in choices_of(run)))
        assert again.unplayable == ()
        assert again.state.place == names[run.state.place]
        assert [
            (f.kind, f.gravity, f.text, f.turn, f.choice, f.fact, f.people)
            for f in run_findings(again, other.frameworks)
        ] == [
            (
                f.kind,
                f.gravity,
                f.text,
                f.turn,
                names.get(f.choice or ""),
                names.get(f.fact or ""),
                tuple(names[p] for p in f.people),
            )
            for f in run_findings(run, entry.frameworks)
        ]


def test_a_choice_the_story_no_longer_offers_ends_the_replay_and_is_kept_apart() -> None:
    run = replay(story_of(base()), ("point", "gush", "leave-it"))

    assert choices_of(run) == ("point",)
    assert run.unplayable == ("gush", "leave-it")


def test_the_start_of_a_story_is_where_its_replay_without_choices_stands() -> None:
    story = story_of(base())

    assert replay(story, ()).state == start(story)
