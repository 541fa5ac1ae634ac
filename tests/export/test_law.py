"""What a page of its own says is what the kit says: the same tree, focus, status and memory, event by event."""

from __future__ import annotations

import base64
import gzip
import re
from random import Random

import pytest
from export.conftest import Browser
from export.plays import every_start, random_play

from coachkit.content import Library
from coachkit.export import page

SCENARIOS = Library.default().ids()
DEPTH = 3  # every list of choices up to this length
RANDOM_PLAYS = 1_000  # in all, shared out among the scenarios
ALL_VIEWS_OF_EVERY = 5  # random plays: of one in five every view, of the others the last
MOST_BYTES = 150_000


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_page_says_what_the_kit_says_on_every_way_so_far(scenario: str, own_side: Browser) -> None:
    entry = Library.default().entry(scenario)
    starts = [(events, [view]) for events, view in every_start(entry, DEPTH)]
    assert len(starts) > 2**DEPTH
    rng = Random(f"{scenario} 1")
    count = -(-RANDOM_PLAYS // len(SCENARIOS))
    plays = [random_play(entry, rng, draw=i % ALL_VIEWS_OF_EVERY == 0) for i in range(count)]
    assert sum('"phase":"reflect"' in views[-1] for _, views in plays) > count / 2
    own_side.compare(entry, [*starts, *plays])


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_page_is_small_and_names_no_address_but_the_drawing_language(scenario: str) -> None:
    text = page(Library.default().entry(scenario))
    assert len(text.encode()) < MOST_BYTES
    shown = text.replace(re.findall(r'id="data">([A-Za-z0-9+/=]+)</script>', text)[0], "")
    assert set(re.findall(r"\w+://[\w./-]+", shown)) <= {"http://www.w3.org/2000/svg"}
    packed = gzip.decompress(base64.b64decode(re.findall(r'id="data">([A-Za-z0-9+/=]+)</script>', text)[0])).decode()
    assert not re.search(r"https?:|//[a-z]+\.", packed)
