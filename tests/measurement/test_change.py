"""What is said of a second take, and of the parts of one."""

from __future__ import annotations

import numpy as np
import pytest
from generators import LAW
from hypothesis import given
from hypothesis import strategies as st

from coachkit.measurement import Estimate, Norms, UnusableNumbers, clear_differences, kelley, reliable_change
from coachkit.measurement.change import NOISE_FLOOR, TRUE_SD, chances_above_own_mean

estimates = st.builds(Estimate, st.floats(-3, 3), st.floats(0.05, 1))
part = st.lists(st.integers(0, 6).map(lambda raw: raw / 6), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("after", "said"),
    [(0.97, "no-clear-change"), (0.99, "grew"), (-0.97, "no-clear-change"), (-0.99, "fell"), (0, "no-clear-change")],
)
def test_a_change_counts_beyond_196_of_both_errors_together(after: float, said: str) -> None:
    """Errors .3 and .4 make .5 together; 1.96 of it is .98."""
    assert reliable_change(Estimate(0, 0.3), Estimate(after, 0.4)) == said


@LAW
@given(estimates, estimates)
def test_who_grew_from_one_to_the_other_fell_from_the_other_to_the_one(one: Estimate, other: Estimate) -> None:
    opposite = {"grew": "fell", "fell": "grew", "no-clear-change": "no-clear-change"}

    assert reliable_change(other, one) == opposite[reliable_change(one, other)]


@pytest.mark.parametrize("reliability", [0.5, 0.7, 0.9])
def test_with_no_growth_grew_is_said_in_at_most_25_of_a_thousand_second_takes(reliability: float) -> None:
    rng = np.random.default_rng(7)
    norms = Norms(0.5, 0.1, reliability)
    true = rng.normal(0.5, 0.1 * np.sqrt(reliability), 5000)
    error = 0.1 * np.sqrt(1 - reliability)
    takes = [np.clip(true + rng.normal(0, error, 5000), 0, 1) for _ in range(2)]

    said = [reliable_change(kelley(a, norms), kelley(b, norms)) for a, b in zip(*takes, strict=True)]

    assert 0 < said.count("grew") / 5000 <= 0.025
    assert 0 < said.count("fell") / 5000 <= 0.025


def test_true_growth_of_three_errors_is_mostly_seen() -> None:
    rng = np.random.default_rng(8)
    said = [
        reliable_change(Estimate(rng.normal(0, 0.3), 0.3), Estimate(rng.normal(0.9 * np.sqrt(2), 0.3), 0.3))
        for _ in range(500)
    ]

    assert said.count("grew") > 400
    assert not said.count("fell")


# --- parts ------------------------------------------------------------------------------------


def test_the_chance_of_two_parts_by_hand() -> None:
    """Nine answers of 1.0 and nine of 0.9: no spread within, so the noise is the floor, .15; variance a mean .0025.

    The difference .1 shrinks by .0064 / .0089 to .0719, with variance 2 × .0064 × .0025 / .0089, so z = 1.199.
    """
    assert (NOISE_FLOOR, TRUE_SD) == (0.15, 0.08)

    found = chances_above_own_mean({"kind": [1.0] * 9, "clear": [0.9] * 9})

    assert found == {"kind": pytest.approx(0.8848, abs=2e-4), "clear": pytest.approx(0.1152, abs=2e-4)}
    assert clear_differences({"kind": [1.0] * 9, "clear": [0.9] * 9}) == {"kind": "strength", "clear": "challenge"}


def test_a_small_difference_is_not_named() -> None:
    assert clear_differences({"kind": [0.9, 0.8, 0.9], "clear": [0.8, 0.8, 0.9]}) == {}


def test_a_stricter_least_names_less() -> None:
    assert clear_differences({"kind": [1.0] * 9, "clear": [0.9] * 9}, least=0.9) == {}


def test_one_lucky_answer_does_not_make_a_strength() -> None:
    spread = [0.0, 0.5, 1.0, 0.5]

    assert clear_differences({"lucky": [1.0], "one": spread, "two": spread, "three": spread}) == {}


@pytest.mark.parametrize(
    "groups", [{}, {"one": [1.0, 0.2]}, {"one": [1.0], "two": [0.0]}, {"one": [1.0, 0.0], "two": []}]
)
def test_where_nothing_tells_noise_from_truth_nothing_is_named(groups: dict[str, list[float]]) -> None:
    assert clear_differences(groups) == {}


def test_scores_that_are_not_shares_are_refused() -> None:
    with pytest.raises(UnusableNumbers, match="'one' is outside 0 to 1"):
        clear_differences({"one": [5, 6], "two": [3, 2]})


@LAW
@given(st.lists(part, min_size=2, max_size=6))
def test_names_follow_the_parts_whatever_their_order_and_come_in_the_order_given(parts: list[list[float]]) -> None:
    groups = {f"part {n}": scores for n, scores in enumerate(parts)}
    turned = dict(reversed(groups.items()))

    found = clear_differences(groups)

    assert clear_differences(turned) == found
    assert list(found) == [label for label in groups if label in found]


@LAW
@given(st.lists(part, min_size=2, max_size=6))
def test_a_strength_has_a_mean_above_a_challenge_and_turned_answers_turn_the_names(parts: list[list[float]]) -> None:
    groups = {f"part {n}": scores for n, scores in enumerate(parts)}
    turned = {label: [1 - score for score in scores] for label, scores in groups.items()}
    other = {"strength": "challenge", "challenge": "strength"}

    found = clear_differences(groups)

    assert clear_differences(turned) == {label: other[name] for label, name in found.items()}
    strong = [sum(groups[label]) / len(groups[label]) for label in found if found[label] == "strength"]
    weak = [sum(groups[label]) / len(groups[label]) for label in found if found[label] == "challenge"]
    assert not strong or not weak or min(strong) > max(weak)


def test_names_are_as_often_right_as_they_claim_for_people_whose_parts_are_known() -> None:
    rng = np.random.default_rng(9)
    right = named = 0
    for _ in range(600):
        true = np.clip(0.6 + rng.normal(0, TRUE_SD, 6), 0, 1)
        groups = {str(n): np.clip(level + rng.normal(0, 0.2, 6), 0, 1).tolist() for n, level in enumerate(true)}
        for label, name in clear_differences(groups).items():
            named += 1
            right += (true[int(label)] > true.mean()) == (name == "strength")

    assert named > 300
    assert right / named >= 0.85
