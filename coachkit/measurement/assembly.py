"""Parallel forms from a bank: disjoint, each meeting the blueprint, equally difficult.

The same bank gives the same forms, on any machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coachkit.measurement.blueprint import Blueprint, Forms, ItemFacts, lacking, violations
from coachkit.measurement.errors import BlueprintUnmet

__all__ = ["Blueprint", "Forms", "ItemFacts", "assemble", "violations"]

ROUNDS = 400  # a bank of 60 settles in fewer than 100 swaps; each round makes one
STARTS = 8  # other first arrangements to try before saying that none was found
# Which want comes first: a form that breaks the blueprint, a warm-up poor in principles, unequal forms.
BROKEN, POOR, UNEQUAL = 1e6, 1e3, 1.0


@dataclass(frozen=True)
class _Wants:
    """The blueprint in numbers: for each demand, which items meet it and how many of them a form needs."""

    meeting: tuple[tuple[int, ...], ...]  # an item -> the demands it meets
    needed: tuple[int, ...]
    difficulty: tuple[float, ...]
    principle: tuple[int, ...]
    rich: int  # as many different principles as a warm-up can have


def assemble(items: Sequence[ItemFacts], blueprint: Blueprint) -> Forms:
    """Forms that keep every rule of the blueprint, with mean difficulties as equal as swaps of two items make them.

    The warm-up is drawn from what the forms leave, with as many different principles as possible; the rest are
    reserves. Ids stand in the bank's order throughout. Deterministic.
    Raises BlueprintUnmet, naming all that the bank lacks; where its counts suffice but no arrangement was found,
    naming the rules that the nearest one breaks.
    """
    missing = lacking(items, blueprint)
    if missing:
        raise BlueprintUnmet(" ".join(missing))
    wants = _wants(items, blueprint)
    best: tuple[float, list[int]] | None = None
    for start in range(STARTS):
        placed = _first(wants, blueprint, start)
        found = (_improve(placed, wants, blueprint), placed)
        if best is None or found[0] < best[0]:
            best = found
        if best[0] < POOR:  # only unequal forms are left to mend, and all starts end near equal
            break
    assert best is not None  # STARTS is above 0
    forms = _named(best[1], items, blueprint)
    broken = violations(forms, items, blueprint)
    if broken:
        raise BlueprintUnmet("no arrangement was found that keeps every rule; the nearest one: " + " ".join(broken))
    return forms


def _wants(items: Sequence[ItemFacts], blueprint: Blueprint) -> _Wants:
    demands = blueprint.demands(items)
    principles = sorted({item.principle for item in items})
    return _Wants(
        tuple(tuple(i for i, demand in enumerate(demands) if demand.met_by(item)) for item in items),
        tuple(demand.count for demand in demands),
        tuple(item.difficulty for item in items),
        tuple(principles.index(item.principle) for item in items),
        min(blueprint.warm_up, len(principles)),
    )


def _first(wants: _Wants, blueprint: Blueprint, start: int) -> list[int]:
    """A form for each item (`forms` itself stands for none): the scarcest demands first, easy and hard by turns."""
    n, forms = len(wants.meeting), blueprint.forms
    supply = [sum(d in met for met in wants.meeting) / max(need, 1) for d, need in enumerate(wants.needed)]
    placed = [forms] * n
    room = [blueprint.length] * forms
    have = [[0] * len(wants.needed) for _ in range(forms)]
    # The first start takes items by difficulty, each later one in another shuffle that is always the same.
    order = sorted(range(n), key=lambda i: (i * (2 * start + 1) % n if start else wants.difficulty[i], i))

    def put(item: int, form: int) -> None:
        placed[item] = form
        room[form] -= 1
        for demand in wants.meeting[item]:
            have[form][demand] += 1

    for demand in sorted(range(len(wants.needed)), key=lambda d: (supply[d], d)):
        for turn in range(wants.needed[demand]):
            for step in range(forms):
                form = (step + turn + start) % forms
                free = [i for i in order if placed[i] == forms and demand in wants.meeting[i]]
                if room[form] and free and have[form][demand] < wants.needed[demand]:
                    useful = [sum(have[form][d] < wants.needed[d] for d in wants.meeting[i]) for i in free]
                    put(free[useful.index(max(useful))], form)
    while any(room):
        for form in (form for form in range(forms) if room[form]):
            put(next(i for i in order if placed[i] == forms), form)
    return placed


def _improve(placed: list[int], wants: _Wants, blueprint: Blueprint) -> float:
    """Make the best swap of two items in different places until none helps; returns what is still amiss."""
    places = blueprint.forms + 1
    have = [[0] * len(wants.needed) for _ in range(places)]
    sums = [0.0] * places
    left = [0] * (max(wants.principle) + 1)  # how often each principle stands outside the forms
    for item, form in enumerate(placed):
        sums[form] += wants.difficulty[item]
        for demand in wants.meeting[item]:
            have[form][demand] += 1
        left[wants.principle[item]] += form == blueprint.forms

    def unmet(form: int) -> int:
        if form == blueprint.forms:
            return 0
        return sum(max(0, need - got) for need, got in zip(wants.needed, have[form], strict=True))

    def amiss(shortfalls: int) -> float:
        poor = max(0, wants.rich - sum(count > 0 for count in left))
        means = [total / blueprint.length for total in sums[:-1]]
        middle = sum(means) / len(means)
        return BROKEN * shortfalls + POOR * poor + UNEQUAL * sum((mean - middle) ** 2 for mean in means)

    def swap(one: int, other: int) -> None:
        for item, source, goal in ((one, placed[one], placed[other]), (other, placed[other], placed[one])):
            sums[source] -= wants.difficulty[item]
            sums[goal] += wants.difficulty[item]
            for demand in wants.meeting[item]:
                have[source][demand] -= 1
                have[goal][demand] += 1
            if blueprint.forms in (source, goal):
                left[wants.principle[item]] += 1 if goal == blueprint.forms else -1
        placed[one], placed[other] = placed[other], placed[one]

    short = [unmet(form) for form in range(places)]
    now = amiss(sum(short))
    for _ in range(ROUNDS):
        best = (now - 1e-12, -1, -1)
        for one in range(len(placed)):
            for other in range(one + 1, len(placed)):
                a, b = placed[one], placed[other]
                if a == b:
                    continue
                rest = sum(short) - short[a] - short[b]
                swap(one, other)
                after = amiss(rest + unmet(a) + unmet(b))
                swap(one, other)
                best = min(best, (after, one, other))
        if best[1] < 0:
            break
        swap(best[1], best[2])
        short = [unmet(form) for form in range(places)]
        now = amiss(sum(short))
    return now


def _named(placed: Sequence[int], items: Sequence[ItemFacts], blueprint: Blueprint) -> Forms:
    outside = [item for item, form in zip(items, placed, strict=True) if form == blueprint.forms]
    warm: list[ItemFacts] = []
    while len(warm) < blueprint.warm_up:
        used = [item.principle for item in warm]
        warm.append(min((i for i in outside if i not in warm), key=lambda i: used.count(i.principle)))
    return Forms(
        tuple(
            tuple(item.id for item, at in zip(items, placed, strict=True) if at == form)
            for form in range(blueprint.forms)
        ),
        tuple(item.id for item in outside if item in warm),
        tuple(item.id for item in outside if item not in warm),
    )
