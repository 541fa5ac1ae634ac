"""An item as it is read once it has been answered: each option with its key. No numbers, so no numpy."""

from __future__ import annotations

from dataclasses import dataclass

from coachkit.content.bank import Bank
from coachkit.content.quiz import KeyVersion


@dataclass(frozen=True)
class OptionView:
    """An option with its key, and what the coach called it."""

    text: str
    called: str  # "most", "least" or nothing
    key: int
    rationale: str
    about: str  # principle, block and source in words
    dissent: str
    elsewhere: tuple[tuple[str, str], ...]  # another agreement, and what it changes


@dataclass(frozen=True)
class ItemView:
    """An item as it is read afterwards, its best option first."""

    id: str
    title: str
    place: str
    agreement: str
    stem: str
    options: tuple[OptionView, ...]
    has_changed: bool  # the key is another one now than when the take was scored


def item_view(bank: Bank, name: str, most: str, least: str, version: KeyVersion | None = None) -> ItemView:
    """An item with its key, once it has been answered."""
    keyed, f = bank.items[name], bank.frameworks
    frozen = version.items.get(name) if version else None
    options = []
    for oid, key in sorted(keyed.key.options.items(), key=lambda pair: -pair[1].key):
        sources = " · ".join(f.sources[s].short for s in key.source)
        options.append(
            OptionView(
                keyed.item.options[oid],
                "most" if oid == most else "least" if oid == least else "",
                frozen.options.get(oid, key.key) if frozen else key.key,
                key.rationale,
                f"{f.principles[key.principle].title} · {f.blocks[key.block].title} · {sources}",
                key.dissent,
                tuple((f.agreements[a].title, text) for a, text in key.agreements.items()),
            )
        )
    return ItemView(
        name,
        keyed.item.title,
        keyed.item.place,
        f.agreements[keyed.item.agreement].title,
        keyed.item.stem,
        tuple(options),
        frozen is not None and frozen.options != keyed.frozen().options,
    )
