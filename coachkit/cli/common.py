"""What every command shares: errors as one line and an exit code, scenarios by id or by folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coachkit import __version__
from coachkit.errors import CoachkitError, ContentError, UnknownChoice, UnknownScenario

if TYPE_CHECKING:
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


def named_scenarios(default: Any, scenarios: tuple[str, ...]) -> list[tuple[Any, str]]:
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


def one_entry(scenario: str) -> Entry:
    from coachkit.content.library import Library

    ((library, name),) = named_scenarios(Library.default(), (scenario,))
    found: Entry = library.entry(name)
    return found
