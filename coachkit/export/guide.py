"""The facilitator's guide and the scenario as cards, in one file that prints: for a room without a network."""

from __future__ import annotations

from pathlib import Path

from coachkit.content.library import Entry
from coachkit.content.model import Choice, Ending, Scene, Variant
from coachkit.content.moves import Strict
from coachkit.export.files import write_whole
from coachkit.export.pages import STATIC, document
from coachkit.sessions import Play
from coachkit.ui.conditions import condition_words
from coachkit.ui.parts import bullets
from coachkit.ui.play import direction, language
from coachkit.ui.prose import phrase, prose
from coachkit.ui.tree import Child, Node, as_html, h

_LETTERS = "ABCDEF"
KEEPS = (
    "For the facilitator. The cards of the room are the numbered ones; the way sheet at the end says where each "
    "answer leads, and holds no key."
)


def guide_page(entry: Entry) -> str:
    """The guide and the cards as one HTML page."""
    cards = _Cards(entry)
    s = entry.scenario
    body = h(
        "main",
        {"class": "coachkit ck-paper"},
        h(
            "div",
            {"class": "ck-view"},
            h("h1", None, s.title),
            h("p", {"class": "ck-lead"}, "Facilitator’s guide and cards"),
            _guide(entry),
            cards.context(),
            [cards.scene(sid, scene) for sid, scene in s.scenes.items()],
            [cards.ending(eid, ending) for eid, ending in s.endings.items()],
            cards.way_sheet(),
            h("p", {"class": "ck-origin"}, entry.frameworks.levels.note),
        ),
    )
    play = Play(entry)
    css = (STATIC / "guide.css").read_text("utf-8")
    return document(as_html(body), f"{s.title}: guide and cards", language(play), direction(play), more_css=css)


def write_guide(entry: Entry, path: Path) -> Path:
    """Write the guide to a file, and give its place. Raises ExportFailed, and leaves no half file."""
    return write_whole(path, guide_page(entry))


def _guide(entry: Entry) -> list[Child]:
    guide = entry.loaded.guide
    if guide is None:
        return [h("p", None, "This scenario comes without a guide; its cards follow.")]
    return [
        h("p", {"class": "ck-facts"}, f"{guide.minutes} minutes with a room · {entry.agreement.title}"),
        h("h2", None, "What it is for"),
        prose(guide.purpose),
        h("h2", None, "Whom to ask first"),
        prose(guide.ask_first),
        h("h2", None, "Three questions without an answer"),
        h("ol", {"class": "ck-list"}, [h("li", None, question) for question in guide.questions]),
        h("h2", None, "What rooms usually get wrong"),
        bullets(guide.rooms_get_wrong),
        h("h2", None, "On paper"),
        prose(guide.paper),
        h("p", {"class": "ck-origin"}, KEEPS),
    ]


class _Cards:
    """The scenario cut into numbered cards."""

    def __init__(self, entry: Entry) -> None:
        self.entry, self.scenario = entry, entry.scenario
        places = [*self.scenario.scenes, *self.scenario.endings]
        self.number = {place: i for i, place in enumerate(places, 1)}
        self.letters = {
            cid: f"{self.number[sid]}{_LETTERS[i]}"
            for sid, scene in self.scenario.scenes.items()
            for i, cid in enumerate(scene.choices)
        }

    def context(self) -> Node:
        s, agreement = self.scenario, self.entry.agreement
        known = [fact.text for fact in s.facts.values() if s.coach in fact.known_by]
        return self._card(
            "Before the first card",
            prose(s.context),
            h("p", None, h("strong", None, f"The agreement: {agreement.title}")),
            prose(agreement.text),
            [h("p", None, h("strong", None, "You know that")), bullets(known)] if known else None,
            h("p", None, f"Begin with card {self.number[s.start]}."),
        )

    def scene(self, sid: str, scene: Scene) -> Node:
        return self._card(
            f"{self.number[sid]} · {scene.title}",
            prose(scene.text),
            self._variants(scene.also),
            h("p", None, h("strong", None, scene.ask)),
            [self._option(cid, choice) for cid, choice in scene.choices.items()],
        )

    def _option(self, cid: str, choice: Choice) -> Node:
        only = f" (only if {self._words(choice.if_)})" if choice.if_ is not None else ""
        return h("p", None, h("strong", None, f"{self.letters[cid]}{only} "), phrase(choice.text))

    def ending(self, eid: str, ending: Ending) -> Node:
        return self._card(f"{self.number[eid]} · {ending.title}", prose(ending.text), self._variants(ending.also))

    def _variants(self, variants: tuple[Variant, ...]) -> list[Child]:
        return [[h("p", {"class": "ck-origin"}, f"If {self._words(v.if_)}:"), prose(v.text)] for v in variants]

    def way_sheet(self) -> Node:
        rows = []
        for sid, scene in self.scenario.scenes.items():
            rows.append(h("h3", None, f"{self.number[sid]} · {scene.title}"))
            for cid, choice in scene.choices.items():
                ways = [
                    f"{'if ' + self._words(route.if_) + ', ' if route.if_ is not None else ''}card {self.number[route.to]}"
                    for route in choice.then
                ]
                after = h("div", None, prose(choice.after)) if choice.after else None
                tally = [f"{name} {amount:+d}" for name, amount in choice.add.items()]
                rows.append(
                    h(
                        "div",
                        {"class": "ck-entry"},
                        h("p", None, h("strong", None, f"{self.letters[cid]} → "), "; otherwise ".join(ways)),
                        after,
                        h("p", {"class": "ck-origin"}, f"Tally: {', '.join(tally)}") if tally else None,
                    )
                )
        return h("section", {"class": "ck-card-paper"}, h("h2", None, "Way sheet, for the facilitator"), rows)

    def _card(self, title: str, *children: Child) -> Node:
        return h("section", {"class": "ck-card-paper"}, h("h2", None, title), *children)

    def _words(self, condition: Strict) -> str:
        return condition_words(self.scenario, condition, self.letters)
