"""The page after a take: what must be said first, the band, what to read, what to try, and every situation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coachkit.content.quiz import STAGES
from coachkit.sessions.result import Result, result_of
from coachkit.ui.parts import bullets, heading, local, section, sending
from coachkit.ui.prose import prose
from coachkit.ui.quiz_items import item_fold
from coachkit.ui.quiz_parts import IN_DANGER, case_story, case_title, clear_section, day_text, forget_row, names
from coachkit.ui.reflection import STAYS, prompt, step_row
from coachkit.ui.tree import Child, Node, h

if TYPE_CHECKING:
    from coachkit.content.bank import Bank
    from coachkit.sessions.quiz import Quiz

NO_INFORMATION = (
    "These answers cannot be told from guessing, so they place you nowhere. That happens to people who are tired, in a "
    "hurry, or new to all this. The situations below say more than a stage would."
)


EXPERT = "Placed by the authors’ key; not calibrated on coaches’ answers."
CALIBRATED = "Placed by parameters that were calibrated on coaches’ answers."
NOT_WHOLE = "Some answers of this take fit no situation of its key any more, so it places nobody."


def result_page(quiz: Quiz, bank: Bank) -> Child:
    """The result of the take that is open."""
    take = quiz.take
    if take is None:
        return None
    result = result_of(take, bank)
    day = day_text(take.finished or take.began)
    return h(
        "div",
        {"class": "ck-sections"},
        h(
            "section",
            {"class": "ck-section", "aria-labelledby": "result"},
            heading(2, "result", f"What your answers speak for, {day}"),
            h("p", {"class": "ck-actions"}, sending("To the front of the quiz", {"do": "home"})),
            _gates(result),
            _band(result, bank),
            h(
                "p",
                {"class": "ck-note", "role": "note"},
                f"{bank.stages.note} {CALIBRATED if result.is_calibrated else EXPERT}",
            ),
        ),
        _clear(result) if result.stages else None,
        _reading(result, bank),
        _next(result),
        _own(take.id),
        _situations(result),
        _keep(result),
    )


def _gates(result: Result) -> list[Child]:
    """What no total may hide."""
    found: list[Child] = []
    if result.missed:
        which = "it" if len(result.missed) == 1 else "them"
        found.append(
            _gate(
                IN_DANGER,
                h(
                    "p",
                    None,
                    f"Here safety comes before confidence. Please read {which} first, and find out whom you would go to:",
                ),
                bullets(h("a", {"href": f"#item-{i}"}, title) for i, title in result.missed),
            )
        )  # fmt: skip
    if result.absent:
        found.append(
            _gate(
                f"{names([one.title for one in result.absent])} did not show in any of the situations about it.",
                h("p", None, "The base blocks carry the others: without one of them, trust has nothing to stand on. To practise:"),
                bullets(one.practice for one in result.absent),
            )
        )  # fmt: skip
    return found


def _gate(title: str, *body: Child) -> Node:
    return h("div", {"class": "ck-gate", "role": "note"}, h("p", None, h("strong", None, title)), *body)


def _band(result: Result, bank: Bank) -> list[Child]:
    if not result.stages:
        return [h("p", {"class": "ck-lead"}, NO_INFORMATION if result.placement.is_whole else NOT_WHOLE)]
    titles = [text.title for _, text in result.stages]
    inside = {stage for stage, _ in result.stages}
    return [
        h("p", {"class": "ck-level"}, " or ".join(titles)),
        h(
            "ol",
            {"class": "ck-band", "aria-label": "The four stages, with your band"},
            [
                h(
                    "li",
                    {"class": "ck-in" if stage in inside else "", "aria-current": "true" if stage in inside else None},
                    bank.stages.stages[stage].title,
                )
                for stage in STAGES
            ],
        ),
        [prose(text.speaks) for _, text in result.stages],
        h(
            "p",
            {"class": "ck-origin"},
            _how_sure(len(titles), result.placement.is_sure),
        ),
        _guess(result, bank),
    ]  # fmt: skip


def _how_sure(stages: int, is_sure: bool) -> str:
    if stages == 1:
        return "Eighteen answers speak for this one clearly."
    if is_sure:
        return "Eighteen answers cannot say it more exactly than these two."
    return "Likeliest are these two. Eighteen answers do not rule out a neighbour; two takes read together say more."


def _guess(result: Result, bank: Bank) -> Node | None:
    if result.predicted is None:
        return None
    said = bank.stages.stages[result.predicted].title
    inside = result.predicted in result.placement.band
    met = "Your answers speak for the same." if inside else "Your answers say something else; both are worth a thought."
    return h("p", None, f"Before you began you guessed {said}. {met}")


def _clear(result: Result) -> Node:
    hard = [[h("strong", None, one.title), h("span", {"class": "ck-line"}, one.practice)] for one in result.clear.hard]
    return clear_section(
        "Beside your own other answers, never beside anybody else’s; and only where the difference is clear.",
        [one.title for one in result.clear.strong],
        hard,
        "No clear difference yet. More takes read together, on the page My growth, can show one.",
    )


def _reading(result: Result, bank: Bank) -> Node:
    wanted = [stage for stage, _ in result.stages]
    order = [*wanted, *(stage for stage in STAGES if stage not in wanted)]
    return section(
        "reading",
        "A coach like this" if wanted else "Four coaches",
        [
            h(
                "details",
                {
                    "id": f"case-{stage}",
                    "class": "ck-folded" if stage in wanted else "ck-folded ck-screen",
                    "open": stage in wanted[:1],
                },
                h("summary", None, case_title(text)),
                case_story(text),
                bullets(text.case.questions),
                h("h3", None, "What coaches here often do well"),
                bullets(text.strengths),
                h("h3", None, "What is often still hard"),
                bullets(text.challenges),
            )
            for stage in order
            for text in [bank.stages.stages[stage]]
        ],
    )


def _next(result: Result) -> Node | None:
    if not result.stages:
        return None
    steps = list(dict.fromkeys(step.text for _, stage in result.stages for step in stage.next_steps))
    return section(
        "next",
        "What to try next",
        bullets(steps),
        h("h3", None, "Where to put your attention"),
        h(
            "dl",
            {"class": "ck-terms"},
            [
                h(
                    "div",
                    None,
                    h("dt", None, area.title),
                    h("dd", None, h("p", None, area.text), h("p", {"class": "ck-origin"}, f"{area.phase}: {area.phase_text}")),
                )
                for area in result.areas
            ],
        ),
    )  # fmt: skip


def _own(take: str) -> Node:
    return section(
        "own",
        "Your own words",
        h("p", {"class": "ck-lead ck-screen"}, STAYS),
        prompt("What surprised you?", f"take-{take}-surprise"),
        prompt("Which situation have you met, or something like it?", f"take-{take}-met"),
        h("h3", None, "One thing first"),
        step_row(("My priority", f"take-{take}-priority"), ("When I look at it again", f"take-{take}-date")),
    )


def _situations(result: Result) -> Node:
    return section(
        "situations",
        "Situation by situation",
        h("p", {"class": "ck-lead"}, "Each with its key, the reason, and a colleague who sees it otherwise."),
        [item_fold(item, i) for i, item in enumerate(result.items, start=1)],
        kind="ck-screen",
    )


def _keep(result: Result) -> Node:
    version = f"Scored with version {result.version} of the key"
    return section(
        "keep",
        "Take it with you",
        h(
            "p",
            {"class": "ck-actions"},
            local("Save as a handout", "save-handout"),
            local("Print", "print"),
        ),
        forget_row(),
        h("p", {"class": "ck-note"}, f"{version}{'.' if result.is_current else '; there is a later one, and this result keeps its own.'}"),
        kind="ck-screen",
    )  # fmt: skip
