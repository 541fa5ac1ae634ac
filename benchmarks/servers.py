"""The two servers that are measured, and the kernels they keep."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

HERE = Path(__file__).parent
ROOT = HERE.parent
QUIET_SHARE = 0.1  # of a core, over QUIET_S: then the server has nothing left to prepare
QUIET_S = 1.0
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Server:
    """A running server: the address of its page, and its process."""

    address: str
    process: psutil.Process

    def kernels(self) -> list[psutil.Process]:
        """The kernels it keeps now, oldest first."""
        found = []
        for child in self.process.children(recursive=True):
            try:
                if any("kernel" in word for word in child.cmdline()):
                    found.append(child)
            except psutil.Error:
                continue
        return sorted(found, key=lambda process: process.create_time())

    def settle(self) -> None:
        """Wait until neither the server nor a kernel is busy, as when pages are being made ahead."""
        deadline = time.monotonic() + PATIENCE_S
        quiet = 0
        while quiet < 3 and time.monotonic() < deadline:
            before = self._cpu_s()
            time.sleep(QUIET_S)
            quiet = quiet + 1 if self._cpu_s() - before < QUIET_SHARE * QUIET_S else 0

    def _cpu_s(self) -> float:
        total = 0.0
        for process in [self.process, *self.process.children(recursive=True)]:
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue
            total += times.user + times.system
        return total


def memory_mb(kernel: psutil.Process) -> tuple[float, str]:
    """Megabytes of one kernel, and what they count: PSS shares what processes share, RSS counts it in each."""
    found = kernel.memory_full_info()
    kind = "pss" if hasattr(found, "pss") else "rss"
    return float(getattr(found, kind)) / 1e6, kind.upper()


@contextmanager
def ours(scenario: str, *, preheated: bool) -> Iterator[Server]:
    """`coachkit start` with a kernel made ahead for the page, or with none."""
    port = _free_port()
    with _running(
        [sys.executable, "-m", "coachkit", "start", "--port", str(port), "--no-browser"],
        f"http://127.0.0.1:{port}/",
        f"voila/render/{scenario}.ipynb",
        COACHKIT_POOL_SIZE=str(int(preheated)),
    ) as server:
        yield server


@contextmanager
def stock(scenario: str, *, preheated: bool) -> Iterator[Server]:
    """Voilà as it comes, showing stock_scene.ipynb."""
    port = _free_port()
    with _running(
        [
            *(sys.executable, "-m", "voila", str(HERE), "--no-browser", f"--port={port}"),
            *(f"--preheat_kernel={preheated}", "--pool_size=1"),
        ],
        f"http://127.0.0.1:{port}/",
        "voila/render/stock_scene.ipynb",
        COACHKIT_BENCH_SCENARIO=scenario,
    ) as server:
        yield server


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], home: str, page: str, **environment: str) -> Iterator[Server]:
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            _await(process, home, said)
            yield Server(home + page, psutil.Process(process.pid))
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(process: subprocess.Popen[bytes], home: str, said: IO[str]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said.seek(0)
            raise RuntimeError(f"{process.args} ended:\n{said.read()}")
        try:
            urllib.request.urlopen(home, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{process.args} did not answer at {home}")
