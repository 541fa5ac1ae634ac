"""The quiz's own answer form: of four options, the most and the least effective one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from math import sqrt

from coachkit.measurement.errors import AnswerRefused

BEST = 3  # an option's key runs from 0 to this
MOST = 2 * BEST  # an item's raw score runs from 0 to this

Key = Mapping[str, int]


def raw_score(key: Key, most: str, least: str) -> int:
    """What one answer earns: the key of the option named most effective, and how low the one named least is keyed.

    Returns 0 to 6; blind answering earns 3 on average, whatever the key.
    Raises AnswerRefused for an option the item does not have, and where both are the same.
    """
    for option in (most, least):
        if option not in key:
            raise AnswerRefused(f"{option!r} is not an option of this item; its options: {', '.join(key)}.")
    if most == least:
        raise AnswerRefused(f"{most!r} cannot be both the most and the least effective; name two different options.")
    return key[most] + BEST - key[least]


def chance(keys: Sequence[Key]) -> tuple[float, float]:
    """Mean and standard deviation of a take's raw score when both options of each item are drawn blindly.

    Exact: all ordered pairs of different options are equally likely (12 of them for four options).
    """
    mean = variance = 0.0
    for key in keys:
        drawn = list(_blind(key))
        middle = sum(drawn) / len(drawn)
        mean += middle
        variance += sum((score - middle) ** 2 for score in drawn) / len(drawn)
    return mean, sqrt(variance)


def chance_of_at_least(keys: Sequence[Key], total: int) -> float:
    """The probability that blind answering earns this total or more; exact, by convolution in whole numbers."""
    ways: Counter[int] = Counter({0: 1})
    for key in keys:
        one = Counter(_blind(key))
        longer: Counter[int] = Counter()
        for so_far, n in ways.items():
            for score, k in one.items():
                longer[so_far + score] += n * k
        ways = longer
    return sum(n for reached, n in ways.items() if reached >= total) / sum(ways.values())


def carries_information(keys: Sequence[Key], answers: Sequence[tuple[str, str]], level: float = 0.05) -> bool:
    """Whether the answers earn more than blind ones would: a total that they reach in at most `level` of takes.

    answers : (most, least) an item, in the order of the keys
    Raises AnswerRefused if the lengths differ or an answer does not fit its key.
    """
    if len(keys) != len(answers):
        raise AnswerRefused(f"{len(answers)} answers for {len(keys)} items; give one an item, in the same order.")
    total = sum(raw_score(key, most, least) for key, (most, least) in zip(keys, answers, strict=True))
    return chance_of_at_least(keys, total) <= level


def _blind(key: Key) -> Iterator[int]:
    """The raw scores of all ordered pairs of different options."""
    return (raw_score(key, most, least) for most, least in permutations(key, 2))
