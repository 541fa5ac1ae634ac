"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

from coachkit.errors import CoachkitError

_CURES = {
    errno.ENOSPC: "free some space, or name another folder",
    errno.EDQUOT: "free some space, or name another folder",
    errno.EACCES: "name a folder that you may write in",
    errno.EPERM: "name a folder that you may write in",
    errno.EROFS: "name a folder that can be written",
    errno.ENOTDIR: "a file stands where a folder is needed; name another place",
    errno.EEXIST: "a file stands where a folder is needed; name another place",
    errno.EISDIR: "a folder stands there; name a file, such as page.html",
    errno.ENAMETOOLONG: "give it a shorter name",
}


class ExportFailed(CoachkitError):
    """What was exported could not be written; nothing half written is left."""


def write_whole(path: Path, text: str) -> Path:
    """Write the file, make its folder first, and give its place.

    It appears under its name only when all of it is on the disk, and an older one stays until then.
    Raises ExportFailed.
    """
    place = Path(os.path.realpath(path))
    part = place.with_name(f".{place.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if place.exists() and not place.is_file():
            raise ExportFailed(f"cannot write '{path}': it is no file; name a file, such as page.html.")
        place.parent.mkdir(parents=True, exist_ok=True)
        _write(part, text.encode())
        os.replace(part, place)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        cure = _CURES.get(error.errno or 0, "name another place")
        raise ExportFailed(f"cannot write '{path}': {reason}; {cure}.") from error
    finally:
        with suppress(OSError):  # whatever was wrong there has been said
            part.unlink(missing_ok=True)
    return place


def _write(part: Path, content: bytes) -> None:
    with part.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())  # a stick is pulled out as soon as the command has ended
