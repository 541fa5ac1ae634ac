"""What forms have to hold, and in plain sentences what a bank lacks or a form file breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class ItemFacts:
    """What assembling needs to know of an item; `difficulty` on any one scale, the same for all (higher is harder)."""

    id: str
    question: str
    principle: str
    block: str
    is_safeguarding: bool
    difficulty: float


@dataclass(frozen=True)
class Demand:
    """At least `count` items a form that share a value: of one principle, block or question, or on safeguarding."""

    kind: Literal["principle", "block", "question", "safeguarding"]
    value: str
    count: int

    def met_by(self, item: ItemFacts) -> bool:
        if self.kind == "safeguarding":
            return item.is_safeguarding
        return bool(getattr(item, self.kind) == self.value)

    def __str__(self) -> str:
        return "safeguarding" if self.kind == "safeguarding" else f"{self.kind} {self.value!r}"


@dataclass(frozen=True)
class Blueprint:
    """How many forms, how long, and what each of them has to hold."""

    forms: int = 3
    length: int = 18
    per_principle: int = 2
    per_block: int = 2
    questions: tuple[str, ...] = ()  # each at least once a form
    safeguarding: int = 1
    warm_up: int = 6
    # Named here, a principle or block is missed even where no item has it; else only those that items name count.
    principles: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()

    def demands(self, items: Sequence[ItemFacts]) -> tuple[Demand, ...]:
        """All that a form has to hold, principles first."""
        principles = self.principles or tuple(dict.fromkeys(item.principle for item in items))
        blocks = self.blocks or tuple(dict.fromkeys(item.block for item in items))
        found = [
            *(Demand("principle", name, self.per_principle) for name in principles),
            *(Demand("block", name, self.per_block) for name in blocks),
            *(Demand("question", name, 1) for name in self.questions),
            Demand("safeguarding", "", self.safeguarding),
        ]
        return tuple(demand for demand in found if demand.count > 0)


@dataclass(frozen=True)
class Forms:
    """Ids of items: the parallel forms, the warm-up, and what is kept in reserve."""

    forms: tuple[tuple[str, ...], ...]
    warm_up: tuple[str, ...]
    reserves: tuple[str, ...]


def lacking(items: Sequence[ItemFacts], blueprint: Blueprint) -> tuple[str, ...]:
    """What the bank has too few of for its forms, by simple counts; empty where the counts suffice."""
    found = [f"item {name!r} stands {n} times in the bank." for name, n in _twice([item.id for item in items])]
    forms = _forms(blueprint.forms)
    needed = blueprint.forms * blueprint.length + blueprint.warm_up
    if len(items) < needed:
        found.append(
            f"the bank has {len(items)} items; {forms} of {blueprint.length} and a warm-up of {blueprint.warm_up}"
            f" need {needed}."
        )
    demands = blueprint.demands(items)
    for demand in demands:
        have, need = sum(map(demand.met_by, items)), demand.count * blueprint.forms
        if have < need:
            found.append(f"{demand} has {have} {_items(have)}; {forms} need {need}.")
    for kind in ("principle", "block", "question"):  # an item has one of each, so their counts add up
        total = sum(demand.count for demand in demands if demand.kind == kind)
        if total > blueprint.length:
            found.append(f"the {kind}s ask for {total} items a form; a form has {blueprint.length}.")
    if blueprint.safeguarding > blueprint.length:
        found.append(f"safeguarding asks for {blueprint.safeguarding} items a form; a form has {blueprint.length}.")
    return tuple(found)


def violations(forms: Forms, items: Sequence[ItemFacts], blueprint: Blueprint) -> tuple[str, ...]:
    """Everything that these forms break, a sentence each; empty where they keep the blueprint."""
    return tuple(_violations(forms, items, blueprint))


def _violations(forms: Forms, items: Sequence[ItemFacts], blueprint: Blueprint) -> Iterator[str]:
    facts = {item.id: item for item in items}
    places = {f"form {n}": form for n, form in enumerate(forms.forms, start=1)}
    places |= {"the warm-up": forms.warm_up, "the reserves": forms.reserves}
    for place, ids in places.items():
        for name in dict.fromkeys(ids):
            if name not in facts:
                yield f"{place} has item {name!r}, which is not in the bank."
        for name, n in _twice(ids):
            yield f"{place} has item {name!r} {n} times."
    for name in facts:
        found = [place for place, ids in places.items() if name in ids]
        if len(found) > 1:
            yield f"item {name!r} is in {' and in '.join(found)}; an item has one place."
        if not found:
            yield f"item {name!r} is in no form, not in the warm-up and not in the reserves."
    if len(forms.forms) != blueprint.forms:
        yield f"there are {len(forms.forms)} forms; the blueprint asks for {blueprint.forms}."
    demands = blueprint.demands(items)
    for n, form in enumerate(forms.forms, start=1):
        if len(form) != blueprint.length:
            yield f"form {n} has {len(form)} {_items(len(form))}; the blueprint asks for {blueprint.length}."
        chosen = [facts[name] for name in dict.fromkeys(form) if name in facts]
        for demand in demands:
            have = sum(map(demand.met_by, chosen))
            if have < demand.count:
                yield f"form {n} has {have} {_items(have)} of {demand}; the blueprint asks for {demand.count}."
    if len(forms.warm_up) != blueprint.warm_up:
        yield f"the warm-up has {len(forms.warm_up)} items; the blueprint asks for {blueprint.warm_up}."


def _twice(ids: Sequence[str]) -> list[tuple[str, int]]:
    return [(name, n) for name, n in Counter(ids).items() if n > 1]


def _items(n: int) -> str:
    return "item" if n == 1 else "items"


def _forms(n: int) -> str:
    words = {1: "one form", 2: "two forms", 3: "three forms", 4: "four forms"}
    return words.get(n, f"{n} forms")
