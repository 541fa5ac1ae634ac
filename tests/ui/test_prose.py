"""Authors' Markdown: the plainest kind, and nothing else gets through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ui.fixtures import HOSTILE

from coachkit.ui.prose import phrase, plain, prose
from coachkit.ui.tree import Node, as_html, h


def _html(nodes: tuple[Node | str, ...]) -> str:
    return "".join(node if isinstance(node, str) else as_html(node) for node in nodes)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\ntwo.\n\nThree.", "<p>One two.</p><p>Three.</p>"),
        ("*a* and **b**", "<p><em>a</em> and <strong>b</strong></p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("a  \nb", "<p>a<br>b</p>"),
        ("\\*a\\*", "<p>*a*</p>"),
        ("", ""),
    ],
)
def test_paragraphs_emphasis_and_lists_are_drawn(text: str, html: str) -> None:
    assert _html(prose(text)) == html


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://b.c)",
        "![a](b.png)",
        "<b>a</b>",
        "`a`",
        "# a",
        "> a",
        "<https://a.b>",
        "&lt;",
        "[a]: b",
        "***",
        "| a | b |",
    ],
)
def test_everything_else_stays_text(text: str) -> None:
    assert prose(text) == (h("p", None, text),)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_makes_only_paragraphs(text: str) -> None:
    assert {node.tag for node in prose(text) if isinstance(node, Node)} <= {"p"}


def test_a_phrase_has_no_blocks() -> None:
    html = _html(phrase("One.\n\n- *two*\n- three"))
    assert html.startswith('<span class="ck-line">One.</span>')
    assert not any(f"<{tag}" in html for tag in ("p", "ul", "li"))


def test_plain_is_one_line_without_marks() -> None:
    assert plain("*One*\ntwo.\n\n- **three**\n- four") == "One two. three four"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    prose(text)
    phrase(text)
