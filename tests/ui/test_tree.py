"""The tree: what can be built, and that its two written forms say the same."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ui.fixtures import HOSTILE

from coachkit.ui.tree import ATTRIBUTES, HTML_TAGS, SVG_TAGS, TreeRefused, as_html, as_json, as_text, h, scoped


@pytest.mark.parametrize(
    "tag", ["script", "style", "iframe", "img", "object", "link", "meta", "base", "foreignObject", "use", "H1", "a b"]
)
def test_an_element_outside_the_list_is_refused(tag: str) -> None:
    with pytest.raises(TreeRefused, match="not in the allow-list"):
        h(tag)


@pytest.mark.parametrize(
    "name",
    [
        "onclick",
        "style",
        "src",
        "srcdoc",
        "formaction",
        "action",
        "xlink:href",
        "autofocus",
        "data-other",
        "target",
        "ID",
    ],
)
def test_an_attribute_outside_the_list_is_refused(name: str) -> None:
    with pytest.raises(TreeRefused, match="not in the allow-list"):
        h("a", {name: "x"})


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://example.org/",
        "//example.org",
        "/\\example.org",
        "/\t/example.org",
        "data:text/html,x",
        " #a",
        "#a\n",
        ".//\\x",
        "mailto:a@b.c",
        "/a:b",
        "",
    ],
)
def test_a_link_that_leaves_the_page_is_refused(address: str) -> None:
    with pytest.raises(TreeRefused, match="not allowed"):
        h("a", {"href": address})


@pytest.mark.parametrize("address", ["#", "#the-two-sides", "/play/curiosity", "./next", "/a?b=c&d=%20#e"])
def test_a_link_inside_is_taken(address: str) -> None:
    assert h("a", {"href": address}).attrs == (("href", address),)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "password"),
        ("type", "file"),
        ("method", "post"),
        ("data-local", "delete-all"),
        ("role", "presentation"),
        ("id", "a b"),
        ("id", "1"),
        ("d", "url(#x)"),
        ("name", "__proto__"),
        ("tabindex", "3"),
    ],
)
def test_a_value_outside_its_pattern_is_refused(name: str, value: str) -> None:
    with pytest.raises(TreeRefused, match="expected"):
        h("input", {name: value})


def test_a_void_element_has_no_children() -> None:
    with pytest.raises(TreeRefused, match="children"):
        h("br", None, "text")


def test_false_and_none_are_left_out_and_true_is_bare() -> None:
    node = h("input", {"checked": True, "required": False, "value": None})
    assert as_html(node) == '<input checked="">'


def test_neighbouring_texts_become_one_as_a_parser_would_make_them() -> None:
    assert h("p", None, "a", "", None, ["b", ["c"]], h("br"), "d").children == ("abc", h("br"), "d")


def test_json_is_tag_attributes_and_children() -> None:
    node = h("p", {"class": "ck-lead"}, "a ", h("em", None, "b"))
    assert as_json(node) == ["p", {"class": "ck-lead"}, "a ", ["em", {}, "b"]]


def test_an_event_is_written_as_json() -> None:
    node = h("button", {"data-send": {"do": "choose", "at": 3}})
    assert json.loads(dict(node.attrs)["data-send"]) == {"do": "choose", "at": 3}


def test_a_textarea_keeps_its_first_line_break() -> None:
    assert as_html(h("textarea", None, "\nfirst")) == "<textarea>\n\nfirst</textarea>"


def test_scoping_renames_ids_and_every_reference_to_them() -> None:
    node = h(
        "section", {"aria-labelledby": "a b"}, h("h2", {"id": "a"}), h("a", {"href": "#a"}), h("a", {"href": "/a"})
    )
    html = as_html(scoped(node, "curiosity"))
    assert 'aria-labelledby="curiosity-a curiosity-b"' in html
    assert 'id="curiosity-a"' in html
    assert 'href="#curiosity-a"' in html
    assert 'href="/a"' in html


class _Reader(HTMLParser):
    """Collects what a parser finds: tags and the text between them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    node = h("p", {"aria-label": text}, text)
    reader = _Reader()
    reader.feed(as_html(node))
    assert reader.tags == ["p"]
    assert set(reader.attributes) == {"aria-label"}
    assert reader.text == as_text(node)


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_any_text_comes_back_from_html_and_from_json(text: str) -> None:
    node = h("p", {"aria-label": text}, text)
    reader = _Reader()
    reader.feed(as_html(node))
    reader.close()
    assert reader.text == as_text(node)
    assert reader.attributes["aria-label"] == dict(node.attrs)["aria-label"]
    assert json.loads(json.dumps(as_json(node)).encode()) == as_json(node)


def test_nothing_that_runs_or_fetches_is_in_the_list() -> None:
    assert not {"script", "style", "img", "iframe", "object", "embed", "image", "use", "animate", "set"} & (
        HTML_TAGS | SVG_TAGS
    )
    assert not any(name.startswith("on") or name in ("style", "src", "srcset") for name in ATTRIBUTES)
