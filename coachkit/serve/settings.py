"""Where a setting comes from: what is fixed, what is a default, what the environment may say."""

from __future__ import annotations

import ipaddress
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from traitlets.config import Config

from coachkit.errors import CoachkitError
from coachkit.serve.kernels import PageKernelManager


class CannotStart(CoachkitError):
    """The server cannot be started; the message says why and what to do."""


# Environment name -> the trait it sets, and how its text is read.
ENVIRONMENT: Mapping[str, tuple[str, str, type]] = {
    "COACHKIT_PORT": ("CoachkitApp", "port", int),
    "COACHKIT_IP": ("CoachkitApp", "ip", str),
    "COACHKIT_NOTEBOOKS": ("CoachkitApp", "root_dir", str),
    "COACHKIT_BASE_URL": ("CoachkitApp", "base_url", str),
    "COACHKIT_HOSTNAMES": ("CoachkitApp", "hostnames", str),
    "COACHKIT_POOL_SIZE": ("WarmPages", "pool_size", int),
    "COACHKIT_MAX_KERNELS": ("WarmPages", "max_kernels", int),
}

# A kernel's socket path: "ck_xxxxxxxx/kernel-<36>-ipc-5" after the folder; a Unix socket path holds 103 bytes.
_IPC_TAIL = len("/ck_xxxxxxxx/kernel-") + 36 + len("-ipc-5")
_UNIX_PATH = 103

_CHECKOUT = Path(__file__).resolve().parents[2]


def from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings `COACHKIT_*` asks for. Raises CannotStart for a number that is none."""
    said: dict[str, Any] = {}
    for name, (section, trait, read) in ENVIRONMENT.items():
        text = environ.get(name, "").strip()
        if read is int and text and not text.isdecimal():
            raise CannotStart(f"{name} is {text!r}; expected a whole number.")
        if text:
            said.setdefault(section, {})[trait] = read(text)
    return said


def defaults(connection_root: Path) -> Config:
    """What holds unless a configuration file says otherwise."""
    # A tab's goodbye ends its kernel at once; culling is for those that could not say it (a lost phone, a crash).
    # It may be quick, because a page that finds its kernel gone gets another and goes on where it was.
    chosen: dict[str, dict[str, Any]] = {
        "MappingKernelManager": {
            "cull_idle_timeout": 120,
            "cull_interval": 20,
            "cull_connected": False,  # an open tab keeps its kernel, however long its reader thinks
            "buffer_offline_messages": False,  # a page that comes back asks for the view itself
        },
        # A notebook that hangs must not keep its visitor, and a seat at the gate, for ever.
        "VoilaExecutor": {"timeout": 30, "startup_timeout": 30},
        # A dead kernel is not started again: a new one would know nothing, and the page fetches its own.
        "KernelRestarter": {"restart_limit": 0, "time_to_dead": 1.0},
    }
    if ipc_fits(connection_root):
        chosen["KernelManager"] = {"transport": "ipc"}
    return Config(chosen)


def forced() -> Config:
    """What no configuration may change, because the promises to visitors rest on it."""
    return Config(
        {
            "VoilaConfiguration": {
                "template": "coachkit",
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "show_tracebacks": False,
                "strip_sources": True,
                "preheat_kernel": False,  # coachkit.serve.warm does it, one kernel at a time
                "progressive_rendering": False,
                "file_allowlist": [],
                "multi_kernel_manager_class": PageKernelManager,
            },
        }
    )


def connection_root() -> str:
    """The folder for the kernels' sockets: the usual one, or /tmp where its name is too long for a socket."""
    usual = tempfile.gettempdir()
    if sys.platform != "win32" and not ipc_fits(Path(usual)) and os.access("/tmp", os.W_OK):
        return "/tmp"
    return usual


def ipc_fits(folder: Path) -> bool:
    """Whether kernels can be spoken to by Unix sockets, which no other user of the machine can open."""
    return sys.platform != "win32" and len(os.fsencode(folder)) + _IPC_TAIL <= _UNIX_PATH


def is_loopback(ip: str) -> bool:
    """Whether only this computer can reach the address."""
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return ip == "localhost"


def notebooks_folder() -> Path:
    """The notebooks of this checkout, of the installed package, or of where the command was given."""
    places = (_CHECKOUT / "notebooks", Path(__file__).resolve().parents[1] / "_data" / "notebooks")
    return next((place for place in places if place.is_dir()), Path.cwd() / "notebooks")


def checkout_share() -> list[str]:
    """`share/jupyter` of the checkout, for an editable install, which does not copy shared data."""
    share = _CHECKOUT / "share" / "jupyter"
    return [str(share)] if share.is_dir() else []
