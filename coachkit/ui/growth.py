"""A coach's takes side by side: a picture with bands, the same as a table, and words that the evidence can bear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coachkit.content.quiz import STAGES, Stage
from coachkit.ui.parts import heading, local, scrolling, section
from coachkit.ui.quiz_front import broken_page
from coachkit.ui.quiz_parts import IN_DANGER, KEPT, SCOPE, clear_section, day_text, forget_row
from coachkit.ui.tree import Child, Node, h, scoped

if TYPE_CHECKING:
    from coachkit.content.bank import Bank
    from coachkit.measurement.change import Change
    from coachkit.sessions.growth import Growth, Point
    from coachkit.sessions.result import Clear

_LEFT, _STEP, _ROW, _TOP, _BAR, _FOOT = 108.0, 112.0, 54.0, 10.0, 34.0, 30.0

_WORDS: dict[Change, str] = {
    "grew": "Moved up, by more than a second take shows by chance.",
    "fell": "Moved down, by more than a second take shows by chance. Tiredness and haste do that too.",
    "no-clear-change": "Within what a second take shows by chance.",
}


def growth_view(growth: Growth) -> Node:
    """All takes as one tree."""
    quiz = growth.quiz
    bank = quiz.bank
    body = h(
        "div",
        {"class": "ck-view ck-quiz", "lang": "en", "dir": "ltr"},
        h("div", {"class": "ck-header"}, heading(1, "title", "My growth")),
        broken_page(is_foreign=quiz.foreign is not None) if bank is None or quiz.foreign else _body(growth, bank),
    )
    return scoped(body, SCOPE)


def _body(growth: Growth, bank: Bank) -> list[Child]:
    points = growth.points
    if not points:
        return [
            h("p", {"class": "ck-lead"}, "No finished take is kept in this browser yet."),
            _unread(growth.unread),
            h("p", None, "Take the mastery quiz, come back next term, and see here what has changed, and what only seems to have."),
            h("p", {"class": "ck-promise"}, KEPT),
        ]  # fmt: skip
    return [
        h("p", {"class": "ck-lead"}, _lead(points)),
        h("p", None, f"Your last two takes together speak for {_stages(growth.together, bank)}.")
        if growth.together
        else None,
        scrolling("The picture of your takes", picture(points, bank)),
        _table(points, bank),
        _unread(growth.unread),
        h(
            "div",
            {"class": "ck-sections ck-after-table"},
            _pooled(growth.pooled, sum(bool(point.band) for point in points)),
            section(
                "keep",
                "Take it with you",
                h("p", {"class": "ck-actions"}, local("Save as a handout", "save-handout"), local("Print", "print")),
                forget_row(),
                kind="ck-screen",
            ),
            h("p", {"class": "ck-note", "role": "note"}, bank.stages.note),
        ),
    ]


def _unread(count: int) -> Node | None:
    if not count:
        return None
    what = "One more take is" if count == 1 else f"{count} more takes are"
    words = f"{what} kept here that this version of the kit cannot read: their key is not in it."
    return h("p", {"class": "ck-notice", "role": "note"}, words)


def _lead(points: Sequence[Point]) -> str:
    changes = [point.change for point in points if point.change]
    if not changes and len(points) > 1:
        return "Where answers cannot be told from guessing, there is nothing to compare."
    if not changes:
        return "One take is a beginning. From the second on you see here what has changed, and what only seems to have."
    clear = [one for one in changes if one != "no-clear-change"]
    if not clear:
        return "Between your takes nothing has changed by more than chance would do."
    return "Where a take differs from the one before by more than chance, it says so below."


def _stages(band: Sequence[Stage], bank: Bank) -> str:
    return " or ".join(bank.stages.stages[stage].title for stage in band) or "Not to be told from guessing"


def picture(points: Sequence[Point], bank: Bank) -> Node:
    """The takes from left to right; each a bar over the stages that it speaks for."""
    width, height = _LEFT + _STEP * len(points) + 8, _TOP + _ROW * len(STAGES) + _FOOT
    rows = list(reversed(STAGES))
    lines: list[Child] = []
    for i, stage in enumerate(rows):
        y = _TOP + i * _ROW
        lines.append(h("line", {"x1": f"{_LEFT:g}", "x2": f"{width:g}", "y1": f"{y + _ROW:g}", "y2": f"{y + _ROW:g}", "class": "ck-rule"}))  # fmt: skip
        lines.append(h("text", {"x": "2", "y": f"{y + _ROW / 2 + 5:g}"}, bank.stages.stages[stage].title))
    return h(
        "svg",
        {
            "class": "ck-growth", "viewBox": f"0 0 {width:g} {height:g}", "width": f"{width:g}", "height": f"{height:g}",
            "role": "img", "aria-labelledby": "growth-title", "aria-describedby": "growth-desc",
        },
        h("title", {"id": "growth-title"}, "Your takes and their bands of stages"),
        h("desc", {"id": "growth-desc"}, "Each bar spans the stages that a take speaks for. The table below says the same."),
        lines,
        [_bar(point, i, rows) for i, point in enumerate(points)],
    )  # fmt: skip


def _bar(point: Point, index: int, rows: Sequence[Stage]) -> Node:
    x = _LEFT + _STEP * index + _STEP / 2
    label = h("text", {"x": f"{x:g}", "y": f"{_TOP + _ROW * len(rows) + 20:g}", "text-anchor": "middle"}, f"{index + 1} · {point.day.day} {point.day:%b %y}")  # fmt: skip
    if not point.band:
        return h("g", {"class": "ck-none"}, label)
    places = [rows.index(stage) for stage in point.band]
    top, bottom = _TOP + min(places) * _ROW + 6, _TOP + (max(places) + 1) * _ROW - 6
    return h(
        "g",
        {"class": "ck-take"},
        h("rect", {"x": f"{x - _BAR / 2:g}", "y": f"{top:g}", "width": f"{_BAR:g}", "height": f"{bottom - top:g}", "rx": 6}),
        label,
    )  # fmt: skip


def _table(points: Sequence[Point], bank: Bank) -> Node:
    """A take a row; on a narrow page its rows become cards, so roles are written out."""
    columns = ("Take", "Stages", "Your guess", "Since the one before")
    return h(
        "table",
        {"class": "ck-table ck-growth-table", "role": "table"},
        h("thead", {"role": "rowgroup"}, h("tr", {"role": "row"}, [h("th", {"scope": "col", "role": "columnheader"}, name) for name in columns])),
        h("tbody", {"role": "rowgroup"}, [_row(point, i, bank, columns) for i, point in enumerate(points, start=1)]),
    )  # fmt: skip


def _row(point: Point, number: int, bank: Bank, columns: Sequence[str]) -> Node:
    since = _WORDS[point.change] if point.change else "–"
    cells: tuple[Child, ...] = (
        [h("span", {"class": "ck-line"}, line) for line in (_stages(point.band, bank), *_gates(point))],
        bank.stages.stages[point.predicted].title if point.predicted else "–",
        since if point.is_current else f"{since} (An earlier version of the key.)",
    )
    return h(
        "tr",
        {"role": "row"},
        h("th", {"scope": "row", "role": "rowheader"}, f"{number} · {day_text(point.day)}"),
        [h("td", {"role": "cell", "data-label": name}, cell) for name, cell in zip(columns[1:], cells, strict=True)],
    )


def _gates(point: Point) -> list[str]:
    """What no total may hide."""
    found = [IN_DANGER] if point.has_missed else []
    return [*found, *(f"{title} did not show." for title in point.absent)]


def _pooled(found: Clear, takes: int) -> Node:
    together = f"over your {takes} takes together" if takes > 1 else "in this take"
    return clear_section(
        f"Beside your own other answers, {together}.",
        [one.title for one in found.strong],
        [one.title for one in found.hard],
        "No clear difference yet.",
    )
