"""The commands of the quiz, each in a process of its own, on a copy of the scenarios."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coachkit.content.library import content_folder

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The scenarios' frameworks and quiz, to be broken."""
    for name in ("frameworks", "quiz"):
        shutil.copytree(content_folder() / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def run(copy: Path) -> Run:
    def call(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "coachkit", *words],
            env={**os.environ, "COACHKIT_SCENARIOS": str(copy)},
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def test_assembling_again_changes_nothing(run: Run, copy: Path) -> None:
    before = (copy / "quiz" / "forms.yaml").read_bytes()

    done = run("quiz", "assemble")

    assert done.returncode == 0, done.stderr
    assert (copy / "quiz" / "forms.yaml").read_bytes() == before


def test_a_form_file_edited_by_hand_is_named_and_assembled_anew(run: Run, copy: Path) -> None:
    forms = copy / "quiz" / "forms.yaml"
    good = forms.read_text("utf-8")
    forms.write_text(good.replace("seal: ", "seal: 0"), "utf-8")

    told = run("check")
    mended = run("quiz", "assemble")

    assert (told.returncode, mended.returncode) == (1, 0)
    assert "CK095 the forms were changed by hand" in told.stdout
    assert forms.read_text("utf-8") == good


def test_a_bank_with_too_few_items_is_told_what_is_lacking(run: Run, copy: Path) -> None:
    for path in sorted((copy / "quiz" / "items").glob("*.yaml"))[::4]:
        path.unlink()
        (copy / "quiz" / "keys" / path.name).unlink()
    before = (copy / "quiz" / "forms.yaml").read_bytes()
    for path in (copy / "quiz" / "versions").glob("*.yaml"):
        path.unlink()

    done = run("quiz", "assemble")

    assert done.returncode == 1
    assert "items; three forms of 18 and a warm-up of 6 need 60" in done.stderr
    assert (copy / "quiz" / "forms.yaml").read_bytes() == before


def test_a_changed_key_is_named_and_frozen_as_a_new_version(run: Run, copy: Path) -> None:
    key = sorted((copy / "quiz" / "keys").glob("*.yaml"))[0]
    text = key.read_text("utf-8")
    key.write_text(text.replace("key: 0", "key: X").replace("key: 3", "key: 0").replace("key: X", "key: 3"), "utf-8")
    versions = copy / "quiz" / "versions"
    newest = max(int(path.stem) for path in versions.glob("*.yaml"))
    old = (versions / f"{newest}.yaml").read_bytes()

    told, frozen, after, again = run("check"), run("quiz", "freeze"), run("check"), run("quiz", "freeze")

    assert f"CK096 the key has changed since version {newest}" in told.stdout
    assert frozen.returncode == 0, frozen.stderr
    assert (versions / f"{newest + 1}.yaml").exists()
    assert (versions / f"{newest}.yaml").read_bytes() == old
    assert "CK096" not in after.stdout
    assert "says the same already" in again.stdout


def test_the_agreement_of_writers_and_keyers_is_printed_by_round(run: Run) -> None:
    done = run("quiz", "agreement")

    assert done.returncode == 0, done.stderr
    head, *rounds = done.stdout.splitlines()
    assert "weighted kappa" in head
    assert [row.split()[0] for row in rounds][:1] == ["first"]


def test_a_record_without_its_columns_is_refused_in_one_line(run: Run, copy: Path) -> None:
    (copy / "quiz" / "agreement.csv").write_text("item,key\na,3\n", "utf-8")

    done = run("quiz", "agreement")

    assert done.returncode == 1
    assert "needs the columns round, item, option, writer, keyer" in done.stderr


def test_a_missed_goal_of_the_simulation_is_visible(run: Run) -> None:
    few = run("quiz", "simulate", "--people", "200", "--banks", "1", "--seed", "4")

    assert "placed in the true one of 4 stages" in few.stdout
    assert few.returncode == (1 if "goals missed" in few.stderr else 0)
    assert ("NO" in few.stdout.split("\n\n")[0]) == ("goals missed" in few.stderr)


def test_answers_that_do_not_fit_are_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "answers.csv"
    table.write_text("nowhere\n3\n", "utf-8")

    done = run("quiz", "calibrate", str(table))

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "unknown item 'nowhere'" in done.stderr
