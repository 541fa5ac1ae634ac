"""A plain client for a server, and what it has to say."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import nbformat
import psutil
import pytest
from websockets.sync.client import ClientConnection, connect

READY = re.compile(r"^coachkit is ready at (http://127\.0\.0\.1:(\d+)/\S*)$")
START_S = 30.0


def until(holds: Callable[[], Any], seconds: float = 10.0) -> Any:
    """What `holds` gives once it is true; fails the test when it does not become true in time."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        if time.monotonic() > end:
            pytest.fail(f"not within {seconds} s: {getattr(holds, '__name__', holds)}", pytrace=True)
        time.sleep(0.05)
    return found


@dataclass
class Tab:
    """What a browser knows of its page: boot data, xsrf token, cookies."""

    boot: dict[str, Any]
    xsrf: str
    html: str
    cookies: httpx.Cookies


@dataclass
class Server:
    """A running server."""

    url: str
    process: subprocess.Popen[str]
    log: Path
    session: str = field(default_factory=lambda: uuid4().hex)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return httpx.get(self.url.rstrip("/") + path, timeout=30, **options)

    def open_tab(self, notebook: str = "stub.ipynb") -> Tab:
        answer = self.get(f"/voila/render/{notebook}")
        assert answer.status_code == 200, answer.text
        boot = _data(answer.text, "coachkit-boot")
        return Tab(boot, _data(answer.text, "coachkit-visit")["xsrf"], answer.text, answer.cookies)

    def socket(self, kernel: str, **options: Any) -> ClientConnection:
        address = self.url.replace("http", "ws", 1) + f"api/kernels/{kernel}/channels?session_id={uuid4().hex}"
        return connect(address, open_timeout=20, **options)

    def close_tab(self, tab: Tab) -> httpx.Response:
        address = f"{self.url}voila/api/shutdown/{tab.boot['kernel']}"
        return httpx.post(address, data={"_xsrf": tab.xsrf}, cookies=tab.cookies, timeout=20)

    def kernels(self) -> dict[str, psutil.Process]:
        """The kernels that run, by their id."""
        found = psutil.Process(self.process.pid).children(recursive=True)
        named = ((re.search(r"kernel-([0-9a-f-]{36})\.json", " ".join(_words(one))), one) for one in found)
        return {name[1]: one for name, one in named if name}

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


def event(tab: Tab, said: object, /, **changes: Any) -> str:
    """A frame as voila-host.js sends it, or a bent one."""
    message: dict[str, Any] = {
        "channel": "shell",
        "header": {
            "msg_id": uuid4().hex,
            "msg_type": "comm_msg",
            "session": uuid4().hex,
            "username": "",
            "version": "5.3",
        },
        "parent_header": {},
        "metadata": {},
        "content": {"comm_id": tab.boot["model"], "data": {"method": "custom", "content": said}},
    }
    for name, value in changes.items():
        if name == "msg_type":
            message["header"]["msg_type"] = value
        else:
            message[name] = value
    return json.dumps(message)


def next_view(socket: ClientConnection, seconds: float = 10.0) -> dict[str, Any]:
    """The next view the kernel sends."""
    message = json.loads(socket.recv(timeout=seconds))
    assert message["msg_type"] == "comm_msg", message
    view: dict[str, Any] = message["content"]["data"]["state"]["view"]
    return view


def write_notebook(
    path: Path, title: str, *cells: str, prose: str = "Some words.\n\n## Notes\n\nIt is *quiet*."
) -> None:
    """A notebook of a title, prose and code."""
    made = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        cells=[nbformat.v4.new_markdown_cell(f"# {title}\n\n{prose}"), *map(nbformat.v4.new_code_cell, cells)],
    )
    nbformat.write(made, path)


def free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _data(html: str, element: str) -> dict[str, Any]:
    found = re.search(rf'<script type="application/json" id="{element}">(.*?)</script>', html)
    assert found, html
    data: dict[str, Any] = json.loads(found[1])
    return data


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
