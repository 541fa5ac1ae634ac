"""From the bank to its forms and to a version of its key: what `coachkit quiz assemble` and `freeze` write."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp
from pathlib import Path

import yaml

from coachkit.content.bank import FORMS, VERSIONS, Bank, seal_of
from coachkit.content.diagnostics import Diagnostic, shown
from coachkit.content.quiz import Forms, KeyVersion, Norms
from coachkit.errors import CoachkitError
from coachkit.measurement import assembly as parts
from coachkit.measurement import weighted_kappa
from coachkit.measurement.blueprint import Blueprint, ItemFacts, violations
from coachkit.measurement.choice import BEST, MOST

# The six questions that the source asks; each stands in every form.
SIX = (
    "partner-success", "administrators-are-curious", "work-that-helps-another", "trends-for-leaders",
    "stories-for-interest", "impact-for-the-budget",
)  # fmt: skip
NAMES = ("a", "b", "c")
AGREEMENT = "agreement.csv"
KEYS = BEST + 1  # categories


class RecordRefused(CoachkitError):
    """The record of writer and keyer cannot be read."""


def blueprint(bank: Bank) -> Blueprint:
    """What every form has to hold (MEASUREMENT, section 1)."""
    return Blueprint(
        questions=SIX, principles=tuple(bank.frameworks.principles), blocks=tuple(bank.frameworks.blocks)
    )  # fmt: skip


def facts(bank: Bank) -> tuple[ItemFacts, ...]:
    """The items as assembling sees them."""
    return tuple(
        ItemFacts(
            name, one.item.question, one.key.principle, one.key.block, one.key.safeguarding,
            _difficulty({oid: option.key for oid, option in one.key.options.items()}),
        )
        for name, one in bank.items.items()
    )  # fmt: skip


def _difficulty(key: Mapping[str, int]) -> float:
    """What a coach who sees the key as through a fog is expected to lose, 0 to 6.

    Most effective is drawn with weights e^key, least with e^-key. Provisional: until answers say how hard an item is.
    """
    high, low = {o: exp(k) for o, k in key.items()}, {o: exp(-k) for o, k in key.items()}
    most = sum(key[o] * w for o, w in high.items()) / sum(high.values())
    least = sum(key[o] * w for o, w in low.items()) / sum(low.values())
    return MOST - (most + BEST - least)


def assembled(bank: Bank) -> Forms:
    """The forms that the bank gives; the same for the same bank. Raises BlueprintUnmet with what is lacking."""
    made = parts.assemble(facts(bank), blueprint(bank))
    forms = {name: tuple(sorted(ids)) for name, ids in zip(NAMES, made.forms, strict=True)}
    warm_up, reserves = tuple(sorted(made.warm_up)), tuple(sorted(made.reserves))
    return Forms(format=1, seal=seal_of(forms, warm_up, reserves), forms=forms, warm_up=warm_up, reserves=reserves)


def amiss(bank: Bank) -> tuple[Diagnostic, ...]:
    """What the forms in the folder break of the blueprint, as one problem."""
    if bank.forms is None:
        return ()
    f = bank.forms
    as_parts = parts.Forms(tuple(f.forms[name] for name in sorted(f.forms)), f.warm_up, f.reserves)
    found = violations(as_parts, facts(bank), blueprint(bank))
    if not found:
        return ()
    more = f" And {len(found) - 1} more things." if len(found) > 1 else ""
    cure = f"Run: coachkit quiz assemble.{more}"
    return (Diagnostic(shown(bank.folder / FORMS), 1, 1, "CK097", found[0].rstrip("."), cure),)


def unmade(bank: Bank) -> tuple[Diagnostic, ...]:
    """What is still to be made before the quiz can be taken."""
    found = []
    if bank.forms is None:
        found.append(Diagnostic(shown(bank.folder / FORMS), 1, 1, "CK097", "there are no forms yet", "Run: coachkit quiz assemble."))  # fmt: skip
    if not bank.versions:
        found.append(Diagnostic(shown(bank.folder / VERSIONS), 1, 1, "CK096", "the key has no version yet", "Run: coachkit quiz freeze."))  # fmt: skip
    return tuple(found)


def write_forms(bank: Bank) -> Path:
    """Write the forms of the bank, and give the file."""
    made = assembled(bank)
    path = bank.folder / FORMS
    _write(
        path, "forms", "Made by: coachkit quiz assemble. Do not edit: the seal would no longer fit.",
        made.model_dump(by_alias=True, mode="json"),
    )  # fmt: skip
    return path


def provisional(bank: Bank) -> tuple[Norms, tuple[float, float, float]]:
    """What placement takes for granted: as in the newest version with norms, or else what the simulation assumes."""
    for number in sorted(bank.versions, reverse=True):
        if norms := bank.versions[number].norms:
            return norms, bank.versions[number].cuts
    from coachkit.measurement.simulation import simulate  # takes a minute

    report = simulate(1)
    first, second, third = (round(cut, 3) for cut in report.cuts)
    n = report.norms
    return Norms(mean=round(n.mean, 3), sd=round(n.sd, 3), reliability=round(n.reliability, 3)), (first, second, third)


def write_version(bank: Bank, norms: Norms, cuts: tuple[float, float, float], day: date) -> Path:
    """Write the key as a new version, and give the file."""
    items = {name: one.frozen() for name, one in sorted(bank.items.items())}
    number = max(bank.versions, default=0) + 1
    version = KeyVersion(format=1, version=number, frozen=day, norms=norms, cuts=cuts, items=items)
    path = bank.folder / VERSIONS / f"{number}.yaml"
    dump_version(version, path, "coachkit quiz freeze")
    return path


def dump_version(version: KeyVersion, path: Path, command: str) -> None:
    """Write a version of the key into that file."""
    _write(
        path, "key-version", f"Made by: {command}. Takes scored with it keep their result: never edit it.",
        version.model_dump(by_alias=True, mode="json", exclude_defaults=True),
    )  # fmt: skip


def _write(path: Path, schema: str, note: str, data: Mapping[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    up = "../../" if path.parent.name == VERSIONS else "../"
    head = f"# yaml-language-server: $schema={up}schema/{schema}.schema.json\n# {note}\n"
    ordered = {"format": data["format"], **data}
    text = yaml.safe_dump(ordered, sort_keys=False, allow_unicode=True, default_flow_style=None, width=110)
    path.write_text(head + text, "utf-8")


@dataclass(frozen=True)
class Agreed:
    """How far writer and keyer agreed in one round."""

    round: str
    items: int
    options: int
    kappa: float  # weighted, quadratic
    same_best: int
    same_worst: int


def agreement(bank: Bank) -> tuple[Agreed, ...]:
    """Writer's intention beside keyer's key, a round each, from the record beside the bank.

    Raises RecordRefused when the record cannot be read.
    """
    path = bank.folder / AGREEMENT
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [
                (r["round"], r["item"], r["option"], int(r["writer"]), int(r["keyer"])) for r in csv.DictReader(file)
            ]
    except (OSError, KeyError, TypeError, ValueError, csv.Error) as error:
        raise RecordRefused(f"cannot read '{shown(path)}': it needs the columns round, item, option, writer, keyer, with keys 0 to 3.") from error  # fmt: skip
    return tuple(
        _agreed(name, [row[1:] for row in rows if row[0] == name]) for name in dict.fromkeys(r[0] for r in rows)
    )


def _agreed(name: str, rows: Sequence[tuple[str, str, int, int]]) -> Agreed:
    by_item: dict[str, list[tuple[int, int]]] = {}
    for item, _, writer, keyer in rows:
        by_item.setdefault(item, []).append((writer, keyer))
    return Agreed(
        name,
        len(by_item),
        len(rows),
        weighted_kappa([row[2] for row in rows], [row[3] for row in rows], KEYS),
        sum((BEST, BEST) in pairs for pairs in by_item.values()),
        sum((0, 0) in pairs for pairs in by_item.values()),
    )
