"""From files to checked models: every problem of a folder is collected and shown together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from coachkit.content.diagnostics import Diagnostic, brief
from coachkit.content.document import Document, read
from coachkit.content.explain import explain
from coachkit.content.model import FORMAT, Guide, Key, Plan, Scenario
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
    guide: Guide | None = None
    guide_document: Document | None = None  # a scenario may come without a guide


def load_scenario(folder: Path) -> Loaded:
    """The folder's scenario, key, guide and plans by shape; raises ContentError with all that is wrong.

    What ids refer to is not looked at here: see `coachkit.content.checks`.
    """
    story, key = read(folder / "scenario.yaml"), read(folder / "key.yaml")
    plans = {path.stem: read(path) for path in sorted((folder / "plans").glob("*.yaml"))}
    guiding = read(folder / "guide.yaml") if (folder / "guide.yaml").exists() else None
    problems: list[Diagnostic] = []
    scenario = validate(story, Scenario, problems)
    judged = validate(key, Key, problems)
    golden = {name: validate(document, Plan, problems) for name, document in plans.items()}
    guide = validate(guiding, Guide, problems) if guiding else None
    if problems or scenario is None or judged is None:
        raise ContentError(tuple(sorted(problems)))
    digest = sha256()
    for document in (story, key):
        digest.update(document.raw)
    return Loaded(
        folder,
        scenario,
        judged,
        {name: plan for name, plan in golden.items() if plan is not None},
        story,
        key,
        plans,
        digest.hexdigest()[:16],
        guide,
        guiding,
    )


def validate(document: Document, model: type[M], problems: list[Diagnostic]) -> M | None:
    """The document as a model, or None with its problems added to the list."""
    problems.extend(document.problems)
    if document.data is None:
        return None
    found = _newer(document)
    if not found:
        try:
            return model.model_validate(document.data, by_alias=True, by_name=False)
        except ValidationError as error:
            found = explain(document, model, error)
    problems.extend(found)
    return None


def _newer(document: Document) -> list[Diagnostic]:
    """A newer format; then nothing else in the file can be judged."""
    stated = str((document.data or {}).get("format", ""))
    if not (stated.isdecimal() and stated.isascii()) or (len(stated) < 9 and int(stated) <= FORMAT):
        return []
    message = f"format {brief(stated)} is newer than this coachkit reads ({FORMAT})"
    return [document.problem("CK009", ("format",), message, "Update coachkit, or write format: 1.")]
