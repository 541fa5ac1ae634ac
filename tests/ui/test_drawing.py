"""What the browser draws is what Python wrote, and nothing outside the list is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ui.conftest import Table
from ui.fixtures import CONTEXT_PLAY, HOSTILE_PLAYS, PLAYS

from coachkit.ui.play import play_view
from coachkit.ui.tree import ATTRIBUTES, HTML_TAGS, SVG_TAGS, as_html, as_json

EVERY_PLAY = {**PLAYS, **{f"hostile-{name}": play for name, play in HOSTILE_PLAYS.items()}}


def test_python_and_the_browser_hold_the_same_list(table: Callable[..., Table]) -> None:
    allowed = table(CONTEXT_PLAY).page.evaluate("kit.ALLOWED")
    assert set(allowed["html"].split()) == HTML_TAGS
    assert set(allowed["svg"].split()) == SVG_TAGS
    assert allowed["attributes"] == dict(ATTRIBUTES)


def test_the_drawn_view_equals_the_written_one(table: Callable[..., Table]) -> None:
    page = table(CONTEXT_PLAY).page
    for name, play in EVERY_PLAY.items():
        tree = play_view(play)  # type: ignore[arg-type]  # FakePlay has what a view reads
        same = page.evaluate(
            """([json, html]) => {
                const written = document.createElement("template");
                written.innerHTML = html;
                const drawn = kit.draw(json);
                return written.content.childNodes.length === 1 && drawn.isEqualNode(written.content.firstChild);
            }""",
            [as_json(tree), as_html(tree)],
        )
        assert same, name


@pytest.mark.parametrize(
    "tree",
    [
        ["script", {}, "window.hacked = 1"],
        ["img", {"src": "x", "onerror": "window.hacked = 1"}],
        ["p", {"onclick": "window.hacked = 1", "style": "position:fixed"}],
        ["a", {"href": "javascript:window.hacked=1"}],
        ["a", {"href": "//example.org"}],
        ["svg", {"onload": "window.hacked = 1"}, ["script", {}, "window.hacked = 1"], ["foreignObject", {}]],
        ["iframe", {"srcdoc": "<script>parent.hacked = 1</script>"}],
        ["form", {"action": "https://example.org", "method": "post"}],
        ["input", {"type": "file"}],
        ["__proto__", {}],
    ],
)
def test_what_is_outside_the_list_is_dropped(table: Callable[..., Table], tree: list[Any]) -> None:
    laid = table(CONTEXT_PLAY)
    left = laid.page.evaluate(
        """(tree) => {
            const box = document.body.appendChild(document.createElement("div"));
            box.append(kit.draw(["div", {}, tree]));
            box.querySelectorAll("*").forEach((one) => one.click?.());
            const all = [...box.firstChild.querySelectorAll("*")];
            return [all.map((one) => one.tagName.toLowerCase()), all.flatMap((one) => one.getAttributeNames())];
        }""",
        tree,
    )
    assert set(left[0]) <= HTML_TAGS | SVG_TAGS
    assert left[1] == []
    assert laid.page.evaluate("window.hacked") is None
    assert laid.errors == []


def test_headings_go_down_where_the_page_has_its_own_h1(table: Callable[..., Table]) -> None:
    laid = table(CONTEXT_PLAY)
    page = laid.open("?shift=1")
    assert page.locator(".ck-view h1").count() == 0
    assert page.locator(".ck-view h2").first.inner_text() == CONTEXT_PLAY.context.title
    assert page.locator(".ck-view h3").count() == 3


def test_everything_the_kit_styles_stands_under_its_own_class(table: Callable[..., Table]) -> None:
    selectors = table(CONTEXT_PLAY).page.evaluate(
        "[...document.styleSheets[0].cssRules].map((rule) => rule.selectorText)"
    )
    assert selectors == [".coachkit"]
