"""The project's own files agree with each other and with what they promise."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# What the file system may hold beside the project's own files.
NOT_OURS = {
    ".git", ".venv", "node_modules", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache",
    ".import_linter_cache", "__pycache__", "test-results", "dist", "build", ".ipynb_checkpoints",
}  # fmt: skip


def _requirements(lines: list[str]) -> dict[str, set[str]]:
    """Package name -> its bounds, each a string such as '>=2.2'."""
    parsed = [Requirement(line) for line in lines]
    return {canonicalize_name(r.name): {str(bound) for bound in r.specifier} for r in parsed}


def _declared() -> dict[str, set[str]]:
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    return _requirements(PROJECT["dependencies"] + extras)


def _our_files() -> list[Path]:
    return [path for path in ROOT.rglob("*") if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts)]


def test_environment_yml_promises_what_pyproject_promises() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    conda = [line for line in environment["dependencies"] if isinstance(line, str)]
    (pip,) = (line["pip"] for line in environment["dependencies"] if isinstance(line, dict))

    listed = _requirements(conda + [line for line in pip if not line.startswith("-e")])

    assert listed.pop("python") == {PROJECT["requires-python"]}
    assert listed.pop("pip") == set()
    assert listed == _declared()
    assert environment["name"] == PROJECT["name"]
    assert environment["channels"][0] == "conda-forge"


def test_every_dependency_states_a_lower_bound() -> None:
    unbound = [n for n, bounds in _declared().items() if not any(b[0] == ">" for b in bounds)]

    assert unbound == []


def _locked() -> dict[str, str]:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    return {
        canonicalize_name(match[1]): match[2] for line in lines if (match := re.match(r"([\w.-]+)==([^ ;]+)", line))
    }


def test_the_lock_pins_every_declared_package_within_its_bounds() -> None:
    locked = _locked()

    for name, bounds in _declared().items():
        assert name in locked, f"{name} is not in requirements.lock: run make lock"
        pinned = Requirement(name + ",".join(bounds)).specifier
        assert pinned.contains(locked[name]), f"{name} {locked[name]} breaks {bounds}: run make lock"


def test_the_lock_holds_names_and_versions_and_no_place_to_get_them_from() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()

    for line in lines:
        assert line.startswith("#") or re.match(r"[\w.-]+==[\w.+!]+( ; .+)?$", line), line


def test_what_coachkit_imports_is_declared() -> None:
    owners = packages_distributions()
    declared = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    # Part of a package we declare, and released with it.
    with_them = {
        "tornado", "jupyter-server", "jupyter-client", "jupyter-core", "nbformat", "nbclient",
        "nbconvert", "ipykernel", "ipython", "jinja2", "comm",
        "markupsafe", "pydantic-core",
    }  # fmt: skip

    undeclared = set()
    for path in (ROOT / "coachkit").rglob("*.py"):
        for name in _imported(ast.parse(path.read_text("utf-8"))):
            if name == "coachkit" or name in sys.stdlib_module_names:
                continue
            packages = {canonicalize_name(owner) for owner in owners.get(name, [name])}
            if not packages & (declared | with_them):
                undeclared.add(f"{name} in {path.relative_to(ROOT)}")

    assert undeclared == set()


def _imported(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_make_lists_each_of_its_routines() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile.split("# --- setting up")[0], re.MULTILINE)

    listed = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))

    assert set(phony.split()) - {"setup"} == listed


@pytest.mark.parametrize("script", [".ci/run", ".ci/setup"])
def test_the_shell_scripts_are_sound_shell(script: str) -> None:
    shell = "bash" if script == ".ci/run" else "sh"

    done = subprocess.run([shell, "-n", str(ROOT / script)], capture_output=True, check=False)

    assert done.returncode == 0, done.stderr.decode()


def test_the_benchmarks_compile() -> None:
    scripts = sorted((ROOT / "benchmarks").glob("*.py"))

    assert scripts
    for script in scripts:
        compile(script.read_text("utf-8"), script, "exec")


def test_no_file_names_this_machine_or_a_registry() -> None:
    # Spelled in parts, so that this file passes its own test.
    words = ["pypi" + ".org", "npm" + "js", "python" + "hosted", "/work" + "/main", "/root" + "/"]
    found = []
    for path in _our_files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{word} in {path.relative_to(ROOT)}" for word in words if word in text]

    assert found == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_content_notebooks_and_template(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    for folder, place in {
        "scenarios": "coachkit/_data/scenarios",
        "notebooks": "coachkit/_data/notebooks",
        "share": f"coachkit-{PROJECT['version']}.data/data/share",
        "coachkit": "coachkit",
    }.items():
        for path in (ROOT / folder).rglob("*"):
            inside = path.relative_to(ROOT / folder)
            if path.is_file() and not NOT_OURS & set(inside.parts):
                assert f"{place}/{inside.as_posix()}" in names
    assert not [name for name in names if "__pycache__" in name or "checkpoint" in name]


def test_an_installed_kit_finds_its_own_content(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = "from coachkit.content.library import Library; l = Library.default(); print(l.folder, *l.ids(), sep='\\n')"

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    folder, *ids = done.stdout.splitlines()
    assert Path(folder) == tmp_path / "coachkit" / "_data" / "scenarios"
    assert ids == sorted(path.parent.name for path in (ROOT / "scenarios").glob("*/scenario.yaml"))


@pytest.mark.parametrize("notebook", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_keeps_the_outputs_that_nbval_compares(notebook: Path) -> None:
    """nbval passes a cell that has no stored output whatever it prints."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]

    assert code
    for cell in code:
        assert cell["execution_count"] is not None, f"not run: {''.join(cell['source'])}"
    assert code[-1]["outputs"], "stripped of its outputs: run make notebooks"


def test_a_page_that_asks_for_another_host_is_noticed(page_at, outside_requests) -> None:
    page = page_at(360, 640)
    page.set_content("<h1>Hello</h1>")

    page.evaluate("fetch('http://coachkit.invalid/font.woff2').catch(() => null)")

    assert outside_requests == ["http://coachkit.invalid/font.woff2"]
    outside_requests.clear()
