"""From findings to levels: two sides never averaged, eight principles, six gated blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from generators import LAW, base, entries, entries_and_runs, entry_from, every_run, frameworks
from hypothesis import given

from coachkit.content.library import Entry
from coachkit.engine import Run, replay, story_of
from coachkit.scoring import Finding, run_findings
from coachkit.scoring.debrief import Block
from coachkit.scoring.levels import blocks, principles, sides, weakest_base

ORDER = {"broken": 0, "strained": 1, "standing": 2}


def finding(side: str | None, gravity: str, **more: Any) -> Finding:
    return Finding("made", gravity, side, "hold", "compassion", "It was so.", 0, "c1", **more)  # type: ignore[arg-type]


# --- the two sides ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gravities", "held", "opened"),
    [
        ([], "no-occasion", "no-occasion"),
        (["good"], "kept", "clear"),
        (["good", "light"], "frayed", "patchy"),
        (["good", "good", "good", "serious"], "frayed", "patchy"),
        (["good", "light", "grave"], "broken", "dark"),
    ],
)
def test_a_side_is_as_its_worst_finding(gravities: list[str], held: str, opened: str) -> None:
    of_held = sides([finding("held", g) for g in gravities], frameworks())
    of_open = sides([finding("open", g) for g in gravities], frameworks())

    assert [s.level for s in of_held] == [held, "no-occasion"]
    assert [s.level for s in of_open] == ["no-occasion", opened]


def test_a_finding_of_no_side_counts_for_neither() -> None:
    assert [s.level for s in sides([finding(None, "grave")], frameworks())] == ["no-occasion", "no-occasion"]


def test_a_side_says_its_level_in_words_and_gives_the_evidence_with_its_decision() -> None:
    held, _ = sides([finding("held", "serious")], frameworks())

    assert (held.title, held.level_title) == ("Held in confidence", "Frayed")
    assert held.meaning
    assert [(e.stands, e.text, e.turn, e.basis) for e in held.evidence] == [("against", "It was so.", 0, "ledger")]


@LAW
@given(entries_and_runs())
def test_one_more_grave_finding_on_one_side_never_changes_the_other(drawn: tuple[Entry, Run]) -> None:
    entry, run = drawn
    found = run_findings(run, entry.frameworks)
    held, opened = sides(found, entry.frameworks)

    after_held = sides((*found, finding("held", "grave")), entry.frameworks)
    after_open = sides((finding("open", "grave"), *found), entry.frameworks)

    assert after_held[1] == opened
    assert after_open[0] == held
    assert (after_held[0].level, after_open[1].level) == ("broken", "dark")


# --- principles -------------------------------------------------------------------------------


def levels_of(entry: Entry, choices: tuple[str, ...]) -> tuple[dict[str, str], dict[str, Block]]:
    run = replay(story_of(entry), choices)
    found = run_findings(run, entry.frameworks)
    return (
        {p.id: p.level for p in principles(run, found, entry.key, entry.frameworks)},
        {b.id: b for b in blocks(run, found, entry.key, entry.frameworks)},
    )


def judged(
    *evidence: dict[str, Any], moves: tuple[dict[str, Any], ...] = ()
) -> tuple[dict[str, str], dict[str, Block]]:
    """The levels of a play of one choice, whose key holds this evidence and no other."""
    first, *also = evidence
    key = {"c1": {"principle": "hold", "block": "compassion", **first, "also": also}}
    return levels_of(entry_from({"one": {"choices": {"c1": {"moves": list(moves)}}}}, judged=key), ("c1",))


@pytest.mark.parametrize(
    ("stands", "level"),
    [
        (["for"], "shown"),
        (["for", "for"], "shown"),
        (["mixed"], "partly"),
        (["for", "against"], "partly"),
        (["for", "mixed"], "partly"),
        (["mixed", "against"], "partly"),
        (["against", "against"], "against"),
    ],
)
def test_a_principle_is_shown_partly_shown_or_gone_against_as_the_evidence_is(stands: list[str], level: str) -> None:
    evidence = [{"stands": stands[0]}, *({"principle": "hold", "stands": s} for s in stands[1:])]

    of_principles, _ = judged(*evidence)

    assert of_principles["hold"] == level
    assert {of_principles[p] for p in of_principles if p != "hold"} == {"no-occasion"}


def test_a_grave_finding_goes_against_its_principle_whatever_else_speaks_for_it() -> None:
    of_principles, of_blocks = judged({"stands": "for"}, moves=({"tell": "gains", "to": "daniel"},))

    assert of_principles["hold"] == "against"
    assert of_blocks["compassion"].own_level == "broken"


def test_evidence_of_the_key_quotes_its_first_sentence_and_the_decision() -> None:
    entry = base()
    run = replay(story_of(entry), ("point", "tell-ada-now", "keep-it"))

    found = {p.id: p for p in principles(run, run_findings(run, entry.frameworks), entry.key, entry.frameworks)}

    assert [(e.text, e.turn, e.stands) for e in found["connect"].evidence if e.basis == "key"] == [
        ("Because of point.", 0, "for")
    ]
    assert found["limits"].ours
    assert list(found) == list(entry.frameworks.principles)


# --- blocks -----------------------------------------------------------------------------------


def test_a_block_is_held_down_by_the_weakest_beneath_it_and_says_by_which() -> None:
    _, found = judged(
        {"block": "compassion", "stands": "against"},
        {"block": "communication", "stands": "mixed"},
        {"block": "collaboration", "stands": "for"},
        {"block": "integrity", "stands": "for"},
    )

    assert {b: (v.own_level, v.level, v.held_down_by) for b, v in found.items()} == {
        "compassion": ("broken", "broken", None),
        "communication": ("strained", "strained", None),
        "commitment": ("no-occasion", "no-occasion", None),
        "collaboration": ("standing", "broken", "Compassion"),
        "ability": ("no-occasion", "no-occasion", None),
        "integrity": ("standing", "broken", "Compassion"),
    }
    assert weakest_base(found.values()) == "Compassion"


def test_the_middle_row_holds_down_the_top_where_the_base_does_not() -> None:
    _, found = judged(
        {"block": "compassion", "stands": "for"},
        {"block": "ability", "stands": "mixed"},
        {"block": "integrity", "stands": "for"},
    )

    assert (found["ability"].level, found["ability"].held_down_by) == ("strained", None)
    assert (found["integrity"].level, found["integrity"].held_down_by) == ("strained", "Ability")
    assert weakest_base(found.values()) is None


def test_a_base_without_occasion_holds_nothing_down() -> None:
    _, found = judged({"block": "integrity", "stands": "for"})

    assert (found["integrity"].level, found["integrity"].held_down_by) == ("standing", None)
    assert weakest_base(found.values()) is None


def test_levels_carry_the_words_that_content_gives_them() -> None:
    entry = base()
    run = replay(story_of(entry), ("gush", "say-nothing"))
    found, words = run_findings(run, entry.frameworks), entry.frameworks.levels

    for principle in principles(run, found, entry.key, entry.frameworks):
        assert principle.level_title == words.principle_levels[principle.level].title
    for block in blocks(run, found, entry.key, entry.frameworks):
        assert block.level_title == words.block_levels[block.level].title
        assert block.own_level_title == words.block_levels[block.own_level].title


@LAW
@given(entries())
def test_no_block_stands_better_than_the_weakest_rated_block_beneath_it(entry: Entry) -> None:
    for one in (entry, base()):
        for run in every_run(story_of(one)):
            found = run_findings(run, one.frameworks)
            built = blocks(run, found, one.key, one.frameworks)
            rated = [b for b in built if b.level != "no-occasion"]
            rows = ["base", "middle", "top"]
            assert [rows.index(b.row) for b in built] == sorted(rows.index(b.row) for b in built)
            for block in rated:
                beneath = [b for b in rated if rows.index(b.row) < rows.index(block.row)]
                assert all(ORDER[block.level] <= ORDER[b.level] for b in beneath)
                assert ORDER[block.level] <= ORDER[block.own_level]
                assert (block.held_down_by is None) == (block.level == block.own_level)
                if block.held_down_by:
                    (holder,) = (b for b in beneath if b.title == block.held_down_by)
                    assert holder.level == block.level
            for block in built:
                assert (block.level == "no-occasion") == (block.own_level == "no-occasion") == (not block.evidence)
            base_row = [b for b in rated if b.row == "base"]
            if base_row:
                worst = min(ORDER[b.level] for b in base_row)
                assert all(ORDER[b.level] <= worst for b in rated if b.row != "base")
                named = weakest_base(built)
                assert (named is None) == (worst == ORDER["standing"])


@LAW
@given(entries_and_runs())
def test_worse_evidence_on_a_block_never_lifts_any_block(drawn: tuple[Entry, Run]) -> None:
    entry, run = drawn
    found = run_findings(run, entry.frameworks)
    before = blocks(run, found, entry.key, entry.frameworks)

    for target in entry.frameworks.blocks:
        worse = (*found, replace(finding("held", "grave"), block=target))
        after = blocks(run, worse, entry.key, entry.frameworks)
        for one, other in zip(before, after, strict=True):
            if one.level != "no-occasion":
                assert ORDER[other.level] <= ORDER[one.level]
