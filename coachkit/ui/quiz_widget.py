"""The quiz in a notebook, and in Voilà. Its kernel starts without numpy: that comes with the first result."""

from __future__ import annotations

from typing import Any

from coachkit.sessions.quiz import DIFFERENT, Quiz
from coachkit.ui.quiz import HEADINGS, quiz_view
from coachkit.ui.quiz_parts import SCOPE
from coachkit.ui.tree import Node
from coachkit.ui.view import Face
from coachkit.ui.widget import SessionWidget, styles

KEY = "coachkit:quiz"  # the growth page keeps the same log under it


class QuizFace(Face[Quiz]):
    """The quiz's pages."""

    joins = True
    refused = "That did not fit where you are in the quiz. Here is where you are; nothing was changed."

    def tree(self, session: Quiz) -> Node:
        return quiz_view(session)

    def key(self, session: Quiz) -> str:
        return KEY

    def moved(self, before: Quiz, after: Quiz) -> tuple[str | None, str]:
        if after.sure and after.sure != before.sure:
            return f"{SCOPE}-sure", ""
        if (before.open, before.page, before.at) == (after.open, after.page, after.at):
            news = "" if before.notice == after.notice or after.notice == DIFFERENT else after.notice or ""
            return (f"{SCOPE}-title" if news else None), news
        return f"{SCOPE}-{HEADINGS[after.page]}", after.notice or _news(after)


def _news(quiz: Quiz) -> str:
    if quiz.page == "item":
        return f"Situation {quiz.at + 1} of {len(quiz.order)}."
    return ""


class QuizWidget(SessionWidget[Quiz]):
    """The mastery quiz."""

    face = QuizFace()
    _css = styles("kit.css", "quiz.css")

    def __init__(self, quiz: Quiz, **layout: Any) -> None:
        bank = quiz.bank
        self._says = f"{len(bank.items)} situations, {len(bank.forms.forms)} forms" if bank and bank.forms else "its files need mending"  # fmt: skip
        super().__init__(quiz, **layout)

    def __repr__(self) -> str:
        return f"Mastery quiz: {self._says}"
