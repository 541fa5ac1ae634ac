"""A play in a plain terminal, and the report of one for other programs."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import Any

import click

from coachkit.errors import UnknownChoice
from coachkit.scoring import Debrief
from coachkit.sessions import Play, SceneView

WIDTH = 78


def played(play: Play, choices: tuple[str, ...]) -> Play:
    """The play after these choices. Raises UnknownChoice, naming what is offered there."""
    play = play.handle({"do": "begin"}).handle({"do": "intend", "principles": []})
    for choice in choices:
        play.run.then(choice)  # raises with the alternatives
        play = play.handle({"do": "choose", "at": len(play.run.steps), "choice": choice})
    return play


def report(play: Play) -> dict[str, Any]:
    """The play as plain data: ending, findings, two sides, principles, blocks, ledger."""
    debrief = play.debrief
    base: dict[str, Any] = {
        "scenario": play.scenario.id,
        "content": play.entry.loaded.content_hash,
        "choices": list(play.transcript.standing),
    }
    if debrief is None:
        scene = play.scene
        base |= {"ending": None, "scene": scene.id if scene else None}
        return base | {"offered": [cid for cid, _ in scene.choices] if scene else []}
    point = debrief.turning_point
    return base | {
        "ending": play.run.state.place,
        "standing": debrief.standing,
        "findings": [asdict(f) for f in debrief.findings],
        "sides": {s.id: s.level for s in debrief.sides},
        "principles": {p.id: p.level for p in debrief.principles},
        "blocks": {
            b.id: {"own": b.own_level, "level": b.level, "held-down-by": b.held_down_by}
            for b in debrief.blocks
        },
        "ledger": [
            {"fact": row.fact, "kind": row.kind, "owner": row.owner,
             "who": {c.person: c.text for c in row.cells}}
            for row in debrief.ledger
        ],
        "turning-point": point.turn if point else None,
        "road-not-taken": list(debrief.road.steps) if debrief.road else None,
    }  # fmt: skip


def summary(play: Play) -> str:
    """The debrief, or where the play stands, as lines of text."""
    if play.debrief is not None:
        return _debrief(play.debrief)
    return _scene(play.scene) if play.scene else ""


def converse(play: Play) -> Play:
    """Play by typing: a number or an id chooses, `u` undoes, `q` leaves. Returns the play as it was left."""
    context = play.context
    click.echo(f"\n{context.title}\n{'=' * len(context.title)}\n\n{_wrap(context.text)}\n")
    click.echo(_wrap(f"The agreement in force: {context.agreement_title}. {context.agreement_text}"))
    play = played(play, ())
    while play.scene is not None:
        scene = play.scene
        click.echo("\n" + _scene(scene))
        typed = click.prompt("A number (u: undo, q: leave)", prompt_suffix=" > ").strip()
        if typed == "q":
            click.echo("Nothing was kept.")
            return play
        if typed == "u":
            if scene.turn:
                play = play.handle({"do": "rewind", "to": scene.turn - 1})
            else:
                click.echo("This is the first decision.")
            continue
        ids = [cid for cid, _ in scene.choices]
        choice = ids[int(typed) - 1] if typed.isdecimal() and 0 < int(typed) <= len(ids) else typed
        try:
            play.run.then(choice)
        except UnknownChoice:
            click.echo(f"Please type a number from 1 to {len(ids)}.")
            continue
        play = play.handle({"do": "choose", "at": scene.turn, "choice": choice})
    click.echo("\n" + (_wrap(play.closing) + "\n\n" if play.closing else "") + summary(play))
    return play


def _scene(scene: SceneView) -> str:
    parts = [_wrap(scene.after)] if scene.after else []
    parts += [f"{scene.title}\n{'-' * len(scene.title)}", _wrap(scene.text), _wrap(scene.ask)]
    for number, (_, text) in enumerate(scene.choices, 1):
        parts.append(textwrap.fill(" ".join(text.split()), WIDTH, initial_indent=f"  {number}  ", subsequent_indent="     "))  # fmt: skip
    return "\n\n".join(parts)


def _debrief(debrief: Debrief) -> str:
    lines = [debrief.ending, "-" * len(debrief.ending), _wrap(debrief.ending_text), ""]
    for side in debrief.sides:
        lines.append(f"{side.title}: {side.level_title}")
        lines += [_point(e.text) for e in side.evidence]
    lines += ["", "Trust"] + [
        f"  {b.title:<14} {b.level_title}" + (f" (held down by {b.held_down_by})" if b.held_down_by else "")
        for b in debrief.blocks
    ]
    if debrief.turning_point:
        point = debrief.turning_point
        lines += ["", f"Turning point: {point.scene}", _wrap(point.lost)]
    if debrief.road:
        lines += ["", "The road not taken", _wrap(debrief.road.choice), f"It led to: {debrief.road.ending}"]
    return "\n".join([*lines, "", _wrap(debrief.note)])


def _point(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _wrap(text: str) -> str:
    paragraphs = [" ".join(p.split()) for p in text.split("\n\n")]
    return "\n\n".join(textwrap.fill(p, WIDTH) for p in paragraphs if p)
