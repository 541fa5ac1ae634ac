"""The kernel's websocket, narrowed to what a page needs.

Jupyter's own socket passes any allowed message type on, and Voilà's list still lets a visitor open comms,
shut the kernel down or write into any synced trait. Here one kind of message gets in (a custom message to the
page's own widget, written anew by us) and one kind gets out (that widget's messages, and the kernel's end).
"""

from __future__ import annotations

import json
import re
import time
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado import web
from tornado.ioloop import IOLoop
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

GONE = 4410  # our close code for "this kernel has ended, fetch the page again"
MAX_EVENT_BYTES = 20_000  # an event's content; the widget itself refuses more than 16 KB

_SESSION = re.compile(r"[\w-]{8,64}", re.ASCII)
_EVENTS_A_SECOND = 20.0
_BURST = 40.0


def read_event(frame: object, model_id: str | None) -> dict[str, Any] | None:
    """The event in a frame from the browser, or None for anything that is not exactly one for this widget.

    Only text frames in Jupyter's default JSON form are read: one wire format is one door to watch.
    """
    if not isinstance(frame, str) or model_id is None:
        return None
    try:
        message = json.loads(frame)
        content = message["content"]
        data = content["data"]
        asked = (message["channel"], message["header"]["msg_type"], content["comm_id"], data["method"])
        event = data["content"]
        size = len(json.dumps(event))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if asked != ("shell", "comm_msg", model_id, "custom") or not isinstance(event, dict) or size > MAX_EVENT_BYTES:
        return None
    return event


def may_leave(kind: str, content: dict[str, Any], model_id: str | None) -> bool:
    """Whether a message of the kernel may go to the browser: the widget's view and words, and its end."""
    if kind == "status":
        return content.get("execution_state") in {"dead", "restarting"}
    if content.get("comm_id") != model_id or model_id is None:
        return False
    if kind == "comm_close":
        return True
    return kind == "comm_msg" and content.get("data", {}).get("method") in {"update", "custom"}


class PageConnection(ZMQChannelsWebsocketConnection):
    """Between one browser tab and its kernel."""

    _tokens = _BURST
    _counted_at = 0.0

    @property
    def model_id(self) -> str | None:
        found: str | None = self.multi_kernel_manager.model_of(self.kernel_id)
        return found

    async def prepare(self) -> None:
        """Jupyter asks the kernel who it is first; ours has just executed the page, so that would only cost time."""
        await self._register_session()
        self.session.key = self.kernel_manager.session.key

    def handle_incoming_message(self, incoming_msg: Any) -> None:
        event = read_event(incoming_msg, self.model_id)
        if event is None or not self.channels or not self._in_time():
            self.log.debug("Dropped a message to kernel %s.", self.kernel_id)
            return
        # Written anew, so that nothing of the browser's header, metadata or buffers reaches the kernel.
        content = {"comm_id": self.model_id, "data": {"method": "custom", "content": event}}
        self.session.send(self.channels["shell"], self.session.msg("comm_msg", content))

    def handle_outgoing_message(self, stream: Any, outgoing_msg: list[Any]) -> None:
        # Read by hand: `deserialize` counts signatures, and would refuse the message when it is read again below.
        _, (_, header, _, _, content, *_) = self.session.feed_identities(outgoing_msg)
        kind, said = self.session.unpack(header)["msg_type"], self.session.unpack(content)
        if may_leave(kind, said, self.model_id):
            super().handle_outgoing_message(stream, outgoing_msg)
        elif kind == "stream" and said.get("name") == "stderr":
            self.log.error("Kernel %s: %s", self.kernel_id, str(said.get("text", ""))[:2000].rstrip())

    def _in_time(self) -> bool:
        """A person clicks a few times a second; a program that floods its kernel is not heard."""
        now = time.monotonic()
        self._tokens = min(_BURST, self._tokens + (now - self._counted_at) * _EVENTS_A_SECOND)
        self._counted_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def on_restart_failed(self) -> None:
        super().on_restart_failed()
        self.websocket_handler.close(GONE, "kernel ended")


class PageSocket(VoilaKernelWebsocketHandler):  # type: ignore[misc]  # Voilà's classes are untyped
    """Opens the connection: same origin only, and without the 40 ms that Nagle's algorithm adds to a click."""

    _gone = False
    last_ping: float

    async def get(self, kernel_id: str) -> None:
        session = self.get_argument("session_id", "")
        if not _SESSION.fullmatch(session):
            raise web.HTTPError(400, "session_id is missing or malformed")
        await super().get(kernel_id)

    async def pre_get(self) -> None:
        self._gone = self.kernel_manager.model_of(self.kernel_id) is None
        if not self._gone:
            await super().pre_get()

    @property
    def ping_timeout(self) -> float:
        # Tornado warns of a timeout longer than the interval, and closes by it; our own limit is in send_ping.
        interval: float = self.ping_interval
        return interval

    def send_ping(self) -> None:
        """Ping as Jupyter does, and close only after three unanswered pings: a slow network is no reason."""
        now = IOLoop.current().time()
        slept = now - self.last_ping > 2e-3 * self.ping_interval  # the machine itself was suspended
        if not slept and now - self.last_pong > 3e-3 * self.ping_interval:
            self.close()
        elif self.ws_connection is not None and not self.ws_connection.client_terminated:
            self.ping(b"")
            self.last_ping = now
        elif self.ping_callback is not None:
            self.ping_callback.stop()

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        return None  # the binary form would be a second door to watch

    async def open(self, kernel_id: str) -> None:
        self.set_nodelay(True)
        if self._gone:
            # Said on the socket: a refused upgrade looks to a browser like any lost connection.
            self.connection = None
            self.close(GONE, "kernel ended")
            return
        await super().open(kernel_id)

    def on_message(self, ws_message: str | bytes) -> None:
        if self.connection is not None:
            super().on_message(ws_message)

    def on_close(self) -> None:
        if self.connection is not None:
            super().on_close()
