"""The JSON Schemas of the content files, generated from the models and committed for editors."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from coachkit.content.frameworks import FILES
from coachkit.content.model import Guide, Key, Plan, Scenario
from coachkit.content.packs import Pack
from coachkit.content.quiz import Forms, Item, ItemKey, KeyVersion, Stages
from coachkit.content.safeguarding import Safeguarding

SCHEMAS: dict[str, type[BaseModel]] = {
    "scenario": Scenario, "key": Key, "guide": Guide, "plan": Plan, "pack": Pack, "safeguarding": Safeguarding,
    "item": Item, "item-key": ItemKey, "forms": Forms, "key-version": KeyVersion, "stages": Stages, **FILES,
}  # fmt: skip


def schema_text(name: str) -> str:
    """One schema as JSON text, the same for the same models."""
    schema = SCHEMAS[name].model_json_schema(by_alias=True)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write every schema into the folder; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in SCHEMAS:
        path = folder / f"{name}.schema.json"
        path.write_text(schema_text(name), encoding="utf-8")
        written.append(path)
    return tuple(written)


if __name__ == "__main__":
    from coachkit.content.library import content_folder

    write_schemas(content_folder() / "schema")
