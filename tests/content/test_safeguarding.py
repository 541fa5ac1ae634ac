"""A school's own rule: quoted where it is written, asked for where it is not, and never invented."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from coachkit.cli import main
from coachkit.content.library import Library, content_folder
from coachkit.content.safeguarding import FILE, load_safeguarding
from coachkit.errors import ContentError
from coachkit.sessions import Play
from coachkit.ui.play import play_view
from coachkit.ui.safeguarding import ASK, BROKEN
from coachkit.ui.tree import as_text

EXAMPLE = content_folder() / "safeguarding.example.yaml"
RULE = "A worry goes to Noor in Room 2 within the hour."


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A school's page, named by the environment."""
    path = tmp_path / FILE
    text = EXAMPLE.read_text("utf-8").replace("What everyone here does", f"{RULE} What everyone here does")
    path.write_text(text, "utf-8")
    monkeypatch.setenv("COACHKIT_SAFEGUARDING", str(path))
    return path


def about_safety() -> list[str]:
    library = Library(content_folder())
    return [
        name for name in library.ids()
        if any(f.kind == "safeguarding" for f in library.entry(name).scenario.facts.values())
    ]  # fmt: skip


def first_screen(scenario: str) -> str:
    return as_text(play_view(Play.of(scenario, Library(content_folder()))))


def test_the_kit_ships_no_rule_of_its_own() -> None:
    assert load_safeguarding(content_folder()) is None


def test_two_scenarios_are_about_safety() -> None:
    assert len(about_safety()) >= 2


def test_without_a_page_a_scenario_about_safety_says_what_to_ask() -> None:
    for name in about_safety():
        assert all(line in first_screen(name) for line in ASK)


def test_with_a_page_it_quotes_the_rule_the_contacts_and_the_wording(school: Path) -> None:
    for name in about_safety():
        text = first_screen(name)
        assert RULE in text
        assert "Who it is, safeguarding lead: room and telephone" in text
        assert "What you may say to the person" in text
        assert ASK[0] not in text


def test_a_scenario_about_other_things_does_not_bring_it_up(school: Path) -> None:
    assert RULE not in first_screen("curiosity")


def test_a_page_that_cannot_be_read_is_told_to_players_and_named_by_check(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.write_text("format: 1\nschool: Hill\n", "utf-8")

    assert BROKEN in first_screen(about_safety()[0])
    monkeypatch.setattr(Library, "ids", lambda self: ())  # the scenarios themselves are checked elsewhere
    result = CliRunner().invoke(main, ["check", "--no-advice"])
    assert result.exit_code == 1
    assert "safeguarding.yaml:1:1  CK010 'rule' is missing" in result.stdout


def test_a_page_named_but_missing_is_an_error(school: Path) -> None:
    school.unlink()

    with pytest.raises(ContentError, match="CK001"):
        load_safeguarding(content_folder())


def test_a_page_beside_the_scenarios_is_found(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / FILE)

    found = load_safeguarding(tmp_path)

    assert found is not None
    assert [contact.role for contact in found.contacts] == ["safeguarding lead", "deputy lead"]
