"""A story's scenes and endings as a picture: each row one decision further from the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coachkit.ui.parts import TONES
from coachkit.ui.tree import Node, h

if TYPE_CHECKING:
    from coachkit.sessions.draft import OutlinePlace

_WIDE, _HIGH, _GAP, _RISE, _MARGIN = 132.0, 38.0, 14.0, 44.0, 6.0
_FITS = 19  # characters of an id in a box


def graph(places: Sequence[OutlinePlace], here: str | None) -> Node:
    """The picture, named and described; the outline says the same as a list."""
    rows: dict[int, list[OutlinePlace]] = {}
    deepest = max((p.depth for p in places if p.depth is not None and not p.standing), default=0)
    for place in places:
        depth = deepest + 1 if place.standing else place.depth
        rows.setdefault(deepest + 2 if depth is None else depth, []).append(place)
    width = max(len(row) for row in rows.values()) * (_WIDE + _GAP) - _GAP + 2 * _MARGIN
    at: dict[str, tuple[float, float]] = {}
    for index, depth in enumerate(sorted(rows)):
        row = rows[depth]
        left = (width - len(row) * (_WIDE + _GAP) + _GAP) / 2
        for i, place in enumerate(row):
            at[place.id] = (left + i * (_WIDE + _GAP), _MARGIN + index * (_HIGH + _RISE))
    height = len(rows) * (_HIGH + _RISE) - _RISE + 2 * _MARGIN
    edges = {(p.id, to) for p in places for _, _, targets in p.choices for to in targets if to in at}
    return h(
        "svg",
        {
            "class": "ck-graph",
            "viewBox": f"0 0 {width:g} {height:g}",
            "width": f"{width:g}",
            "height": f"{height:g}",
            "role": "img",
            "aria-labelledby": "graph-title",
            "aria-describedby": "graph-desc",
        },
        h("title", {"id": "graph-title"}, "The scenes and endings, and the ways between them"),
        h("desc", {"id": "graph-desc"}, f"{len(places)} places and {len(edges)} ways; the outline lists them all."),
        [h("path", {"class": "ck-way", "d": _way(at[one], at[other])}) for one, other in sorted(edges)],
        [_box(place, *at[place.id], is_here=place.id == here) for place in places],
    )


def _way(one: tuple[float, float], other: tuple[float, float]) -> str:
    x1, y1 = one[0] + _WIDE / 2, one[1] + _HIGH
    x2, y2 = other[0] + _WIDE / 2, other[1]
    if y2 < y1:  # back, or along the same row: out at the side
        x1, y1, x2, y2 = one[0] + _WIDE, one[1] + _HIGH / 2, other[0] + _WIDE, other[1] + _HIGH / 2
        bend = max(x1, x2) + 18
        return f"M{x1:.1f} {y1:.1f}C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    middle = (y1 + y2) / 2
    return f"M{x1:.1f} {y1:.1f}C{x1:.1f} {middle:.1f} {x2:.1f} {middle:.1f} {x2:.1f} {y2:.1f}"


def _box(place: OutlinePlace, x: float, y: float, *, is_here: bool) -> Node:
    tone = TONES[place.standing] if place.standing else "none"
    name = place.id if len(place.id) <= _FITS else place.id[: _FITS - 1].rstrip("-") + "…"
    kind = f"ck-place ck-{tone}{' ck-here' if is_here else ''}{' ck-lost' if place.depth is None else ''}"
    return h(
        "g",
        {"class": kind},
        h("title", None, place.title),
        h("rect", {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{_WIDE:g}", "height": f"{_HIGH:g}", "rx": 4}),
        h("text", {"x": f"{x + _WIDE / 2:.1f}", "y": f"{y + 23:.1f}", "text-anchor": "middle"}, name),
    )
