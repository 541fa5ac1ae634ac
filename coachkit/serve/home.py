"""The home page: one card a scenario. It needs no kernel and no script."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import nbformat

from coachkit.content import Library
from coachkit.serve import prose, shell
from coachkit.serve.assets import Assets
from coachkit.serve.cards import LIBRARY
from coachkit.sessions import safeguarding_view
from coachkit.ui import safeguarding
from coachkit.ui.front import LEAD, TITLE
from coachkit.ui.tree import Node, h


class Card(Protocol):
    """What the home page shows of one scenario; `notebook` is the file's name in the folder served."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def minutes(self) -> int | None: ...
    @property
    def level(self) -> str: ...
    @property
    def notebook(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NotebookCard:
    """A card made of a notebook alone, where no library of scenarios gave one."""

    id: str
    title: str
    summary: str
    notebook: str
    question: str = ""
    minutes: int | None = None
    level: str = ""


QUIZ = (
    NotebookCard(
        "mastery-quiz", "The mastery quiz",
        "Eighteen situations: the one or two stages your answers speak for, a coach there to read about, next steps. "
        "There is a warm-up of six, too.",
        "mastery_quiz.ipynb", "How far have I come as a coach?", 25,
    ),
    NotebookCard(
        "my-growth", "My growth", "Your takes side by side: what has changed, and what only seems to have.",
        "my_growth.ipynb", "What has changed since last time?",
    ),
)  # fmt: skip


def home_page(cards: Sequence[Card], *, base_url: str, assets: Assets, served: Container[str] = ()) -> str:
    """The whole page as HTML. `served`: the names of the notebooks in the folder; only to these it leads."""
    body = h(
        "main",
        {"class": "page-front"},
        h("header", {"class": "page-hero"}, h("h1", None, TITLE), h("p", {"class": "page-lead"}, LEAD)),
        _shelf(cards, base_url, LIBRARY if LIBRARY in served else None) if cards else _empty(),
        _quiz([card for card in QUIZ if card.notebook in served], base_url),
        h(
            "footer",
            {"class": "page-keeps"},
            h("p", None, shell.KEEPS),
            h("p", None, h("a", {"href": f"{base_url}safeguarding", "class": "page-link"}, safeguarding.TITLE)),
        ),
    )
    return shell.document(body, title="coachkit: " + TITLE.lower(), base_url=base_url, assets=assets)


def safeguarding_page(*, base_url: str, assets: Assets) -> str:
    """What the school says for when somebody may be in danger, as a page of its own."""
    view = safeguarding_view(Library.default().safeguarding)
    body = h(
        "div",
        None,
        shell.masthead(base_url),
        h("main", {"class": "page-notice"}, h("h1", None, safeguarding.TITLE), safeguarding.safeguarding_words(view)),
    )
    return shell.document(body, title=safeguarding.TITLE, base_url=base_url, assets=assets)


def cards_of_folder(folder: Path) -> tuple[NotebookCard, ...]:
    """A card for each notebook that can be read, by name."""
    cards: list[NotebookCard] = []
    for path in sorted(folder.glob("[!.]*.ipynb")):
        try:
            notebook = nbformat.read(path, as_version=4)
        except (OSError, ValueError, nbformat.ValidationError):
            continue  # its own page says what is wrong; the others must still be offered
        cards.append(NotebookCard(path.stem, prose.title_of(notebook), prose.opening_of(notebook), path.name))
    return tuple(cards)


def _shelf(cards: Sequence[Card], base_url: str, library: str | None) -> Node:
    return h(
        "section",
        {"aria-labelledby": "page-shelf-title"},
        h("h2", {"id": "page-shelf-title", "class": "page-shelf-title"}, "Choose a scenario"),
        h(
            "p",
            None,
            h(
                "a",
                {"href": f"{base_url}voila/render/{library}", "class": "page-link"},
                "Sort them by question, level or principle",
            ),
        )
        if library
        else None,
        h("ul", {"class": "page-cards", "role": "list"}, [_card(card, base_url) for card in cards]),
    )


def _quiz(cards: Sequence[Card], base_url: str) -> Node | None:
    if not cards:
        return None
    return h(
        "section",
        {"aria-labelledby": "page-quiz-title"},
        h("h2", {"id": "page-quiz-title", "class": "page-shelf-title"}, "Or look at where you stand"),
        h("ul", {"class": "page-cards", "role": "list"}, [_card(card, base_url) for card in cards]),
    )


def _card(card: Card, base_url: str) -> Node:
    address = f"{base_url}voila/render/{quote(card.notebook, safe='#')}"
    return h(
        "li",
        {"class": "page-card"},
        h("h3", None, h("a", {"href": address}, card.title)),
        h("p", {"class": "page-question"}, card.question) if card.question else None,
        h("p", {"class": "page-summary"}, card.summary) if card.summary else None,
        _facts(card),
    )


def _facts(card: Card) -> Node | None:
    """Minutes and level in one line."""
    minutes = None if not card.minutes else "1 minute" if card.minutes == 1 else f"{card.minutes} minutes"
    facts = [fact for fact in (minutes, str(card.level or "")) if fact]
    return h("p", {"class": "page-facts"}, [h("span", None, fact) for fact in facts]) if facts else None


def _empty() -> Node:
    return h(
        "section",
        {"class": "page-empty"},
        h("h2", None, "No scenarios are here yet"),
        h("p", None, "The folder this server shows holds no notebook."),
        h("p", None, "If you are the one who runs it, start it again from the folder that has them."),
    )
