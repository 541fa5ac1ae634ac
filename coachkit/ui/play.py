"""A play as elements: context, anticipate, enact, and the debrief at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coachkit.ui.debrief import debrief_view
from coachkit.ui.parts import bullets, consequence, folded, heading, ours, sending, sentence, unseen
from coachkit.ui.prose import phrase, prose
from coachkit.ui.safeguarding import safeguarding_box
from coachkit.ui.tree import Child, Node, h, scoped

if TYPE_CHECKING:
    from coachkit.sessions import ContextView, PersonView, Play, PrincipleView, SceneView, TrailStep

PHASES = (
    ("context", "Context"),
    ("anticipate", "Intention"),
    ("enact", "Conversation"),
    ("reflect", "Reflection"),
)
MOST_INTENTS = 2
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


def play_view(play: Play) -> Node:
    """The play as it stands, as one tree; its ids carry the scenario's id."""
    body = _body(play)
    tree = h(
        "div",
        {"class": f"ck-view ck-in-{play.phase}", "lang": language(play), "dir": direction(play)},
        _header(play),
        _notice(play.notice),
        body,
    )
    return scoped(tree, play.scenario.id)


def language(play: Play) -> str:
    return str(play.scenario.language)


def direction(play: Play) -> str:
    """ "rtl" for a language written from the right, else "ltr"."""
    return "rtl" if language(play).split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def _body(play: Play) -> Child:
    if play.phase == "context":
        return _context(play.context)
    if play.phase == "anticipate":
        return _anticipate(play.context)
    scene, debrief = play.scene, play.debrief
    if play.phase == "enact" and scene is not None:
        return _enact(scene)
    return debrief_view(debrief, play.closing) if debrief is not None else None


def _header(play: Play) -> Node:
    return h(
        "div",
        {"class": "ck-header"},
        heading(1, "title", play.context.title),
        h(
            "ol",
            {"class": "ck-steps", "aria-label": "Where you are"},
            [_step(name, word, play.phase) for name, word in PHASES],
        ),
    )


def _step(name: str, word: str, now: str) -> Node:
    order = [phase for phase, _ in PHASES]
    done = order.index(name) < order.index(now)
    return h(
        "li",
        {"aria-current": "step" if name == now else None, "class": "ck-done" if done else None},
        word,
        unseen(" (done)" if done else ""),
    )


def _notice(text: str | None) -> Node | None:
    return h("p", {"class": "ck-notice", "role": "note"}, text) if text else None


def _context(context: ContextView) -> list[Child]:
    return [
        h("p", {"class": "ck-lead"}, context.summary),
        h(
            "p",
            {"class": "ck-facts"},
            f"{context.level_title} · about {context.minutes} minutes · {context.question}",
        ),
        h("div", {"class": "ck-story"}, prose(context.text)),
        h(
            "div",
            {"class": "ck-pair"},
            h(
                "section",
                {"class": "ck-panel", "aria-labelledby": "people"},
                heading(2, "people", "Who is in it"),
                h("ul", {"class": "ck-people"}, [_person(person) for person in context.people]),
            ),
            h(
                "section",
                {"class": "ck-panel", "aria-labelledby": "known"},
                heading(2, "known", "What you know"),
                bullets(sentence(fact) for fact in context.known),
            ),
        ),
        h(
            "section",
            {"class": "ck-agreement", "aria-labelledby": "agreement"},
            heading(2, "agreement", "The agreement that holds here"),
            h("p", None, h("strong", None, context.agreement_title)),
            prose(context.agreement_text),
            h(
                "p",
                {"class": "ck-origin"},
                context.agreement_source,
                " " if context.agreement_ours else None,
                ours() if context.agreement_ours else None,
            ),
        ),
        safeguarding_box(context.safeguarding) if context.safeguarding else None,
        h("p", {"class": "ck-actions"}, sending("Begin", {"do": "begin"}, kind="ck-main")),
        h(
            "p",
            {"class": "ck-promise"},
            "Your choices are kept in this browser only. What you write never leaves it.",
        ),
    ]


def _person(person: PersonView) -> Node:
    return h(
        "li",
        None,
        h("strong", None, person.name),
        h("span", {"class": "ck-role"}, person.role_title),
        h("span", {"class": "ck-about"}, person.about) if person.about else None,
    )


def _anticipate(context: ContextView) -> Node:
    return h(
        "section",
        {"class": "ck-section", "aria-labelledby": "anticipate"},
        heading(2, "anticipate", "Before you go in"),
        h(
            "p",
            {"class": "ck-lead"},
            "The debrief will set what you meant beside what the play shows. You may also go on without choosing.",
        ),
        h(
            "form",
            {"method": "dialog", "novalidate": True, "data-send": {"do": "intend"}},
            h(
                "fieldset",
                {
                    "class": "ck-options ck-principles",
                    "data-max": MOST_INTENTS,
                    "data-toomany": "Two at most: a conversation has room for no more. Untick one.",
                },
                h("legend", None, "Which one or two do you mean to hold to?"),
                [_intent(principle) for principle in context.principles],
            ),
            h("p", {"class": "ck-alert", "role": "alert"}),
            h("p", {"class": "ck-actions"}, h("button", {"type": "submit", "class": "ck-button ck-main"}, "Go on")),
        ),
    )


def _intent(principle: PrincipleView) -> Node:
    return h(
        "label",
        {"class": "ck-option"},
        h("input", {"type": "checkbox", "name": "principles[]", "value": principle.id}),
        h(
            "span",
            {"class": "ck-option-text"},
            h("strong", None, principle.title),
            " ",
            h("span", {"class": "ck-about"}, principle.looks_like),
            [" ", ours()] if principle.ours else None,
        ),
    )


def _enact(scene: SceneView) -> list[Child]:
    return [
        h(
            "section",
            {"class": "ck-scene", "aria-labelledby": "scene"},
            heading(2, "scene", scene.title),
            consequence(scene.trail[-1].chosen if scene.trail else "", scene.after),
            h("div", {"class": "ck-story"}, prose(scene.text)),
            _choice_form(scene),
        ),
        _trail(scene),
    ]


def _choice_form(scene: SceneView) -> Node:
    return h(
        "form",
        {"method": "dialog", "novalidate": True, "data-send": {"do": "choose", "at": scene.turn}},
        h(
            "fieldset",
            {"class": "ck-options", "data-missing": "Pick one of these first, then press Choose."},
            h("legend", None, scene.ask),
            [_choice(name, text) for name, text in scene.choices],
        ),
        h("p", {"class": "ck-alert", "role": "alert"}),
        h("p", {"class": "ck-actions"}, h("button", {"type": "submit", "class": "ck-button ck-main"}, "Choose")),
    )


def _choice(name: str, text: str) -> Node:
    return h(
        "label",
        {"class": "ck-option"},
        h("input", {"type": "radio", "name": "choice", "value": name, "required": True}),
        h("span", {"class": "ck-option-text"}, phrase(text)),
    )


def _trail(scene: SceneView) -> Node | None:
    """The decisions that stand, each with a way back to it, and how many were taken back."""
    undone = _undone(scene.undone)
    if not scene.trail:
        return h("p", {"class": "ck-origin"}, undone) if undone else None
    count = len(scene.trail)
    return folded(
        "trail",
        f"Your way so far: {count} {'decision' if count == 1 else 'decisions'}",
        h("ol", {"class": "ck-trail"}, [_trail_step(step) for step in scene.trail]),
        h("p", {"class": "ck-origin"}, undone) if undone else None,
    )


def _trail_step(step: TrailStep) -> Node:
    return h(
        "li",
        None,
        h("p", {"class": "ck-origin"}, step.scene),
        h("p", None, phrase(step.chosen)),
        sending(
            "Rewind to here",
            {"do": "rewind", "to": step.turn},
            hidden=f"decision {step.turn + 1}, {step.scene}",
        ),
    )


def _undone(count: int) -> str:
    if count == 0:
        return ""
    return f"{count} {'choice' if count == 1 else 'choices'} taken back. Your own record keeps what you tried."
