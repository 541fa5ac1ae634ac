"""The small pieces every view is laid with: labels for levels, evidence, buttons, quoted choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from coachkit.scoring.debrief import Decision, Evidence, Stands
from coachkit.ui.prose import phrase, plain, prose
from coachkit.ui.tree import Child, Node, h

# good, mixed and bad differ in colour, in the pattern of their edge and in their word, never in colour alone.
Tone = Literal["good", "mixed", "bad", "none"]

STANDS: Mapping[Stands, tuple[str, Tone]] = {
    "for": ("Stood for it", "good"),
    "mixed": ("Cut both ways", "mixed"),
    "against": ("Went against it", "bad"),
}
# The words for levels are content (frameworks/levels.yaml); how good or bad one looks is the view's.
TONES: Mapping[str, Tone] = {
    "exemplary": "good", "sound": "good", "mixed": "mixed", "poor": "bad",
    "kept": "good", "frayed": "mixed", "broken": "bad",
    "clear": "good", "patchy": "mixed", "dark": "bad",
    "shown": "good", "partly": "mixed", "against": "bad",
    "standing": "good", "strained": "mixed",
    "no-occasion": "none",
}  # fmt: skip
_BASIS = {"ledger": "from the ledger", "key": "the authors’ judgement"}
_QUOTED_AT_MOST = 90  # characters of a choice quoted beside evidence; the whole of it stands with its decision


def label(word: str, tone: Tone) -> Node:
    """A level in a word, with the edge and colour of its tone."""
    return h("span", {"class": f"ck-label ck-{tone}"}, word)


def ours() -> Node:
    """The mark for what comes from the kit and from no source."""
    return h("span", {"class": "ck-ours"}, "the kit’s own wording")


def heading(level: int, name: str, *children: Child) -> Node:
    """A heading that can be focused, so that a jump to it is also heard."""
    return h(f"h{level}", {"id": name, "tabindex": "-1"}, *children)


def section(name: str, title: str, *children: Child, kind: str = "") -> Node:
    """A region named after its own h2."""
    classes = f"ck-section {kind}".strip()
    return h("section", {"class": classes, "aria-labelledby": name}, heading(2, name, title), *children)


def sending(text: str, event: Mapping[str, object], *, hidden: str = "", kind: str = "ck-quiet") -> Node:
    """A button that sends an event; `hidden` is read out after the text, to tell like buttons apart."""
    return h(
        "button",
        {"type": "button", "class": f"ck-button {kind}", "data-send": event},
        text,
        unseen(f" ({hidden})" if hidden else ""),
    )


def local(text: str, what: Literal["save-handout", "print", "erase"]) -> Node:
    """A button for something that happens in the browser alone."""
    return h("button", {"type": "button", "class": "ck-button ck-quiet", "data-local": what}, text)


def unseen(text: str) -> Node | None:
    """Words that are read out and not shown."""
    return h("span", {"class": "ck-unseen"}, text) if text else None


def folded(name: str, summary: Child, *children: Child, kind: str = "") -> Node:
    """Something to open when wanted; it stays open when the view is drawn again."""
    return h("details", {"id": name, "class": f"ck-folded {kind}".strip()}, h("summary", None, summary), *children)


def scrolling(name: str, child: Child) -> Node:
    """Something wider than a phone, in a region of its own that can be scrolled by keyboard."""
    return h("div", {"class": "ck-scroll", "role": "region", "tabindex": "0", "aria-label": name}, child)


def bullets(lines: Iterable[Child], kind: str = "ck-list") -> Node:
    return h("ul", {"class": kind}, [h("li", None, line) for line in lines])


def consequence(chosen: str, after: str) -> Node | None:
    """What came of a choice, set apart: the story answers before anybody explains."""
    if not after:
        return None
    said = h("p", {"class": "ck-said"}, unseen("You chose: "), phrase(chosen)) if chosen else None
    return h("div", {"class": "ck-after"}, said, prose(after))


def sentence(text: str) -> str:
    """A fact, which authors write to follow "knows that", as a sentence of its own."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…", "”")) else ".")


def shortened(text: str, at_most: int = _QUOTED_AT_MOST) -> str:
    """The text as one line, cut between words."""
    line = plain(text)
    if len(line) <= at_most:
        return line
    return line[:at_most].rsplit(" ", 1)[0].rstrip(" ,;:.–—") + " …"


def decision_link(turn: int, decisions: Mapping[int, Decision]) -> Node | str:
    """A link to the decision of that turn, quoting what was chosen."""
    if turn not in decisions:
        return f"Decision {turn + 1}"
    return h("a", {"href": f"#decision-{turn + 1}"}, f"Decision {turn + 1}: {shortened(decisions[turn].chosen)}")


def evidence_list(evidence: Iterable[Evidence], decisions: Mapping[int, Decision]) -> Node | None:
    """The reasons for a level, each with its word, its sentence, the choice it comes from and who judged it."""
    items = [_evidence(one, decisions) for one in evidence]
    return h("ul", {"class": "ck-evidence"}, items) if items else None


def _evidence(one: Evidence, decisions: Mapping[int, Decision]) -> Node:
    word, tone = STANDS[one.stands]
    origin: Child = decision_link(one.turn, decisions) if one.turn is not None else "Before the first decision"
    return h(
        "li",
        {"class": f"ck-{tone}"},
        h("p", None, h("strong", None, f"{word}. "), one.text),
        h("p", {"class": "ck-origin"}, origin, f" · {_BASIS[one.basis]}"),
    )
