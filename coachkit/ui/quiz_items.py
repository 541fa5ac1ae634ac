"""An item once it has been answered: each option with its key, the reason, and who would disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coachkit.ui.parts import Tone, folded, label
from coachkit.ui.prose import phrase, prose
from coachkit.ui.tree import Child, Node, h

if TYPE_CHECKING:
    from coachkit.sessions.keyed import ItemView, OptionView

KEYS: tuple[tuple[str, Tone], ...] = (
    ("Least effective", "bad"),
    ("Lets something go", "mixed"),
    ("Half the way", "mixed"),
    ("Most effective", "good"),
)


_MET: tuple[tuple[str, Tone], ...] = (("Not as the key", "bad"), ("Half with the key", "mixed"), ("As the key", "good"))


def item_fold(item: ItemView, number: int, *, is_open: bool = False) -> Node:
    """The item with its options, the best first."""
    rows = [_option(option) for option in item.options]
    head: list[Child] = [
        h("p", {"class": "ck-origin"}, f"{item.place} · The agreement: {item.agreement}"),
        h("div", {"class": "ck-quote"}, prose(item.stem)),
        h("p", {"class": "ck-notice", "role": "note"}, "The key of this situation has been mended since you took it.")
        if item.has_changed
        else None,
    ]
    if is_open:
        return h("div", None, head, h("ul", {"class": "ck-keyed", "role": "list"}, rows))
    best, worst = item.options[0], item.options[-1]
    met = (best.called == "most") + (worst.called == "least")
    return folded(
        f"item-{number}",
        h("strong", None, f"{number} · {item.title}\u2002", label(*_MET[met])),
        head,
        h("ul", {"class": "ck-keyed", "role": "list"}, rows),
    )


def _option(option: OptionView) -> Node:
    word, tone = KEYS[option.key]
    return h(
        "li",
        {"class": f"ck-{tone}"},
        h(
            "p",
            None,
            label(word, tone),
            h("strong", {"class": "ck-yours"}, f" You called it {option.called} effective.") if option.called else None,
        ),
        h("p", {"class": "ck-said"}, phrase(option.text)),
        prose(option.rationale),
        h("p", {"class": "ck-origin"}, option.about),
        h("p", {"class": "ck-origin"}, h("strong", None, "A colleague who disagrees: "), phrase(option.dissent)),
        [
            h("p", {"class": "ck-origin"}, h("strong", None, f"If “{title}” held: "), phrase(change))
            for title, change in option.elsewhere
        ],
    )
