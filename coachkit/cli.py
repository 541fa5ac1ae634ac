"""The command line: `coachkit start | check | play | explore | doctor`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coachkit import __version__
from coachkit.errors import CoachkitError, ContentError, UnknownChoice, UnknownScenario

if TYPE_CHECKING:
    from coachkit.content.diagnostics import Diagnostic
    from coachkit.content.frameworks import Frameworks
    from coachkit.content.library import Entry

WRONG_CONTENT, WRONG_WORDS = 1, 2


class _Group(click.Group):
    """Turns our errors into one line and an exit code; --traceback shows the rest."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ContentError as error:
            if ctx.params.get("traceback"):
                raise
            click.echo(str(error), err=True)
            ctx.exit(WRONG_CONTENT)
        except (UnknownScenario, UnknownChoice) as error:
            if ctx.params.get("traceback"):
                raise
            click.echo(f"coachkit: {error}", err=True)
            ctx.exit(WRONG_WORDS)
        except CoachkitError as error:
            if ctx.params.get("traceback"):
                raise
            click.echo(f"coachkit: {error}", err=True)
            ctx.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="coachkit %(version)s")
@click.option("--traceback", is_flag=True, help="Show the whole of an error, for a bug report.")
def main(traceback: bool) -> None:
    """Practise the coaching conversation before you have it.

    Example: coachkit start
    """


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="The port; a free one when not given.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def start(port: int | None, no_browser: bool) -> None:
    """Open the kit in the browser, on this machine only.

    Example: coachkit start --port 8899 --no-browser
    """
    from coachkit.serve.cards import cards
    from coachkit.serve.start import start as serve

    serve(port, not no_browser, cards=cards)


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
    named = _named(default, scenarios)
    if as_map:
        _map([library.entry(name) for library, name in named], default.frameworks)
        return
    problems: list[Diagnostic] = [] if scenarios else list(default.packs.problems)
    if not scenarios and isinstance(page := default.safeguarding, ContentError):
        problems += page.diagnostics
    advices: list[Diagnostic] = []
    for library, name in named:
        try:
            entry = library.entry(name)
        except ContentError as error:
            problems += error.diagnostics
            continue
        found = diagnose(entry)
        problems += found
        if advice and not found:
            advices += advise(entry)
    for one in (*problems, *advices):
        click.echo(str(one))
    if advices:
        click.echo(f"{_counted(len(advices), 'piece')} of advice (AK…): nothing is wrong; docs/diagnostics/advice.md says why.", err=True)  # fmt: skip
    if problems:
        click.echo(f"{_counted(len(problems), 'problem')}; each code is explained in docs/diagnostics.", err=True)
        sys.exit(WRONG_CONTENT)
    click.echo(f"{', '.join(name for _, name in named) or 'no scenario'}: all is well.")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _map(entries: list[Entry], frameworks: Frameworks) -> None:
    from coachkit.scoring.coverage import coverage, map_text

    click.echo(map_text([coverage(entry) for entry in entries], frameworks))


def _named(default: Any, scenarios: tuple[str, ...]) -> list[tuple[Any, str]]:
    """Pairs of a library and an id in it, for ids and for folders."""
    from coachkit.content.library import Library

    default.frameworks  # noqa: B018  broken frameworks are named once, before any scenario
    found = []
    for word in scenarios or default.ids():
        folder = Path(word)
        if word not in default.ids() and folder.is_dir():
            folder = folder.resolve()
            library = Library(folder.parent, frameworks_folder=default.folder / "frameworks")
            found.append((library, folder.name))
        else:
            found.append((default, word))
    return found


@main.command()
@click.argument("scenario")
@click.option("--choose", "choices", metavar="A,B,C", help="Play these choice ids and report.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.option("--save-plan", "plan", metavar="NAME", help="Keep the play as a golden plan of that name.")
def play(scenario: str, choices: str | None, as_json: bool, plan: str | None) -> None:
    """Play a scenario in this terminal, or report on given choices.

    SCENARIO is an id or a folder.

    Example: coachkit play curiosity
    """
    from coachkit.content.library import Library
    from coachkit.sessions import Play
    from coachkit.ui import terminal

    ((library, name),) = _named(Library.default(), (scenario,))
    played = Play.of(name, library)
    if plan is not None:
        from coachkit.scoring.plans import plan_path, save_plan

        plan_path(played.entry, plan)  # a name that will not do is refused before the play, not after it
    if choices is None and not as_json:
        played = terminal.converse(played)
    else:
        ids = tuple(word.strip() for word in (choices or "").split(",") if word.strip())
        played = terminal.played(played, ids)
        text = json.dumps(terminal.report(played), indent=2, ensure_ascii=False) if as_json else terminal.summary(played)  # fmt: skip
        click.echo(text)
    if plan is not None:
        click.echo(f"Written: {save_plan(played.entry, played.run, plan)}", err=True)


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
@click.option("--all", "every", is_flag=True, help="Every scenario of the kit.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.option("--plays", default=500, show_default=True, type=click.IntRange(0, 100_000), help="Random plays for the coverage.")  # fmt: skip
@click.option("--seed", default=1, show_default=True, help="Seed of the random plays.")
def explore(scenarios: tuple[str, ...], every: bool, as_json: bool, plays: int, seed: int) -> None:
    """Walk every state of a scenario: prove its properties, let the bots play it.

    Exits with 1 when a property does not hold.

    Example: coachkit explore curiosity
    """
    from coachkit.content.library import Library
    from coachkit.scoring.survey import survey, survey_text

    if not scenarios and not every:
        raise click.UsageError("Name a scenario, or give --all.")
    library = Library.default()
    found = [survey(library.entry(s), seed=seed, plays=plays) for s in (library.ids() if every else scenarios)]
    if as_json:
        reports = [s.as_json() for s in found]
        click.echo(json.dumps(reports if every or len(reports) > 1 else reports[0], indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join(map(survey_text, found)))
    if not all(s.holds for s in found):
        sys.exit(WRONG_CONTENT)


@main.command()
def doctor() -> None:
    """Look at what coachkit needs on this machine, and say what is missing.

    Example: coachkit doctor
    """
    from coachkit.serve.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(str(finding))
    if any(not f.well for f in findings):
        sys.exit(WRONG_CONTENT)
