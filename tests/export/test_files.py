"""Writing pages and sites: whole or not at all, and errors that say what to do."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

import pytest
from generators import base

from coachkit.content import Library
from coachkit.errors import CoachkitError, ContentError
from coachkit.export import ExportFailed, page, write_page, write_site
from coachkit.export.site import file_name, index

DIAGNOSTICS = Path(__file__).parents[1] / "diagnostics"
FRAMEWORKS = Path(__file__).parents[2] / "scenarios" / "frameworks"


def library(folder: Path, *ids: str) -> Library:
    """Copies of the smallest scenario under these names."""
    for one in ids:
        (folder / one).mkdir(parents=True)
        for name in ("scenario.yaml", "key.yaml"):
            text = (DIAGNOSTICS / "base" / name).read_text("utf-8")
            text = re.sub(r"^(id|scenario): base$", rf"\1: {one}", text, flags=re.MULTILINE)
            (folder / one / name).write_text(text, encoding="utf-8")
    return Library(folder, FRAMEWORKS)


def test_a_page_is_written_whole_into_a_folder_that_is_made(tmp_path: Path) -> None:
    place = write_page(base(), tmp_path / "new" / "folder" / "page.html")
    assert place == tmp_path / "new" / "folder" / "page.html"
    assert place.read_text("utf-8") == page(base())
    assert os.listdir(place.parent) == ["page.html"]
    assert stat.S_IMODE(place.stat().st_mode) & 0o444 == 0o444 & ~_umask()


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now


def test_a_page_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    place = tmp_path / "page.html"
    place.write_text("older")
    write_page(base(), place)
    assert place.read_text("utf-8").startswith("<!doctype html>")


def test_a_file_where_a_folder_is_needed_is_named_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(
        ExportFailed, match=r"cannot write '.*taken/page.html': .*; a file stands where a folder is needed"
    ):
        write_page(base(), tmp_path / "taken" / "page.html")


def test_a_folder_where_the_file_should_be_is_named_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match=r"is a directory; a folder stands there; name a file"):
        write_page(base(), tmp_path)


def test_a_device_is_left_alone() -> None:
    with pytest.raises(ExportFailed, match="it is no file"):
        write_page(base(), Path("/dev/full"))
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


@pytest.mark.parametrize(
    ("code", "cure"),
    [(errno.ENOSPC, "free some space"), (errno.EACCES, "that you may write in"), (errno.EIO, "name another place")],
)
def test_a_full_disk_leaves_the_older_page_and_no_half_one(
    code: int, cure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "page.html"
    place.write_text("older")

    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ExportFailed) as caught:
        write_page(base(), place)
    assert isinstance(caught.value, CoachkitError)
    assert cure in str(caught.value)
    assert str(place) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert os.listdir(tmp_path) == ["page.html"]
    assert place.read_text() == "older"


def test_a_site_has_a_page_for_each_scenario_and_an_index_that_links_them(tmp_path: Path) -> None:
    shelf = library(tmp_path / "scenarios", "one", "two", "index")
    places = write_site(shelf, tmp_path / "site")
    assert [place.name for place in places] == ["the-index.html", "one.html", "two.html", "index.html"]
    assert sorted(os.listdir(tmp_path / "site")) == sorted(place.name for place in places)
    links = re.findall(r'href="(\./[^"]+)"', (tmp_path / "site" / "index.html").read_text("utf-8"))
    assert sorted(links) == sorted(f"./{file_name(one)}" for one in ("one", "index", "two"))


def test_a_broken_scenario_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    shelf = library(tmp_path / "scenarios", "one", "two")
    (tmp_path / "scenarios" / "two" / "key.yaml").write_text("format: 1\n")
    with pytest.raises(ContentError):
        write_site(shelf, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_an_index_of_nothing_says_so() -> None:
    assert "No scenarios are here yet." in index(())
