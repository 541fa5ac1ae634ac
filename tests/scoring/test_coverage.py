"""What scenarios exercise: computed over the graph, against listing every path; and the map of the kit's own."""

from __future__ import annotations

from collections import Counter

import pytest
from generators import LAW, base, entries, every_run
from hypothesis import given

from coachkit.content import Library
from coachkit.content.library import Entry
from coachkit.engine import story_of
from coachkit.scoring.coverage import Coverage, coverage, map_text
from coachkit.scoring.findings import run_findings
from coachkit.scoring.levels import blocks, principles

OF_BLOCKS = {"standing": "shown", "strained": "partly", "broken": "against", "no-occasion": "no-occasion"}
SIX_QUESTIONS = {
    "partner-success", "administrators-are-curious", "work-that-helps-another", "trends-for-leaders",
    "stories-for-interest", "impact-for-the-budget",
}  # fmt: skip
LEAST = 3  # scenarios in which each principle, and each block, can end well or badly


@LAW
@given(entries())
def test_the_levels_are_those_that_listing_every_path_finds(entry: Entry) -> None:
    for one in (entry, base()):
        found = coverage(one)
        listed: dict[tuple[str, str], set[str]] = {judged: set() for judged in found.levels}
        for run in every_run(story_of(one)):
            if not run.state.ended:
                continue
            findings = run_findings(run, one.frameworks)
            for p in principles(run, findings, one.key, one.frameworks):
                listed[("principle", p.id)].add(p.level)
            for b in blocks(run, findings, one.key, one.frameworks):
                listed[("block", b.id)].add(OF_BLOCKS[b.own_level])

        assert {judged: set(levels) for judged, levels in found.levels.items()} == listed


@pytest.fixture(scope="module")
def shipped() -> list[Coverage]:
    library = Library.default()
    return [coverage(library.entry(name)) for name in library.ids()]


def test_the_library_is_wide_enough(shipped: list[Coverage]) -> None:
    frameworks = Library.default().frameworks
    decisive = {kind: Counter(i for one in shipped for i in one.decisive(kind)) for kind in ("principle", "block")}
    base_row = [bid for bid, block in frameworks.blocks.items() if block.row == "base"]

    assert len(shipped) >= 14
    assert {p: decisive["principle"][p] for p in frameworks.principles if decisive["principle"][p] < LEAST} == {}
    assert {b: decisive["block"][b] for b in frameworks.blocks if decisive["block"][b] < LEAST} == {}
    assert [b for b in base_row if not any(one.breaks(b) for one in shipped)] == []
    assert {one.question for one in shipped} >= SIX_QUESTIONS
    assert {one.question for one in shipped} == set(frameworks.questions)
    assert {one.level for one in shipped} == set(frameworks.levels.scenario_levels)
    assert {must for one in shipped for must in one.must_haves} == set(frameworks.must_haves)
    assert len({one.agreement for one in shipped}) >= 5


def test_what_a_scenario_claims_to_practise_can_end_well_and_badly(shipped: list[Coverage]) -> None:
    assert {one.scenario: set(one.claims) - set(one.decisive("principle")) for one in shipped if one.claims} == {
        one.scenario: set() for one in shipped if one.claims
    }
    assert [one.scenario for one in shipped if not one.claims] == []


def test_the_map_names_every_scenario_and_everything_that_can_be_covered(shipped: list[Coverage]) -> None:
    frameworks = Library.default().frameworks
    text = map_text(shipped, frameworks)

    for word in (*(one.scenario for one in shipped), *frameworks.questions, *frameworks.iste, *frameworks.must_haves):
        assert word in text


def test_the_map_of_nothing_says_none() -> None:
    assert "none" in map_text([], Library.default().frameworks)
