"""The style, script and icon files the pages use, kept in memory under one versioned address.

The version stands in the path (`/coachkit/static/<version>/kit.js`), so one module can import another
by a plain relative name and the browser may still keep every file for good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from coachkit.errors import CoachkitError

HERE = Path(__file__).resolve().parent / "static"
UI = Path(__file__).resolve().parent.parent / "ui" / "static"

# One stylesheet a page: a second one is a second round trip before anything can be drawn.
PAGE_CSS = ("kit.css", "library.css", "bench.css", "quiz.css", "front.css", "serve.css")

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


class AssetMissing(CoachkitError):
    """A file the pages need is not in the installation."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Assets:
    """All files, and the version that names this exact set of them."""

    version: str
    files: Mapping[str, Asset]

    def url(self, base_url: str, name: str) -> str:
        """The address of one file; raises AssetMissing for a name that is not there."""
        if name not in self.files:
            raise AssetMissing(f"static file {name!r} is not in this installation; there are {sorted(self.files)}.")
        return f"{base_url}coachkit/static/{self.version}/{name}"


def load_assets(folders: tuple[Path, ...] = (UI, HERE)) -> Assets:
    """Every file of the folders, and `page.css` made of the stylesheets."""
    found: dict[str, Asset] = {}
    for folder in folders:
        for path in sorted(folder.glob("*")):
            if path.suffix in _TYPES:
                found[path.name] = Asset(path.read_bytes(), _TYPES[path.suffix])
    missing = [name for name in (*PAGE_CSS, "kit.js", "voila-host.js", "icon.svg") if name not in found]
    if missing:
        raise AssetMissing(
            f"static files {missing} are missing from {[str(f) for f in folders]}; install coachkit again."
        )
    css = b"\n".join(found[name].content for name in PAGE_CSS)
    found["page.css"] = Asset(css, _TYPES[".css"])
    digest = hashlib.sha256()
    for name in sorted(found):
        digest.update(name.encode() + b"\0" + found[name].content + b"\0")
    return Assets(digest.hexdigest()[:12], MappingProxyType(found))
