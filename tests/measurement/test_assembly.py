"""Parallel forms: every rule kept, the same forms each time, and plain words for what is lacking or broken."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from generators import LAW
from hypothesis import given
from hypothesis import strategies as st

from coachkit.measurement import Blueprint, BlueprintUnmet, Forms, ItemFacts, assemble, violations
from coachkit.measurement.blueprint import lacking

QUESTIONS = tuple(f"q{n}" for n in range(6))
KIT = Blueprint(questions=QUESTIONS)
SMALL = Blueprint(forms=2, length=4, per_principle=1, per_block=1, questions=("q0", "q1"), warm_up=2)


def bank(n: int = 60, seed: int = 0) -> list[ItemFacts]:
    """n items that eight principles, six blocks and six questions share, of difficulties drawn from a seed."""
    rng = Random(seed)
    blocks, questions = ([i % 6 for i in range(n)] for _ in range(2))
    rng.shuffle(blocks)
    rng.shuffle(questions)
    return [
        ItemFacts(
            f"i{i}",
            f"q{questions[i]}",
            f"p{i % 8}",
            f"b{blocks[i]}",
            i % 9 == 0,
            round(rng.uniform(0.2, 0.8), 3),
        )
        for i in range(n)
    ]


def small() -> list[ItemFacts]:
    return [
        ItemFacts(f"i{i}", f"q{i % 2}", f"p{i % 3}", f"b{i // 3 % 2}", i in (0, 4), i / 20) for i in range(12)
    ]  # fmt: skip


def means(forms: Forms, items: list[ItemFacts]) -> list[float]:
    difficulty = {item.id: item.difficulty for item in items}
    return [sum(difficulty[name] for name in form) / len(form) for form in forms.forms]


@pytest.mark.parametrize("n", [60, 66, 80])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_bank_of_the_kits_size_gives_three_equal_forms_that_keep_its_blueprint(n: int, seed: int) -> None:
    items = bank(n, seed)

    forms = assemble(items, KIT)

    assert violations(forms, items, KIT) == ()
    assert [len(form) for form in forms.forms] == [18, 18, 18]
    assert (len(forms.warm_up), len(forms.reserves)) == (6, n - 60)
    assert max(means(forms, items)) - min(means(forms, items)) < 0.002
    warm = {item.principle for item in items if item.id in forms.warm_up}
    assert len(warm) == 6


def test_the_same_bank_gives_the_same_forms() -> None:
    assert assemble(bank(), KIT) == assemble(bank(), KIT)


def test_forms_keep_the_banks_order() -> None:
    forms = assemble(bank(), KIT)
    order = [item.id for item in bank()]

    for ids in (*forms.forms, forms.warm_up, forms.reserves):
        assert list(ids) == sorted(ids, key=order.index)


@st.composite
def planted(draw: st.DrawFn) -> tuple[list[ItemFacts], Blueprint]:
    """A bank in which forms that keep the blueprint are hidden, among other items, in any order."""
    forms, principles, blocks = draw(st.integers(1, 3)), draw(st.integers(1, 4)), draw(st.integers(1, 3))
    per_principle, per_block = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    least = max(principles * per_principle, blocks * per_block, 2)
    blueprint = Blueprint(
        forms=forms,
        length=least + draw(st.integers(0, 3)),
        per_principle=per_principle,
        per_block=per_block,
        questions=("q0", "q1"),
        safeguarding=draw(st.integers(0, 1)),
        warm_up=draw(st.integers(0, 4)),
    )
    items: list[ItemFacts] = []

    def add(principle: int, block: int, question: int, safe: bool) -> None:
        difficulty = draw(st.integers(0, 20)) / 20
        items.append(ItemFacts(f"i{len(items)}", f"q{question}", f"p{principle}", f"b{block}", safe, difficulty))

    for _ in range(forms):
        shift = draw(st.integers(0, 5))
        for place in range(blueprint.length):
            add(place % principles, (place + shift) % blocks, place % 2, place < blueprint.safeguarding)
    for _ in range(blueprint.warm_up + draw(st.integers(0, 5))):
        add(
            draw(st.integers(0, principles - 1)),
            draw(st.integers(0, blocks - 1)),
            draw(st.integers(0, 1)),
            draw(st.booleans()),
        )
    return draw(st.permutations(items)), blueprint


@LAW
@given(planted())
def test_where_forms_can_be_made_they_are_and_break_nothing(drawn: tuple[list[ItemFacts], Blueprint]) -> None:
    items, blueprint = drawn

    assert violations(assemble(items, blueprint), items, blueprint) == ()


@LAW
@given(planted(), st.data())
def test_a_bank_with_too_few_of_something_is_refused_with_what_it_lacks(
    drawn: tuple[list[ItemFacts], Blueprint], data: st.DataObject
) -> None:
    items, blueprint = drawn
    kept = data.draw(st.lists(st.sampled_from(items), unique_by=lambda item: item.id, max_size=len(items)))
    missing = lacking(kept, blueprint)

    if missing:
        with pytest.raises(BlueprintUnmet) as refused:
            assemble(kept, blueprint)
        assert all(sentence in str(refused.value) for sentence in missing)


# --- what a bank lacks -------------------------------------------------------------------------


def test_a_scarce_principle_is_named_with_its_count() -> None:
    items = [replace(item, principle="limits" if item.principle == "p0" else item.principle) for item in bank()]
    scarce = [item for n, item in enumerate(items) if item.principle != "limits" or n < 32]
    spare = [replace(item, id=f"more-{item.id}") for item in items if item.principle == "p1"]

    with pytest.raises(BlueprintUnmet, match=r"^principle 'limits' has 4 items; three forms need 6\.$"):
        assemble([*scarce, *spare], KIT)


@pytest.mark.parametrize(
    ("change", "blueprint", "said"),
    [
        ({}, replace(SMALL, length=6), "the bank has 12 items; two forms of 6 and a warm-up of 2 need 14."),
        ({}, replace(SMALL, safeguarding=2), "safeguarding has 2 items; two forms need 4."),
        ({"block": "b0"}, replace(SMALL, blocks=("b0", "b1")), "block 'b1' has 0 items; two forms need 2."),
        ({}, replace(SMALL, principles=("p0", "p9")), "principle 'p9' has 0 items; two forms need 2."),
        ({"question": "q1"}, SMALL, "question 'q0' has 0 items; two forms need 2."),
        ({}, replace(SMALL, per_principle=2), "the principles ask for 6 items a form; a form has 4."),
        ({"id": "i0"}, SMALL, "item 'i0' stands 12 times in the bank."),
    ],
)
def test_what_a_bank_lacks_is_said_plainly(change: dict[str, str], blueprint: Blueprint, said: str) -> None:
    items = [replace(item, **change) for item in small()]  # type: ignore[arg-type]

    with pytest.raises(BlueprintUnmet) as refused:
        assemble(items, blueprint)

    assert said in str(refused.value)


def test_where_counts_suffice_but_nothing_fits_the_nearest_arrangement_says_what_it_breaks() -> None:
    """Two items for p0, p1, b0 and b1 can only be i0 and i1; safeguarding is only had with i2."""
    items = [
        ItemFacts("i0", "q0", "p0", "b0", False, 0),
        ItemFacts("i1", "q0", "p1", "b1", False, 0),
        ItemFacts("i2", "q0", "p0", "b1", True, 0),
    ]
    blueprint = Blueprint(forms=1, length=2, per_principle=1, per_block=1, warm_up=0)
    assert lacking(items, blueprint) == ()

    with pytest.raises(
        BlueprintUnmet, match=r"^no arrangement was found that keeps every rule; .* form 1 has 0 items of"
    ):
        assemble(items, blueprint)


# --- what a hand-edited file breaks ------------------------------------------------------------


def test_everything_that_hand_edited_forms_break_is_said() -> None:
    items = small()
    forms = Forms(
        (("i0", "i3", "i6", "i9"), ("i1", "i1", "i4", "i99")),
        ("i5", "i0"),
        ("i2", "i7", "i8", "i10"),
    )

    assert violations(forms, items, SMALL) == (
        "form 2 has item 'i99', which is not in the bank.",
        "form 2 has item 'i1' 2 times.",
        "item 'i0' is in form 1 and in the warm-up; an item has one place.",
        "item 'i11' is in no form, not in the warm-up and not in the reserves.",
        "form 1 has 0 items of principle 'p1'; the blueprint asks for 1.",
        "form 1 has 0 items of principle 'p2'; the blueprint asks for 1.",
        "form 2 has 0 items of principle 'p0'; the blueprint asks for 1.",
        "form 2 has 0 items of principle 'p2'; the blueprint asks for 1.",
    )


def test_too_few_forms_and_wrong_lengths_are_said() -> None:
    items = small()
    forms = Forms((("i0", "i1", "i2"),), ("i3",), tuple(f"i{n}" for n in range(4, 12)))

    said = violations(forms, items, SMALL)

    assert "there are 1 forms; the blueprint asks for 2." in said
    assert "form 1 has 3 items; the blueprint asks for 4." in said
    assert "the warm-up has 1 items; the blueprint asks for 2." in said


def test_a_form_without_safeguarding_is_said() -> None:
    items = small()
    forms = assemble(items, SMALL)
    tame = [replace(item, is_safeguarding=False) if item.id == "i0" else item for item in items]

    (said,) = violations(forms, tame, SMALL)

    assert said.endswith("has 0 items of safeguarding; the blueprint asks for 1.")
