"""Every sentence is our own, and written for its one scenario."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from coachkit.content.library import ROOT, content_folder

SOURCES = ROOT.parent / "shared" / "sources"
PRINTS = Path(__file__).parent / "source_runs.txt"  # a hash for each run of words in the sources
LONGEST_SHARED = 12  # words of a sentence that may stand in two scenarios
LONGEST_RUN = 9  # words in a row that may stand in a source, too
FOLDERS = sorted(path.parent for path in content_folder().glob("*/scenario.yaml"))


def texts(folder: Path) -> Iterator[str]:
    """Every text of a scenario's files."""
    for path in sorted(folder.rglob("*.yaml")):
        waiting = [yaml.safe_load(path.read_text("utf-8"))]
        while waiting:
            node = waiting.pop()
            if isinstance(node, dict):
                waiting += node.values()
            elif isinstance(node, list):
                waiting += node
            elif isinstance(node, str):
                yield node


def words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[\w’']+", text.lower()))


def sentences(text: str) -> Iterator[tuple[str, ...]]:
    for sentence in re.split(r"[.!?…]+[”’\"]*\s|\n", text):
        yield words(sentence)


def shared_sentences(scenarios: dict[str, list[str]]) -> dict[str, set[str]]:
    """Long sentences that stand in more than one scenario, with those scenarios."""
    found: dict[tuple[str, ...], set[str]] = {}
    for name, written in scenarios.items():
        for text in written:
            for sentence in sentences(text):
                if len(sentence) > LONGEST_SHARED:
                    found.setdefault(sentence, set()).add(name)
    return {" ".join(sentence): names for sentence, names in found.items() if len(names) > 1}


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of words just longer than may be shared with a source."""
    said, size = words(text), LONGEST_RUN + 1
    return {said[i : i + size] for i in range(len(said) - size + 1)}


def test_no_two_scenarios_share_a_long_sentence() -> None:
    quiz = content_folder() / "quiz"
    assert shared_sentences({folder.name: list(texts(folder)) for folder in [*FOLDERS, quiz]}) == {}


def test_a_shared_sentence_would_be_found() -> None:
    long = "She puts the cup down by the window and looks out over the wet yard"

    assert shared_sentences({"a": [f"One. {long}. Two."], "b": [f"{long}!"]}) == {long.lower(): {"a", "b"}}
    assert shared_sentences({"a": ["She puts it down."], "b": ["She puts it down."]}) == {}


def fingerprint(run: tuple[str, ...]) -> str:
    """What stands for a run of words of a source: the texts themselves are not ours to carry."""
    return sha256(" ".join(run).encode()).hexdigest()[:12]


def fingerprints(folder: Path) -> set[str]:
    return {fingerprint(run) for path in folder.glob("*.txt") for run in runs(path.read_text("utf-8"))}


@pytest.mark.skipif(
    not SOURCES.is_dir(), reason="the sources are not beside this checkout; their fingerprints are here"
)
def test_the_fingerprints_are_those_of_the_sources() -> None:
    assert set(PRINTS.read_text("utf-8").split()) == fingerprints(SOURCES)


@pytest.mark.parametrize(
    "folder", [*FOLDERS, content_folder() / "frameworks", content_folder() / "quiz"], ids=lambda folder: folder.name
)
def test_nothing_is_taken_from_the_sources_word_for_word(folder: Path) -> None:
    taken = set(PRINTS.read_text("utf-8").split())

    ours = {run for text in texts(folder) for run in runs(text)}

    assert taken
    assert [" ".join(run) for run in sorted(ours) if fingerprint(run) in taken] == []
