"""The dictionary a host carries to the browser: a tree, where focus goes, what is said, what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coachkit.ui.play import direction, language, play_view
from coachkit.ui.tree import as_json

if TYPE_CHECKING:
    from coachkit.sessions import Play

FORMAT = 1
_HEADINGS = {"context": "title", "anticipate": "anticipate", "enact": "scene", "reflect": "ending"}


def first_view(play: Play) -> dict[str, object]:
    """The view a page opens with: nothing is said and focus is left alone."""
    return _view(play, 1, focus=None, said="")


def next_view(before: Play, after: Play, n: int, said: str = "") -> dict[str, object]:
    """The view after an event, numbered `n`.

    Focus moves only when the person has got somewhere else; `said` is news for the status line,
    and what changed is said when it is empty. A refused event passes the same play twice.
    """
    moved = _place(before) != _place(after)
    focus = f"{after.scenario.id}-{_HEADINGS[after.phase]}" if moved else None
    return _view(after, n, focus=focus, said=said or (_news(before, after) if moved else ""))


def _view(play: Play, n: int, *, focus: str | None, said: str) -> dict[str, object]:
    return {
        "v": FORMAT,
        "n": n,
        "tree": as_json(play_view(play)),
        "focus": focus,
        "status": said,
        "saved": play.saved(),
        "key": f"coachkit:play:{play.scenario.id}",
        "phase": play.phase,
        "lang": language(play),
        "dir": direction(play),
    }


def _place(play: Play) -> tuple[str, int | None]:
    return play.phase, play.scene.turn if play.scene is not None else None


def _news(before: Play, after: Play) -> str:
    """One short sentence on what is new; the focused heading says where one is."""
    if after.notice:
        return after.notice
    if after.phase == "reflect":
        return "The conversation is over. Here is the debrief."
    now, then = after.scene, before.scene
    if now is None:
        return "Back at the start." if after.phase == "context" else ""
    if before.phase == "reflect" or (then is not None and then.turn > now.turn):
        return f"Back at decision {now.turn + 1}."
    return f"Decision {now.turn + 1}."
