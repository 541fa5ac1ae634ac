"""The dictionary a host carries to the browser: a tree, where focus goes, what is said, what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coachkit.sessions import Draft, Shelf
from coachkit.ui.draft import draft_view
from coachkit.ui.play import direction, language, play_view
from coachkit.ui.shelf import shelf_view
from coachkit.ui.tree import Node, as_json

if TYPE_CHECKING:
    from typing import TypeAlias

    from coachkit.sessions import Play

    Session: TypeAlias = Play | Shelf | Draft  # what a widget can show

FORMAT = 1
LIBRARY = "coachkit:library"
REFUSED = "That did not fit where you are in the conversation. Here is where you are; nothing was changed."
FAILED = "Something went wrong on our side. Your earlier choices are safe; please try again."
_HEADINGS = {"context": "title", "anticipate": "anticipate", "enact": "scene", "reflect": "ending"}


def tree_of(session: Session) -> Node:
    """What is shown of a session, as one tree."""
    if isinstance(session, Shelf):
        return shelf_view(session)
    return draft_view(session) if isinstance(session, Draft) else play_view(session)


def first_view(session: Session) -> dict[str, object]:
    """The view a page opens with: nothing is said and focus is left alone."""
    return _view(session, 1, focus=None, said="")


def next_view(before: Session, after: Session, n: int, said: str = "") -> dict[str, object]:
    """The view after an event, numbered `n`.

    Focus moves only when the person has got somewhere else; `said` is news for the status line,
    and what changed is said when it is empty. A refused event passes the same session twice.
    """
    was, now = playing(before), playing(after)
    if isinstance(after, Draft) and (was is None or now is None):
        return _view(after, n, focus=None, said=said)
    if was is None or now is None or was.scenario.id != now.scenario.id:
        moved = (was is None) != (now is None) or was is not now
        focus = ("library-title" if now is None else f"{now.scenario.id}-{_HEADINGS[now.phase]}") if moved else None
        return _view(after, n, focus=focus, said=said or (now.notice or "" if now else _sorted(before, after)))
    moved = _place(was) != _place(now)
    focus = f"{now.scenario.id}-{_HEADINGS[now.phase]}" if moved else None
    return _view(after, n, focus=focus, said=said or (_news(was, now) if moved else ""))


def playing(session: Session) -> Play | None:
    """The play in a session, if one is open."""
    return session.play if isinstance(session, Shelf | Draft) else session


def _view(session: Session, n: int, *, focus: str | None, said: str) -> dict[str, object]:
    play = playing(session)
    return {
        "v": FORMAT,
        "n": n,
        "tree": as_json(tree_of(session)),
        "focus": focus,
        "status": said,
        "saved": session.saved(),
        "key": _key(session, play),
        "phase": play.phase if play else "library",
        "lang": language(play) if play else "en",
        "dir": direction(play) if play else "ltr",
    }


def _key(session: Session, play: Play | None) -> str:
    """The name under which a browser keeps what was done here."""
    if isinstance(session, Draft):
        return f"coachkit:draft:{session.folder.name}"
    return f"coachkit:play:{play.scenario.id}" if play else LIBRARY


def _sorted(before: Session, after: Session) -> str:
    """What is new on the shelf."""
    if isinstance(before, Shelf) and isinstance(after, Shelf) and before.by != after.by:
        return f"Sorted by {after.by}."
    return ""


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
