"""A visitor who speaks to the kernel directly gets nothing but the play."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import serialize_binary_message, serialize_msg_to_ws_v1
from serve.harness import Server, Tab, event, next_view
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from coachkit.serve.sockets import GONE, MAX_EVENT_BYTES, may_leave, read_event

CHANNELS = ("shell", "control", "stdin", "iopub")


@pytest.fixture(scope="module")
def tab(server: Server) -> Any:
    """One page for all of these tests: whatever they send must leave it as it was."""
    opened = server.open_tab()
    yield opened
    server.close_tab(opened)


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A file that exists only if the kernel ran a visitor's code."""
    return tmp_path / "ran"


def contents(tab: Tab, trap: Path) -> dict[str, dict[str, Any]]:
    """A content for every message type a client may think of; where code fits in, it would spring the trap."""
    code = f"open({str(trap)!r}, 'w')"
    model = tab.boot["model"]
    return {
        "execute_request": {"code": code, "silent": False, "store_history": False, "allow_stdin": False},
        "inspect_request": {"code": code, "cursor_pos": len(code), "detail_level": 1},
        "complete_request": {"code": code, "cursor_pos": len(code)},
        "is_complete_request": {"code": code},
        "history_request": {"hist_access_type": "tail", "n": 9, "output": True, "raw": True},
        "input_reply": {"value": code},
        "debug_request": {"type": "request", "seq": 1, "command": "evaluate", "arguments": {"expression": code}},
        "create_subshell_request": {},
        "usage_request": {},
        "kernel_info_request": {},
        "connect_request": {},
        "comm_info_request": {"target_name": "jupyter.widget"},
        "comm_open": {"comm_id": "mine", "target_name": "jupyter.widget", "data": {"state": {}}},
        "comm_close": {"comm_id": model, "data": {}},
        "comm_msg": {"comm_id": model, "data": {"method": "update", "state": {"view": {"score": 999}}}},
        "interrupt_request": {},
        "shutdown_request": {"restart": False},
    }


def heard(socket: ClientConnection, tab: Tab) -> list[dict[str, Any]]:
    """Everything the server said until it answered a hello, without that answer."""
    socket.send(event(tab, {"do": "hello"}))
    said = []
    while True:
        message = json.loads(socket.recv(timeout=10))
        if message["msg_type"] == "comm_msg":
            return said
        said.append(message)


@pytest.mark.parametrize("channel", CHANNELS)
def test_nothing_runs_that_comes_as_json(server: Server, tab: Tab, trap: Path, channel: str) -> None:
    with server.socket(tab.boot["kernel"]) as socket:
        for kind, content in contents(tab, trap).items():
            socket.send(event(tab, None, msg_type=kind, channel=channel, content=content))
        assert heard(socket, tab) == []
    assert not trap.exists()


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("form", ["v1", "old"])
def test_nothing_runs_that_comes_in_a_binary_form(
    server: Server, tab: Tab, trap: Path, channel: str, form: str
) -> None:
    session = Session()
    with server.socket(tab.boot["kernel"], subprotocols=["v1.kernel.websocket.jupyter.org"]) as socket:
        assert socket.subprotocol is None
        for kind, content in contents(tab, trap).items():
            message = session.msg(kind, content)
            if form == "v1":
                socket.send(serialize_msg_to_ws_v1(message, channel, session.pack))
            else:
                socket.send(serialize_binary_message({**message, "channel": channel, "buffers": [b"x"]}))
        assert heard(socket, tab) == []
    assert not trap.exists()


def test_writing_the_view_changes_nothing(server: Server, tab: Tab) -> None:
    forged = {
        "comm_id": tab.boot["model"],
        "data": {"method": "update", "state": {"view": {"score": 999}}, "buffer_paths": []},
    }
    with server.socket(tab.boot["kernel"]) as socket:
        socket.send(event(tab, None, content=forged))
        socket.send(event(tab, {"do": "hello"}))
        assert next_view(socket)["tree"] == tab.boot["view"]["tree"]


def test_a_play_goes_on_after_all_that(server: Server, trap: Path) -> None:
    tab = server.open_tab()
    with server.socket(tab.boot["kernel"]) as socket:
        for kind, content in contents(tab, trap).items():
            socket.send(event(tab, None, msg_type=kind, content=content))
        socket.send(event(tab, {"do": "choose", "at": 0, "choice": "ask"}))
        assert next_view(socket)["saved"] == {"acts": [["choose", "ask"]]}
    server.close_tab(tab)


@pytest.mark.parametrize(
    "frame", ["", "{", "[]", "null", '"x"', "{}", '{"content": 3}', "[" * 30_000, b"\x00" * 40, b""]
)
def test_a_malformed_frame_is_dropped_and_the_socket_stays_open(server: Server, tab: Tab, frame: str | bytes) -> None:
    with server.socket(tab.boot["kernel"]) as socket:
        socket.send(frame)
        assert heard(socket, tab) == []


def test_a_huge_frame_closes_the_socket(server: Server, tab: Tab) -> None:
    with server.socket(tab.boot["kernel"]) as socket:
        socket.send(event(tab, {"do": "hello", "more": "x" * 100_000}))
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=10)


def test_a_flood_is_not_heard(server: Server, tab: Tab) -> None:
    with server.socket(tab.boot["kernel"]) as socket:
        for _ in range(400):
            socket.send(event(tab, {"do": "hello"}))
        answers = 0
        try:
            while True:
                next_view(socket, seconds=1)
                answers += 1
        except TimeoutError:
            pass
        assert 30 <= answers <= 100


def test_another_origin_cannot_open_the_socket(server: Server, tab: Tab) -> None:
    with pytest.raises(InvalidStatus) as refused, server.socket(tab.boot["kernel"], origin="http://elsewhere.example"):
        pass
    assert refused.value.response.status_code == 403


def test_our_own_origin_can_open_the_socket(server: Server, tab: Tab) -> None:
    with server.socket(tab.boot["kernel"], origin=server.url.rstrip("/")) as socket:
        assert heard(socket, tab) == []


def test_a_foreign_host_name_is_refused_everywhere(server: Server, tab: Tab) -> None:
    """Else a page elsewhere could make its own name point to this machine and read the answers."""
    elsewhere = {"Host": "elsewhere.example"}
    paths = [
        "/",
        "/voila/render/stub.ipynb",
        "/nothing",
        f"/api/kernels/{tab.boot['kernel']}/channels?session_id=12345678",
    ]
    assert [server.get(path, headers=elsewhere).status_code for path in paths] == [403] * len(paths)


def test_an_unknown_kernel_is_said_to_be_gone(server: Server) -> None:
    with server.socket("00000000-0000-4000-8000-000000000000") as socket:
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=10)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == GONE


@pytest.mark.parametrize("session", ["", "x", "x" * 400, "%00%00%00%00%00%00%00%00%00"])
def test_a_session_id_must_be_a_short_name(server: Server, tab: Tab, session: str) -> None:
    answer = server.get(f"/api/kernels/{tab.boot['kernel']}/channels?session_id={session}")
    assert answer.status_code in {400, 426}


def test_a_goodbye_without_the_token_is_refused(server: Server, tab: Tab) -> None:
    address = f"{server.url}voila/api/shutdown/{tab.boot['kernel']}"
    assert httpx.post(address, cookies=tab.cookies).status_code == 403
    assert httpx.post(address, data={"_xsrf": tab.xsrf}).status_code == 403
    elsewhere = {"Origin": "http://elsewhere.example"}
    assert httpx.post(address, data={"_xsrf": tab.xsrf}, cookies=tab.cookies, headers=elsewhere).status_code == 404
    with server.socket(tab.boot["kernel"]) as socket:
        assert heard(socket, tab) == []


def test_only_a_custom_message_to_the_page_s_widget_is_an_event() -> None:
    boot = Tab({"model": "m"}, "", "", httpx.Cookies())
    assert read_event(event(boot, {"do": "hello"}), "m") == {"do": "hello"}
    assert read_event(event(boot, {"do": "hello"}), "other") is None
    assert read_event(event(boot, {"do": "hello"}), None) is None
    assert read_event(event(boot, "hello"), "m") is None
    assert read_event(event(boot, {"do": "x" * MAX_EVENT_BYTES}), "m") is None
    assert read_event(event(boot, {"do": "hello"}, channel="control"), "m") is None


def test_only_the_widget_s_words_and_the_kernel_s_end_leave() -> None:
    update = {"comm_id": "m", "data": {"method": "update"}}
    assert may_leave("comm_msg", update, "m")
    assert may_leave("status", {"execution_state": "dead"}, "m")
    assert not may_leave("comm_msg", update, "other")
    assert not may_leave("comm_msg", {"comm_id": "m", "data": {"method": "echo_update"}}, "m")
    assert not may_leave("status", {"execution_state": "idle"}, "m")
    for kind in ("stream", "error", "execute_input", "execute_result", "display_data", "comm_open", "execute_reply"):
        assert not may_leave(kind, update, "m")
