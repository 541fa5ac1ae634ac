"""The file itself: small, alone, the same each time, and without a way for content to become code."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import subprocess
import sys
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from export.plays import HOSTILE, hostile
from generators import base

from coachkit.content import Library
from coachkit.export import page
from coachkit.export.pages import KIT, MODULES, STATIC, script, style

ROOT = Path(__file__).parents[2]


@cache
def made(scenario: str) -> str:
    return page(Library.default().entry(scenario))


class Elements(HTMLParser):
    """Every element with its attributes, and the text of scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}", {}))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] == "script":
            self.scripts[-1] += data


def test_a_page_is_the_same_whatever_order_sets_have() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests'); from generators import base; from coachkit.export import page;"
        "from hashlib import sha256; print(sha256(page(base()).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert found == {sha256(page(base()).encode()).hexdigest() + "\n"}


def test_a_page_of_a_shipped_scenario_is_the_same_twice() -> None:
    assert page(Library.default().entry("curiosity")) == made("curiosity")


def test_the_policy_lets_the_page_run_its_own_script_and_load_nothing() -> None:
    found = Elements(made("curiosity"))
    (policy,) = [a["content"] or "" for tag, a in found.found if a.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules == {
        "default-src": "'none'",
        "script-src": f"'sha256-{base64.b64encode(sha256(script().encode()).digest()).decode()}'",
        "style-src": f"'sha256-{base64.b64encode(sha256(style().encode()).digest()).decode()}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert found.scripts[1] == script()
    assert [tag for tag, _ in found.found].count("script") == 2  # the data, which no browser runs, and the code


def test_the_page_reads_without_a_script_and_says_what_is_missing() -> None:
    text = made("curiosity")
    shown = re.sub(r"<script[\s\S]*?</script>|<style[\s\S]*?</style>", "", text)
    assert "You coach at the Escuela del Puerto" in shown
    assert re.search(r"<noscript><p [^>]*>This page needs JavaScript", shown)
    assert "holds its own answer key" in shown
    assert "stays in this browser" in shown


def test_hostile_words_stay_text() -> None:
    found = Elements(page(hostile()))
    assert {tag.lstrip("/") for tag, _ in found.found} <= {
        "html", "head", "meta", "link", "title", "style", "body", "main", "noscript", "p", "div", "h1", "h2", "ol", "ul",
        "li", "span", "section", "strong", "em", "button", "footer", "script",
    }  # fmt: skip
    assert len(found.scripts) == 2
    assert not any(name.startswith("on") for _, attributes in found.found for name in attributes)
    data = json.loads(gzip.decompress(base64.b64decode(found.scripts[0])))
    assert any(HOSTILE in json.dumps(piece, ensure_ascii=False) or piece == HOSTILE for piece in data["pieces"])


@pytest.mark.parametrize("name", MODULES)
def test_each_module_of_the_page_is_plain_and_short(name: str) -> None:
    code = (STATIC / name).read_text("utf-8")
    assert code.startswith("// @ts-check\n")
    assert len(code.splitlines()) <= 300


def test_the_scripts_make_no_markup_of_strings_and_reach_for_nothing() -> None:
    code = script()
    ours = code[len((KIT / "kit.js").read_text("utf-8")) :]
    assert not re.search(r"HTML|insertAdjacent|document\.write|eval\(|Function\(|fetch\(|XMLHttp|import|export ", ours)
    assert not re.search(r"</script|<!--", code)
