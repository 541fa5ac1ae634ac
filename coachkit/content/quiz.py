"""What authors write for the quiz: the shape of items, their keys, the forms, the stages.

Only shape lives here. What belongs together is checked by `coachkit.content.bank`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from coachkit.content.model import Day, Format, whole
from coachkit.content.moves import Id, Line, Prose, Strict

OPTIONS = 4
LENGTH = 18  # items of a take
HIGHEST, LOWEST = 3, 0  # what the one best and the one worst option of an item are keyed

Keyed = Annotated[int, BeforeValidator(whole), Field(ge=LOWEST, le=HIGHEST)]
Stage = Literal["exploring", "establishing", "intentional", "leading"]
STAGES: tuple[Stage, ...] = ("exploring", "establishing", "intentional", "leading")
Phase = Literal["clarity", "consistency", "community"]


class Item(Strict):
    """A situation, and four things that a coach might do in it."""

    format: Format
    id: Id
    title: Line
    question: Id
    agreement: Id
    place: Line
    reviewed: Day
    sources: tuple[Id, ...] = Field(min_length=1)
    stem: Prose
    options: dict[Id, Line] = Field(min_length=OPTIONS, max_length=OPTIONS)


class OptionKey(Strict):
    """What an option is worth, why, from where, and who would disagree."""

    key: Keyed
    rationale: Prose
    principle: Id
    block: Id
    source: tuple[Id, ...] = Field(min_length=1)
    dissent: Prose
    agreements: dict[Id, Prose] = Field(default_factory=dict)
    silent: bool = False  # to say or do nothing
    unsafe: bool = False  # somebody is left in danger by it


class ItemKey(Strict):
    """The key of one item: what is at stake in it, and each of its options."""

    format: Format
    item: Id
    principle: Id
    block: Id
    safeguarding: bool = False
    options: dict[Id, OptionKey]


class Forms(Strict):
    """The parallel forms, the warm-up and the reserves, as `coachkit quiz assemble` made them."""

    format: Format
    seal: Line  # a digest of the lists below
    forms: dict[Id, tuple[Id, ...]] = Field(min_length=2)
    warm_up: tuple[Id, ...]
    reserves: tuple[Id, ...]


class Case(Strict):
    """A coach at a stage, over a few weeks."""

    title: Line
    place: Line
    text: Prose
    questions: tuple[Line, ...] = Field(min_length=1, max_length=4)


class NextStep(Strict):
    """Something to do within a fortnight, and the area it belongs to."""

    text: Line
    focus: Id


class StageText(Strict):
    """A stage of mastery in words."""

    title: Line
    meaning: Line
    speaks: Prose
    case: Case
    strengths: tuple[Line, ...] = Field(min_length=2, max_length=4)
    challenges: tuple[Line, ...] = Field(min_length=2, max_length=4)
    next_steps: tuple[NextStep, ...] = Field(min_length=2, max_length=6)


class FocusArea(Strict):
    """An area to work on, the phase it belongs to, and the principles it is made of."""

    title: Line
    text: Prose
    phase: Phase
    principles: tuple[Id, ...] = Field(min_length=1)


class PhaseText(Strict):
    """One of the three public phases, in our own description."""

    title: Line
    text: Prose
    source: tuple[Id, ...] = Field(min_length=1)


class Stages(Strict):
    """The four stages, the areas to work on and the three phases."""

    format: Format
    note: Prose
    not_affiliated: Prose
    stages: dict[Stage, StageText] = Field(min_length=len(STAGES))
    focus_areas: dict[Id, FocusArea]
    phases: dict[Phase, PhaseText] = Field(min_length=3)


class FrozenItem(Strict):
    """An item's key as numbers."""

    principle: Id
    block: Id
    safeguarding: bool = False
    options: dict[Id, Keyed]
    unsafe: tuple[Id, ...] = ()
    slope: Annotated[float, Field(gt=0)] | None = None  # of the generalised partial credit model, once calibrated
    steps: tuple[float, ...] = ()


class Norms(Strict):
    """What placement takes for granted until answers are calibrated; all on the scale 0 to 1 of the mean raw score."""

    mean: float = Field(gt=0, lt=1)
    sd: float = Field(gt=0, lt=1)
    reliability: float = Field(gt=0, lt=1)


class KeyVersion(Strict):
    """A version of the key that takes were scored with: numbers only, written once and never changed."""

    format: Format
    version: Annotated[int, BeforeValidator(whole), Field(ge=1)]
    frozen: Day
    norms: Norms | None = None  # none: calibrated, and abilities are in standard deviations of those who took part
    cuts: tuple[float, float, float]  # where the second, third and fourth stage begin, on the scale of the abilities
    items: dict[Id, FrozenItem]
