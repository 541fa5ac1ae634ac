"""Who knows what now, as a table: a fact a row, a person a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coachkit.scoring.debrief import LedgerCell, LedgerRow
from coachkit.ui.parts import sentence
from coachkit.ui.tree import Node, h

_KNOWS: Mapping[str, str] = {
    "whole": "Knows",
    "part": "Half knows",
    "no": "Does not know",
    "owed": "Is owed this, and was not told",
}


def ledger_table(people: Sequence[str], rows: Sequence[LedgerRow]) -> Node:
    """The table in a region of its own that can be scrolled by keyboard; on a narrow page its rows become cards.

    Roles are written out, because a browser forgets a table's meaning once its cells are laid out as cards.
    """
    corner = h("th", {"scope": "col", "role": "columnheader"}, "What there is to know")
    columns = [h("th", {"scope": "col", "role": "columnheader"}, name) for name in people]
    return h(
        "div",
        {"class": "ck-scroll", "role": "region", "tabindex": "0", "aria-labelledby": "ledger"},
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
            h("span", {"class": "ck-origin"}, f"{row.kind_title} · {row.owner}’s to share"),
        ),
        [_cell(cell) for cell in row.cells],
    )


def _cell(cell: LedgerCell) -> Node:
    word = _KNOWS[cell.knows]
    # A cell may say in words just what its mark says; once is enough.
    text = cell.text if cell.text.strip(". ").lower() != word.lower() else ""
    trespass = " ck-trespass" if cell.permission == "none" and cell.knows in ("whole", "part") else ""
    return h(
        "td",
        {"role": "cell", "data-label": cell.person, "class": f"ck-{cell.knows}{trespass}"},
        h("span", {"class": "ck-knows"}, word),
        h("span", {"class": "ck-how"}, text) if text else None,
    )
