"""The log of a coach's takes: facts only, appended, joined with what another tab wrote, and read back.

An entry is a tuple of words and numbers:

    ("take", id, kind, form, seed, hash of its items' words, day)
    ("predict", id, stage)
    ("shown", id, item)
    ("answer", id, item, revision, most, least)
    ("finish", id, day, key version)
    ("drop", id)

Nothing in it is changed. What later entries make superfluous is left out when it is kept: earlier revisions of an
answer, and all but the begin of a dropped take. Entries that this kit does not know are carried along.
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
VERSION = 1  # of the log; a later one is left untouched
MOST_BYTES = 17_000  # of the log as it is kept: some fourteen takes; a browser's message may have 20,000
_MOST_WORD = 60
_WORD = re.compile(r"[a-z0-9][a-z0-9-]*")
_SHAPES: Mapping[str, tuple[type, ...]] = {
    "take": (str, str, str, int, str, str),
    "predict": (str, str),
    "shown": (str, str),
    "answer": (str, str, int, str, str),
    "finish": (str, str, int),
    "drop": (str,),
}
UNREADABLE = "What this browser kept cannot be read."


@dataclass(frozen=True)
class Take:
    """One take, read from the log."""

    id: str
    kind: Kind
    form: str
    seed: int
    words: str  # hash of its items' words when it began
    began: date
    predicted: Stage | None = None
    shown: tuple[str, ...] = ()
    answers: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # item: most, least effective
    finished: date | None = None
    version: int = 0  # of the key it is scored with; 0 until it is finished

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
    """The log that a browser kept, without what cannot be an entry. Raises EventRefused for anything else."""
    if not isinstance(saved, dict) or type(saved.get("v")) is not int or saved["v"] != VERSION:
        raise EventRefused(UNREADABLE)
    entries = saved.get("acts")
    if not isinstance(entries, list) or len(entries) > MOST_BYTES:
        raise EventRefused(UNREADABLE)
    return joined((), [tuple(raw) for raw in entries if _could_be(raw)])


def _could_be(raw: Any) -> bool:
    """Whether it is an entry of ours, or of a later kit: a short list of words and small numbers."""
    if not isinstance(raw, list) or not 2 <= len(raw) <= 12 or not isinstance(raw[0], str):
        return False
    for value in raw:
        small = type(value) is int and 0 <= value < 2**53
        short = isinstance(value, str) and len(value) <= _MOST_WORD and _WORD.fullmatch(value)
        if not small and not short:
            return False
    shape = _SHAPES.get(raw[0])
    if shape is None:
        return True
    if tuple(type(value) for value in raw[1:]) != shape:
        return False
    day = raw[6] if raw[0] == "take" else raw[2] if raw[0] == "finish" else None
    return (day is None or _day(day) is not None) and (raw[0] != "take" or raw[2] in ("quiz", "warm-up"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def joined(stored: Sequence[Entry], own: Sequence[Entry]) -> tuple[Entry, ...]:
    """Both logs as one: what another tab stored, then what only this one has; only the superfluous is left out.

    Of an item's answers the one of the highest revision stands; of two with the same, whichever tab joins first, the
    same one.
    """
    both = tuple(dict.fromkeys((*stored, *own)))
    dropped = {entry[1] for entry in both if entry[0] == "drop"}
    spent = {entry[1] for entry in both if entry[0] == "finish"} & {
        entry[1] for entry in both if entry[0] == "take" and entry[2] == "warm-up"
    }
    latest = _latest(both)
    kept = []
    for entry in both:
        kind, take = entry[0], entry[1]
        if take in dropped and kind not in ("take", "drop"):
            continue
        if take in spent and kind in ("shown", "answer"):
            continue  # a warm-up says nothing afterwards
        if kind == "answer" and latest.get((take, entry[2])) != entry:
            continue
        if kind == "shown" and (take, entry[2]) in latest:
            continue  # what was answered was shown
        kept.append(entry)
    return tuple(kept)


def _latest(log: Sequence[Entry]) -> dict[tuple[object, object], Entry]:
    """The answer that stands for each item of each take; what comes after the finish is too late."""
    latest: dict[tuple[object, object], Entry] = {}
    closed: set[object] = set()
    for entry in log:
        if entry[0] == "finish":
            closed.add(entry[1])
        elif entry[0] == "answer" and entry[1] not in closed:
            place = entry[1], entry[2]
            latest[place] = max(latest.get(place, entry), entry, key=_rank)
    return latest


def _rank(answer: Entry) -> tuple[int, str, str]:
    return cast(int, answer[3]), str(answer[4]), str(answer[5])


def takes_of(log: Sequence[Entry]) -> tuple[Take, ...]:
    """The takes in the order they began, without dropped ones. Entries that fit no take are passed over."""
    found: dict[str, dict[str, Any]] = {}
    dropped = {entry[1] for entry in log if entry[0] == "drop"}
    for entry in log:
        if entry[0] == "take" and entry[1] not in dropped and entry[1] not in found:
            _, name, kind, form, seed, words, day = entry
            found[str(name)] = {
                "id": name, "kind": kind, "form": form, "seed": seed, "words": words, "began": _day(str(day)),
                "shown": {}, "answers": {}, "finished": None, "predicted": None, "version": 0,
            }  # fmt: skip
    for entry in joined((), log):
        take = found.get(str(entry[1]))
        if take is None:
            continue
        match entry:
            case ("predict", _, stage) if stage in STAGES:
                take["predicted"] = stage
            case ("shown", _, item):
                take["shown"][item] = None
            case ("answer", _, item, _, most, least):
                take["shown"][item] = None
                if most != least:
                    take["answers"][item] = (most, least)
            case ("finish", _, day, version) if take["finished"] is None:
                take["finished"], take["version"] = _day(str(day)), version
    return tuple(Take(**{**one, "shown": tuple(one["shown"])}) for one in found.values())


def revision(log: Sequence[Entry], take: str, item: str) -> int:
    """The number of the next answer to that item."""
    return 1 + max((cast(int, e[3]) for e in log if e[0] == "answer" and e[1:3] == (take, item)), default=0)


def seen(log: Sequence[Entry], take: str) -> frozenset[str]:
    """The items that a take has shown."""
    return frozenset(str(entry[2]) for entry in log if entry[0] in ("shown", "answer") and entry[1] == take)


def begun_of(log: Sequence[Entry], kind: Kind) -> list[tuple[str, str]]:
    """The id and the form of every take of that kind, dropped or not, in the order they began."""
    return [(str(entry[1]), str(entry[3])) for entry in log if entry[0] == "take" and entry[2] == kind]


def is_spent(log: Sequence[Entry], take: str) -> bool:
    """Whether the log no longer says what the take has shown: it was dropped, or is a warm-up that is over."""
    return any(entry[0] in ("drop", "finish") and entry[1] == take for entry in log)


def without(log: Sequence[Entry], take: str) -> tuple[Entry, ...]:
    """The log after a take was dropped: only that it was there, so that its form does not come again at once."""
    return joined(log, (("drop", take),))


def is_full(log: Sequence[Entry]) -> bool:
    """Whether no further take fits into what a browser keeps."""
    return len(json.dumps(saved_log(log))) > MOST_BYTES - 2_200  # a take of long names has 2,000 bytes


def saved_log(log: Sequence[Entry]) -> dict[str, Any]:
    """The log as a browser keeps it; `forget` says whose written words go, too."""
    gone = [f"take-{entry[1]}-" for entry in log if entry[0] == "drop"]
    return {"v": VERSION, "acts": [list(e) for e in joined((), log)], **({"forget": gone} if gone else {})}
