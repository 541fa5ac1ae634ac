"""Events to send to both sides, and what Python answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from random import Random
from typing import Any

from generators import entry_from

from coachkit.content.library import Entry
from coachkit.errors import EventRefused
from coachkit.sessions import Play
from coachkit.ui.view import PLAY

Event = Any
LONGEST_PLAY = 60  # events; a drawn scenario may lead in circles
JUNK: tuple[Event, ...] = (
    None, 7, "choose", [], {}, {"do": None}, {"do": "erase"}, {"do": "begin"}, {"do": "intend", "principles": "hold"},
    {"do": "intend", "principles": ["hold", "no-such"]}, {"do": "intend", "principles": ["hold", "hold", "hold"]},
    {"do": "choose"}, {"do": "choose", "at": "0", "choice": "x"}, {"do": "choose", "at": True, "choice": "x"},
    {"do": "choose", "at": 0, "choice": 4}, {"do": "choose", "at": 0, "choice": "constructor"},
    {"do": "rewind"}, {"do": "rewind", "to": -1}, {"do": "rewind", "to": 1.5}, {"do": "rewind", "to": 99},
    {"do": "rewind", "to": True}, {"do": "resume"}, {"do": "resume", "saved": []}, {"do": "resume", "saved": {"v": 2}},
    {"do": "hello"},
)  # fmt: skip

# Words that would be markup, code, a hole of coachkit.export.fragments, or Markdown.
HOSTILE = (
    "</script><script>alert(1)</script><!-- <b onclick=x>&amp; ]]> \u2028 900010000 900019999 {{x}} $& `${1}` "
    "*so* \\* 1. [a](b) \u202e \U0001f9ea"
)


def hostile() -> Entry:
    """A scenario that says HOSTILE wherever it says anything."""
    seen = {"noor": HOSTILE, "daniel": HOSTILE}
    scene = {"title": HOSTILE, "text": f"{HOSTILE}\n\n- {HOSTILE}", "ask": HOSTILE, "seen": seen}
    moves = [{"tell": "gains", "to": ["daniel", "bea"]}, {"decide-for": "noor", "matter": HOSTILE}]
    go = {"text": HOSTILE, "after": HOSTILE, "seen": seen, "moves": moves}
    return entry_from(
        {"first": {**scene, "choices": {"go": go}}},
        {"end": {"title": HOSTILE, "text": HOSTILE, "seen": seen}},
        title=HOSTILE,
        summary=HOSTILE,
        context=HOSTILE,
        prompts=[HOSTILE, HOSTILE],
        chairs=["noor", "daniel"],
    )


class Python:
    """The kit's own side: a play, and the view after each event."""

    def __init__(self, entry: Entry) -> None:
        self.play, self.n = Play(entry), 1
        self.view: dict[str, object] = PLAY.first_view(self.play)
        self.events: list[Event] = []

    def do(self, event: Event, *, draw: bool = True) -> None:
        """Take an event; `draw` makes the view after it too."""
        before, said = self.play, ""
        try:
            self.play = before.handle(event)
        except EventRefused:
            said = PLAY.refused
        self.n += 1
        self.events.append(event)
        if draw:
            self.view = PLAY.next_view(before, self.play, self.n, said)


def written(view: object) -> str:
    """The view as JavaScript writes it."""
    return json.dumps(view, ensure_ascii=False, separators=(",", ":"))


def fingerprint(views: list[str]) -> str:
    return sha256("\n".join(views).encode()).hexdigest()


def every_start(entry: Entry, depth: int) -> Iterator[tuple[list[Event], str]]:
    """Every list of choices of at most that length that the kit offers, with the view it leads to."""
    start = Python(entry)
    start.do({"do": "begin"}, draw=False)
    start.do({"do": "intend", "principles": []})
    waiting = [start]
    while waiting:
        here = waiting.pop()
        yield here.events, written(here.view)
        scene = here.play.scene
        if scene is None or scene.turn >= depth:
            continue
        for choice, _ in scene.choices:
            further = Python(entry)
            further.play, further.n, further.events = here.play, here.n, list(here.events)
            further.do({"do": "choose", "at": scene.turn, "choice": choice})
            waiting.append(further)


def random_play(entry: Entry, rng: Random, *, draw: bool) -> tuple[list[Event], list[str]]:
    """One play with changes of mind, reloads and nonsense; all its views, or only the last."""
    side = Python(entry)
    views = [written(side.view)]

    def do(event: Event) -> None:
        side.do(event, draw=draw)
        views.append(written(side.view) if draw else "")

    do({"do": "begin"})
    principles = list(entry.frameworks.principles)
    do({"do": "intend", "principles": rng.choices(principles, k=rng.randint(0, 2))})  # perhaps one twice
    while side.play.phase != "reflect" and len(side.events) < LONGEST_PLAY:
        event = _next(side.play, rng)
        do(event)
        if side.play.phase == "reflect" and rng.random() < 0.1:
            do({"do": "rewind", "to": rng.randrange(len(side.play.run.steps))})
    before = side.play
    side.events.append({"do": "hello"})
    side.n += 1
    return side.events, [*(views if draw else []), written(PLAY.next_view(before, before, side.n))]


def _next(play: Play, rng: Random) -> Event:
    scene, what = play.scene, rng.random()
    saved = json.loads(json.dumps(play.saved()))
    if what < 0.04:
        return rng.choice(JUNK)
    if what < 0.06:
        return {"do": "resume", "saved": saved}
    if what < 0.11:
        return {"do": "resume", "saved": _older(saved, rng)}
    if what < 0.12:
        return {"do": "restart"}
    if scene is None or not scene.choices:
        return {"do": "begin"} if play.phase == "context" else {"do": "intend", "principles": []}
    if what < 0.22 and scene.turn:
        return {"do": "rewind", "to": rng.randrange(scene.turn)}
    return {"do": "choose", "at": scene.turn, "choice": rng.choice(scene.choices)[0]}


def every_event(entry: Entry) -> tuple[list[Event], list[str]]:
    """One play in which every kind of event, good or bad, meets every phase, and notices come and go."""
    side = Python(entry)
    views = [written(side.view)]

    def do(*events: Event) -> None:
        for event in events:
            side.do(event)
            views.append(written(side.view))

    def choose() -> Event:
        scene = side.play.scene
        if scene is None:
            return {"do": "begin"}
        return {"do": "choose", "at": scene.turn, "choice": scene.choices[-1][0]}

    def through() -> None:
        do(*JUNK)
        do({"do": "begin"}, *JUNK, {"do": "intend", "principles": ["hold", "hold"]}, *JUNK)
        while side.play.phase == "enact":
            do(choose(), *JUNK)

    through()
    kept = json.loads(json.dumps(side.play.saved()))
    for saved in _spoilt(kept):
        do({"do": "resume", "saved": saved}, {"do": "hello"}, {"do": "rewind", "to": 0})
        do(choose())
        do({"do": "resume", "saved": {**kept, "acts": [], "phase": "anticipate", "hash": ""}})
        do({"do": "intend", "principles": []})
        do(choose())
        do({"do": "restart"})
    return side.events, views


def _older(saved: dict[str, Any], rng: Random) -> dict[str, Any]:
    return rng.choice(_spoilt(saved))


def _spoilt(saved: dict[str, Any]) -> list[dict[str, Any]]:
    """What a browser might have kept of an older version, or what somebody wrote into it."""
    acts = saved["acts"]
    return [
        {**saved, "hash": "older"},
        {**saved, "hash": None, "acts": [*acts[: len(acts) // 2], ["choose", "no-such-choice"], *acts]},
        {**saved, "acts": [*acts, ["rewind", 400]]},
        {**saved, "acts": [*acts, ["rewind", 401]]},
        {**saved, "acts": [*acts, ["choose"]]},
        {**saved, "acts": [*acts, ["choose", "x" * 61]]},
        {**saved, "acts": [["choose", "no-such-choice"]] * 400},
        {**saved, "phase": "reflect"},
        {**saved, "phase": "enacted"},
        {**saved, "v": True},
        {**saved, "intents": ["hold", "no-such"]},
        {**saved, "scenario": "another"},
    ]
