"""The debrief in the order a tired coach can use: how it ended, the two sides, the turn; then the rest, folded."""

from __future__ import annotations

from collections.abc import Mapping

from coachkit.scoring.debrief import Debrief, Decision, Road, Side, TurningPoint
from coachkit.ui.chairs import chairs_section
from coachkit.ui.decisions import decisions_section
from coachkit.ui.ledger import ledger_table
from coachkit.ui.parts import (
    TONES,
    bullets,
    consequence,
    evidence_list,
    folded,
    label,
    section,
    sending,
    unseen,
)
from coachkit.ui.principles import principles_section
from coachkit.ui.prose import phrase, plain, prose
from coachkit.ui.reflection import keep_section, reflection_section
from coachkit.ui.tree import Child, Node, h
from coachkit.ui.trust import trust_section

_WEIGHT = ("against", "mixed", "for")
_REASONS_AT_ONCE = 3

CONTENTS = (
    ("sides", "The two sides"),
    ("turn", "The turning point"),
    ("ledger", "Who knows what now"),
    ("trust", "What it did to trust"),
    ("chairs", "The other chair"),
    ("decisions", "Decision by decision"),
    ("principles", "The eight principles"),
    ("think", "Think it over"),
    ("keep", "Take it with you"),
)


def debrief_view(debrief: Debrief, closing: str = "") -> Node:
    """The whole debrief with its list of contents; `closing` is what came of the last choice."""
    decisions = {decision.turn: decision for decision in debrief.decisions}
    return h(
        "div",
        {"class": "ck-debrief"},
        _ending(debrief, closing),
        _contents(),
        h(
            "div",
            {"class": "ck-sections"},
            _sides(debrief, decisions),
            _turn(debrief),
            _ledger(debrief),
            trust_section(debrief, decisions),
            chairs_section(debrief.chairs),
            decisions_section(debrief.decisions),
            principles_section(debrief, decisions),
            reflection_section(debrief),
            keep_section(debrief.note),
        ),
    )


def _contents() -> Node:
    return h(
        "nav",
        {"class": "ck-contents", "aria-label": "In this debrief"},
        h("ol", None, [h("li", None, h("a", {"href": f"#{name}"}, title)) for name, title in CONTENTS]),
    )


def _ending(debrief: Debrief, closing: str) -> Node:
    count = len(debrief.decisions)
    return section(
        "ending",
        debrief.ending,
        consequence(debrief.decisions[-1].chosen if debrief.decisions else "", closing),
        h("div", {"class": "ck-story"}, prose(debrief.ending_text)),
        h(
            "p",
            {"class": "ck-standing"},
            label(debrief.standing_title, TONES[debrief.standing]),
            f" as the authors see this ending · {count} {'decision' if count == 1 else 'decisions'}"
            f" under the agreement “{debrief.agreement}”",
        ),
        kind="ck-ending",
    )


def _sides(debrief: Debrief, decisions: Mapping[int, Decision]) -> Node:
    return section(
        "sides",
        "The two sides",
        h("p", {"class": "ck-lead"}, "One does not make up for the other, so they are never added up."),
        h("div", {"class": "ck-sides"}, [_side(side, decisions) for side in debrief.sides]),
    )


def _side(side: Side, decisions: Mapping[int, Decision]) -> Node:
    return h(
        "article",
        {"class": f"ck-side ck-{TONES[side.level]}", "aria-labelledby": f"side-{side.id}"},
        h("h3", {"id": f"side-{side.id}"}, side.title),
        h("p", {"class": "ck-level"}, side.level_title),
        h("p", None, side.meaning),
        _weightiest_first(side, decisions),
    )


def _weightiest_first(side: Side, decisions: Mapping[int, Decision]) -> list[Child]:
    """The reasons that decide a level at once, the others when asked for."""
    evidence = sorted(side.evidence, key=lambda one: _WEIGHT.index(one.stands))
    shown, rest = evidence[:_REASONS_AT_ONCE], evidence[_REASONS_AT_ONCE:]
    return [
        evidence_list(shown, decisions),
        folded(f"more-{side.id}", [f"{len(rest)} more", unseen(f" on: {side.title}")], evidence_list(rest, decisions))
        if rest
        else None,
    ]


def _turn(debrief: Debrief) -> Node:
    point = debrief.turning_point
    if point is None:
        body: Child = h("p", None, "There was none: the best ending stayed within reach all the way.")
    else:
        body = _turning_point(point, len(debrief.decisions))
    return section("turn", "The turning point", body, _road(debrief.road, debrief.ending) if debrief.road else None)


def _turning_point(point: TurningPoint, count: int) -> list[Child]:
    return [
        h("p", {"class": "ck-origin"}, f"Decision {point.turn + 1} of {count} · {point.scene}"),
        h("blockquote", {"class": "ck-quote"}, phrase(point.chosen)),
        h("p", None, point.lost),
        h(
            "p",
            {"class": "ck-actions"},
            sending(
                "Rewind to here",
                {"do": "rewind", "to": point.turn},
                hidden=f"decision {point.turn + 1}, {point.scene}",
                kind="ck-main",
            ),
        ),
    ]


def _road(road: Road, ending: str) -> Node:
    return folded(
        "road",
        ["The road not taken", h("span", {"class": "ck-more"}, f"from there to “{plain(road.ending)}”")],
        h("p", None, "The best that could still be reached from there begins with:"),
        h("blockquote", {"class": "ck-quote"}, phrase(road.choice)),
        _rest_of(road),
        h(
            "p",
            None,
            "It ends in the same place, " if road.ending == ending else "It ends in ",
            h("strong", None, road.ending),
            ", with less lost on the way. " if road.ending == ending else ". ",
            label(road.standing_title, TONES[road.standing]),
        ),
        [h("p", None, "What it would have found:"), bullets(road.gains)] if road.gains else None,
    )


def _rest_of(road: Road) -> list[Child] | None:
    # The first step is the choice just quoted, when the author of the road counts it in.
    steps = road.steps[1:] if road.steps[:1] == (road.choice,) else road.steps
    if not steps:
        return None
    return [h("p", None, "and goes on:"), h("ol", {"class": "ck-list"}, [h("li", None, phrase(s)) for s in steps])]


def _ledger(debrief: Debrief) -> Node:
    return section(
        "ledger",
        "Who knows what now",
        h("p", {"class": "ck-lead"}, "Every fact of the story, and how it reached each person."),
        ledger_table(debrief.people, debrief.ledger),
    )
