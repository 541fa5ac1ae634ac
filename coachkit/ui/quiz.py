"""The quiz as elements: the front, the prediction, one situation at a time, and what a warm-up says after each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coachkit.sessions.keyed import item_view
from coachkit.sessions.quiz import DIFFERENT
from coachkit.ui.parts import folded, heading, sending
from coachkit.ui.prose import phrase, prose
from coachkit.ui.quiz_front import broken_page, front_page, predict_page
from coachkit.ui.quiz_items import item_fold
from coachkit.ui.quiz_parts import SCOPE
from coachkit.ui.tree import Child, Node, h, scoped

if TYPE_CHECKING:
    from coachkit.content.bank import Bank, Keyed
    from coachkit.sessions.quiz import Quiz

TITLE = "The mastery quiz"
_WIDTH = {"result": "ck-in-reflect", "item": "ck-in-enact", "feedback": "ck-in-enact"}
HEADINGS = {
    "front": "title", "predict": "predict", "item": "item", "feedback": "feedback", "ready": "ready", "result": "result",
    "broken": "title",
}  # fmt: skip


def quiz_view(quiz: Quiz) -> Node:
    """The quiz as it stands, as one tree."""
    body = h(
        "div",
        {"class": f"ck-view ck-quiz {_WIDTH.get(quiz.page, '')}".rstrip(), "lang": "en", "dir": "ltr"},
        _header(quiz),
        h("p", {"class": "ck-notice", "role": "note"}, quiz.notice) if quiz.notice not in (None, DIFFERENT) else None,
        _body(quiz),
    )
    return scoped(body, SCOPE)


def _header(quiz: Quiz) -> Node:
    count = len(quiz.order)
    at = min(quiz.at + 1, count)
    inside = quiz.page in ("item", "feedback")
    return h(
        "div",
        {"class": "ck-header"},
        heading(1, "title", TITLE if quiz.take is None or quiz.take.kind == "quiz" else "A warm-up"),
        h(
            "p",
            {"class": "ck-progress"},
            h("span", None, f"Situation {at} of {count}"),
            h("progress", {"value": str(quiz.at), "max": count, "aria-label": "How far you are"}),
        )
        if inside
        else None,
    )


def _body(quiz: Quiz) -> Child:
    bank = quiz.bank
    if bank is None or quiz.page == "broken":
        return broken_page(quiz.foreign is not None)
    match quiz.page:
        case "front":
            return front_page(quiz, bank)
        case "predict":
            return predict_page(bank)
        case "item":
            return _item(quiz, bank)
        case "feedback":
            return _feedback(quiz, bank)
        case "ready":
            return _ready(quiz)
    from coachkit.ui.quiz_result import result_page  # numpy comes with it: only when there is something to read

    return result_page(quiz, bank)


def _item(quiz: Quiz, bank: Bank) -> list[Child]:
    keyed = quiz.item
    take = quiz.take
    if keyed is None or take is None:
        return []
    given = take.answers.get(keyed.item.id, ("", ""))
    order = take.options(keyed.item.id, keyed.item.options)
    return [
        h(
            "section",
            {"class": "ck-scene", "aria-labelledby": "item"},
            heading(2, "item", keyed.item.title),
            h("p", {"class": "ck-origin"}, keyed.item.place),
            h("div", {"class": "ck-story"}, prose(keyed.item.stem)),
            agreement_fold(bank, keyed),
            h(
                "form",
                {"method": "dialog", "novalidate": True, "data-send": {"do": "answer", "item": keyed.item.id}},
                h(
                    "fieldset",
                    {"class": "ck-options", "data-missing": "Choose one option as most and one as least effective."},
                    h("legend", None, "Which is most effective here, and which least?"),
                    [_option(oid, keyed.item.options[oid], given, i) for i, oid in enumerate(order, start=1)],
                ),
                h("p", {"class": "ck-alert", "role": "alert"}, DIFFERENT if quiz.notice == DIFFERENT else None),
                h(
                    "p",
                    {"class": "ck-actions"},
                    h("button", {"type": "submit", "class": "ck-button ck-main"}, "Answer"),
                    _back(quiz),
                    sending("Leave it as it was", {"do": "go-on"}) if quiz.back_at is not None else None,
                    sending("Stop here for now", {"do": "home"}),
                ),
            ),
        ),
    ]


def agreement_fold(bank: Bank, keyed: Keyed) -> Node:
    """The agreement that holds in the situation, to unfold."""
    agreement = bank.frameworks.agreements[keyed.item.agreement]
    return folded("agreement", f"The agreement here: {agreement.title}", prose(agreement.text))


def _back(quiz: Quiz) -> Node | None:
    can = quiz.at > 0 and quiz.take is not None and quiz.take.kind == "quiz"
    return sending("Back", {"do": "back"}) if can else None


def _option(name: str, text: str, given: tuple[str, str], number: int) -> Node:
    return h(
        "div",
        {"class": "ck-pick", "role": "group", "aria-labelledby": f"option-{number}"},
        h("p", {"id": f"option-{number}"}, phrase(text)),
        [_called(kind, word, name, given[i] == name, number) for i, (kind, word) in enumerate(CALLED)],
    )


CALLED = (("most", "Most effective"), ("least", "Least effective"))


def _called(kind: str, word: str, name: str, is_given: bool, number: int) -> Node:
    return h(
        "label",
        {"class": f"ck-call ck-{kind}"},
        h(
            "input",
            {
                "type": "radio", "name": kind, "value": name, "required": True, "checked": is_given,
                "aria-describedby": f"option-{number}",
            },
        ),
        h("span", None, word),
    )  # fmt: skip


def _feedback(quiz: Quiz, bank: Bank) -> list[Child]:
    keyed, take = quiz.item, quiz.take
    if keyed is None or take is None or quiz.fed_back is None:
        return []
    most, least = quiz.fed_back[1:]
    view = item_view(bank, keyed.item.id, most, least)
    best, worst = view.options[0], view.options[-1]
    is_last = take.finished is not None
    return [
        h(
            "section",
            {"class": "ck-scene", "aria-labelledby": "feedback"},
            heading(2, "feedback", _said(best.called == "most", worst.called == "least")),
            item_fold(view, 1, is_open=True),
        ),
        h(
            "p",
            {"class": "ck-actions"},
            sending("Done" if is_last else "Next situation", {"do": "home" if is_last else "go-on"}, kind="ck-main"),
            None if is_last else sending("Stop here for now", {"do": "home"}),
        ),
    ]


def _said(is_best: bool, is_worst: bool) -> str:
    if is_best and is_worst:
        return "You see both as the key does"
    if is_best or is_worst:
        return f"You see the {'most' if is_best else 'least'} effective as the key does"
    return "The key sees this one differently"


def _ready(quiz: Quiz) -> Node:
    return h(
        "section",
        {"class": "ck-scene", "aria-labelledby": "ready"},
        heading(2, "ready", f"All {len(quiz.order)} answered"),
        h("p", None, "You can still go back and change an answer. Once you read the result, the take is closed."),
        h(
            "p",
            {"class": "ck-actions"},
            sending("Read the result", {"do": "finish"}, kind="ck-main"),
            sending("Back", {"do": "back"}),
            sending("Stop here for now", {"do": "home"}),
        ),
    )  # fmt: skip
