"""What pydantic refuses, said to an author: at the word, with a code and a cure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from coachkit.content import moves
from coachkit.content.diagnostics import Diagnostic, brief, did_you_mean
from coachkit.content.document import Document, Path_

_Loc = tuple[str | int, ...]

# Below these stand ids of the author's own, which may read like a key of ours.
_NAMED = {"scenes": "scene", "endings": "ending", "choices": "choice", "people": "person", "facts": "fact",
          "promises": "promise", "counters": "counter", "add": "", "seen": "", "agreements": "agreement",
          "principles": "principle", "blocks": "block", "must-haves": "must-have", "questions": "question",
          "sources": "source", "iste": "ISTE code", "findings": "finding", "levels": ""}  # fmt: skip
_EVIDENCE = ("OnPrinciple", "OnBlock")  # tags that pydantic puts into the location

_KINDS = {
    "string_type": "Text belongs here.",
    "dict_type": "Keys with values belong here, indented below.",
    "model_type": "Keys with values belong here, indented below.",
    "model_attributes_type": "Keys with values belong here, indented below.",
    "tuple_type": "A list belongs here: [one, two], or a line with '- ' for each.",
    "int_parsing": "A whole number belongs here.",
    "int_parsing_size": "A whole number belongs here.",
    "int_from_float": "A whole number belongs here.",
    "int_type": "A whole number belongs here.",
    "bool_parsing": "Write yes or no.",
    "bool_type": "Write yes or no.",
    "date_form": "Write a date as year-month-day: 2026-11-21.",
    "date_from_datetime_parsing": "There is no such day; write year-month-day: 2026-11-21.",
    "string_pattern_mismatch": "Write a language code: en, pt-BR.",
}
_BOUNDS = {
    "greater_than_equal": ("ge", "the least is"),
    "less_than_equal": ("le", "the most is"),
    "string_too_long": ("max_length", "the most is"),
    "too_short": ("min_length", "the least is"),
    "too_long": ("max_length", "the most is"),
}


def explain(document: Document, model: type[BaseModel], error: ValidationError) -> list[Diagnostic]:
    """A diagnostic for each thing that the model refused in the document."""
    details = error.errors(include_url=False)
    paths = [_path(detail["loc"]) for detail in details]
    found = []
    for detail, path in zip(details, paths, strict=True):
        if any(path[:end] in document.spoilt for end in range(len(path) + 1)):
            continue  # said when the file was read
        if detail["type"] == "too_short" and any(p[: len(path)] == path and p != path for p in paths):
            continue  # only a shadow of the errors inside
        found.append(_diagnose(document, model, detail, path))
    return found


def _path(loc: _Loc) -> Path_:
    """pydantic's location without the union tags it puts in, as a path into the data."""
    path: list[str | int] = []
    named = tag_next = False
    for part in loc:
        if not named and (tag_next or part in _EVIDENCE):
            tag_next = False
            continue
        if part == "[key]" and part == loc[-1]:
            break
        path.append(part)
        in_list = isinstance(part, int) and len(path) > 1 and path[-2] in ("moves", "all", "any")
        tag_next = not named and (in_list or part in ("if", "not"))
        named = not named and part in _NAMED
    return tuple(path)


def _diagnose(document: Document, model: type[BaseModel], detail: ErrorDetails, path: Path_) -> Diagnostic:
    kind, value, leaf = detail["type"], detail.get("input"), path[-1] if path else ""
    inside, word, shown = _inside(path), _word(path), brief(value)
    at_key = detail["loc"][-1:] == ("[key]",)

    def note(code: str, message: str, cure: str, at: Path_ = path, *, key: bool = at_key) -> Diagnostic:
        return document.problem(code, at, message, cure, key=key)

    if kind == "missing":
        return note("CK010", f"'{leaf}' is missing{inside}", f"Add a line: {leaf}: …", path[:-1], key=True)
    if kind == "extra_forbidden":
        return note("CK011", f"unknown key '{brief(leaf)}'{inside}", _known_instead(model, detail["loc"]), key=True)
    if value is None and kind not in ("unknown_move", "unknown_condition"):
        return note("CK018", f"{word} is empty{inside}", "Write its value, or remove it if it may be left out.")
    if path == ("format",):
        return note("CK009", f"'{shown}' is no format that this coachkit reads", "Write format: 1.")
    if kind in ("unknown_move", "unknown_condition"):
        return _unknown_name(document, kind, value, path, inside)
    if kind == "unknown_evidence":
        return note("CK010", f"'principle' or 'block' is missing{inside}", "Say on which one it is evidence.")
    if kind == "string_pattern_mismatch" and detail["ctx"]["pattern"] == moves.ID_PATTERN:
        cure = "Ids are lower-case letters, digits and single hyphens: ask-noor-first."
        return note("CK014", f"'{shown}' is not an id{inside}", cure)
    if kind == "literal_error":
        expected = str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        cure = did_you_mean(shown, expected.split(", "))
        return note("CK017", f"'{shown}' is not one of the words for {word}{inside}", cure)
    if kind == "string_too_short":
        return note("CK018", f"{word} is empty{inside}", "Write its text.")
    if kind in _BOUNDS:
        bound, says = _BOUNDS[kind]
        limit = f"{says} {detail['ctx'][bound]}"
        if kind.startswith("too_"):
            size = f"{len(value)}" if isinstance(value, dict | list | tuple) else "other than that"
            return note("CK018", f"{word}{inside} holds {size}; {limit}", "Add to it." if kind == "too_short" else "Remove some, or join them.")  # fmt: skip
        if kind == "string_too_long":
            return note("CK018", f"{word}{inside} has {len(str(value))} characters; {limit}", "Shorten it.")
        return note("CK018", f"{word}{inside} is {shown}; {limit}", "Write a number within the bounds.")
    return note("CK013", f"{word} has the wrong kind of value{inside}", _KINDS.get(kind, f"{detail['msg']}."))


def _unknown_name(document: Document, kind: str, value: Any, path: Path_, inside: str) -> Diagnostic:
    code, noun, table = ("CK015", "move", moves.MOVES) if kind == "unknown_move" else ("CK016", "condition", moves.CONDITIONS)  # fmt: skip
    if not isinstance(value, dict) or not value:
        example = "{tell: fact-id, to: person-id}" if noun == "move" else "{chose: choice-id}"
        word = f"'{brief(value)}' is no {noun}" if value else f"a {noun} is missing here"
        return document.problem(code, path, f"{word}{inside}", f"Write it like this: {example}.")
    arguments = {str(f.alias) for cls in table.values() for f in cls.model_fields.values()} - table.keys()
    word = next((key for key in value if key not in arguments), next(iter(value)))
    return document.problem(code, (*path, word), f"unknown {noun} '{brief(word)}'{inside}", did_you_mean(word, table), key=True)  # fmt: skip


def _word(path: Path_) -> str:
    """The thing itself: its key, or the list that it is in."""
    key = next((p for p in reversed(path) if isinstance(p, str)), "the file")
    return f"an item of '{brief(key)}'" if path and isinstance(path[-1], int) else f"'{brief(key)}'"


def _inside(path: Path_) -> str:
    """Which named thing the place belongs to: ' in choice 'ask-goal''."""
    found, named = "", False
    for container, name in pairwise(path[:-1]):
        noun = None if named else _NAMED.get(str(container))
        named = noun is not None
        if noun and isinstance(name, str):
            found = f" in {noun} '{brief(name)}'"
    return found


def _known_instead(model: type[BaseModel], loc: _Loc) -> str:
    """The cure for an unknown key: a key that is known there."""
    leaf, known = str(loc[-1]), _fields_at(model, loc)
    for noun, table in (("move", moves.MOVES), ("condition", moves.CONDITIONS)):
        if leaf in table and set(known) & table.keys():
            return f"One {noun} at a time: give '{leaf}' an item of its own." if noun == "move" else "One condition at a time: join several with all: or any:."  # fmt: skip
    return did_you_mean(leaf, known) if known else "Remove it."


@cache
def _schema(model: type[BaseModel]) -> Mapping[str, Any]:
    return model.model_json_schema()


def _fields_at(model: type[BaseModel], loc: _Loc) -> list[str]:
    """The keys that the model at this place knows, found in its JSON schema."""
    schema = _schema(model)
    definitions = schema.get("$defs", {})

    def resolve(node: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in node:
            node = definitions[str(node["$ref"]).rsplit("/", 1)[-1]]
        return node

    def options_of(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        inner = [option for word in ("oneOf", "anyOf") for option in node.get(word, ())]
        return [leaf for option in inner for leaf in options_of(resolve(option)) or [resolve(option)]]

    node = schema
    for part in loc[:-1]:
        node = resolve(node)
        options = options_of(node)
        tagged = [o for o in options if o.get("title") == part or part in o.get("required", ())]
        objects = [o for o in options if o.get("type") == "object"]
        if isinstance(part, int):
            lists = [o for o in [node, *options] if "items" in o]
            node = lists[0]["items"] if lists else {}
        elif tagged:
            node = tagged[0]  # the union's tag is not a key of its own
        else:
            inner = objects[0] if objects else node
            named = [*inner.get("patternProperties", {}).values(), inner.get("additionalProperties")]
            node = inner.get("properties", {}).get(part) or next((n for n in named if isinstance(n, dict)), {})
    return list(resolve(node).get("properties", {}))
