"""A real server on a free port, with notebooks made for the tests."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from serve.harness import READY, START_S, Server, free_port, write_notebook

Launch = Callable[..., Server]


@pytest.fixture(scope="session")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder served. It is made and not stored: nbval would run what lies under tests/."""
    folder = tmp_path_factory.mktemp("notebooks")
    shutil.copy(Path(__file__).with_name("stub_play.py"), folder / "stub_play.py")
    write_notebook(folder / "stub.ipynb", "A stub play", "from stub_play import Stub", "Stub()")
    write_notebook(folder / "broken.ipynb", "A broken page", "a_name_in_the_source = 1/0")
    (folder / ".hidden.ipynb").write_text((folder / "stub.ipynb").read_text())
    (folder / "picture.png").write_bytes(b"not for visitors")
    return folder


@pytest.fixture
def only_stub(notebooks: Path, tmp_path: Path) -> Path:
    """A folder of its own with the stub alone."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name in ("stub_play.py", "stub.ipynb"):
        shutil.copy(notebooks / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def launch_for_all(notebooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launch]:
    """Start a server that several tests share."""
    with launcher(notebooks, tmp_path_factory) as start:
        yield start


@pytest.fixture
def launch(notebooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launch]:
    """Start a server: launch("--pool_size=0", COACHKIT_MAX_KERNELS="1", folder=...); it ends with the test."""
    with launcher(notebooks, tmp_path_factory) as start:
        yield start


@pytest.fixture(scope="session")
def server(launch_for_all: Launch) -> Server:
    """The server most tests share; it makes no pages ahead, so its kernels are the tests' own."""
    return launch_for_all("--pool_size=0")


@contextmanager
def launcher(notebooks: Path, logs: pytest.TempPathFactory) -> Iterator[Launch]:
    started: list[Server] = []

    def start(*arguments: str, folder: Path = notebooks, **environment: str) -> Server:
        log = logs.mktemp("log") / "server.log"
        command = [sys.executable, "-m", "coachkit.serve", "--no-browser", f"--notebooks={folder}", *arguments]
        if not any(one.startswith("--port") for one in arguments):
            command.append(f"--port={free_port()}")
        with log.open("w") as sink:
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=sink, text=True, env={**os.environ, **environment}
            )
        assert process.stdout is not None
        readable, _, _ = select.select([process.stdout], [], [], START_S)
        line = process.stdout.readline().strip() if readable else ""
        found = READY.match(line)
        server = Server(found[1] if found else "", process, log)
        started.append(server)
        if found is None:
            pytest.fail(f"the server said {line!r}; its log: {log.read_text()}")
        return server

    try:
        yield start
    finally:
        for server in started:
            server.stop()
