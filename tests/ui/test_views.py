"""The four phases as trees: what stands in them, in which order, and what never does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from ui.fixtures import (
    ANTICIPATE_PLAY,
    BARE_PLAY,
    CONTEXT_PLAY,
    DEBRIEF,
    FIRST_SCENE_PLAY,
    HOSTILE_PLAYS,
    PLAYS,
    REFLECT_PLAY,
    SCENE_PLAY,
    FakePlay,
)

from coachkit.ui.play import play_view
from coachkit.ui.tree import Node, as_text
from coachkit.ui.view import PLAY

EVERY_PLAY = pytest.mark.parametrize(
    "play", [*PLAYS.values(), *HOSTILE_PLAYS.values()], ids=[*PLAYS, *(f"hostile-{n}" for n in HOSTILE_PLAYS)]
)


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        if isinstance(child, Node):
            yield from _walk(child)


def _find(node: Node, tag: str = "", **attributes: str) -> list[Node]:
    wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
    return [n for n in _walk(node) if (not tag or n.tag == tag) and wanted.items() <= dict(n.attrs).items()]


def _of_class(node: Node, name: str) -> list[Node]:
    return [n for n in _walk(node) if name in dict(n.attrs).get("class", "").split()]


def _view(play: FakePlay) -> Node:
    return play_view(play)  # type: ignore[arg-type]  # FakePlay has what a view reads


@EVERY_PLAY
def test_there_is_one_h1_and_no_heading_level_is_skipped(play: FakePlay) -> None:
    levels = [int(n.tag[1]) for n in _walk(_view(play)) if n.tag in {"h1", "h2", "h3", "h4"}]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@EVERY_PLAY
def test_ids_are_unique_and_every_reference_finds_one(play: FakePlay) -> None:
    tree = _view(play)
    ids = [dict(n.attrs)["id"] for n in _walk(tree) if "id" in dict(n.attrs)]
    assert len(ids) == len(set(ids))
    for node in _walk(tree):
        attrs = dict(node.attrs)
        named = attrs.get("aria-labelledby", "").split() + attrs.get("aria-describedby", "").split()
        named += [attrs["href"][1:]] if attrs.get("href", "").startswith("#") else []
        assert set(named) <= set(ids)


@EVERY_PLAY
def test_every_section_is_named_after_its_heading(play: FakePlay) -> None:
    for section in _find(_view(play), "section"):
        first = section.children[0]
        assert isinstance(first, Node)
        assert dict(section.attrs)["aria-labelledby"] == dict(first.attrs)["id"]


@EVERY_PLAY
def test_like_named_buttons_do_the_same(play: FakePlay) -> None:
    done: dict[str, str] = {}
    for button in _find(_view(play), "button"):
        attrs = dict(button.attrs)
        does = attrs.get("data-send") or attrs.get("data-local") or "submit"
        assert done.setdefault(as_text(button), does) == does


def test_ids_carry_the_scenario_so_two_notebooks_do_not_meet() -> None:
    assert all(dict(n.attrs)["id"].startswith("curiosity-") for n in _walk(_view(SCENE_PLAY)) if "id" in dict(n.attrs))


def test_context_shows_people_agreement_and_what_is_known_and_begins() -> None:
    tree = _view(CONTEXT_PLAY)
    text = as_text(tree)
    for words in (
        "Noor Haddad",
        "principal, new this year",
        "Names only",
        "the kit’s own wording",
        "Noor’s pupils now read longer without stopping.",
    ):
        assert words in text
    assert json.loads(dict(_find(tree, "button")[0].attrs)["data-send"]) == {"do": "begin"}


def test_an_agreement_from_a_source_is_not_called_our_own() -> None:
    context = replace(CONTEXT_PLAY.context, agreement_ours=False)
    assert not _of_class(_view(replace(CONTEXT_PLAY, context=context)), "ck-ours")


def test_anticipate_offers_the_principles_at_most_two() -> None:
    tree = _view(ANTICIPATE_PLAY)
    boxes = _find(tree, "input", type="checkbox", name="principles[]")
    assert [dict(box.attrs)["value"] for box in boxes] == [p.id for p in ANTICIPATE_PLAY.context.principles]
    assert dict(_find(tree, "fieldset")[0].attrs)["data-max"] == "2"


def test_a_scene_asks_with_radios_in_a_fieldset_named_by_its_legend() -> None:
    tree = _view(SCENE_PLAY)
    (fieldset,) = _find(tree, "fieldset")
    legend = fieldset.children[0]
    assert isinstance(legend, Node)
    assert (legend.tag, as_text(legend)) == ("legend", "What do you do?")
    radios = _find(fieldset, "input", type="radio", name="choice", required="")
    assert [dict(radio.attrs)["value"] for radio in radios] == ["go-to-noor", "wait-thursday", "talk-to-daniel"]
    assert [as_text(button) for button in _find(tree, "button", type="submit")] == ["Choose"]


def test_the_consequence_comes_before_the_scene_and_after_its_title() -> None:
    (scene,) = _find(_view(SCENE_PLAY), "section")
    kinds = [dict(n.attrs).get("class") or n.tag for n in scene.children if isinstance(n, Node)]
    assert kinds == ["h2", "ck-after", "ck-story", "form"]
    assert "You would be delighted" in as_text(_of_class(scene, "ck-said")[0])


def test_the_first_scene_has_no_consequence_and_no_trail() -> None:
    tree = _view(FIRST_SCENE_PLAY)
    assert not _of_class(tree, "ck-after")
    assert not _find(tree, "details")


def test_the_trail_leads_back_to_each_decision_and_tells_what_was_taken_back() -> None:
    (trail,) = _find(_view(SCENE_PLAY), "details")
    assert [json.loads(dict(b.attrs)["data-send"]) for b in _find(trail, "button")] == [{"do": "rewind", "to": 0}]
    assert "2 choices taken back" in as_text(trail)


def test_the_stepper_marks_the_phase() -> None:
    (now,) = _find(_view(SCENE_PLAY), "li", aria_current="step")
    assert as_text(now) == "Conversation"


def test_the_debrief_begins_with_the_ending_the_two_sides_and_the_turn() -> None:
    titles = [as_text(n) for n in _find(_view(REFLECT_PLAY), "h2")]
    assert titles[:5] == [
        "A door left ajar",
        "The two sides",
        "The turning point",
        "Who knows what now",
        "What it did to trust",
    ]


def test_the_contents_list_leads_to_every_section_but_the_ending() -> None:
    tree = _view(REFLECT_PLAY)
    (contents,) = _find(tree, "nav")
    linked = [dict(a.attrs)["href"][1:] for a in _find(contents, "a")]
    sections = [dict(s.attrs)["aria-labelledby"] for s in _find(tree, "section")]
    assert linked == sections[1:]


def test_the_two_sides_stand_apart_each_with_its_level_and_the_choice_behind_it() -> None:
    held, opened = _of_class(_view(REFLECT_PLAY), "ck-side")
    assert "Broken" in as_text(held)
    assert "Patchy" in as_text(opened)
    assert "Decision 1: “Really well." in as_text(held)
    assert [dict(a.attrs)["href"] for a in _find(held, "a")] == ["#curiosity-decision-1"]


def test_the_weightiest_reasons_come_first_and_the_rest_is_folded() -> None:
    side = DEBRIEF.sides[1]
    light = replace(side.evidence[1], text="A good thing.")
    many = replace(side, evidence=(light, light, *side.evidence))
    tree = _view(replace(REFLECT_PLAY, ending=replace(DEBRIEF, sides=(DEBRIEF.sides[0], many))))
    shown = _of_class(_of_class(tree, "ck-side")[1], "ck-evidence")
    assert [dict(item.attrs)["class"] for item in _find(shown[0], "li")] == ["ck-bad", "ck-mixed", "ck-good"]
    (rest,) = _find(tree, "details", id="curiosity-more-open")
    assert as_text(rest).startswith("2 more")
    assert len(_find(rest, "li")) == 2


def test_the_ledger_is_a_table_with_a_cell_for_each_person_and_fact() -> None:
    (table,) = _of_class(_view(REFLECT_PLAY), "ck-ledger")
    rows = [row for row in _find(table, "tr") if _find(row, "td")]
    assert len(rows) == len(DEBRIEF.ledger)
    assert all([dict(cell.attrs)["data-label"] for cell in _find(row, "td")] == list(DEBRIEF.people) for row in rows)
    assert len(_of_class(table, "ck-trespass")) == 2
    assert "Knows in part" in as_text(rows[0])
    assert "from you, without permission" in as_text(rows[0])


def test_the_ledger_can_be_scrolled_by_keyboard_in_a_region_of_its_own() -> None:
    (region,) = _find(_view(REFLECT_PLAY), "div", role="region", tabindex="0")
    assert dict(region.attrs)["aria-label"] == "The table of who knows what"


def test_the_pyramid_has_a_name_a_description_and_a_table_that_says_the_same() -> None:
    tree = _view(REFLECT_PLAY)
    (picture,) = _find(tree, "svg")
    (figure,) = _find(tree, "figure")
    description = as_text(_find(picture, "desc")[0])
    assert as_text(_find(picture, "title")[0])
    assert "Integrity: broken, held down by Communication (standing by its own evidence)." in description
    table = as_text(_find(figure, "table")[0])
    for block in DEBRIEF.blocks:
        assert block.title in table
        assert block.title in description
    assert table.count("held down by Communication") == 2


def test_a_block_held_down_is_drawn_lower_than_where_it_would_stand() -> None:
    held = _of_class(_view(REFLECT_PLAY), "ck-held")
    assert [as_text(_of_class(block, "ck-block-title")[0]) for block in held] == ["Integrity", "Collaboration"]
    for block in held:
        ghost, stone = _of_class(block, "ck-ghost")[0], _of_class(block, "ck-stone")[0]
        assert float(dict(stone.attrs)["y"]) > float(dict(ghost.attrs)["y"])


def test_the_gate_is_told_in_a_sentence() -> None:
    assert "Here that is Communication, and it holds down Collaboration and Integrity." in as_text(_view(REFLECT_PLAY))
    assert "Here no base block gave way." in as_text(_view(BARE_PLAY))


def test_the_turning_point_can_be_rewound_to() -> None:
    (turn,) = _find(_view(REFLECT_PLAY), "section", aria_labelledby="curiosity-turn")
    (button,) = _find(turn, "button")
    assert json.loads(dict(button.attrs)["data-send"]) == {"do": "rewind", "to": 0}


def test_the_road_not_taken_quotes_its_first_choice_once() -> None:
    (road,) = _find(_view(REFLECT_PLAY), "details", id="curiosity-road")
    assert as_text(road).count("That is Noor’s to tell") == 1
    assert "An open door" in as_text(road)


def test_a_decision_shows_rationale_dissent_other_agreements_and_other_options() -> None:
    (decision,) = _find(_view(REFLECT_PLAY), "details", id="curiosity-decision-1")
    text = as_text(decision)
    for words in (
        "Praise feels like a gift",
        "A colleague who disagrees",
        "If “Outcomes open” held",
        "Hold the work in confidence",
        "Cofino, Confidentiality",
        "leaves a black box",
    ):
        assert words in text
    assert [dict(inner.attrs)["id"] for inner in _find(decision, "details")[1:]] == ["curiosity-others-1"]


def test_what_was_meant_stands_beside_what_the_play_shows() -> None:
    (table,) = _of_class(_view(REFLECT_PLAY), "ck-intents")
    assert [as_text(row) for row in _find(table, "tr")[1:]] == [
        "Hold the work in confidenceWent against it",
        "Be open about the processPartly shown",
    ]


def test_what_the_coach_writes_has_no_field_that_is_sent() -> None:
    tree = _view(REFLECT_PLAY)
    assert not _find(tree, "form")
    written = [n for n in _walk(tree) if n.tag in {"textarea", "input"}]
    assert [dict(n.attrs)["data-keep"] for n in written] == [
        "reflection-1",
        "reflection-2",
        "reflection-3",
        "next-step",
        "next-date",
    ]


def test_the_debrief_ends_with_ways_to_keep_it_and_the_formative_note() -> None:
    (keep,) = _find(_view(REFLECT_PLAY), "section", aria_labelledby="curiosity-keep")
    assert [dict(b.attrs).get("data-local", "restart") for b in _find(keep, "button")] == [
        "save-handout",
        "print",
        "restart",
        "erase",
    ]
    assert DEBRIEF.note in as_text(keep)


@pytest.mark.parametrize("play", HOSTILE_PLAYS.values(), ids=HOSTILE_PLAYS)
def test_hostile_texts_change_nothing_of_the_structure(play: FakePlay) -> None:
    tree = _view(play)
    assert not _find(tree, "script")
    assert not _find(tree, "img")
    assert "<script>alert(1)</script>" in as_text(tree)


@pytest.mark.parametrize(("language", "way"), [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("de", "ltr")])
def test_direction_follows_the_language(language: str, way: str) -> None:
    play = replace(CONTEXT_PLAY)
    play.scenario.language = language
    try:
        assert dict(_view(play).attrs)["dir"] == way
        assert PLAY.first_view(play)["dir"] == way  # type: ignore[arg-type]
    finally:
        play.scenario.language = "en"


def test_the_first_view_leaves_focus_alone_and_says_nothing() -> None:
    view = PLAY.first_view(CONTEXT_PLAY)  # type: ignore[arg-type]
    assert (view["v"], view["n"], view["focus"], view["status"], view["phase"]) == (1, 1, None, "", "context")
    assert view["key"] == "coachkit:play:curiosity"
    json.dumps(view)


@pytest.mark.parametrize(
    ("before", "after", "focus", "said"),
    [
        (CONTEXT_PLAY, ANTICIPATE_PLAY, "curiosity-anticipate", ""),
        (ANTICIPATE_PLAY, FIRST_SCENE_PLAY, "curiosity-scene", "Decision 1."),
        (FIRST_SCENE_PLAY, SCENE_PLAY, "curiosity-scene", "Decision 2."),
        (SCENE_PLAY, REFLECT_PLAY, "curiosity-ending", "The conversation is over. Here is the debrief."),
        (REFLECT_PLAY, FIRST_SCENE_PLAY, "curiosity-scene", "Back at decision 1."),
        (REFLECT_PLAY, CONTEXT_PLAY, "curiosity-title", "Back at the start."),
        (SCENE_PLAY, SCENE_PLAY, None, ""),
    ],
)
def test_focus_and_news_follow_the_move(before: FakePlay, after: FakePlay, focus: str | None, said: str) -> None:
    view = PLAY.next_view(before, after, 2)  # type: ignore[arg-type]
    assert (view["focus"], view["status"]) == (focus, said)


def test_a_notice_is_shown_and_said() -> None:
    play = PLAYS["notice"]
    assert "has changed since you played" in as_text(_view(play))
    assert "has changed since you played" in str(PLAY.next_view(CONTEXT_PLAY, play, 2)["status"])  # type: ignore[arg-type]
