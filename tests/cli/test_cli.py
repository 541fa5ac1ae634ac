"""The command line as a person meets it: help, plain errors, reports."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click import Group
from click.testing import CliRunner, Result

from coachkit.cli import main
from coachkit.content import Library

ROOT = Path(__file__).parents[2]


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, list(words), input=typed)


def plan(scenario: str, name: str) -> tuple[str, ...]:
    return Library.default().entry(scenario).plans[name].choices


COMMANDS = sorted(
    (
        *main.commands,
        *(f"{g} {c}" for g, group in main.commands.items() if isinstance(group, Group) for c in group.commands),
    )
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = run(*command.split(), "--help")
    assert result.exit_code == 0
    assert f"Example: coachkit {command}" in " ".join(result.output.split())


@pytest.mark.parametrize("words", [("play", "curiosty"), ("explore", "curiosty"), ("check", "curiosty")])
def test_an_unknown_scenario_is_one_line_with_the_nearest_name(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr == "coachkit: unknown scenario 'curiosty'. Did you mean 'curiosity'?\n"


def test_an_unknown_choice_is_one_line_with_what_is_offered() -> None:
    result = run("play", "curiosity", "--choose", "shout", "--json")
    scenario = Library.default().entry("curiosity").scenario
    first = scenario.scenes[scenario.start]
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "'shout' is not offered in scene" in result.stderr
    assert all(f"'{choice}'" in result.stderr for choice in first.choices)


def test_a_choice_after_the_ending_is_refused() -> None:
    choices = plan("curiosity", "poor")
    result = run("play", "curiosity", "--choose", ",".join([*choices, choices[0]]), "--json")
    assert result.exit_code == 2
    assert "in ending" in result.stderr


@pytest.mark.parametrize("scenario", ["celebration", "curiosity", "appraisal"])
@pytest.mark.parametrize("name", ["exemplary", "sound", "mixed", "poor"])
def test_a_golden_plan_reports_its_ending_and_findings(scenario: str, name: str) -> None:
    golden = Library.default().entry(scenario).plans[name]
    report = json.loads(run("play", scenario, "--choose", ",".join(golden.choices), "--json").output)
    assert report["ending"] == golden.ending
    assert report["standing"] == name
    assert tuple(f["kind"] for f in report["findings"]) == golden.findings
    assert all(f["choice"] in golden.choices for f in report["findings"])
    assert set(report) >= {"sides", "principles", "blocks", "ledger", "choices"}
    assert (report["turning-point"] is None) == (name == "exemplary")


def test_a_play_that_has_not_ended_reports_where_it_stands() -> None:
    report = json.loads(run("play", "curiosity", "--json").output)
    assert report["ending"] is None
    assert report["scene"] == Library.default().entry("curiosity").scenario.start
    assert report["offered"]


def test_a_play_in_the_terminal_goes_on_after_nonsense_and_undo() -> None:
    entry = Library.default().entry("curiosity")
    first = list(entry.scenario.scenes[entry.scenario.start].choices)
    result = run("play", "curiosity", typed=f"99\nnonsense\nu\n1\nu\n{first[1]}\nq\n")
    assert result.exit_code == 0
    assert result.output.count("Please type a number from 1 to") == 2
    assert "This is the first decision." in result.output
    assert "Nothing was kept." in result.output


def test_a_play_in_the_terminal_ends_in_a_debrief() -> None:
    result = run("play", "curiosity", typed="\n".join(plan("curiosity", "poor")) + "\n")
    assert result.exit_code == 0
    assert "Held in confidence:" in result.output
    assert "Turning point:" in result.output


MOST_STATES = 5_000  # the newer ones have about a thousand; each is explored in a kernel while a coach reads


def test_all_scenarios_hold_their_four_proofs_and_no_bot_does_well() -> None:
    result = run("explore", "--all", "--json", "--plays", "50")
    assert result.exit_code == 0, result.output
    for report in json.loads(result.output):
        assert all(report["proofs"].values()), report["scenario"]
        assert report["states"] <= MOST_STATES, report["scenario"]
        best = Library.default().entry(report["scenario"]).scenario.endings
        assert "exemplary" in {e.standing for e in best.values()}
        for name, bot in report["bots"].items():
            assert bot["exemplary"] <= 0.05, (report["scenario"], name)
            assert bot["grave"] + bot["serious"] >= 1, (report["scenario"], name)


def test_explore_in_words_names_proofs_endings_and_bots() -> None:
    result = run("explore", "appraisal", "--plays", "20")
    assert result.exit_code == 0
    assert result.output.count("    holds ") == 4
    assert "always-refuse" in result.output


def test_explore_asks_for_a_scenario() -> None:
    result = run("explore")
    assert result.exit_code == 2
    assert "Name a scenario, or give --all." in result.stderr


def test_explore_exits_with_one_when_a_property_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "scenarios" / "frameworks", tmp_path / "frameworks")
    shutil.copytree(ROOT / "tests" / "diagnostics" / "base", tmp_path / "base")
    monkeypatch.setattr(Library, "default", staticmethod(lambda: Library(tmp_path)))
    result = run("explore", "base")  # a bot that always takes the first choice does as well as the best
    assert result.exit_code == 1


def test_check_says_that_all_is_well() -> None:
    result = run("check")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == f"{', '.join(Library.default().ids())}: all is well."


def test_check_shows_the_map() -> None:
    result = run("check", "--map", "celebration")
    assert result.exit_code == 0
    assert "decisive in" in result.output
    assert "partner-success" in result.output


def test_a_new_scenario_is_checked_played_and_kept_as_a_plan(tmp_path: Path) -> None:
    made = run("new", "late-bell", "--to", str(tmp_path))
    assert made.exit_code == 0
    folder = str(tmp_path / "late-bell")
    kept = run("play", folder, "--choose", "lovely,eat-first,one-line", "--save-plan", "in-print")
    assert kept.exit_code == 0
    again = run("new", "late-bell", "--to", str(tmp_path))
    assert (again.exit_code, "is there already" in again.stderr) == (1, True)
    assert run("check", "--no-advice", folder).output == "late-bell: all is well.\n"


@pytest.mark.parametrize("what", ["page", "guide"])
def test_an_export_names_its_file_and_where_it_cannot_be_written(what: str, tmp_path: Path) -> None:
    written = run("export", what, "celebration", "-o", str(tmp_path / "a" / "x.html"))
    assert written.exit_code == 0, written.output
    assert written.output.startswith(str(tmp_path / "a" / "x.html"))
    (tmp_path / "file").write_text("")
    refused = run("export", what, "celebration", "-o", str(tmp_path / "file" / "x.html"))
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
    assert "a file stands where a folder is needed" in refused.stderr


def test_preview_of_nothing_names_what_there_is() -> None:
    result = run("preview", "curiosty", "--no-browser")
    assert result.exit_code == 2
    assert "Did you mean 'curiosity'?" in result.stderr
    assert "coachkit new curiosty" in result.stderr


def test_doctor_finds_nothing_amiss_here() -> None:
    result = run("doctor")
    assert result.exit_code == 0, result.output
    assert "AMISS" not in result.output


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from coachkit.cli import main; "
        "CliRunner().invoke(main, ['--help']); "
        "print([m for m in ('pydantic', 'pandas', 'voila', 'tornado', 'anywidget') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
