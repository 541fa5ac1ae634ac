"""Each condition, where it holds and where it does not."""

from __future__ import annotations

from typing import Any

import pytest
from generators import story_from
from pydantic import TypeAdapter

from coachkit.content.moves import CONDITIONS, Condition
from coachkit.engine import State, replay
from coachkit.engine.conditions import holds

_READ = TypeAdapter(Condition)


def after(*moves: dict[str, Any], then: tuple[dict[str, Any], ...] = (), **choice: Any) -> State:
    """The state after one choice with these moves, and the others' moves of the next scene."""
    story = story_from(
        {
            "one": {"choices": {"c1": {"moves": list(moves), "then": "two", **choice}}},
            # A condition on `c1` lets it be remembered.
            "two": {"moves": list(then), "choices": {"c2": {"if": {"chose": "c1"}}}},
        },
        counters={"patience": 0},
    )
    return replay(story, ("c1",)).state


ASKED = {"happen": "asked", "seen-by": ["you"]}

TRUE_AND_FALSE: list[tuple[State, dict[str, Any], dict[str, Any]]] = [
    (after(), {"chose": "c1"}, {"chose": "c2"}),
    (after({"hint": "gains", "to": "bea"}), {"knows": "gains", "who": "bea"}, {"knows": "fear", "who": "bea"}),
    (after({"hint": "gains", "to": "bea"}), {"leaked": "gains"}, {"leaked": "fear"}),
    (
        after(),
        {"permission": "gains", "for": "bea", "is": "unasked"},
        {"permission": "gains", "for": "bea", "is": "asked"},
    ),
    (
        after({"ask": "gains", "for": ["bea", "daniel"]}, then=({"grant": "gains", "for": "bea", "scope": "in-part"},)),
        {"permission": "gains", "for": "bea", "is": "granted"},
        {"permission": "gains", "for": "daniel", "is": "granted"},
    ),
    (
        after(then=({"refuse": "gains", "for": "bea"},)),
        {"permission": "gains", "for": "bea", "is": "refused"},
        {"permission": "gains", "for": "bea", "is": "withdrawn"},
    ),
    (after(then=(ASKED,)), {"owed": "asked", "to": "noor"}, {"owed": "asked", "to": "bea"}),
    (after({"promise": "tell"}), {"promise": "tell", "is": "open"}, {"promise": "tell", "is": "unmade"}),
    (after(), {"promise": "tell", "is": "unmade"}, {"promise": "tell", "is": "open"}),
    (after({"state-boundary": "bea"}), {"boundary": "bea"}, {"boundary": "daniel"}),
    (after({"connect": ["noor", "bea"]}), {"connected": ["bea", "noor"]}, {"connected": ["bea", "daniel"]}),
    (after(add={"patience": 2}), {"counter": "patience", "at-least": 2}, {"counter": "patience", "at-least": 3}),
    (after(add={"patience": 2}), {"counter": "patience", "at-most": 2}, {"counter": "patience", "at-most": 1}),
    (
        after(add={"patience": 2}),
        {"counter": "patience", "at-least": 1, "at-most": 3},
        {"counter": "patience", "at-least": 3, "at-most": 9},
    ),
    (after(), {"not": {"leaked": "fear"}}, {"not": {"chose": "c1"}}),
    (after(), {"all": [{"chose": "c1"}, {"not": {"leaked": "fear"}}]}, {"all": [{"chose": "c1"}, {"leaked": "fear"}]}),
    (after(), {"any": [{"leaked": "fear"}, {"chose": "c1"}]}, {"any": [{"leaked": "fear"}, {"chose": "c2"}]}),
]


@pytest.mark.parametrize(
    ("state", "true", "false"), TRUE_AND_FALSE, ids=lambda v: str(v) if isinstance(v, dict) else ""
)
def test_a_condition_holds_in_one_case_and_not_in_its_neighbour(
    state: State, true: dict[str, Any], false: dict[str, Any]
) -> None:
    assert holds(_READ.validate_python(true), state)
    assert not holds(_READ.validate_python(false), state)


def test_no_condition_is_without_a_case_here() -> None:
    assert {next(iter(true)) for _, true, _ in TRUE_AND_FALSE} == CONDITIONS.keys()


def test_where_no_condition_is_written_it_holds() -> None:
    assert holds(None, after())


def test_an_owed_fact_counts_as_owed_until_the_coach_has_told_it_whoever_else_did() -> None:
    owed = _READ.validate_python({"owed": "asked", "to": "noor"})
    daniel_saw = {"happen": "asked", "seen-by": ["you", "daniel"]}

    assert holds(owed, after(then=(daniel_saw, {"tell": "asked", "to": "noor", "by": "daniel"})))
    assert not holds(owed, after({"tell": "asked", "to": "noor"}, then=(ASKED,)))
