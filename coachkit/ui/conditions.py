"""A condition in words, for a facilitator who plays a scenario with cards."""

from __future__ import annotations

from coachkit.content import moves as m
from coachkit.content.model import Scenario

_PERMISSION = {
    "unasked": "has not been asked about",
    "asked": "has been asked about",
    "granted": "has said yes to",
    "refused": "has said no to",
    "withdrawn": "has taken back the yes to",
}
_PROMISE = {"unmade": "has not been given", "open": "is still open", "kept": "is kept", "broken": "is broken"}


def condition_words(scenario: Scenario, condition: m.Strict, letters: dict[str, str]) -> str:
    """The condition as part of a sentence that begins with "if". `letters` names each choice as its card does."""

    def name(person: str) -> str:
        return "you" if person == scenario.coach else scenario.people[person].name

    def inner(one: m.Strict) -> str:
        return condition_words(scenario, one, letters)

    match condition:
        case m.Chose():
            return f"you took {letters[condition.chose]}"
        case m.Knows():
            return f"it has reached {name(condition.who)} that {scenario.facts[condition.knows].text}"
        case m.Leaked():
            return f"somebody heard without leave that {scenario.facts[condition.leaked].text}"
        case m.Permission():
            fact = scenario.facts[condition.permission]
            return f"{name(fact.owner)} {_PERMISSION[condition.is_]} {name(condition.for_)} hearing that {fact.text}"
        case m.Owed():
            return f"{name(condition.to)} has not heard from you that {scenario.facts[condition.owed].text}"
        case m.PromiseIs():
            return f"the promise “{scenario.promises[condition.promise].text}” {_PROMISE[condition.is_]}"
        case m.Boundary():
            return f"you told {name(condition.boundary)} what you share and what you do not"
        case m.Connected():
            one, other = condition.connected
            return f"you pointed {name(one)} and {name(other)} at each other"
        case m.Counter():
            bounds = [
                f"at least {condition.at_least}" if condition.at_least is not None else "",
                f"at most {condition.at_most}" if condition.at_most is not None else "",
            ]
            return f"the tally “{condition.counter}” is {' and '.join(filter(None, bounds))}"
        case m.All():
            return " and ".join(map(inner, condition.all))
        case m.Any_():
            return "either " + ", or ".join(map(inner, condition.any))
        case m.Not(not_=m.Chose() as took):
            return f"you did not take {letters[took.chose]}"
        case m.Not(not_=m.Leaked() as out):
            return f"nobody heard without leave that {scenario.facts[out.leaked].text}"
        case m.Not(not_=m.Owed() as debt):
            return f"{name(debt.to)} is not still to hear from you that {scenario.facts[debt.owed].text}"
        case m.Not():
            return f"it is not so that {inner(condition.not_)}"
    raise TypeError(condition)
