"""The numbers of the mastery quiz: abilities with their errors, stages as bands, and which changes are more than chance.

Plain numpy, no state: all that is drawn comes from a generator passed in. Calibration and the simulation are asked
for by name (`coachkit.measurement.calibration`, `coachkit.measurement.simulation`), so that a quiz page does not
load them.
"""

from coachkit.measurement.ability import Estimate, eap, eap_many
from coachkit.measurement.agreement import weighted_kappa
from coachkit.measurement.assembly import assemble
from coachkit.measurement.blueprint import Blueprint, Forms, ItemFacts, violations
from coachkit.measurement.change import clear_differences, reliable_change
from coachkit.measurement.choice import carries_information, chance, raw_score
from coachkit.measurement.errors import (
    AnswerRefused,
    BlueprintUnmet,
    ItemGivenTwice,
    ItemMismatch,
    TooFewTakes,
    UnusableNumbers,
)
from coachkit.measurement.gpcm import Items, expected_score, information, log_likelihood, probabilities
from coachkit.measurement.placement import accuracy, band, consistency, held, stage_of, stage_probabilities
from coachkit.measurement.reliability import Norms, alpha, kelley, omega, pooled

__all__ = [
    "AnswerRefused",
    "Blueprint",
    "BlueprintUnmet",
    "Estimate",
    "Forms",
    "ItemFacts",
    "ItemGivenTwice",
    "ItemMismatch",
    "Items",
    "Norms",
    "TooFewTakes",
    "UnusableNumbers",
    "accuracy",
    "alpha",
    "assemble",
    "band",
    "carries_information",
    "chance",
    "clear_differences",
    "consistency",
    "eap",
    "eap_many",
    "expected_score",
    "held",
    "information",
    "kelley",
    "log_likelihood",
    "omega",
    "pooled",
    "probabilities",
    "raw_score",
    "reliable_change",
    "stage_of",
    "stage_probabilities",
    "violations",
    "weighted_kappa",
]
