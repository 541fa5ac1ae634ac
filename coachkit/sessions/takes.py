"""The log of a coach's takes: facts only, appended, joined with what another tab wrote, and read back.

An entry is a tuple of words and numbers:

    ("take", id, kind, form, seed, bank hash, key version, day)
    ("predict", id, stage)
    ("shown", id, item)
    ("answer", id, item, most, least)
    ("finish", id, day)
    ("drop", id)

Nothing is ever changed in it. The last answer to an item stands, until the take is finished.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, cast

from coachkit.content.quiz import STAGES, Stage
from coachkit.errors import EventRefused

Kind = Literal["quiz", "warm-up"]
Entry = tuple[str | int, ...]
MOST_BYTES = 17_000  # of the log as it is kept: some fourteen takes; a browser's message may have 20,000
_WORD = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_SHAPES: Mapping[str, tuple[type, ...]] = {
    "take": (str, str, str, int, str, int, str),
    "predict": (str, str),
    "shown": (str, str),
    "answer": (str, str, str, str),
    "finish": (str, str),
    "drop": (str,),
}


@dataclass(frozen=True)
class Take:
    """One take, read from the log."""

    id: str
    kind: Kind
    form: str
    seed: int
    bank: str  # hash of the items' words when it began
    version: int  # of the key it is scored with
    began: date
    predicted: Stage | None = None
    shown: tuple[str, ...] = ()
    answers: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # item: most, least effective
    finished: date | None = None

    def order(self, items: Sequence[str]) -> tuple[str, ...]:
        """The items of its form in the order of this take."""
        return _shuffled(items, f"{self.seed}")

    def options(self, item: str, options: Iterable[str]) -> tuple[str, ...]:
        """An item's options in the order of this take."""
        return _shuffled(sorted(options), f"{self.seed} {item}")


def _shuffled(words: Sequence[str], seed: str) -> tuple[str, ...]:
    mixed = list(words)
    random.Random(seed).shuffle(mixed)
    return tuple(mixed)


def read_log(saved: object) -> tuple[Entry, ...]:
    """The log that a browser kept. Raises EventRefused for anything of another shape."""
    if not isinstance(saved, dict) or type(saved.get("v")) is not int or saved["v"] != 1:
        raise EventRefused("What this browser kept cannot be read.")
    entries = saved.get("acts")
    if not isinstance(entries, list) or len(entries) > MOST_BYTES:
        raise EventRefused("What this browser kept cannot be read.")
    return tuple(dict.fromkeys(map(_entry, entries)))


def _entry(raw: Any) -> Entry:
    shape = _SHAPES.get(raw[0]) if isinstance(raw, list) and raw and isinstance(raw[0], str) else None
    if shape is None or len(raw) != len(shape) + 1:
        raise EventRefused("What this browser kept cannot be read.")
    for value, kind in zip(raw[1:], shape, strict=True):
        if type(value) is not kind or not _WORD.fullmatch(str(value)):
            raise EventRefused("What this browser kept cannot be read.")
    if raw[0] in ("take", "finish"):
        _day(raw[-1])
    if raw[0] == "take" and raw[2] not in ("quiz", "warm-up"):
        raise EventRefused("What this browser kept cannot be read.")
    return tuple(raw)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise EventRefused("What this browser kept cannot be read.") from error


def joined(stored: Sequence[Entry], own: Sequence[Entry]) -> tuple[Entry, ...]:
    """Both logs as one: what another tab stored, then what only this one has. Nothing is lost."""
    return tuple(dict.fromkeys((*stored, *own)))


def takes_of(log: Sequence[Entry]) -> tuple[Take, ...]:
    """The takes in the order they began, without dropped ones. Entries that fit no take are passed over."""
    found: dict[str, dict[str, Any]] = {}
    dropped = {entry[1] for entry in log if entry[0] == "drop"}
    begun = {entry[1] for entry in log if entry[0] == "take"}
    for entry in (*(e for e in log if e[0] == "take"), *(e for e in log if e[0] != "take" and e[1] in begun)):
        name = cast(str, entry[1])
        match entry:
            case ("take", _, kind, form, seed, bank, version, day) if name not in found:
                found[name] = {
                    "id": name, "kind": kind, "form": form, "seed": seed, "bank": bank, "version": version,
                    "began": _day(str(day)), "shown": {}, "answers": {}, "finished": None, "predicted": None,
                }  # fmt: skip
            case ("predict", _, stage) if stage in STAGES:
                found[name]["predicted"] = stage
            case ("shown", _, item):
                found[name]["shown"][item] = None
            case ("answer", _, item, most, least):
                found[name]["shown"][item] = None
                if most != least and found[name]["finished"] is None:
                    found[name]["answers"][item] = (most, least)
            case ("finish", _, day) if found[name]["finished"] is None:
                found[name]["finished"] = _day(str(day))
    return tuple(
        Take(**{**one, "shown": tuple(one["shown"])}) for name, one in found.items() if name not in dropped
    )  # fmt: skip


def seen(log: Sequence[Entry], take: str) -> frozenset[str]:
    """The items that a take has shown, a dropped one too: shown is seen."""
    return frozenset(str(entry[2]) for entry in log if entry[0] in ("shown", "answer") and entry[1] == take)


def begun_of(log: Sequence[Entry], kind: Kind) -> list[tuple[str, str]]:
    """The id and the form of every take of that kind, dropped or not, in the order they began."""
    return [(str(entry[1]), str(entry[3])) for entry in log if entry[0] == "take" and entry[2] == kind]


def without(log: Sequence[Entry], take: str) -> tuple[Entry, ...]:
    """The log after a take was dropped: only that it was there, so that its form does not come again at once."""
    return (*(e for e in log if e[1] != take or e[0] == "take"), ("drop", take))


def is_full(log: Sequence[Entry]) -> bool:
    """Whether no further take fits into what a browser keeps."""
    return len(json.dumps(saved_log(log))) > MOST_BYTES - 2_000  # a take has 1,600 bytes


def saved_log(log: Sequence[Entry]) -> dict[str, Any]:
    """The log as a browser keeps it: what was answered was shown, and need not be said twice."""
    answered = {entry[1:3] for entry in log if entry[0] == "answer"}
    return {"v": 1, "acts": [list(e) for e in log if e[0] != "shown" or e[1:3] not in answered]}
