"""The quiz's front and the question before it begins: what it is, what was left half done, earlier takes, four cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coachkit.content.quiz import STAGES, Stage
from coachkit.sessions.quiz import GONE
from coachkit.sessions.rotation import items_of
from coachkit.ui.parts import folded, heading, local, sending
from coachkit.ui.prose import prose
from coachkit.ui.quiz_parts import KEPT, case_story, case_title, day_text, forget_row
from coachkit.ui.tree import Child, Node, h

if TYPE_CHECKING:
    from coachkit.content.bank import Bank
    from coachkit.sessions.quiz import Quiz
    from coachkit.sessions.takes import Take


def front_page(quiz: Quiz, bank: Bank) -> list[Child]:
    """What a coach sees first."""
    unfinished = quiz.unfinished
    return [
        h(
            "p",
            {"class": "ck-lead"},
            "Eighteen situations from a coach’s week, some twenty-five minutes. Afterwards: the one or two stages that "
            "your answers speak for, a coach there to read about, and what to try next.",
        ),
        [_going_on(take, quiz) for take in unfinished],
        h(
            "p",
            {"class": "ck-actions"},
            sending("Begin the quiz", {"do": "begin", "kind": "quiz"}, kind="ck-quiet" if unfinished else "ck-main"),
            sending("Warm up: six situations, with an answer after each", {"do": "begin", "kind": "warm-up"}),
        ),
        h("p", {"class": "ck-promise"}, KEPT),
        folded(
            "about",
            "What this quiz is, and what it is not",
            prose(bank.stages.note),
            prose(bank.stages.not_affiliated),
            h(
                "p",
                None,
                "In each situation you name the most and the least effective of four things a coach might do. "
                "A next take has other situations. A warm-up places nobody.",
            ),
        ),
        folded(
            "cases",
            "Four coaches, one at each stage",
            [_case(bank, stage) for stage in STAGES],
            h("p", {"class": "ck-actions"}, local("Save them as a handout", "save-handout"), local("Print", "print")),
        ),
        _takes(quiz),
    ]


def _going_on(take: Take, quiz: Quiz) -> Node:
    what = "warm-up" if take.kind == "warm-up" else "quiz"
    count = len(items_of(quiz.bank, take))
    day = day_text(take.began)
    return h(
        "div",
        {"class": "ck-notice ck-begun"},
        h("p", None, f"You began a {what} on {day}: {len(take.answers)} of {count} answered."),
        h(
            "p",
            {"class": "ck-actions"},
            sending("Go on where you were", {"do": "open", "take": take.id}, hidden=f"{what}, {day}", kind="ck-main"),
        ),
        _forgetting(take, quiz, f"{what}, {day}"),
    )


def _takes(quiz: Quiz) -> Node | None:
    done, stranded = quiz.done, quiz.stranded
    if not quiz.takes:
        return None
    return h(
        "section",
        {"class": "ck-section ck-mine", "aria-labelledby": "takes"},
        heading(2, "takes", "Your takes"),
        h("ul", {"class": "ck-takes", "role": "list"}, [_taken(take, quiz) for take in reversed(done)])
        if done
        else None,
        h("p", {"class": "ck-origin"}, "The page My growth lays them side by side; the first page leads there.")
        if len(done) > 1
        else None,
        [_stranded(take, quiz) for take in stranded],
        forget_row(),
    )


def _taken(take: Take, quiz: Quiz) -> Node:
    day = day_text(take.finished or take.began)
    return h(
        "li",
        None,
        h("strong", None, day),
        h("p", {"class": "ck-actions"}, sending("Read the result", {"do": "open", "take": take.id}, hidden=day)),
        _forgetting(take, quiz, day),
    )


def _stranded(take: Take, quiz: Quiz) -> Node:
    day = day_text(take.finished or take.began)
    words = h("p", {"class": "ck-origin"}, h("strong", None, f"{day}. "), GONE)
    return h("div", {"class": "ck-stranded"}, words, _forgetting(take, quiz, day))


def _forgetting(take: Take, quiz: Quiz, what: str) -> Node:
    """Asked once more before it is done: there is no way back."""
    if quiz.sure != take.id:
        return h("p", {"class": "ck-actions"}, sending("Forget it", {"do": "forget", "take": take.id}, hidden=what))
    return h(
        "div",
        {"class": "ck-gate", "role": "note"},
        heading(3, "sure", "Forget this one for good?"),
        h("p", None, "Its answers and what you wrote about it go from this browser. There is no way back."),
        h(
            "p",
            {"class": "ck-actions"},
            sending("Keep it", {"do": "keep"}, hidden=what, kind="ck-main"),
            sending("Yes, forget it", {"do": "forget", "take": take.id}, hidden=what),
        ),
    )


def _case(bank: Bank, stage: Stage) -> Node:
    text = bank.stages.stages[stage]
    return h(
        "section",
        {"class": "ck-entry", "aria-labelledby": f"case-{stage}"},
        heading(3, f"case-{stage}", case_title(text)),
        case_story(text),
    )


def predict_page(bank: Bank) -> Node:
    """Where the coach expects to be."""
    return h(
        "section",
        {"class": "ck-scene", "aria-labelledby": "predict"},
        heading(2, "predict", "Before you begin: where do you think you are?"),
        h("p", None, "Afterwards your guess stands beside the result. The two often differ."),
        h(
            "form",
            {"method": "dialog", "novalidate": True, "data-send": {"do": "predict"}},
            h(
                "fieldset",
                {"class": "ck-options", "data-missing": "Pick one, or press “I would rather not say”."},
                h("legend", None, "I would say that I am"),
                [
                    h(
                        "label",
                        {"class": "ck-option"},
                        h("input", {"type": "radio", "name": "stage", "value": stage, "required": True}),
                        h(
                            "span",
                            {"class": "ck-option-text"},
                            h("strong", None, bank.stages.stages[stage].title),
                            h("span", {"class": "ck-about ck-line"}, bank.stages.stages[stage].meaning),
                        ),
                    )
                    for stage in STAGES
                ],
            ),
            h("p", {"class": "ck-alert", "role": "alert"}),
            h(
                "p",
                {"class": "ck-actions"},
                h("button", {"type": "submit", "class": "ck-button ck-main"}, "To the first situation"),
                sending("I would rather not say", {"do": "predict"}),
            ),
        ),
    )


def broken_page(is_foreign: bool) -> list[Child]:
    """What is said when the quiz cannot be taken."""
    if is_foreign:
        return [
            h(
                "p",
                {"class": "ck-notice", "role": "note"},
                "A newer version of this kit has kept takes in this browser.",
            ),
            h("p", None, "They are left as they are. Open the quiz with that version, or erase them here."),
            forget_row(),
        ]
    return [
        h("p", {"class": "ck-notice", "role": "note"}, "The quiz cannot be taken at the moment: its files need mending."),
        h("p", None, "What this browser keeps of earlier takes is as it was; nothing is lost."),
        h("p", {"class": "ck-origin"}, "If you run this kit: coachkit check says which file, which line, and the cure."),
    ]  # fmt: skip
