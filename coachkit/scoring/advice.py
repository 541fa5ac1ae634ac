"""What a careful reader would say about a scenario that is in order: it fails nothing, and may be wrong.

Every limit here is the kit's own judgement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from coachkit.content.diagnostics import Diagnostic, brief
from coachkit.content.document import Path_
from coachkit.content.library import Entry
from coachkit.engine.explore import Graph
from coachkit.scoring.coverage import BEST, WORST, coverage

LONGEST_OPTION = 1.4  # times the shortest of its scene; beyond it the length is noticed
LONGEST_SENTENCE = 32  # words; a tired reader loses the thread beyond it
MORAL = frozenset(
    (
        "appropriate", "boundary", "breach", "confidential", "confidentiality", "dishonest", "ethical", "fair",
        "honest", "honestly", "inappropriate", "integrity", "professional", "respect", "respectful", "transparency",
        "transparent", "transparently", "trust", "unfair", "unprofessional",
    )
)  # fmt: skip  # they tell which option is meant, before the story has


def advise(entry: Entry, graph: Graph) -> tuple[Diagnostic, ...]:
    """Advice on a scenario that has no problems, in the order of its file."""
    found = [*_lengths(entry), *_sentences(entry), *_moral(entry), *_names(entry), *_sure(entry, graph)]
    return tuple(sorted({*found, *_claims(entry, graph)}))


def _lengths(entry: Entry) -> Iterator[Diagnostic]:
    for sid, scene in entry.scenario.scenes.items():
        sizes = {cid: len(" ".join(choice.text.split())) for cid, choice in scene.choices.items()}
        longest, shortest = max(sizes, key=lambda c: sizes[c]), min(sizes, key=lambda c: sizes[c])
        if sizes[longest] > LONGEST_OPTION * sizes[shortest]:
            message = f"'{longest}' has {sizes[longest]} characters, '{shortest}' {sizes[shortest]}"
            yield _at(entry, "AK01", ("scenes", sid, "choices", longest), message, "Players take the odd one for the one that is meant: bring them nearer.")  # fmt: skip


def _sentences(entry: Entry) -> Iterator[Diagnostic]:
    for path, text in _texts(entry):
        for sentence in re.split(r"(?<=[.!?…])[”\s]+|\n\n", text):
            count = len(sentence.split())
            if count > LONGEST_SENTENCE:
                yield _at(entry, "AK02", path, f"a sentence of {count} words: {brief(sentence)}", "Make two of it.")
                break


def _texts(entry: Entry) -> Iterator[tuple[Path_, str]]:
    s = entry.scenario
    yield ("context",), s.context
    for group, moments in (("scenes", s.scenes), ("endings", s.endings)):
        for mid, moment in moments.items():
            yield (group, mid, "text"), moment.text
            for i, variant in enumerate(moment.also):
                yield (group, mid, "also", i, "text"), variant.text
    for sid, scene in s.scenes.items():
        for cid, choice in scene.choices.items():
            yield ("scenes", sid, "choices", cid, "text"), choice.text
            if choice.after:
                yield ("scenes", sid, "choices", cid, "after"), choice.after


def _moral(entry: Entry) -> Iterator[Diagnostic]:
    """Moral words in some options of a scene and not in the others."""
    for sid, scene in entry.scenario.scenes.items():
        said = {c: MORAL & set(re.findall(r"\w+", choice.text.lower())) for c, choice in scene.choices.items()}
        if all(said.values()):
            continue
        for cid, words in said.items():
            if words:
                listed = ", ".join(f"“{word}”" for word in sorted(words))
                yield _at(entry, "AK03", ("scenes", sid, "choices", cid, "text"), f"{listed} in '{cid}' alone sounds like the answer", "Say it with things and people, or give the others such a word too.")  # fmt: skip


def _names(entry: Entry) -> Iterator[Diagnostic]:
    named = [(pid, p.name) for pid, p in entry.scenario.people.items() if p.role != "coach"]
    for (_, one), (pid, other) in combinations(named, 2):
        if one.split()[0].lower() == "the" or other.split()[0].lower() == "the":
            continue
        if one[0].lower() == other[0].lower():
            yield _at(entry, "AK04", ("people", pid), f"'{other}' and '{one}' begin alike", "On a phone they are one person: rename one.")  # fmt: skip


def _sure(entry: Entry, graph: Graph) -> Iterator[Diagnostic]:
    """Choices after which nothing can go wrong any more, whoever plays."""
    bad = graph.leading_to(
        i for i in graph.endings() if entry.scenario.endings[graph.states[i].place].standing in ("mixed", "poor")
    )
    risky = {edge.choice for edge in graph.all_edges() if edge.target in bad}
    for sid, scene in entry.scenario.scenes.items():
        for cid in scene.choices:
            if cid not in risky:
                yield _at(entry, "AK05", ("scenes", sid, "choices", cid), f"nobody loses after '{cid}', not even at random", "If that is not the story's point, let something still be at stake.")  # fmt: skip


def _claims(entry: Entry, graph: Graph) -> Iterable[Diagnostic]:
    if not entry.scenario.principles:
        return
    levels = coverage(entry, graph).levels
    for i, principle in enumerate(entry.scenario.principles):
        reached = levels.get(("principle", principle), frozenset())
        if not {BEST, WORST} <= reached:
            what = "no way exercises" if reached <= {"no-occasion"} else "no play can both keep and break"
            yield _at(entry, "AK06", ("principles", i), f"{what} '{principle}', which the scenario claims to practise", "Give it a decision, or do not claim it.", key=False)  # fmt: skip


def _at(entry: Entry, code: str, path: Path_, message: str, cure: str, *, key: bool = True) -> Diagnostic:
    return entry.loaded.scenario_document.problem(code, path, message, cure, key=key)
