"""People, banks and answers made up for the simulation; assumptions all of them, never findings about coaches.

The reference bank: 60 items on two dimensions correlated .6, by turns; slopes m exp(N(0, .30)), locations N(-.4, .7),
steps the location plus sorted(-.9, 0, .9 + N(0, .35)); scores 0 to 3. Source: MEASUREMENT, section 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from coachkit.measurement.gpcm import Floats, Items, probabilities

BANK = 60
BEST = 3
CORRELATION = 0.6
SLOPES = {"weak": 0.25, "good": 0.40, "excellent": 0.60}
CUTS = (-1.0, 0.0, 1.0)  # where stages begin, in standard deviations of the composite

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class People:
    """Abilities on the two dimensions, shape (people, 2), each with mean 0 and standard deviation 1."""

    abilities: Floats

    @property
    def composite(self) -> Floats:
        """What a total measures: the sum of both dimensions, standardised. Its stage is a person's true one."""
        return np.asarray(self.abilities.sum(axis=1) / sqrt(2 + 2 * CORRELATION))


def dimension(item: Whole | int) -> Whole | int:
    """The dimension, 0 or 1, that the item at this place of a bank measures."""
    return item % 2


def draw_people(rng: np.random.Generator, n: int) -> People:
    """n people of the population."""
    drawn = rng.normal(size=(n, 2))
    # By hand: numpy's own multivariate draws depend on the linear algebra library beneath it.
    drawn[:, 1] = CORRELATION * drawn[:, 0] + sqrt(1 - CORRELATION**2) * drawn[:, 1]
    return People(drawn)


def people_at(rng: np.random.Generator, composite: float, n: int) -> People:
    """n people of one and the same composite ability, who differ in how their two dimensions do."""
    half = composite * sqrt(2 + 2 * CORRELATION) / 2
    apart = rng.normal(0, sqrt((1 - CORRELATION) / 2), n)
    return People(np.stack([half + apart, half - apart], axis=1))


def draw_bank(rng: np.random.Generator, slope: float) -> Items:
    """The parameters of a bank of 60 items; an item's slope and steps are on its own dimension."""
    slopes = slope * np.exp(rng.normal(0, 0.30, BANK))
    locations = rng.normal(-0.4, 0.7, BANK)
    steps = np.sort(np.array([-0.9, 0.0, 0.9]) + rng.normal(0, 0.35, (BANK, BEST)), axis=1)
    return Items(slopes, locations[:, None] + steps)


def draw_scores(rng: np.random.Generator, people: People, bank: Items) -> Whole:
    """Every person's score on every item of the bank, shape (people, items), 0 to 3."""
    scores = np.zeros((len(people.abilities), len(bank)), dtype=np.int64)
    for one in (0, 1):
        mine = np.flatnonzero(dimension(np.arange(len(bank))) == one)
        reached = probabilities(people.abilities[:, one], bank.take(mine)).cumsum(axis=2)
        drawn = rng.random(reached.shape[:2])
        scores[:, mine] = (drawn[:, :, None] > reached[:, :, :-1]).sum(axis=2)
    return scores


# --- the quiz's own answers: most and least effective -------------------------------------------

KEYS = ((3, 2, 1, 0), (3, 2, 2, 0), (3, 1, 1, 0), (3, 2, 1, 0))  # by turns over the bank
# A person sees an option's key plus normal noise, and names the option that looks best and the one that looks worst.
NOISE = 1.7  # its standard deviation at average ability on an average item, in points of the key
CLEARER = 0.50  # the noise falls by exp(-.50) with each standard deviation of ability
UNEVEN = 0.30  # standard deviation, over items, of the noise's logarithm


def draw_noise(rng: np.random.Generator) -> Floats:
    """How hard the options of each of 60 items are to tell apart at average ability, shape (60,)."""
    return np.asarray(NOISE * np.exp(rng.normal(0, UNEVEN, BANK)))


def draw_choices(rng: np.random.Generator, people: People, noise: Floats) -> Whole:
    """Every person's raw score on every item, shape (people, items), 0 to 6: most and least effective named."""
    keys = np.array([KEYS[item % len(KEYS)] for item in range(len(noise))], dtype=float)
    ability = people.abilities[:, dimension(np.arange(len(noise)))]
    spread = noise[None, :] * np.exp(-CLEARER * ability)
    seen = keys[None, :, :] + spread[:, :, None] * rng.normal(size=(*spread.shape, keys.shape[1]))
    items = np.arange(len(noise))[None, :]
    most, least = seen.argmax(axis=2), seen.argmin(axis=2)
    return np.asarray(keys[items, most] + BEST - keys[items, least]).astype(np.int64)
