"""Advice: each piece has an example that draws it and one that does not; none of it fails a check."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from coachkit.cli import main
from coachkit.content.library import ROOT, Library, content_folder
from coachkit.engine.explore import explore
from coachkit.engine.story import story_of
from coachkit.scoring.advice import advise

BASE = ROOT / "tests" / "diagnostics" / "base"
PAGE = ROOT / "docs" / "diagnostics" / "advice.md"


@pytest.fixture
def advised(tmp_path: Path) -> Callable[..., list[tuple[str, str]]]:
    """Codes and messages for the base scenario with these replacements in it."""

    def advised(*changes: tuple[str, str]) -> list[tuple[str, str]]:
        folder = tmp_path / "base"
        shutil.copytree(BASE, folder, dirs_exist_ok=True)
        path = folder / "scenario.yaml"
        text = path.read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")
        entry = Library(tmp_path, content_folder() / "frameworks").entry("base")
        return [(one.code, one.message) for one in advise(entry, explore(story_of(entry)))]

    return advised


Advised = Callable[..., list[tuple[str, str]]]


def test_an_option_far_longer_than_another_is_named(advised: Advised) -> None:
    named = ("AK01", "'tell-ada-now' has 19 characters, 'say-nothing' 9")

    assert named in advised()
    assert named not in advised(("text: Nice tea.", "text: Such nice tea, Ada."))


def test_a_sentence_too_long_to_read_on_a_thursday_is_named(advised: Advised) -> None:
    long = "Ada pours tea " + "and pours tea " * 11

    assert [code for code, _ in advised(("text: Ada pours tea.", f"text: {long}"))].count("AK02") == 1
    assert "AK02" not in [code for code, _ in advised(("Ada pours tea.", "Ada pours tea. " * 20))]


def test_a_moral_word_in_one_option_of_a_scene_is_named(advised: Advised) -> None:
    one = [m for c, m in advised(("text: Nice tea.", "text: Nice, honest tea.")) if c == "AK03"]
    both = advised(("text: Nice tea.", "text: Honest tea."), ("text: Lee asked about us.", "text: To be honest, Lee asked."))  # fmt: skip

    assert one == ["“honest” in 'say-nothing' alone sounds like the answer"]
    assert "AK03" not in [code for code, _ in both]


def test_two_names_that_begin_alike_are_named(advised: Advised) -> None:
    assert ("AK04", "'Amir' and 'Ada' begin alike") in advised(("name: Lee", "name: Amir"))
    assert "AK04" not in [code for code, _ in advised()]


def test_an_option_after_which_nobody_loses_is_named(advised: Advised) -> None:
    assert ("AK05", "nobody loses after 'leave-it', not even at random") in advised()
    safe = [m for c, m in advised(("text: Then it stays here.\n        then: good", "text: Then it stays here.\n        then: cold")) if c == "AK05"]  # fmt: skip
    assert not any("'leave-it'" in message for message in safe)


def test_a_principle_that_is_claimed_and_cannot_be_shown_is_named(advised: Advised) -> None:
    claimed = ("agreement: nothing-leaves", "agreement: nothing-leaves\nprinciples: [limits, open]")

    assert [m for c, m in advised(claimed) if c == "AK06"] == [
        "no way exercises 'limits', which the scenario claims to practise"
    ]


def test_every_piece_of_advice_is_explained() -> None:
    source = (ROOT / "coachkit" / "scoring" / "advice.py").read_text("utf-8")

    assert set(re.findall(r"AK\d\d", source)) == set(re.findall(r"^## (AK\d\d)", PAGE.read_text("utf-8"), re.MULTILINE))


def test_advice_is_printed_and_does_not_fail_the_check(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "base")

    result = CliRunner().invoke(main, ["check", str(tmp_path / "base")])
    quiet = CliRunner().invoke(main, ["check", "--no-advice", str(tmp_path / "base")])

    assert (result.exit_code, quiet.exit_code) == (0, 0)
    assert "AK05" in result.stdout
    assert quiet.stdout == "base: all is well.\n"
