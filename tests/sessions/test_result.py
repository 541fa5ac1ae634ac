"""What a take says: the band, the gates, what bots get, and that old results stay what they were."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions.quizzes import Hand, against_the_key, by_the_key, fresh, shipped, taken

from coachkit.content.bank import Keyed
from coachkit.content.quiz import KeyVersion
from coachkit.sessions.result import Clear, Placement, clear, place, result_of, together
from coachkit.sessions.takes import Take, read_log, takes_of

GOLDEN = Path(__file__).parent / "golden_takes.json"
LOWEST = ((), ("exploring",), ("exploring", "establishing"))
KIND = (
    "glad",
    "happy",
    "lovely",
    "kind",
    "sorry",
    "thank",
    "please",
    "proud",
    "well",
    "good",
    "nice",
    "dear",
    "warm",
    "best",
)


def placed(hand: Hand, seed: int = 1) -> Placement:
    take = taken(hand, fresh(seed)).take
    assert take is not None
    return place(take, version(), base())


def version() -> KeyVersion:
    current = shipped().current
    assert current is not None
    return current


def base() -> list[str]:
    return list(shipped().frameworks.base_blocks)


def by(rank: Callable[[str], float]) -> Hand:
    """A hand that calls the option of the highest rank most effective, and that of the lowest least."""

    def hand(item: Keyed, take: Take) -> tuple[str, str]:
        options = take.options(item.item.id, item.item.options)
        order = sorted(options, key=lambda o: rank(item.item.options[o]))
        return order[-1], order[0]

    return hand


def first(item: Keyed, take: Take) -> tuple[str, str]:
    options = take.options(item.item.id, item.item.options)
    return options[0], options[-1]


def silent(item: Keyed, take: Take) -> tuple[str, str]:
    """Always "say nothing" where that is on offer, else the shortest; and the longest is least effective."""
    quiet = [oid for oid, option in item.key.options.items() if option.silent]
    sizes = {oid: len(text) for oid, text in item.item.options.items()}
    most = quiet[0] if quiet else min(sizes, key=sizes.__getitem__)
    return most, max((o for o in sizes if o != most), key=sizes.__getitem__)


def blind(seed: int) -> Hand:
    rng = random.Random(seed)

    def hand(item: Keyed, take: Take) -> tuple[str, str]:
        most, least = rng.sample(sorted(item.item.options), 2)
        return most, least

    return hand


def kindness(text: str) -> float:
    return sum(text.lower().count(word) for word in KIND) + len(text) / 10_000


BOTS: dict[str, Hand] = {
    "always first": first,
    "always the longest": by(len),
    "always the shortest": by(lambda text: -len(text)),
    "always the kindest word": by(kindness),
    "always say nothing": silent,
    "always against the key": against_the_key,
}


@pytest.mark.parametrize("bot", BOTS)
@pytest.mark.parametrize("seed", range(6))
def test_bots_land_lowest_or_are_told_that_their_answers_say_nothing(bot: str, seed: int) -> None:
    assert placed(BOTS[bot], seed).band in LOWEST


@pytest.mark.parametrize("seed", range(60))
def test_blind_answers_land_lowest_or_are_told_so(seed: int) -> None:
    assert placed(blind(seed), seed).band in LOWEST


def test_blind_answers_are_mostly_told_so() -> None:
    assert mean(placed(blind(seed), seed).band == () for seed in range(200)) > 0.9


def test_the_key_itself_is_leading() -> None:
    found = placed(by_the_key)

    assert found.band[-1] == "leading"
    assert (found.safeguarding_missed, found.absent) == ((), ())


@settings(max_examples=40, deadline=None)
@given(share=st.floats(0, 1), seed=st.integers(0, 1000))
def test_a_band_is_one_stage_or_two_neighbours(share: float, seed: int) -> None:
    rng, guess = random.Random(seed), blind(seed)

    def hand(item: Keyed, take: Take) -> tuple[str, str]:
        return by_the_key(item, take) if rng.random() < share else guess(item, take)

    stages = ("exploring", "establishing", "intentional", "leading")
    band = placed(hand, seed).band

    assert band in ((), *((s,) for s in stages), *pairwise(stages))


def test_more_answers_by_the_key_never_lower_the_estimate() -> None:
    def up_to(count: int) -> Hand:
        left = [count]

        def hand(item: Keyed, take: Take) -> tuple[str, str]:
            left[0] -= 1
            return by_the_key(item, take) if left[0] >= 0 else against_the_key(item, take)

        return hand

    abilities = [placed(up_to(count)).estimate.ability for count in range(19)]

    assert abilities == sorted(abilities)


def test_safety_missed_is_said_whatever_the_total() -> None:
    def hand(item: Keyed, take: Take) -> tuple[str, str]:
        return against_the_key(item, take) if item.key.safeguarding else by_the_key(item, take)

    found = placed(hand)

    assert found.safeguarding_missed
    assert all(shipped().items[name].key.safeguarding for name in found.safeguarding_missed)


@pytest.mark.parametrize("block", ["compassion", "communication", "commitment"])
def test_an_absent_base_block_is_said_whatever_the_total(block: str) -> None:
    def hand(item: Keyed, take: Take) -> tuple[str, str]:
        return against_the_key(item, take) if item.key.block == block else by_the_key(item, take)

    found = placed(hand)

    assert found.absent == (block,)
    assert found.band


def test_what_is_clearly_hard_is_named_and_nothing_else_is_called_hard() -> None:
    def hand(item: Keyed, take: Take) -> tuple[str, str]:
        return against_the_key(item, take) if item.key.principle == "invite" else by_the_key(item, take)

    take = taken(hand).take
    assert take is not None

    hard = {one.id for one in clear([(take, version())], shipped().frameworks).hard}

    assert hard & set(shipped().frameworks.principles) == {"invite"}


def test_like_answers_everywhere_name_nothing() -> None:
    take = taken(by_the_key).take
    assert take is not None

    assert clear([(take, version())], shipped().frameworks) == Clear()


def test_a_result_has_every_item_with_its_key_and_a_dissent() -> None:
    take = taken(by_the_key).take
    assert take is not None
    result = result_of(take, shipped())

    assert len(result.items) == 18
    assert all(item.options[0].called == "most" and item.options[-1].called == "least" for item in result.items)
    assert all(option.rationale and option.dissent for item in result.items for option in item.options)
    assert (result.is_current, result.predicted, 1 <= len(result.areas) <= 3) == (True, "intentional", True)


def golden() -> list[dict[str, object]]:
    return json.loads(GOLDEN.read_text("utf-8"))  # type: ignore[no-any-return]


@pytest.mark.parametrize("case", golden(), ids=lambda case: case["about"])
def test_an_old_take_comes_out_bit_for_bit_as_it_did(case: dict[str, object]) -> None:
    (take,) = takes_of(read_log(case["saved"]))
    old = shipped().versions[take.version]

    found = place(take, old, base())

    said = [found.estimate.ability.hex(), found.estimate.standard_error.hex(), list(found.band), list(found.absent)]
    assert said == case["placed"]


def test_a_changed_key_leaves_an_old_result_as_it_was_and_says_so() -> None:
    bank = shipped()
    take = taken(by_the_key).take
    assert take is not None
    name = next(iter(take.answers))
    old = version().items[name]
    best, second = sorted(old.options, key=lambda o: -old.options[o])[:2]
    mended = old.model_copy(update={"options": {**old.options, best: 2, second: 3}})
    later = version().model_copy(update={"version": 2, "items": {**version().items, name: mended}})
    keyed = bank.items[name]
    options = {
        **keyed.key.options,
        best: keyed.key.options[best].model_copy(update={"key": 2}),
        second: keyed.key.options[second].model_copy(update={"key": 3}),
    }
    items = {**bank.items, name: replace(keyed, key=keyed.key.model_copy(update={"options": options}))}
    after = replace(bank, versions={**bank.versions, 2: later}, items=items)

    before, now = result_of(take, bank), result_of(take, after)

    assert now.placement == before.placement
    assert (before.is_current, now.is_current) == (True, False)
    assert [item.id for item in now.items if item.has_changed] == [name]
    assert place(take, later, base()).estimate.ability < now.placement.estimate.ability


def test_two_takes_together_say_no_less_than_one() -> None:
    one = taken(by_the_key)
    two = taken(by_the_key, one.handle({"do": "home"}))

    assert together(two.takes, version())[-1] == "leading"
