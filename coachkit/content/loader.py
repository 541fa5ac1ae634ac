"""From files to checked models: every problem of a folder is collected and shown together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from coachkit.content import moves
from coachkit.content.diagnostics import Diagnostic, did_you_mean
from coachkit.content.document import Document, Path_, read
from coachkit.content.model import FORMAT, Key, Plan, Scenario
from coachkit.errors import ContentError

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Loaded:
    """A scenario's folder, read: the models, the documents they came from, and a hash of the content."""

    folder: Path
    scenario: Scenario
    key: Key
    plans: Mapping[str, Plan]
    scenario_document: Document
    key_document: Document
    plan_documents: Mapping[str, Document]
    content_hash: str


def load_scenario(folder: Path) -> Loaded:
    """The folder's scenario, key and plans by shape; raises ContentError with all that is wrong.

    What ids refer to is not looked at here: see `coachkit.content.checks`.
    """
    story, key = read(folder / "scenario.yaml"), read(folder / "key.yaml")
    plans = {path.stem: read(path) for path in sorted((folder / "plans").glob("*.yaml"))}
    problems: list[Diagnostic] = []
    scenario = validate(story, Scenario, problems)
    judged = validate(key, Key, problems)
    golden = {name: validate(document, Plan, problems) for name, document in plans.items()}
    if problems or scenario is None or judged is None:
        raise ContentError(tuple(sorted(problems)))
    digest = sha256()
    for name in ("scenario.yaml", "key.yaml"):
        digest.update((folder / name).read_bytes())
    return Loaded(
        folder,
        scenario,
        judged,
        {name: plan for name, plan in golden.items() if plan is not None},
        story,
        key,
        plans,
        digest.hexdigest()[:16],
    )


def validate(document: Document, model: type[M], problems: list[Diagnostic]) -> M | None:
    """The document as a model, or None with its problems added to the list."""
    problems.extend(document.problems)
    if document.data is None:
        return None
    newer = str(document.data.get("format", ""))
    if newer.isdecimal() and int(newer) > FORMAT:
        problems.append(
            document.problem(
                "CK009",
                ("format",),
                f"format {newer} is newer than this coachkit reads ({FORMAT})",
                "Update coachkit, or write format: 1.",
            )
        )
        return None
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        paths = [_path(detail["loc"]) for detail in details]
        for detail, path in zip(details, paths, strict=True):
            nested = any(p[: len(path)] == path and len(p) > len(path) for p in paths)
            if detail["type"] == "too_short" and nested:
                continue  # only a shadow of the errors inside
            problems.append(_diagnose(document, model, detail, path))
        return None


def _path(loc: Iterable[str | int]) -> Path_:
    """pydantic's location without the union tags it puts in, as a path into the data."""
    path: list[str | int] = []
    tag_next = False
    for part in loc:
        if tag_next or part in ("OnPrinciple", "OnBlock", "[key]"):
            tag_next = False
            continue
        path.append(part)
        in_list = isinstance(part, int) and len(path) > 1 and path[-2] in ("moves", "all", "any")
        tag_next = in_list or part in ("if", "not")
    return tuple(path)


def _diagnose(
    document: Document, model: type[BaseModel], detail: ErrorDetails, path: Path_
) -> Diagnostic:
    kind, leaf = detail["type"], path[-1] if path else ""
    value = detail.get("input")
    inside = _inside(path)
    if kind == "missing":
        return document.problem(
            "CK010", path[:-1], f"'{leaf}' is missing{inside}", f"Add a line: {leaf}: …"
        )
    if kind == "extra_forbidden":
        known = _fields_at(model, detail["loc"])
        cure = did_you_mean(str(leaf), known) if known else "Remove it."
        return document.problem("CK011", path, f"unknown key '{leaf}'{inside}", cure, key=True)
    if kind in ("unknown_move", "unknown_condition"):
        table = moves.MOVES if kind == "unknown_move" else moves.CONDITIONS
        code, noun = ("CK015", "move") if kind == "unknown_move" else ("CK016", "condition")
        word = next(iter(value), "") if isinstance(value, dict) else str(value)
        return document.problem(
            code, path, f"unknown {noun} '{word}'{inside}", did_you_mean(str(word), table)
        )
    if kind == "string_pattern_mismatch" and "a-z0-9" in str(detail.get("ctx", {}).get("pattern")):
        return document.problem(
            "CK014",
            path,
            f"'{value}' is not an id{inside}",
            "Ids are lower-case letters, digits and single hyphens: ask-noor-first.",
        )
    if kind == "literal_error":
        expected = str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        return document.problem(
            "CK017",
            path,
            f"'{value}' is not one of the words for '{_word(path)}'{inside}",
            did_you_mean(str(value), expected.split(", ")),
        )
    if kind in ("string_too_short", "string_too_long", "too_short", "too_long"):
        return document.problem(
            "CK018", path, f"'{_word(path)}' has the wrong length{inside}", _sentence(detail["msg"])
        )
    return document.problem(
        "CK013", path, f"'{_word(path)}' has the wrong kind of value{inside}", _sentence(detail["msg"])
    )


def _word(path: Path_) -> str:
    return next((p for p in reversed(path) if isinstance(p, str)), "the file")


def _sentence(message: str) -> str:
    return message.replace("Input", "It", 1).replace("Tuple", "The list", 1).replace("Dictionary", "It") + "."


def _inside(path: Path_) -> str:
    """Which named thing the place belongs to: ' in choice 'ask-goal''."""
    names = {"scenes": "scene", "endings": "ending", "choices": "choice", "people": "person",
             "facts": "fact", "promises": "promise"}  # fmt: skip
    found = ""
    for container, name in zip(path, path[1:], strict=False):
        if container in names and isinstance(name, str) and name != path[-1]:
            found = f" in {names[str(container)]} '{name}'"
    return found


def _fields_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """The keys that the model at this place knows, found in its JSON schema."""
    schema = model.model_json_schema()
    definitions = schema.get("$defs", {})

    def resolve(node: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in node:
            node = definitions[str(node["$ref"]).rsplit("/", 1)[-1]]
        return node

    node: Mapping[str, Any] = schema
    for part in loc[:-1]:
        node = resolve(node)
        options = node.get("oneOf") or node.get("anyOf")
        if options:
            resolved = [resolve(option) for option in options]
            tagged = [o for o in resolved if part in o.get("properties", {})]
            objects = [o for o in resolved if o.get("type") == "object"]
            arrays = [o for o in resolved if o.get("type") == "array"]
            if isinstance(part, int) and arrays:
                node = arrays[0]
            elif tagged:
                node = tagged[0]
                continue  # the union's tag is not a key of its own
            elif objects:
                node = objects[0]
        if isinstance(part, int):
            node = node.get("items", {})
        elif part in node.get("properties", {}):
            node = node["properties"][part]
        else:
            named = list(node.get("patternProperties", {}).values())
            node = named[0] if named else {}
    return list(resolve(node).get("properties", {}))
