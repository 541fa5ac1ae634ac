"""The drawn scenarios are ones that an author could have written."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from generators import FRAMEWORKS_FOLDER, LAW, entries, every_run
from hypothesis import given, settings

from coachkit.content import Library
from coachkit.content.library import Entry
from coachkit.engine import story_of


@settings(LAW, max_examples=15)
@given(entries(circles=True, dead_ends=True))
def test_a_drawn_scenario_passes_the_checks_of_content_when_it_is_written_to_files(entry: Entry) -> None:
    with TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        made.mkdir()
        for name, model in (("scenario", entry.scenario), ("key", entry.key)):
            data = model.model_dump(mode="json", by_alias=True, exclude_none=True)
            (made / f"{name}.yaml").write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")

        read = Library(Path(folder), FRAMEWORKS_FOLDER).entry("made")

    assert read.scenario == entry.scenario
    assert read.key == entry.key


@settings(LAW, max_examples=15)
@given(entries())
def test_a_drawn_scenario_without_circles_and_dead_ends_has_only_plays_that_end(entry: Entry) -> None:
    assert all(run.state.ended for run in every_run(story_of(entry)))
