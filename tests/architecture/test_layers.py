"""The contracts of pyproject.toml, and what import-linter cannot say."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MODULES = sorted((ROOT / "coachkit").rglob("*.py"))
ENGINE = sorted((ROOT / "coachkit" / "engine").rglob("*.py"))
LONGEST = 300  # lines; DESIGN, section 2: one idea each

# Taking a generator in needs its type, and nothing else of `random`.
FROM_RANDOM = {"Random"}
CLOCKS = {"now", "today", "utcnow", "fromtimestamp"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_each_room_imports_only_what_its_contracts_allow() -> None:
    """In a process of its own, since import-linter keeps its settings in globals."""
    run = "from importlinter.cli import lint_imports_command; lint_imports_command()"

    done = subprocess.run(
        [sys.executable, "-c", run, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_holds_one_idea(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())

    assert lines <= LONGEST, f"{lines} lines: split it by what its parts are about"


def impurities(source: str) -> list[str]:
    """What in this source draws from global chance, reads a clock or opens a file, by line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="random"), attr=attribute):
                if attribute not in FROM_RANDOM:
                    found.append((node.lineno, f"random.{attribute}"))
            case ast.ImportFrom(module="random", names=names):
                drawn = {alias.name for alias in names} - FROM_RANDOM
                found += [(node.lineno, f"from random import {name}") for name in sorted(drawn)]
            case ast.Import(names=names):
                hidden = [a.asname for a in names if a.name == "random" and a.asname]
                found += [(node.lineno, f"random as {name}") for name in hidden]
            case ast.Call(func=ast.Name(id="open")):
                found.append((node.lineno, "open()"))
            case ast.Call(func=ast.Attribute(attr="open" | "read_text" | "write_text" as verb)):
                found.append((node.lineno, f".{verb}()"))
            case ast.Call(func=ast.Attribute(value=clock, attr=reading)):
                if reading in CLOCKS and ast.unparse(clock).split(".")[-1] in {"datetime", "date"}:
                    found.append((node.lineno, f"{ast.unparse(clock)}.{reading}()"))
                elif ast.unparse(clock) == "time":
                    found.append((node.lineno, f"time.{reading}()"))
    return [f"{line}: {what}" for line, what in sorted(found)]


@pytest.mark.parametrize("path", ENGINE, ids=_name)
def test_the_engine_takes_chance_time_and_content_as_arguments(path: Path) -> None:
    assert impurities(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import random\nrandom.choice([1])",
        "from random import choice",
        "import random as r",
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.date.today()",
        "import time\ntime.monotonic()",
        "open('f')",
        "path.read_text()",
    ],
)
def test_an_impure_line_is_found(source: str) -> None:
    assert len(impurities(source)) == 1


def test_a_generator_passed_in_is_pure() -> None:
    assert impurities("import random\ndef walk(rng: random.Random): return rng.random()") == []
