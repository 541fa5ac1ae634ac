"""The dictionary a host carries to the browser: a tree, where focus goes, what is said, what is kept."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from coachkit.sessions import Play
from coachkit.ui.play import direction, language, play_view
from coachkit.ui.tree import Node, as_json

if TYPE_CHECKING:
    from typing import Self

FORMAT = 1
FAILED = "Something went wrong on our side. Your earlier choices are safe; please try again."
_HEADINGS = {"context": "title", "anticipate": "anticipate", "enact": "scene", "reflect": "ending"}


class Session(Protocol):
    """What can be shown: events go in, and it says what a browser keeps of it."""

    def handle(self, event: object) -> Self:
        """The session after an event. Raises EventRefused, and then nothing has changed."""

    def saved(self) -> dict[str, Any]:
        """What a browser keeps, and gives back with a resume event."""


S = TypeVar("S", bound=Session)


class Setting(NamedTuple):
    """The phase of a play, or nothing; the language and its direction."""

    phase: str
    lang: str
    dir: str


class Face(ABC, Generic[S]):
    """How one kind of session is shown."""

    refused = "That did not fit where you are in the conversation. Here is where you are; nothing was changed."
    joins = False  # whether what two tabs keep is joined by the session; else the later one stands

    @abstractmethod
    def tree(self, session: S) -> Node:
        """What is shown, as one tree."""

    @abstractmethod
    def key(self, session: S) -> str:
        """The name under which a browser keeps what was done here."""

    @abstractmethod
    def moved(self, before: S, after: S) -> tuple[str | None, str]:
        """The heading to go to, if the person has got somewhere else; and what is new, in one short sentence."""

    def setting(self, session: S) -> Setting:
        """Where a host finds itself, in which language and direction."""
        return Setting("", "en", "ltr")

    def ahead(self, session: S) -> tuple[str, Callable[[], None]] | None:
        """A name, and what is worth working out under it while the person reads; once for each name."""
        return None

    def first_view(self, session: S) -> dict[str, object]:
        """The view a page opens with: nothing is said and focus is left alone."""
        return self._view(session, 1, None, "")

    def next_view(self, before: S, after: S, n: int, said: str = "") -> dict[str, object]:
        """The view after an event, numbered `n`. A refused event passes the same session twice.

        `said` is for the status line; what is new is said when it is empty.
        """
        focus, news = self.moved(before, after)
        return self._view(after, n, focus, said or news)

    def _view(self, session: S, n: int, focus: str | None, said: str) -> dict[str, object]:
        return {
            "v": FORMAT,
            "n": n,
            "tree": as_json(self.tree(session)),
            "focus": focus,
            "status": said,
            "saved": session.saved(),
            "key": self.key(session),
            **({"joins": True} if self.joins else {}),
            **self.setting(session)._asdict(),
        }


class PlayFace(Face[Play]):
    """A play is its own page."""

    def tree(self, session: Play) -> Node:
        return play_view(session)

    def key(self, session: Play) -> str:
        return f"coachkit:play:{session.scenario.id}"

    def moved(self, before: Play, after: Play) -> tuple[str | None, str]:
        if _place(before) == _place(after):
            return None, ""
        return self.heading(after), _news(before, after)

    def setting(self, session: Play) -> Setting:
        return Setting(session.phase, language(session), direction(session))

    def ahead(self, session: Play) -> tuple[str, Callable[[], None]] | None:
        """The scenario's exploration, from the first scene on: the debrief needs it, and takes a second without it."""
        return (session.scenario.id, session.look_ahead) if session.phase == "enact" else None

    def heading(self, play: Play) -> str:
        """The heading of where that play is."""
        return f"{play.scenario.id}-{_HEADINGS[play.phase]}"


PLAY = PlayFace()


def _place(play: Play) -> tuple[str, ...]:
    scene = play.scene
    return (play.scenario.id, play.phase, *((str(scene.turn), scene.id) if scene else ()))


def _news(before: Play, after: Play) -> str:
    """One short sentence on what is new; the focused heading says where one is."""
    if after.notice:
        return after.notice
    if before.scenario.id != after.scenario.id:
        return ""
    if after.phase == "reflect":
        return "The conversation is over. Here is the debrief."
    now, then = after.scene, before.scene
    if now is None:
        return "Back at the start." if after.phase == "context" else ""
    if before.phase == "reflect" or (then is not None and then.turn > now.turn):
        return f"Back at decision {now.turn + 1}."
    return f"Decision {now.turn + 1}."
