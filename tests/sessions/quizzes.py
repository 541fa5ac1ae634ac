"""Coaches at the quiz, for tests: a bank, and hands that answer in one way or another."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from functools import cache

from coachkit.content.bank import Bank, Keyed, bank_of
from coachkit.content.library import Library, content_folder
from coachkit.sessions.quiz import Quiz
from coachkit.sessions.takes import Take

Hand = Callable[[Keyed, Take], tuple[str, str]]
DAY = date(2026, 11, 22)


@cache
def shipped() -> Bank:
    return bank_of(Library(content_folder()))


def fresh(seed: int = 1) -> Quiz:
    rng = random.Random(seed)
    return Quiz(shipped(), draw=lambda: rng.randrange(2**31), today=lambda: DAY)


def by_the_key(item: Keyed, take: Take) -> tuple[str, str]:
    worth = {oid: option.key for oid, option in item.key.options.items()}
    return max(worth, key=worth.__getitem__), min(worth, key=worth.__getitem__)


def against_the_key(item: Keyed, take: Take) -> tuple[str, str]:
    most, least = by_the_key(item, take)
    return least, most


def answered(quiz: Quiz, hand: Hand) -> Quiz:
    """The open take, answered to its end and closed."""
    while quiz.page == "item":
        assert quiz.item is not None
        assert quiz.take is not None
        most, least = hand(quiz.item, quiz.take)
        quiz = quiz.handle({"do": "answer", "item": quiz.item.item.id, "most": most, "least": least})
    return quiz.handle({"do": "finish"})


def taken(hand: Hand, quiz: Quiz | None = None, predicted: str = "intentional") -> Quiz:
    """A whole take."""
    begun = (quiz or fresh()).handle({"do": "begin", "kind": "quiz"})
    return answered(begun.handle({"do": "predict", "stage": predicted}), hand)
