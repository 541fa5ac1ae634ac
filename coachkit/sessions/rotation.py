"""Which items a take is made of: a next one never of what the last one has shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from coachkit.content.bank import Bank
from coachkit.sessions.takes import Entry, Kind, Take, begun_of, is_spent, seen

Sets = Mapping[str, tuple[str, ...]]


def sets_of(bank: Bank | None, kind: Kind) -> Sets:
    """What takes of that kind may consist of, by name; the items left over are a second warm-up."""
    forms = bank.forms if bank else None
    if forms is None:
        return {}
    if kind == "quiz":
        return forms.forms
    size = len(forms.warm_up)
    left = {"reserves": forms.reserves[:size]} if len(forms.reserves) >= size else {}
    return {"warm-up": forms.warm_up, **left}


def items_of(bank: Bank | None, take: Take) -> tuple[str, ...]:
    """The items of a take, in no order."""
    return sets_of(bank, take.kind).get(take.form, ())


def can_go_on(bank: Bank | None, take: Take) -> bool:
    """Whether all that the take has shown is in its form still, and every answer still an option."""
    items = items_of(bank, take)
    if bank is None or not items or not set(take.shown) <= set(items):
        return False
    return all(set(pair) <= set(bank.items[name].item.options) for name, pair in take.answers.items())


def next_form(log: Sequence[Entry], kind: Kind, sets: Sets, draw: Callable[[], int]) -> str:
    """The form after the one taken last, so that nothing comes twice in a row; any for the first take."""
    names = sorted(sets)
    begun = begun_of(log, kind)
    start = names.index(begun[-1][1]) + 1 if begun and begun[-1][1] in names else draw()
    order = [names[(start + i) % len(names)] for i in range(len(names))]
    shown = (_seen(log, take, sets.get(form, ())) for take, form in reversed(begun))
    before: frozenset[str] = next(filter(None, shown), frozenset())
    return next((name for name in order if not before & set(sets[name])), order[0])


def _seen(log: Sequence[Entry], take: str, items: tuple[str, ...]) -> frozenset[str]:
    """What a take has shown; all of its form, where the log no longer says."""
    return seen(log, take) or (frozenset(items) if is_spent(log, take) else frozenset())
