"""The six blocks of trust as a picture: three rows, and what the gate holds down.

Our own drawing: the names and levels are after Foltos, whose graphic is not redrawn.
A block's state is told by a word, by a colour and by the band along its foot:
solid (standing), hatched (strained), torn (broken), none and a dotted edge (no occasion).
A block held down sits lower than it would by its own evidence; the dashed outline shows where.
"""

from __future__ import annotations

from collections.abc import Sequence

from coachkit.scoring.debrief import Block
from coachkit.ui.parts import TONES
from coachkit.ui.tree import Node, h

WIDTH = 344.0
_MARGIN, _GAP, _RISE = 4.0, 8.0, 20.0
_HEIGHT, _BAND, _SINK = 64.0, 9.0, 12.0
_ROWS = ("top", "middle", "base")
_BLOCK_WIDTH = {"top": 126.0, "middle": 126.0, "base": (WIDTH - 2 * _MARGIN - 2 * _GAP) / 3}
_FITS = 14  # characters of a title that fit a block at its size; longer ones are drawn tighter


def pyramid(blocks: Sequence[Block]) -> Node:
    """The picture, named and described; `block_words` says the same in a table."""
    rows = [(row, [block for block in blocks if block.row == row]) for row in _ROWS]
    drawn = [_row(row, members, index) for index, (row, members) in enumerate(rows)]
    height = 3 * _HEIGHT + 2 * _RISE + 2 * _MARGIN + 8
    ground = height - 4
    return h(
        "svg",
        {
            "class": "ck-pyramid",
            "viewBox": f"0 0 {WIDTH:g} {height:g}",
            "role": "img",
            "aria-labelledby": "pyramid-title",
            "aria-describedby": "pyramid-desc",
        },
        h("title", {"id": "pyramid-title"}, "The building blocks of trust after this conversation"),
        h("desc", {"id": "pyramid-desc"}, " ".join(f"{b.title}: {block_words(b)}." for b in blocks)),
        h("line", {"class": "ck-ground", "x1": 0, "y1": ground, "x2": WIDTH, "y2": ground}),
        drawn,
    )


def block_words(block: Block) -> str:
    """A block's state in words, with what the gate did."""
    word = block.level_title.lower()
    if block.held_down_by is None:
        return word
    own = block.own_level_title.lower()
    return f"{word}, held down by {block.held_down_by} ({own} by its own evidence)"


def _row(row: str, members: Sequence[Block], index: int) -> list[Node]:
    width = _BLOCK_WIDTH[row]
    left = (WIDTH - len(members) * width - (len(members) - 1) * _GAP) / 2
    top = _MARGIN + index * (_HEIGHT + _RISE)
    return [_block(block, left + place * (width + _GAP), top, width) for place, block in enumerate(members)]


def _block(block: Block, x: float, y: float, width: float) -> Node:
    held = block.held_down_by is not None
    word, tone = block.level_title, TONES[block.level]
    sunk = y + (_SINK if held else 0)
    middle = x + width / 2
    tight = len(block.title) > _FITS
    return h(
        "g",
        {"class": f"ck-block ck-{tone}{' ck-held' if held else ''}"},
        _rect("ck-ghost", x, y, width, _HEIGHT) if held else None,
        _rect("ck-stone", x, sunk, width, _HEIGHT),
        _band(block.level, x, sunk + _HEIGHT - _BAND, width),
        h("path", {"class": "ck-weight", "d": _chevron(middle, sunk)}) if held else None,
        h(
            "text",
            {
                "class": "ck-block-title ck-tight" if tight else "ck-block-title",
                "x": _at(middle),
                "y": _at(sunk + 25),
                "text-anchor": "middle",
            },
            block.title,
        ),
        h(
            "text",
            {"class": "ck-block-state", "x": _at(middle), "y": _at(sunk + 43), "text-anchor": "middle"},
            f"{word.lower()}, held down" if held else word.lower(),
        ),
    )


def _rect(kind: str, x: float, y: float, width: float, height: float) -> Node:
    return h(
        "rect",
        {"class": kind, "x": _at(x), "y": _at(y), "width": _at(width), "height": _at(height), "rx": 3},
    )


def _band(level: str, x: float, y: float, width: float) -> Node | None:
    """The band along a block's foot: the state as a pattern."""
    if level == "standing":
        return h("path", {"class": "ck-band", "d": f"M{_at(x)} {_at(y)}h{_at(width)}v{_BAND:g}h-{_at(width)}z"})
    if level == "strained":
        return h("path", {"class": "ck-hatch", "d": _hatch(x, y, width)})
    if level == "broken":
        return h("path", {"class": "ck-band", "d": _torn(x, y, width)})
    return None


def _hatch(x: float, y: float, width: float) -> str:
    """Slanted strokes that stay inside the band; drawn one by one, since a pattern's id could meet its namesake."""
    step = 7.0
    strokes = int((width - _BAND) // step)
    spare = (width - _BAND - strokes * step) / 2
    starts = (x + spare + stroke * step for stroke in range(strokes + 1))
    return f"M{_at(x)} {_at(y)}h{_at(width)}" + "".join(
        f"M{_at(start)} {_at(y + _BAND - 1)}L{_at(start + _BAND)} {_at(y)}" for start in starts
    )


def _torn(x: float, y: float, width: float) -> str:
    """A band torn in two, with a crack running up between the halves."""
    foot, half = y + _BAND, x + width / 2
    left = f"M{_at(x)} {_at(y)}L{_at(half - 14)} {_at(y)}l5 4l-6 2l4 3L{_at(x)} {_at(foot)}z"
    right = f"M{_at(x + width)} {_at(y)}L{_at(half + 8)} {_at(y)}l-4 3l7 3l-5 3L{_at(x + width)} {_at(foot)}z"
    return left + right


def _chevron(middle: float, y: float) -> str:
    """A mark pressing on the upper edge: this one is held down."""
    return f"M{_at(middle - 9)} {_at(y - 8)}l9 6l9 -6"


def _at(number: float) -> str:
    return f"{number:.1f}"
