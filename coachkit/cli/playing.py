"""Commands for those who play: start, play, doctor."""

from __future__ import annotations

import json
import sys

import click

from coachkit.cli.common import WRONG_CONTENT, main


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

    library, name = Library.default().named(scenario)
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
