"""What a finished take says: a band of stages, two gates, what was clearly strong or hard, and every item with its key.

Placement reads the version of the key that the take was scored with, and nothing else of the kit: an old result
comes out as it did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coachkit.content.bank import Bank
from coachkit.content.frameworks import BlockText, Frameworks, PrincipleText
from coachkit.content.quiz import LENGTH, STAGES, FrozenItem, KeyVersion, Stage, StageText
from coachkit.measurement import (
    Estimate,
    Items,
    Norms,
    band,
    carries_information,
    clear_differences,
    eap,
    held,
    kelley,
    pooled,
    raw_score,
    stage_probabilities,
)
from coachkit.measurement.change import Difference
from coachkit.measurement.choice import MOST
from coachkit.sessions.keyed import ItemView, item_view
from coachkit.sessions.takes import Take

SURE = 0.95  # MEASUREMENT, section 2
PROTECTS = 2  # an option keyed lower lets something of the teacher's go


@dataclass(frozen=True)
class Placement:
    """Where a take's answers place a coach; `band` is empty when they carry no information."""

    estimate: Estimate  # of the mean raw score, 0 to 1; in logits once the key is calibrated
    band: tuple[Stage, ...]
    is_sure: bool  # whether the true stage lies in the band with a probability of .95
    is_whole: bool  # whether there are enough answers that fit the key
    safeguarding_missed: tuple[str, ...]  # items
    absent: tuple[str, ...]  # base blocks


def place(take: Take, version: KeyVersion, base_blocks: Iterable[str]) -> Placement:
    """The placement of a finished take by a version of the key. Answers that fit none of its items count for nothing."""
    answered = _answered(take, version)
    estimate = _estimate(answered, version)
    stages = stage_probabilities(estimate, version.cuts)
    first, last = band(stages, SURE)
    is_whole = len(answered) >= LENGTH
    keys, pairs = [f.options for f, _, _ in answered.values()], [(m, le) for _, m, le in answered.values()]
    named = STAGES[first : last + 1] if is_whole and carries_information(keys, pairs) else ()
    missed = tuple(name for name, (frozen, most, least) in answered.items() if _misses(frozen, most, least))
    absent = tuple(
        block for block in base_blocks
        if (kept := [f.options[m] >= PROTECTS for f, m, _ in answered.values() if f.block == block]) and not any(kept)
    )  # fmt: skip
    return Placement(estimate, named, held(stages, (first, last)) >= SURE, is_whole, missed, absent if named else ())


def together(takes: Sequence[Take], version: KeyVersion) -> tuple[Stage, ...]:
    """The band of several takes read as one, as if nothing had changed between them; by one version of the key.

    Empty where an answer fits none of its items.
    """
    if any(len(_answered(take, version)) < len(take.answers) for take in takes):
        return ()
    answered = {name: one for take in takes for name, one in _answered(take, version).items()}
    first, last = band(stage_probabilities(_estimate(answered, version, len(takes)), version.cuts), SURE)
    return STAGES[first : last + 1]


def _estimate(answered: Mapping[str, tuple[FrozenItem, str, str]], version: KeyVersion, takes: int = 1) -> Estimate:
    """Kelley's estimate from the mean raw score; once the version is calibrated, the ability itself."""
    items = [frozen for frozen, _, _ in answered.values()]
    raws = [raw_score(frozen.options, most, least) for frozen, most, least in answered.values()]
    if not items:
        return Estimate(version.norms.mean, version.norms.sd) if version.norms else Estimate(0.0, 1.0)
    if version.norms is not None:
        norms = Norms(version.norms.mean, version.norms.sd, version.norms.reliability)
        return kelley(sum(raws) / (MOST * len(raws)), pooled(norms, takes))
    parameters = Items(np.array([item.slope for item in items]), np.array([item.steps for item in items]))
    return eap([category(raw) for raw in raws], parameters)


def category(raw: int) -> int:
    """A raw score of 0 to 6 as one of four categories, 0 to 3: seven are more than some hundred takes can bear."""
    return (raw + 1) // 2


def _answered(take: Take, version: KeyVersion) -> Mapping[str, tuple[FrozenItem, str, str]]:
    return {
        name: (version.items[name], *pair)
        for name, pair in take.answers.items()
        if name in version.items and set(pair) <= version.items[name].options.keys()
    }


def _misses(frozen: FrozenItem, most: str, least: str) -> bool:
    """Whether somebody would have been left in danger: by what is called most, or by calling the safe way least."""
    worth = frozen.options
    return frozen.safeguarding and (most in frozen.unsafe or worth[most] == 0 or worth[least] == max(worth.values()))


@dataclass(frozen=True)
class Named:
    """A principle or a block, and something to practise."""

    id: str
    title: str
    practice: str


@dataclass(frozen=True)
class Clear:
    """What was clearly strong and clearly hard for one person, principles before blocks."""

    strong: tuple[Named, ...] = ()
    hard: tuple[Named, ...] = ()


def clear(takes: Sequence[tuple[Take, KeyVersion]], frameworks: Frameworks) -> Clear:
    """The principles and blocks that differ clearly from the person's own mean, over all these takes."""
    found: dict[Difference, list[Named]] = {"strength": [], "challenge": []}
    for label, texts in (("principle", frameworks.principles), ("block", frameworks.blocks)):
        groups: dict[str, list[float]] = {}
        for take, version in takes:
            for frozen, most, least in _answered(take, version).values():
                groups.setdefault(getattr(frozen, label), []).append(raw_score(frozen.options, most, least) / MOST)
        for name, kind in clear_differences(groups).items():
            found[kind].append(_named(name, texts))
    return Clear(tuple(found["strength"]), tuple(found["challenge"]))


def _named(name: str, texts: Mapping[str, PrincipleText] | Mapping[str, BlockText]) -> Named:
    return Named(name, texts[name].title, texts[name].practice)


@dataclass(frozen=True)
class AreaView:
    """An area to work on, and the phase it belongs to."""

    title: str
    text: str
    phase: str
    phase_text: str


@dataclass(frozen=True)
class Result:
    """Everything that the page after a take shows."""

    placement: Placement
    predicted: Stage | None
    stages: tuple[tuple[Stage, StageText], ...]  # of the band
    clear: Clear
    areas: tuple[AreaView, ...]
    missed: tuple[tuple[int, str], ...]  # places among the items, and titles
    absent: tuple[Named, ...]  # base blocks
    items: tuple[ItemView, ...]
    version: int
    is_current: bool
    is_calibrated: bool


def result_of(take: Take, bank: Bank) -> Result:
    """The result of a finished take, by the version it was scored with."""
    version = bank.versions[take.version]
    placement = place(take, version, bank.frameworks.base_blocks)
    found = clear([(take, version)], bank.frameworks) if placement.band else Clear()
    stages = tuple((sid, bank.stages.stages[sid]) for sid in placement.band)
    items = tuple(item_view(bank, name, *take.answers[name], version) for name in take.answers if name in bank.items)
    return Result(
        placement,
        take.predicted,
        stages,
        found,
        _areas(bank, stages, frozenset(one.id for one in found.hard)),
        tuple((i, item.title) for i, item in enumerate(items, start=1) if item.id in placement.safeguarding_missed),
        tuple(_named(block, bank.frameworks.blocks) for block in placement.absent),
        items,
        take.version,
        version == bank.current,
        version.norms is None,
    )


def _areas(bank: Bank, stages: Sequence[tuple[Stage, StageText]], hard: frozenset[str]) -> tuple[AreaView, ...]:
    """The areas of what was hard, then those of the stages' next steps; three at most."""
    areas, phases = bank.stages.focus_areas, bank.stages.phases
    wanted = [name for name, area in areas.items() if hard.intersection(area.principles)]
    wanted += [step.focus for _, stage in stages for step in stage.next_steps]
    return tuple(
        AreaView(areas[name].title, areas[name].text, phases[areas[name].phase].title, phases[areas[name].phase].text)
        for name in list(dict.fromkeys(wanted))[:3]
    )
