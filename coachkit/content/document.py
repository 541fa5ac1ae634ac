"""Reading one YAML file into plain data that still knows where everything stood.

Every scalar stays text, so `no`, `1:30` and `007` survive; the models turn them into what they need.
Anchors, aliases and tags are refused: content is prose, and an alias can blow a small file up.
"""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from coachkit.content.diagnostics import Diagnostic, brief, shown

MOST_BYTES = 1_000_000  # the longest scenario so far has 60 KB
DEEPEST = 40  # libyaml takes any depth; what reads its events recurses
Path_ = tuple[str | int, ...]
Place = tuple[int, int]  # line and column, from 1

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Editors and libyaml count lines differently at the separators; a byte order mark inside a text is lost to the eye.
_INVISIBLE = re.compile(r"[\x80-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Document:
    """A file's data, the place of each node, and the problems met in reading it.

    `places` maps a path such as ("scenes", "opening", "moves", 0) to (line, column), counted from 1;
    `keys` maps the same paths to the place of the key that introduces the value.
    `data` is None only when `problems` says why. What lies at or under a `spoilt` path is not what was written,
    because something there could not be used; `problems` has told of that, too.
    """

    file: str
    data: dict[str, Any] | None = None
    places: Mapping[Path_, Place] = field(default_factory=dict)
    keys: Mapping[Path_, Place] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    spoilt: frozenset[Path_] = frozenset()
    raw: bytes = field(default=b"", repr=False)

    def place(self, path: Path_, *, key: bool = False) -> Place:
        """Line and column of the node at `path`, or of its nearest parent that exists."""
        table = self.keys if key else self.places
        for end in range(len(path), -1, -1):
            if path[:end] in table:
                return table[path[:end]]
            if path[:end] in self.places:
                return self.places[path[:end]]
        return 1, 1

    def problem(self, code: str, path: Path_, message: str, cure: str = "", *, key: bool = False) -> Diagnostic:
        line, column = self.place(path, key=key)
        return Diagnostic(self.file, line, column, code, message, cure)


class _Unreadable(Exception):
    """What stops the reading of a file: where, which code, what, and the cure."""

    def __init__(self, code: str, message: str, cure: str, place: Place = (1, 1)) -> None:
        self.code, self.message, self.cure, self.place = code, message, cure, place


def read(path: Path) -> Document:
    """The file as a document; never raises for what is in the file, only collects problems."""
    builder, data, raw = _Builder(shown(path)), None, b""
    try:
        raw = _bytes(path)
        data = builder.read(_text(raw))
    except _Unreadable as error:
        builder.note(error.place, error.code, error.message, error.cure)
    problems, spoilt = tuple(builder.problems), frozenset(builder.spoilt)
    return Document(builder.file, data, builder.places, builder.keys, problems, spoilt, raw)


def _bytes(path: Path) -> bytes:
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise _Unreadable("CK001", "this is no file", "A folder or a device has its name: move that away.")
        if state.st_size > MOST_BYTES:
            raise _Unreadable(
                "CK003",
                f"the file has {state.st_size:,} bytes; the most is {MOST_BYTES:,}",
                "A scenario is text for ten minutes. Is this the right file?",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise _Unreadable("CK001", "there is no such file", "Check the name, or make it.") from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise _Unreadable("CK001", f"cannot be read: {why}", "Check its permissions.") from None


def _text(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _Unreadable("CK002", "the text is UTF-16, not UTF-8", "In your editor: Save as, encoding UTF-8.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        raise _Unreadable(
            "CK002", "not UTF-8 text", "Save it as UTF-8; is it perhaps a Word file?", _end_of(before)
        ) from None
    control = _CONTROL.search(text)
    if control:
        raise _Unreadable(
            "CK002", "holds control characters; not a text file", "Save it as plain text; is it perhaps a Word file?",
            _end_of(text[: control.start()]),
        )  # fmt: skip
    invisible = _INVISIBLE.search(text)
    if invisible:
        raise _Unreadable(
            "CK002", f"an invisible character (U+{ord(invisible[0]):04X}) stands here",
            "Delete it; such characters come along when text is pasted.", _end_of(text[: invisible.start()]),
        )  # fmt: skip
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _end_of(text: str) -> Place:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1


class _Builder:
    """Builds data from libyaml's events: its own composer recurses in C, and a long row of '[' would kill it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path_, Place] = {}
        self.keys: dict[Path_, Place] = {}
        self.problems: list[Diagnostic] = []
        self.spoilt: set[Path_] = set()
        self._events: Iterator[Any] = iter(())
        self._depth = 0

    def note(self, where: Place, code: str, message: str, cure: str) -> None:
        self.problems.append(Diagnostic(self.file, *where, code, message, cure))

    def read(self, text: str) -> dict[str, Any] | None:
        """The text's keys and values, or None with a problem noted. Raises _Unreadable."""
        self._events = yaml.parse(text, Loader=_Loader)
        data, documents = None, 0
        try:
            for event in self._events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        raise _Unreadable("CK007", "a second document starts here", "Remove '---'.", _start(event))
                elif isinstance(event, yaml.NodeEvent):
                    data = self._node(event, ())
        except yaml.MarkedYAMLError as error:
            raise _syntax(text, error) from None
        if isinstance(data, dict):
            return data
        if documents and not self.problems:
            where = self.places.get((), (1, 1))
            self.note(where, "CK013", "the file must hold keys and values", "Start with a line: format: 1")
        elif not documents:
            self.note((1, 1), "CK013", "the file is empty", "Start with a line: format: 1")
        return None

    def _node(self, event: Any, path: Path_) -> Any:
        self.places[path] = where = _start(event)
        if isinstance(event, yaml.AliasEvent):
            self.note(where, "CK007", f"an alias (*{event.anchor}) is used", "Write the value out.")
            self.spoilt.add(path)
            return None
        if event.anchor is not None:
            self.note(where, "CK007", f"an anchor (&{event.anchor}) is used", "Remove it, and write the value out where it is needed.")  # fmt: skip
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.note(where, "CK007", f"a tag ({tag}) is used", "Remove it: values need none.")
        if isinstance(event, yaml.ScalarEvent):
            return event.value if event.value or event.style else None
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Unreadable("CK007", f"nested more than {DEEPEST} levels deep", "Flatten it.", where)
        data = self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._list(path)
        self._depth -= 1
        return data

    def _list(self, path: Path_) -> list[Any]:
        data: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            data.append(self._node(event, (*path, len(data))))
        return data

    def _mapping(self, path: Path_) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            where = _start(event)
            aside = (*path, "?", *where)  # where a key or value goes that cannot be used
            key = self._node(event, aside)
            inner = self._key(event, key, where, path)
            value_event = next(self._events)
            value = self._node(value_event, inner or aside)
            if inner is None:
                continue
            data[key] = value
            if value is None and isinstance(value_event, yaml.ScalarEvent):
                self.places[inner] = where  # an empty value stands nowhere: its key is the word to look at
        return data

    def _key(self, event: Any, key: Any, where: Place, path: Path_) -> Path_ | None:
        """The path that the key opens, or None with a problem noted when it cannot be used."""
        if isinstance(event, yaml.ScalarEvent) and key and key != "<<":
            if (*path, key) not in self.keys:
                self.keys[(*path, key)] = where
                return (*path, key)
            first = self.keys[(*path, key)][0]
            self.note(where, "CK006", f"'{brief(key)}' stands here twice", f"First in line {first}; keep one.")
            return None
        if key == "<<":
            self.note(where, "CK007", "a merge key (<<) is used", "Write the values out.")
        elif not isinstance(event, yaml.AliasEvent):  # of which _node has told
            self.note(where, "CK007", "a key must be a plain word", "Quote it or rename it.")
        self.spoilt.add(path)
        return None


def _start(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


# libyaml's words on the left; what an author needs to hear on the right.
_COLON = "Text with ': ' in it needs quotes; a key lines up with its neighbours."
_PLAIN = {
    "mapping values are not allowed": ("a colon where none can stand", _COLON),
    "could not find expected ':'": ("this line is neither key nor text", "Give it a colon and a value, or indent it under its text."),
    "did not find expected key": ("the line does not fit its neighbours", "Line it up with the lines it belongs to; if it follows a closing quote, quote the whole text."),
    "did not find expected '-'": ("the line does not fit the list above", "Start it with '- ', or line it up with the list's key."),
    "found unexpected end of stream": ("a quote is opened here and never closed", "Close it, or remove it."),
    "did not find expected ',' or": ("a bracket is not closed before here", "Close it with ']' or '}', or put a comma between the values."),
    "did not find expected node": ("a value is missing here", "Write it, or remove the comma or bracket."),
    "block sequence entries": ("a list cannot start on its key's line", "Put each '- ' on a line of its own."),
    "found character that cannot start": ("no value can start with this character", "Put the whole value in quotes."),
    "did not find expected alphabetic": ("'*' and '&' have a meaning of their own here", "Put the whole value in quotes."),
    "found undefined tag": ("'!' has a meaning of its own here", "Put the whole value in quotes."),
    "found unknown escape": ("a backslash with no meaning", "Use '…' instead of \"…\", or write the backslash twice."),
    "did not find expected <document": ("text after the end of the document", "Remove the '...' above, or line the text up with the rest."),
}  # fmt: skip

_SEEN_LATE = ("found unexpected end of stream", "could not find expected ':'", "did not find expected alphabetic")


def _syntax(text: str, error: yaml.MarkedYAMLError) -> _Unreadable:
    """libyaml's complaint in plain words, at the word to look at."""
    why = error.problem or "cannot be read"
    mark, begun = error.problem_mark or error.context_mark, error.context_mark
    if mark is None:
        return _Unreadable("CK004", f"not YAML: {why}", _COLON)
    lines = text.split("\n")
    for number in range(begun.line if begun else mark.line, mark.line + 1):
        bad = lines[number] if number < len(lines) else ""
        tab = bad.find("\t", 0, len(bad) - len(bad.lstrip()))
        if tab >= 0:
            return _Unreadable(
                "CK005", "a tab stands in the indentation", "Indent with spaces, two a level.", (number + 1, tab + 1)
            )  # fmt: skip
    message, cure = next(
        (said for start, said in _PLAIN.items() if why.startswith(start)), (f"not YAML: {why}", _COLON)
    )
    if begun and why.startswith(_SEEN_LATE):
        mark = begun
    elif begun and begun.line < mark.line and "bracket" in message:
        cure = f"It is opened in line {begun.line + 1}. {cure}"
    at = (mark.line + 1, mark.column + 1)
    return _Unreadable("CK004", message, cure, min(at, _end_of(text)))  # at its end libyaml counts a line too many
