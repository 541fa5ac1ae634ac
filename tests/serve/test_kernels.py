"""Kernels start when wanted, wait warm, and end when nobody needs them."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from serve.harness import Server, event, next_view, until, write_notebook
from websockets.exceptions import ConnectionClosed

from coachkit.serve.pages import Gate, find_notebook
from coachkit.serve.sockets import GONE

# What only the library, an author or the command line needs.
FOR_OTHERS = {
    "cli", "serve", "export", "scoring.advice", "scoring.coverage", "scoring.plans", "scoring.proofs", "scoring.survey",
    "sessions.draft", "sessions.shelf", "ui.bench", "ui.draft", "ui.graph", "ui.library", "ui.shelf", "ui.terminal",
}  # fmt: skip
HEAVY = ("pandas", "sqlalchemy", "networkx", "numpy", "matplotlib")


@pytest.fixture(scope="module")
def own(launch_for_all: Callable[..., Server]) -> Server:
    """A server whose kernels are only these tests', with quick culling."""
    quick = ("--MappingKernelManager.cull_idle_timeout=3", "--MappingKernelManager.cull_interval=1")
    return launch_for_all("--pool_size=0", *quick)


def test_a_goodbye_ends_the_kernel(own: Server) -> None:
    tab = own.open_tab()
    assert tab.boot["kernel"] in own.kernels()
    assert own.close_tab(tab).status_code == 204
    until(lambda: tab.boot["kernel"] not in own.kernels(), 2)


def test_a_second_goodbye_is_no_error(own: Server) -> None:
    tab = own.open_tab()
    assert [own.close_tab(tab).status_code for _ in range(3)] == [204, 204, 204]


def test_a_kernel_whose_tab_never_came_back_is_culled(own: Server) -> None:
    tab = own.open_tab()
    assert tab.boot["kernel"] in own.kernels()
    until(lambda: tab.boot["kernel"] not in own.kernels(), 15)


def test_an_open_tab_keeps_its_kernel_however_long_it_idles(own: Server) -> None:
    tab = own.open_tab()
    with own.socket(tab.boot["kernel"]) as socket:
        time.sleep(6)  # twice the idle time: it is the passing of time that is tried here
        socket.send(event(tab, {"do": "choose", "at": 0, "choice": "tell"}))
        assert next_view(socket)["saved"] == {"acts": [["choose", "tell"]]}
    own.close_tab(tab)


def test_a_visitor_who_leaves_while_the_page_is_made_leaves_no_kernel(own: Server) -> None:
    until(lambda: not own.kernels(), 15)
    import socket

    host, port = own.url.split("/")[2].split(":")
    with socket.create_connection((host, int(port))) as plain:
        plain.sendall(b"GET /voila/render/stub.ipynb HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        plain.recv(100)
    until(own.kernels)
    until(lambda: not own.kernels(), 8)


def test_a_killed_kernel_is_not_started_again_and_its_socket_is_closed(own: Server) -> None:
    tab = own.open_tab()
    with own.socket(tab.boot["kernel"]) as socket:
        socket.send(event(tab, {"do": "hello"}))
        next_view(socket)
        own.kernels()[tab.boot["kernel"]].kill()
        said = json.loads(socket.recv(timeout=8))
        assert said["content"] == {"execution_state": "dead"}
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=8)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == GONE
    assert tab.boot["kernel"] not in own.kernels()


def test_ending_the_server_ends_its_kernels(launch: Callable[..., Server]) -> None:
    one = launch("--pool_size=0")
    one.open_tab()
    kernels = one.kernels()
    assert kernels
    one.stop()
    assert one.process.returncode == 0
    until(lambda: not any(kernel.is_running() for kernel in kernels.values()))


@pytest.mark.parametrize(
    ("call", "own", "not_yet"),
    [
        ("play('curiosity')", "sessions.play", {"sessions.quiz", "content.bank", "ui.quiz"}),
        (
            "quiz()",
            "sessions.quiz",
            {"measurement", "sessions.result", "sessions.growth", "ui.growth", "ui.quiz_result"},
        ),
    ],
)
def test_the_page_s_kernel_imports_nothing_heavy(
    launch: Callable[..., Server], only_stub: Path, tmp_path: Path, call: str, own: str, not_yet: set[str]
) -> None:
    report = tmp_path / "modules.json"
    ask = f"import json, sys; open({str(report)!r}, 'w').write(json.dumps(sorted(sys.modules)))"
    write_notebook(only_stub / "asks.ipynb", "Asks", f"from coachkit import {call.split('(')[0]}", call, ask)
    launch("--pool_size=0", folder=only_stub).open_tab("asks.ipynb")
    loaded = set(json.loads(report.read_text()))
    assert f"coachkit.{own}" in loaded
    assert not {name.split(".")[0] for name in loaded}.intersection(HEAVY)
    assert not {f"coachkit.{name}" for name in FOR_OTHERS | not_yet} & loaded


def test_a_page_made_ahead_is_given_and_another_is_made(launch: Callable[..., Server], only_stub: Path) -> None:
    one = launch("--WarmPages.fill_delay=0.1", folder=only_stub)
    (ahead,) = until(one.kernels, 15)
    tab = one.open_tab()
    assert tab.boot["kernel"] == ahead
    with one.socket(ahead) as socket:
        socket.send(event(tab, {"do": "choose", "at": 0, "choice": "ask"}))
        assert next_view(socket)["saved"] == {"acts": [["choose", "ask"]]}
    until(lambda: len(one.kernels()) == 2, 15)


def test_pages_made_ahead_are_not_culled(launch: Callable[..., Server], only_stub: Path) -> None:
    cull = ("--MappingKernelManager.cull_idle_timeout=1", "--MappingKernelManager.cull_interval=1")
    one = launch("--WarmPages.fill_delay=0.1", *cull, folder=only_stub)
    (ahead,) = until(one.kernels, 15)
    time.sleep(4)
    assert one.open_tab().boot["kernel"] == ahead


def test_a_page_whose_kernel_died_while_it_waited_is_not_given(launch: Callable[..., Server], only_stub: Path) -> None:
    one = launch("--WarmPages.fill_delay=0.1", "--debug", folder=only_stub)
    until(lambda: "A page of stub.ipynb is ready" in one.log.read_text(), 20)
    ((ahead, process),) = one.kernels().items()
    process.kill()
    assert one.open_tab().boot["kernel"] != ahead


def test_a_changed_notebook_is_not_shown_as_it_was(launch: Callable[..., Server], only_stub: Path) -> None:
    one = launch("--WarmPages.fill_delay=0.1", folder=only_stub)
    until(one.kernels, 15)
    write_notebook(only_stub / "stub.ipynb", "After", "from stub_play import Stub", "Stub()")
    assert "<title>After</title>" in one.open_tab().html


def test_when_all_seats_are_taken_a_visitor_is_asked_to_come_back(launch: Callable[..., Server]) -> None:
    one = launch("--pool_size=0", COACHKIT_MAX_KERNELS="1")
    tab = one.open_tab()
    full = one.get("/voila/render/stub.ipynb")
    assert full.status_code == 503
    assert full.headers["Retry-After"] == "60"
    assert "All seats are taken just now" in full.text
    one.close_tab(tab)
    assert one.get("/voila/render/stub.ipynb").status_code == 200


def test_a_visitor_s_page_goes_before_one_made_ahead(launch: Callable[..., Server]) -> None:
    one = launch("--WarmPages.fill_delay=0.1", COACHKIT_MAX_KERNELS="1")
    until(one.kernels, 15)
    assert one.get("/voila/render/broken.ipynb").status_code == 200


def test_a_notebook_that_hangs_is_given_up(launch: Callable[..., Server], only_stub: Path) -> None:
    write_notebook(only_stub / "hangs.ipynb", "Hangs", "while True: pass")
    one = launch("--pool_size=0", "--VoilaExecutor.timeout=1", folder=only_stub)
    assert "This page could not be made" in one.get("/voila/render/hangs.ipynb").text
    until(lambda: not one.kernels(), 15)


def test_what_a_widget_complains_of_is_in_the_server_s_log(own: Server) -> None:
    tab = own.open_tab()
    with own.socket(tab.boot["kernel"]) as socket:
        socket.send(event(tab, {"do": "complain"}))
        next_view(socket)
        until(lambda: "a complaint of the widget" in own.log.read_text())
    own.close_tab(tab)


def test_a_waiting_visitor_reads_what_is_going_on(own: Server) -> None:
    """The first part of a cold page leaves before any kernel has started."""
    import httpx

    started = time.monotonic()
    with httpx.stream("GET", own.url + "voila/render/stub.ipynb", timeout=20) as answer:
        text = ""
        parts = answer.iter_text()
        while "Setting up your practice" not in text:
            text += next(parts)
        first = time.monotonic() - started
        rest = "".join(parts)
    whole = time.monotonic() - started
    assert "coachkit-app" not in text
    assert "coachkit-app" in rest
    assert first < whole / 2


def test_only_so_many_kernels_start_at_a_time() -> None:
    async def tried() -> list[int]:
        gate, most = Gate(2), [0, 0]

        async def one() -> None:
            async with gate:
                most[0] += 1
                most[1] = max(most)
                await asyncio.sleep(0)
                most[0] -= 1

        await asyncio.gather(*(one() for _ in range(9)))
        return [most[1], gate.ahead]

    # In a thread of its own: in this one Playwright may have left a loop running, when a file of browser tests came first.
    with ThreadPoolExecutor(1) as apart:
        assert apart.submit(lambda: asyncio.run(tried())).result() == [2, 0]


@pytest.mark.parametrize(
    "name", ["../x.ipynb", ".x.ipynb", "x.py", "", "a//x.ipynb", "a/.b/x.ipynb", "..\\x.ipynb", "x\0.ipynb"]
)
def test_only_plain_notebooks_of_the_folder_are_found(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.py").touch()
    (tmp_path / ".x.ipynb").touch()
    (tmp_path.parent / "x.ipynb").touch()
    assert find_notebook(tmp_path, name) is None


@pytest.mark.parametrize("name", ["write_a_scenario.ipynb", "WRITE_a_scenario.ipynb"])
def test_the_author_s_notebook_is_not_for_visitors(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert find_notebook(tmp_path, name) is None


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.ipynb"
    outside.touch()
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "x.ipynb").symlink_to(outside)
    assert find_notebook(folder, "x.ipynb") is None
