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
def check(scenarios: tuple[str, ...]) -> None:
    """Name everything that is wrong in scenarios: file, line, column, cure.

    SCENARIOS are ids or folders; all of the kit's when none is given.

    Example: coachkit check curiosity
    """
    from coachkit.content.library import Library
    from coachkit.scoring.proofs import diagnose

    problems: list[Diagnostic] = []
    seen: list[str] = []
    for library, name in _named(Library.default(), scenarios):
        seen.append(name)
        try:
            problems += diagnose(library.entry(name))
        except ContentError as error:
            problems += error.diagnostics
    for problem in problems:
        click.echo(str(problem))
    if problems:
        noun = "problem" if len(problems) == 1 else "problems"
        click.echo(f"{len(problems)} {noun}; each code is explained in docs/diagnostics.", err=True)
        sys.exit(WRONG_CONTENT)
    click.echo(f"{', '.join(seen) or 'no scenario'}: all is well.")


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
def play(scenario: str, choices: str | None, as_json: bool) -> None:
    """Play a scenario in this terminal, or report on given choices.

    Example: coachkit play curiosity
    """
    from coachkit.sessions import Play
    from coachkit.ui import terminal

    fresh = Play.of(scenario)
    if choices is None and not as_json:
        terminal.converse(fresh)
        return
    ids = tuple(word.strip() for word in (choices or "").split(",") if word.strip())
    played = terminal.played(fresh, ids)
    if as_json:
        click.echo(json.dumps(terminal.report(played), indent=2, ensure_ascii=False))
    else:
        click.echo(terminal.summary(played))


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
