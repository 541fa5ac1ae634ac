"""What every command shares: errors as one line and an exit code, scenarios by id or by folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from coachkit import __version__
from coachkit.errors import CoachkitError, ContentError, UnknownChoice, UnknownScenario

if TYPE_CHECKING:
    from coachkit.content.library import Entry, Library

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


def named_scenarios(default: Library, scenarios: tuple[str, ...]) -> list[tuple[Library, str]]:
    """Pairs of a library and an id in it, for ids and for folders; for all of them when none is named."""
    default.frameworks  # noqa: B018  broken frameworks are named once, before any scenario
    return [default.named(word) for word in scenarios or default.ids()]


def one_entry(scenario: str) -> Entry:
    from coachkit.content.library import Library

    library, name = Library.default().named(scenario)
    return library.entry(name)
