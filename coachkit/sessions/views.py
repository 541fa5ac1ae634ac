"""What a host shows of a play: plain values, with every id already turned into words."""

from __future__ import annotations

from dataclasses import dataclass

from coachkit.content.safeguarding import Safeguarding
from coachkit.errors import ContentError


@dataclass(frozen=True)
class PersonView:
    """Someone in the story, before it begins."""

    name: str
    role_title: str
    about: str


@dataclass(frozen=True)
class PrincipleView:
    """A principle the coach may mean to hold to."""

    id: str
    title: str
    looks_like: str
    ours: bool


@dataclass(frozen=True)
class SafeguardingView:
    """What the school says for when somebody may be in danger; no school when it has not said it."""

    school: str
    rule: str
    contacts: tuple[tuple[str, str, str], ...]  # name, role, how to reach them
    wording: str
    is_broken: bool = False


@dataclass(frozen=True)
class ContextView:
    """What a coach reads before the first scene."""

    title: str
    summary: str
    text: str
    minutes: int
    level_title: str
    question: str
    people: tuple[PersonView, ...]
    agreement_title: str
    agreement_text: str
    agreement_source: str
    agreement_ours: bool
    known: tuple[str, ...]
    principles: tuple[PrincipleView, ...]
    note: str
    safeguarding: SafeguardingView | None = None  # in scenarios about safety


@dataclass(frozen=True)
class TrailStep:
    """An earlier decision that stands."""

    turn: int
    scene: str
    chosen: str


@dataclass(frozen=True)
class SceneView:
    """The scene being played. `after` is the consequence of the last choice."""

    turn: int
    id: str
    title: str
    after: str
    text: str
    ask: str
    choices: tuple[tuple[str, str], ...]
    trail: tuple[TrailStep, ...]
    undone: int


def safeguarding_view(found: Safeguarding | ContentError | None) -> SafeguardingView:
    """The school's page as a person reads it, also when there is none."""
    if not isinstance(found, Safeguarding):
        return SafeguardingView("", "", (), "", is_broken=found is not None)
    contacts = tuple((c.name, c.role, c.reach) for c in found.contacts)
    return SafeguardingView(found.school, found.rule, contacts, found.wording)
