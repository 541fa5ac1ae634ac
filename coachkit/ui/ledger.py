"""Who knows what now, as a table: a fact a row, a person a column."""

from __future__ import annotations

from collections.abc import Sequence

from coachkit.scoring.debrief import LedgerCell, LedgerRow
from coachkit.ui.parts import scrolling, sentence
from coachkit.ui.tree import Node, h


def ledger_table(people: Sequence[str], rows: Sequence[LedgerRow]) -> Node:
    """The table in a region of its own that can be scrolled by keyboard; on a narrow page its rows become cards.

    Roles are written out, because a browser forgets a table's meaning once its cells are laid out as cards.
    """
    corner = h("th", {"scope": "col", "role": "columnheader"}, "What there is to know")
    columns = [h("th", {"scope": "col", "role": "columnheader"}, name) for name in people]
    return scrolling(
        "The table of who knows what",
        h(
            "table",
            {"class": "ck-ledger", "role": "table", "aria-labelledby": "ledger"},
            h("thead", {"role": "rowgroup"}, h("tr", {"role": "row"}, corner, columns)),
            h("tbody", {"role": "rowgroup"}, [_row(row) for row in rows]),
        ),
    )


def _row(row: LedgerRow) -> Node:
    return h(
        "tr",
        {"role": "row"},
        h(
            "th",
            {"scope": "row", "role": "rowheader"},
            h("span", {"class": "ck-fact"}, sentence(row.fact)),
            h("span", {"class": "ck-origin"}, f"{row.kind_title}; belongs to {_owner(row)}"),
        ),
        [_cell(cell) for cell in row.cells],
    )


def _owner(row: LedgerRow) -> str:
    return "you" if row.owner == "You" else row.owner


def _cell(cell: LedgerCell) -> Node:
    """The cell's own words, their first clause beside a mark: "knows in part" | "from Daniel, without permission"."""
    word, _, how = cell.text.partition(", ")
    trespass = " ck-trespass" if cell.permission == "none" and cell.knows in ("whole", "part") else ""
    return h(
        "td",
        {"role": "cell", "data-label": cell.person, "class": f"ck-{cell.knows}{trespass}"},
        h("span", {"class": "ck-knows"}, word[:1].upper() + word[1:]),
        h("span", {"class": "ck-how"}, how) if how else None,
    )
