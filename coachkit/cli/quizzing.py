"""Commands of the quiz: simulate, calibrate, and for those who write items: assemble, freeze, agreement."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coachkit.cli.common import WRONG_CONTENT, main

if TYPE_CHECKING:
    from coachkit.content.bank import Bank


def _bank(*, without_forms: bool = False, allow_changed: bool = False) -> Bank:
    from coachkit.content.bank import bank_of
    from coachkit.content.library import Library

    return bank_of(Library.default(), without_forms=without_forms, allow_changed=allow_changed)


@main.group()
def quiz() -> None:
    """The mastery quiz: its numbers, and its bank.

    Example: coachkit quiz simulate --seed 1
    """


@quiz.command()
@click.option("--seed", default=1, show_default=True, help="Seed of the simulated people and banks.")
@click.option("--people", default=1500, show_default=True, type=click.IntRange(200, 20_000), help="People a bank.")
@click.option("--banks", default=12, show_default=True, type=click.IntRange(1, 20), help="Simulated banks of each quality.")  # fmt: skip
def simulate(seed: int, people: int, banks: int) -> None:
    """Take the quiz with simulated people, and print what placement reaches beside its goals.

    Exits with 1 when a goal of the first table is missed. The tables below it say what three forms from one bank reach,
    and that is less. The figures are about the method, never about coaches.

    Example: coachkit quiz simulate --seed 1
    """
    from coachkit.measurement.simulation import report_text
    from coachkit.measurement.simulation import simulate as run

    report = run(seed, people, banks)
    click.echo(report_text(report))
    missed = [row for row in report.goals if row.met is False]
    if missed:
        click.echo(f"{len(missed)} of {len(report.goals)} goals missed.", err=True)
        sys.exit(WRONG_CONTENT)


@quiz.command()
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the parameters here.")
def calibrate(answers: Path, output: Path | None) -> None:
    """Estimate the items' parameters from many takes, and report what the answers say of each item.

    ANSWERS is a table with a row a take and a column an item, raw scores 0 to 6, empty where it was not given.
    Refuses when there are too few takes, and says how many are missing.

    Example: coachkit quiz calibrate answers.csv -o parameters.yaml
    """
    from datetime import date

    from coachkit.sessions.calibrating import calibrated, read_answers, write_parameters

    bank = _bank()
    found = calibrated(bank, *read_answers(answers, bank))
    click.echo(found.text)
    if output is not None:
        click.echo(f"Written: {write_parameters(found, output, date.today())}", err=True)  # noqa: DTZ011


@quiz.command()
def assemble() -> None:
    """Make the parallel forms from the bank, and write them.

    Example: coachkit quiz assemble
    """
    from coachkit.sessions.forming import write_forms

    click.echo(f"Written: {write_forms(_bank(without_forms=True))}")


@quiz.command()
def freeze() -> None:
    """Write the key as a new version, if it has changed; earlier results keep the version they were scored with.

    Example: coachkit quiz freeze
    """
    from datetime import date

    from coachkit.sessions.forming import provisional, write_version

    bank = _bank(without_forms=True, allow_changed=True)
    if bank.current and not bank.has_changed:
        click.echo("The newest version says the same already.")
        return
    norms, cuts = provisional(bank)
    click.echo(f"Written: {write_version(bank, norms, cuts, date.today())}")  # noqa: DTZ011  the author's day


@quiz.command()
def agreement() -> None:
    """How far the writers of items and those who keyed them agreed, before and after rewriting.

    Example: coachkit quiz agreement
    """
    from coachkit.sessions.forming import agreement as read

    found = read(_bank())
    click.echo("round          items  options  weighted kappa  same best  same worst")
    for one in found:
        click.echo(f"{one.round:13}  {one.items:5}  {one.options:7}  {one.kappa:14.2f}  {one.same_best:9}  {one.same_worst:10}")  # fmt: skip
