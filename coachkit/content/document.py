"""Reading one YAML file into plain data that still knows where everything stood.

Every scalar stays text, so `no`, `1:30` and `007` survive; the models turn them into what they need.
Anchors, aliases and tags are refused: content is prose, and an alias can blow a small file up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from coachkit.content.diagnostics import Diagnostic, shown

MOST_BYTES = 1_000_000  # the longest scenario so far has 60 KB
DEEPEST = 40
_DEEP = f"nested more than {DEEPEST} levels deep"
Path_ = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """A file's data, the place of each node, and the problems met in reading it.

    `places` maps a path such as ("scenes", "opening", "moves", 0) to (line, column), counted from 1;
    `keys` maps the same paths to the place of the key that introduces the value.
    """

    file: str
    data: Any = None
    places: Mapping[Path_, tuple[int, int]] = field(default_factory=dict)
    keys: Mapping[Path_, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()

    def place(self, path: Path_, *, key: bool = False) -> tuple[int, int]:
        """Line and column of the node at `path`, or of its nearest parent that exists."""
        table = self.keys if key else self.places
        for end in range(len(path), -1, -1):
            if path[:end] in table:
                return table[path[:end]]
            if path[:end] in self.places:
                return self.places[path[:end]]
        return 1, 1

    def problem(
        self, code: str, path: Path_, message: str, cure: str = "", *, key: bool = False
    ) -> Diagnostic:
        line, column = self.place(path, key=key)
        return Diagnostic(self.file, line, column, code, message, cure)


def read(path: Path) -> Document:
    """The file as a document; never raises for what is in the file, only collects problems."""
    file = shown(path)

    def refuse(code: str, message: str, cure: str, line: int = 1, column: int = 1) -> Document:
        return Document(file, problems=(Diagnostic(file, line, column, code, message, cure),))

    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            return refuse(
                "CK003",
                f"the file has {size:,} bytes; the most is {MOST_BYTES:,}",
                "A scenario is text for ten minutes. Is this the right file?",
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        return refuse("CK001", "there is no such file", "Check the name, or make it.")
    except OSError as error:
        return refuse("CK001", f"cannot be read: {error.strerror}", "Check its permissions.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return refuse(
            "CK002", "not UTF-8 text", "Save it as UTF-8; is it perhaps a Word file?", line
        )
    control = next((i for i, c in enumerate(text) if c < " " and c not in "\n\r\t"), None)
    if control is not None:
        line = text.count("\n", 0, control) + 1
        return refuse(
            "CK002", "holds control characters; not a text file", "Save it as plain text.", line
        )
    return _parse(file, text)


def _parse(file: str, text: str) -> Document:
    try:
        too_deep = _too_deep(text)
        if too_deep is not None:
            return Document(file, problems=(Diagnostic(file, *too_deep, "CK007", _DEEP, "Flatten it."),))
        nodes = list(yaml.compose_all(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        return Document(file, problems=(_syntax(file, text, error),))
    except yaml.YAMLError as error:
        return Document(file, problems=(Diagnostic(file, 1, 1, "CK004", f"not YAML: {error}"),))
    if len(nodes) > 1:
        line = nodes[1].start_mark.line + 1
        return Document(
            file,
            problems=(
                Diagnostic(file, line, 1, "CK007", "a second document starts here", "Remove '---'."),
            ),
        )
    builder = _Builder(file)
    data = builder.build(nodes[0], ()) if nodes and nodes[0] is not None else None
    if not isinstance(data, dict):
        builder.problems.append(
            Diagnostic(file, 1, 1, "CK013", "the file must hold keys and values", "Start: format: 1")
        )
        data = None
    return Document(file, data, builder.places, builder.keys, tuple(builder.problems))


def _too_deep(text: str) -> tuple[int, int] | None:
    """Where nesting first passes the limit: libyaml's composer recurses, and a long row of '[' kills it."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                return event.start_mark.line + 1, event.start_mark.column + 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _syntax(file: str, text: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    bad = lines[line - 1] if line <= len(lines) else ""
    if "\t" in bad[: len(bad) - len(bad.lstrip())]:
        return Diagnostic(
            file, line, bad.index("\t") + 1, "CK005", "a tab stands in the indentation",
            "Indent with spaces, two a level.",
        )  # fmt: skip
    why = error.problem or "cannot be read"
    return Diagnostic(
        file, line, column, "CK004", f"not YAML: {why}",
        "Often a missing quote or colon just above. Text with ': ' or a leading quote needs quotes or '|'.",
    )  # fmt: skip


class _Builder:
    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path_, tuple[int, int]] = {}
        self.keys: dict[Path_, tuple[int, int]] = {}
        self.problems: list[Diagnostic] = []
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, path: Path_) -> Any:
        where = (node.start_mark.line + 1, node.start_mark.column + 1)
        self.places[path] = where
        if id(node) in self._seen:
            self._note(where, "CK007", "an alias (*name) is used", "Write the value out.")
            return None
        self._seen.add(id(node))
        if not node.tag.startswith("tag:yaml.org,2002:"):
            self._note(where, "CK007", f"a tag ({node.tag}) is used", "Remove it.")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, i)) for i, item in enumerate(node.value)]
        plain_null = node.tag == "tag:yaml.org,2002:null" and not node.style
        return None if plain_null and node.value == "" else node.value

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            where = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self._note(where, "CK007", "a key must be a plain word", "Quote it or rename it.")
                continue
            key = key_node.value
            if key == "<<":
                self._note(where, "CK007", "a merge key (<<) is used", "Write the values out.")
                continue
            if key in data:
                first = self.keys[(*path, key)][0]
                self._note(where, "CK006", f"'{key}' stands here twice", f"First in line {first}.")
                continue
            self.keys[(*path, key)] = where
            data[key] = self.build(value_node, (*path, key))
        return data

    def _note(self, where: tuple[int, int], code: str, message: str, cure: str) -> None:
        self.problems.append(Diagnostic(self.file, *where, code, message, cure))
