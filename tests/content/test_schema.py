"""The schemas that editors read are those of the models, and the shipped content is valid under them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from coachkit.content.schema import SCHEMAS, schema_text, write_schemas

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CONTENT = [
    *((path, "scenario") for path in sorted(SCENARIOS.glob("*/scenario.yaml"))),
    *((path, "key") for path in sorted(SCENARIOS.glob("*/key.yaml"))),
    *((path, "plan") for path in sorted(SCENARIOS.glob("*/plans/*.yaml"))),
    *((path, path.stem) for path in sorted((SCENARIOS / "frameworks").glob("*.yaml"))),
]


def as_an_editor_reads(path: Path) -> Any:
    """Plain YAML, with dates as the text they are written in."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(k): plain(v) for k, v in value.items()}
        if isinstance(value, list):
            return [plain(v) for v in value]
        return value.isoformat() if isinstance(value, date) else value

    return plain(yaml.safe_load(path.read_text("utf-8")))


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_committed_schema_is_the_models(name: str) -> None:
    committed = (SCENARIOS / "schema" / f"{name}.schema.json").read_text("utf-8")
    assert committed == schema_text(name), "stale: run make schema"


def test_writing_the_schemas_gives_these_files_and_no_others(tmp_path: Path) -> None:
    written = write_schemas(tmp_path)
    assert {p.name for p in written} == {p.name for p in (SCENARIOS / "schema").glob("*")}


@pytest.mark.parametrize(
    ("path", "name"), CONTENT, ids=lambda v: v.parent.name + "-" + v.stem if isinstance(v, Path) else v
)
def test_shipped_content_is_valid_in_an_editor(path: Path, name: str) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMAS[name].model_json_schema(by_alias=True))
    problems = [f"{list(e.path)}: {e.message[:120]}" for e in validator.iter_errors(as_an_editor_reads(path))]
    assert problems == []


def test_an_editor_marks_an_unknown_key_and_an_unknown_move() -> None:
    story = as_an_editor_reads(SCENARIOS / "curiosity" / "scenario.yaml")
    validator = jsonschema.Draft202012Validator(SCHEMAS["scenario"].model_json_schema(by_alias=True))
    scene = next(iter(story["scenes"].values()))
    scene["titel"] = "x"
    scene["moves"] = [{"tel": "asked", "to": "lucia"}]
    assert len(list(validator.iter_errors(story))) >= 2
