"""Commands that give a scenario away."""

from __future__ import annotations

from pathlib import Path

import click

from coachkit.cli.common import main, one_entry


@main.group()
def export() -> None:
    """Give a scenario away: as a page that needs no server, as a guide with cards, or all of them as a site.

    Example: coachkit export page curiosity -o curiosity.html
    """


@export.command("page")
@click.argument("scenario")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file; SCENARIO.html here when not given.")
def export_page(scenario: str, output: Path | None) -> None:
    """One scenario as one file, to be played from a stick, a mail or any web host.

    SCENARIO is an id or a folder. The file holds its own answer key, for whoever looks inside.

    Example: coachkit export page curiosity -o curiosity.html
    """
    from coachkit.export import write_page

    entry = one_entry(scenario)
    _said(write_page(entry, output or Path(f"{entry.scenario.id}.html")))


@export.command("guide")
@click.argument("scenario")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The file; SCENARIO-guide.html here when not given."
)
def export_guide(scenario: str, output: Path | None) -> None:
    """The facilitator's guide and the scenes as cards, ready to print.

    Example: coachkit export guide curiosity -o guide.html
    """
    from coachkit.export import write_guide

    entry = one_entry(scenario)
    _said(write_guide(entry, output or Path(f"{entry.scenario.id}-guide.html")))


@export.command("site")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("site"), show_default=True, help="The folder."
)
def export_site(output: Path) -> None:
    """Every scenario as a page, and an index, ready for any static host.

    Example: coachkit export site -o site
    """
    from coachkit.content.library import Library
    from coachkit.export import write_site

    _said(*write_site(Library.default(), output))


def _said(*paths: Path) -> None:
    """Name the files written, and their size."""
    for path in paths:
        click.echo(f"{path}  {path.stat().st_size / 1000:,.0f} kB")
