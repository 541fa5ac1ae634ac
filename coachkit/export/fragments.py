"""Pieces of a view with holes in them: drawn once by `coachkit.ui`, filled in the browser.

A piece is a tree as `as_json` writes it. A hole is drawn as a number that stands nowhere in the content, so that it
passes through every function of the views; here it becomes a slot, `["$", name]`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

Tree = list[Any]
Where = Callable[[Tree], bool]

_LONG = 24  # characters; a text shorter than this is cheaper repeated than named


class Holes:
    """Numbers for what is only known while playing. `content`: all texts, in which no hole may stand."""

    def __init__(self, content: str) -> None:
        self._prefix = next(prefix for prefix in map(str, range(90001, 99999)) if prefix not in content)
        self._pattern = re.compile(rf"{self._prefix}(\d{{4}})")
        self._names = ["turn", "number"]  # neighbours: a view writes turn + 1 where it counts from one

    def number(self, name: str) -> int:
        if name not in self._names:
            self._names.append(name)
        return int(f"{self._prefix}{self._names.index(name):04d}")

    def text(self, name: str) -> str:
        return str(self.number(name))

    def slotted(self, tree: Tree) -> Tree:
        """The tree with every hole as a slot. An attribute with holes becomes a list of its parts."""
        if tree[0] == "$":
            return tree
        attributes = {name: self._attribute(value) for name, value in tree[1].items()}
        row: Tree = [tree[0], attributes]
        for child in tree[2:]:
            row.extend(self._parts(child) if isinstance(child, str) else [self.slotted(child)])
        return row

    def _attribute(self, value: str) -> str | list[Any]:
        parts = self._parts(value)
        return parts if any(not isinstance(part, str) for part in parts) else value

    def _parts(self, text: str) -> list[Any]:
        pieces = self._pattern.split(text)
        named: list[Any] = [["$", self._names[int(p)]] if i % 2 else p for i, p in enumerate(pieces)]
        return [part for part in named if part != ""]


def walk(tree: Tree) -> Iterator[Tree]:
    """Every element of the tree, in the order of the page."""
    yield tree
    for child in tree[2:]:
        if isinstance(child, list):
            yield from walk(child)


def at(tag: str, kind: str = "", name: str = "") -> Where:
    """Finds elements of that tag, class, and id (or the id that names them)."""

    def found(tree: Tree) -> bool:
        attributes = tree[1] if tree[0] != "$" else {}
        names = f"{attributes.get('id', '')} {attributes.get('aria-labelledby', '')}".split()
        return (
            tree[0] == tag
            and (not kind or kind in attributes.get("class", "").split())
            and (not name or any(one.endswith(f"-{name}") for one in names))
        )

    return found


def find(tree: Tree, where: Where) -> Tree:
    """The first such element. Raises StopIteration, a mistake of ours: the views have changed their shape."""
    return next(one for one in walk(tree) if where(one))


def cut(tree: Tree, where: Where, slot: str) -> list[Tree]:
    """Put one slot in the place of such elements, all children of the same parent, and give them."""
    for one in walk(tree):
        taken = [child for child in one[2:] if isinstance(child, list) and where(child)]
        if taken:
            place = next(i for i, child in enumerate(one) if child is taken[0])
            one[place] = ["$", slot]
            one[:] = [child for child in one if not any(child is other for other in taken[1:])]
            return taken
    return []


class Pool:
    """All pieces of a page, each element and each long text kept once."""

    def __init__(self, holes: Holes) -> None:
        self._holes = holes
        self._ids: dict[str, int] = {}
        self._trees: list[Any] = []

    def add(self, tree: Tree | str) -> int:
        """The piece's number."""
        piece = tree if isinstance(tree, str) else self._holes.slotted(tree)
        key = _key(piece)
        if key not in self._ids:
            self._ids[key] = len(self._trees)
            self._trees.append(piece)
        return self._ids[key]

    def all(self, trees: list[Any]) -> list[int]:
        return [self.add(tree) for tree in trees]

    def packed(self) -> list[Any]:
        """Every piece by its number; inside a piece, a number stands for another one."""
        uses: Counter[str] = Counter(self._ids)
        for key in self._ids:
            uses[key] = 2  # has a number already
        seen: set[str] = set()
        waiting = list(self._trees)
        order: dict[str, Any] = {}
        while waiting:
            for child in _children(waiting.pop()):
                key = _key(child)
                uses[key] += 1
                if key not in seen:
                    seen.add(key)
                    order[key] = child
                    waiting.append(child)
        ids = dict(self._ids)
        shared = [(key, child) for key, child in order.items() if uses[key] > 1 and key not in ids]
        ids |= {key: len(ids) + i for i, (key, _) in enumerate(shared)}

        def written(piece: Any) -> Any:
            if isinstance(piece, str) or piece[0] == "$":
                return piece
            return [*piece[:2], *(ids.get(_key(c)) if _key(c) in ids else written(c) for c in piece[2:])]

        return [written(piece) for piece in (*self._trees, *(child for _, child in shared))]


def _children(piece: Any) -> list[Any]:
    """What of a piece may be kept apart: its elements and long texts."""
    if isinstance(piece, str) or piece[0] == "$":
        return []
    return [c for c in piece[2:] if (len(c) >= _LONG if isinstance(c, str) else c[0] != "$")]


def _key(piece: Any) -> str:
    return json.dumps(piece, ensure_ascii=False, separators=(",", ":"))
