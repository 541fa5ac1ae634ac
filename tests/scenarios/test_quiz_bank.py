"""The bank as it is shipped: enough of everything, forms that the code gives, and no option that its looks give away."""

from __future__ import annotations

from collections import Counter

import pytest
from scenarios.test_smell import Scenes, hits_and_chances, limit
from sessions.quizzes import shipped

from coachkit.content.bank import Keyed
from coachkit.measurement.choice import BEST
from coachkit.sessions.forming import agreement, amiss, assembled

ITEMS = tuple(shipped().items.values())
FOLDS = 11  # the wording of a fold's items is guessed from the other folds


def best(one: Keyed) -> str:
    return next(oid for oid, option in one.key.options.items() if option.key == BEST)


def worst(one: Keyed) -> str:
    return next(oid for oid, option in one.key.options.items() if option.key == 0)


def size(one: Keyed, oid: str) -> int:
    return len(one.item.options[oid].split())


def test_there_are_sixty_situations_and_more() -> None:
    assert len(ITEMS) >= 60


def test_the_forms_are_what_the_code_makes_of_the_bank() -> None:
    assert shipped().forms == assembled(shipped())
    assert amiss(shipped()) == ()


def test_every_form_asks_about_all_principles_blocks_and_safety() -> None:
    forms = shipped().forms
    assert forms is not None
    f = shipped().frameworks
    for ids in forms.forms.values():
        items = [shipped().items[name] for name in ids]
        assert {one.key.principle for one in items} == set(f.principles)
        assert {one.key.block for one in items} == set(f.blocks)
        assert any(one.key.safeguarding for one in items)


def test_every_agreement_is_in_force_somewhere() -> None:
    assert {one.item.agreement for one in ITEMS} == set(shipped().frameworks.agreements)


def test_no_two_situations_happen_in_one_place() -> None:
    assert max(Counter(one.item.place for one in ITEMS).values()) == 1


@pytest.mark.parametrize("which", [best, worst], ids=["best", "worst"])
@pytest.mark.parametrize("extreme", [max, min], ids=["longest", "shortest"])
def test_length_gives_nothing_away(which: object, extreme: object) -> None:
    """Among four options chance is a quarter, ties counted for all; the limit is two standard deviations above."""
    chances, hits = [], 0
    for one in ITEMS:
        sizes = {oid: size(one, oid) for oid in one.item.options}
        extremes = [oid for oid, n in sizes.items() if n == extreme(sizes.values())]  # type: ignore[operator]
        chances.append(len(extremes) / len(sizes))
        hits += which(one) in extremes  # type: ignore[operator]

    assert hits <= limit(chances), f"{hits} of {len(ITEMS)}, by chance {sum(chances):.1f}"


@pytest.mark.parametrize("which", [best, worst], ids=["best", "worst"])
def test_the_wording_of_options_does_not_give_their_key_away(which: object) -> None:
    folds: dict[str, Scenes] = {str(n): [] for n in range(FOLDS)}
    for i, one in enumerate(ITEMS):
        told = [(text, oid == which(one)) for oid, text in one.item.options.items()]  # type: ignore[operator]
        folds[str(i % FOLDS)].append(told)

    hits, chances = hits_and_chances(folds)

    assert hits <= limit(chances), f"{hits} of {len(chances)} guessed from wording alone; chance {sum(chances):.1f}"


def test_to_say_nothing_is_never_best() -> None:
    silent = [one for one in ITEMS if any(option.silent for option in one.key.options.values())]

    assert len(silent) >= 20
    assert not [one.item.id for one in silent if one.key.options[best(one)].silent]


def test_every_item_was_keyed_by_another_than_its_writer() -> None:
    first, *later = agreement(shipped())

    assert first.items == len(ITEMS)
    assert all(one.kappa > 0.8 and one.same_best == one.same_worst == one.items for one in later)
