"""Whether the wording of options gives their rating away, measured without understanding.

A bag of words and pairs of words (naive Bayes, add-one) learns from two scenarios which wording goes with the
rating "for", and guesses in the third. A writer's habit ("should" only in wrong options) makes it far better than
chance; it was 26 of 35 once, with 14.3 by chance. It knows no coaching, so what it finds is smell.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from coachkit.content import Library

Option = tuple[str, bool]  # its text, whether the key rates it "for"
Scenes = list[list[Option]]
SELDOM = 2  # words met less often say nothing


def features(text: str) -> set[str]:
    words = re.findall(r"[\w']+|[?!:;]", text.lower())
    return {*words, *(f"{one} {two}" for one, two in pairwise(words))}


def learn(scenes: Iterable[list[Option]]) -> dict[str, float]:
    """For each feature the log of how much oftener it stands in right options than in others."""
    total: Counter[bool] = Counter()
    seen: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for options in scenes:
        for text, right in options:
            total[right] += 1
            seen[right].update(features(text))
    return {
        f: math.log((seen[True][f] + 1) / (total[True] + 2)) - math.log((seen[False][f] + 1) / (total[False] + 2))
        for f in seen[True].keys() | seen[False].keys()
        if seen[True][f] + seen[False][f] >= SELDOM
    }


def hits_and_chances(scenarios: dict[str, Scenes]) -> tuple[int, list[float]]:
    """How often the best guess is right, each scenario guessed from the others; and each scene's chance."""
    hits, chances = 0, []
    for name, scenes in scenarios.items():
        weight = learn(options for other, told in scenarios.items() if other != name for options in told)
        for options in scenes:
            guess = max(options, key=lambda option: sum(weight.get(f, 0.0) for f in sorted(features(option[0]))))
            hits += guess[1]
            chances.append(sum(right for _, right in options) / len(options))
    return hits, chances


def limit(chances: list[float]) -> float:
    """Chance and two standard deviations."""
    return sum(chances) + 2 * math.sqrt(sum(p * (1 - p) for p in chances))


def shipped() -> dict[str, Scenes]:
    library = Library.default()
    return {
        name: [
            [(choice.text, entry.key.choices[cid].stands == "for") for cid, choice in scene.choices.items()]
            for scene in entry.scenario.scenes.values()
        ]
        for name in library.ids()
        for entry in [library.entry(name)]
    }


def test_the_wording_of_options_does_not_give_their_rating_away() -> None:
    hits, chances = hits_and_chances(shipped())
    assert hits <= limit(chances), f"{hits} of {len(chances)} guessed from wording alone; chance {sum(chances):.1f}"


def test_the_measure_finds_a_habit_of_the_writer() -> None:
    scenes = [[(f"one could walk {n}", True), (f"one should run {n}", False)] for n in range(12)]
    hits, chances = hits_and_chances({"a": scenes[:6], "b": scenes[6:]})
    assert hits == 12 > limit(chances)
