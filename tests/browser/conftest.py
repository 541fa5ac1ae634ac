"""Both hosts, each started once as a person would start it."""

from __future__ import annotations

import os
import queue
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60


@contextmanager
def running(command: list[str], ready: str, cwd: Path) -> Iterator[str]:
    """Run a server until the block ends; gives the group that `ready` finds in what it prints."""
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ}
    )
    assert process.stdout is not None
    lines: queue.Queue[str] = queue.Queue()
    reader = threading.Thread(target=lambda: [lines.put(line) for line in process.stdout or ()], daemon=True)
    reader.start()
    seen: list[str] = []
    deadline = time.monotonic() + PATIENCE_S
    try:
        while True:
            try:
                line = lines.get(timeout=max(0.1, deadline - time.monotonic()))
            except queue.Empty:
                pytest.fail("the server did not get ready:\n" + "".join(seen))
            seen.append(line)
            if found := re.search(ready, line):
                yield found.group(1)
                break
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join(timeout=5)
        process.stdout.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def voila_host() -> Iterator[str]:
    """The address of `coachkit start`, without a slash at its end."""
    command = [sys.executable, "-m", "coachkit", "start", "--port", str(free_port()), "--no-browser"]
    with running(command, r"coachkit is ready at (http://\S+)/", ROOT) as address:
        yield address


@pytest.fixture(scope="session")
def lab_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab with copies of the notebooks."""
    folder = tmp_path_factory.mktemp("lab")
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        shutil.copy(notebook, folder)
    settings = tmp_path_factory.mktemp("lab-settings")
    quiet = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    quiet.parent.mkdir(parents=True)
    quiet.write_text('{"fetchNews": "false", "checkForUpdates": false}')
    port = free_port()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", "--allow-root",
        "--IdentityProvider.token=", "--ServerApp.password=", "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={folder}", f"--LabApp.user_settings_dir={settings}", "--ServerApp.terminals_enabled=False",
    ]  # fmt: skip
    with running(command, r"(http://(?:localhost|127\.0\.0\.1):\d+)/lab", folder):
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/api", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
