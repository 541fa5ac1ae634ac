"""Commands for those who write: new, preview, check, explore."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coachkit.cli.common import WRONG_CONTENT, main, named_scenarios
from coachkit.errors import ContentError

if TYPE_CHECKING:
    from coachkit.content.diagnostics import Diagnostic
    from coachkit.content.frameworks import Frameworks
    from coachkit.content.library import Entry, Library


@main.command()
@click.argument("scenario_id", metavar="ID")
@click.option("--to", "folder", type=click.Path(path_type=Path), help="Where; the kit's scenarios when not given.")
def new(scenario_id: str, folder: Path | None) -> None:
    """Make a new scenario: a small one that works, and explains the format by its comments.

    Example: coachkit new late-bell
    """
    from datetime import date

    from coachkit.content.library import content_folder
    from coachkit.content.starter import start_scenario

    written = start_scenario(scenario_id, folder or content_folder(), content_folder() / "schema", date.today())  # noqa: DTZ011  the author's day
    for path in written:
        click.echo(str(path))
    click.echo(f"Now open the first file in your editor, and run: coachkit preview {written[0].parent}", err=True)


@main.command()
@click.argument("scenario")
@click.option("--port", type=click.IntRange(1, 65535), help="The port; a free one when not given.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def preview(scenario: str, port: int | None, no_browser: bool) -> None:
    """Show a scenario while you write it: the play, what check says, and the story's graph.

    SCENARIO is an id or a folder. The page follows the files as you save them, and stays at the scene you edit.

    Example: coachkit preview late-bell
    """
    from coachkit.serve.preview import preview as serve

    serve(scenario, port, not no_browser)


@main.command()
@click.argument("scenarios", nargs=-1)
@click.option("--advice/--no-advice", default=True, show_default=True, help="Also say what a careful reader would.")
@click.option("--map", "as_map", is_flag=True, help="Show what the scenarios exercise, instead of checking them.")
def check(scenarios: tuple[str, ...], advice: bool, as_map: bool) -> None:
    """Name everything that is wrong in scenarios: file, line, column, cure.

    SCENARIOS are ids or folders; all of the kit's when none is given. Advice never fails.

    Example: coachkit check curiosity
    """
    from coachkit.content.library import Library
    from coachkit.scoring.advice import advise
    from coachkit.scoring.proofs import diagnose

    default = Library.default()
    named = named_scenarios(default, scenarios)
    if as_map:
        _map([library.entry(name) for library, name in named], default.frameworks)
        return
    problems: list[Diagnostic] = [] if scenarios else list(default.packs.problems)
    if not scenarios and isinstance(page := default.safeguarding, ContentError):
        problems += page.diagnostics
    if not scenarios:
        problems += _of_the_quiz(default)
    advices: list[Diagnostic] = []
    for library, name in named:
        try:
            entry = library.entry(name)
        except ContentError as error:
            problems += error.diagnostics
            continue
        found, graph = diagnose(entry)
        problems += found
        if advice and graph and not found:
            advices += advise(entry, graph)
    for one in (*problems, *advices):
        click.echo(str(one))
    if advices:
        click.echo(f"{_counted(len(advices), 'piece')} of advice (AK…): nothing is wrong; docs/diagnostics/advice.md says why.", err=True)  # fmt: skip
    if problems:
        click.echo(f"{_counted(len(problems), 'problem')}; each code is explained in docs/diagnostics.", err=True)
        sys.exit(WRONG_CONTENT)
    click.echo(f"{', '.join(name for _, name in named) or 'no scenario'}: all is well.")


def _of_the_quiz(library: Library) -> tuple[Diagnostic, ...]:
    """What is wrong with the bank and its forms; nothing, in a library without a quiz."""
    from coachkit.content.bank import QUIZ, bank_of
    from coachkit.sessions.forming import amiss, unmade

    if not (library.folder / QUIZ).is_dir():
        return ()
    try:
        bank = bank_of(library)
    except ContentError as error:
        return error.diagnostics
    return (*unmade(bank), *amiss(bank))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _map(entries: list[Entry], frameworks: Frameworks) -> None:
    from coachkit.scoring.coverage import coverage, map_text

    click.echo(map_text([coverage(entry) for entry in entries], frameworks))


@main.command()
@click.argument("scenarios", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every scenario of the kit.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.option("--plays", default=500, show_default=True, type=click.IntRange(0, 100_000), help="Random plays for the coverage.")  # fmt: skip
@click.option("--seed", default=1, show_default=True, help="Seed of the random plays.")
def explore(scenarios: tuple[str, ...], every: bool, as_json: bool, plays: int, seed: int) -> None:
    """Walk every state of a scenario: prove its properties, let the bots play it.

    SCENARIOS are ids or folders. Exits with 1 when a property does not hold.

    Example: coachkit explore curiosity
    """
    from coachkit.content.library import Library
    from coachkit.scoring.survey import survey, survey_text

    if not scenarios and not every:
        raise click.UsageError("Name a scenario, or give --all.")
    named = named_scenarios(Library.default(), () if every else scenarios)
    found = [survey(library.entry(name), seed=seed, plays=plays) for library, name in named]
    if as_json:
        reports = [s.as_json() for s in found]
        click.echo(json.dumps(reports if every or len(reports) > 1 else reports[0], indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join(map(survey_text, found)))
    if not all(s.holds for s in found):
        sys.exit(WRONG_CONTENT)
