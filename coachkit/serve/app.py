"""The server: Voilà's application, narrowed to the kit's own pages."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar

import tornado.web
from jupyter_core.paths import jupyter_config_path
from jupyter_server.auth.identity import PasswordIdentityProvider, User
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from jupyter_server.utils import url_path_join
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from traitlets import Any as AnyTrait
from traitlets import Bool, Integer, Unicode, default
from traitlets.config import Config
from voila.app import Voila
from voila.configuration import VoilaConfiguration
from voila.paths import _default_root_dirs, collect_template_paths

from coachkit.errors import CoachkitError
from coachkit.serve import settings as kit
from coachkit.serve.assets import Assets, load_assets
from coachkit.serve.handlers import NotFound, routes
from coachkit.serve.home import Card, cards_of_folder
from coachkit.serve.settings import CannotStart
from coachkit.serve.sockets import PageConnection, PageSocket
from coachkit.serve.warm import WarmPages

PREFERRED_PORT = 8899


class Visitor(PasswordIdentityProvider):
    """Everyone is the same nameless visitor, and gets no login cookie, unless a token or password is configured."""

    def get_user(self, handler: tornado.web.RequestHandler) -> Any:
        return super().get_user(handler) if self.auth_enabled else User("visitor", name="Visitor")


class Notebooks(LargeFileManager):
    """Reads notebooks without asking whether they are trusted: outputs in the file are not shown, only fresh ones."""

    def mark_trusted_cells(self, nb: Any, path: str = "") -> None:
        pass


class CoachkitApp(Voila):  # type: ignore[misc]  # Voilà's classes are untyped
    """Serves a folder of notebooks as coachkit apps."""

    name = "coachkit"
    description = "Serves a folder of notebooks as coachkit apps, on this computer only unless told otherwise."
    examples = "python -m coachkit.serve --port 8899 --no-browser"
    classes: ClassVar[list[Any]] = [WarmPages, VoilaConfiguration]
    aliases: ClassVar[dict[str, Any]] = {
        "port": "CoachkitApp.port",
        "ip": "CoachkitApp.ip",
        "notebooks": "CoachkitApp.root_dir",
        "base_url": "CoachkitApp.base_url",
        "pool_size": "WarmPages.pool_size",
    }
    flags: ClassVar[dict[str, Any]] = {
        "no-browser": ({"CoachkitApp": {"open_browser": False}}, "Do not open the home page in a browser."),
        "debug": ({"CoachkitApp": {"log_level": 10}}, "Log everything."),
    }

    port = Integer(0, config=True, help="Port to listen on; 0 takes 8899, or another free one.")
    ip = Unicode("127.0.0.1", config=True, help="Address to listen on; others than loopback open the apps to them.")
    open_browser = Bool(True, config=True, help="Whether to open the home page when the server is ready.")
    hostnames = Unicode("", config=True, help="Names, with commas, under which a proxy sends visitors here.")
    cards = AnyTrait(None, allow_none=True, config=True, help="A callable giving the home page's cards.")

    front = ""  # the page to open first, from the base address
    assets: Assets
    warm: WarmPages

    @default("root_dir")
    def _root_dir_default(self) -> str:
        return str(kit.notebooks_folder())

    @default("log_level")
    def _log_level_default(self) -> int:
        return 30

    @default("identity_provider_class")
    def _identity_default(self) -> type[Visitor]:
        return Visitor

    @default("connection_dir_root")
    def _connection_dir_default(self) -> str:
        return kit.connection_root()

    # -- setting up -----------------------------------------------------------------------------------------------

    def initialize(self, argv: list[str] | None = None) -> None:
        """Read arguments, environment and `coachkit_config.py`, in this order of weight."""
        self._init_asyncio_patch()
        super(Voila, self).initialize(argv)  # not Voila's own: it reads voila.json, which is about other servers
        if self.extra_args:
            raise CannotStart(f"unknown argument {self.extra_args[0]!r}; see --help.")
        said = Config(kit.from_environment(os.environ))
        said.merge(self.cli_config)
        self.load_config_file("coachkit_config", path=jupyter_config_path())
        self.update_config(said)
        merged = kit.defaults(Path(self.connection_dir_root))
        merged.merge(self.config)
        merged.merge(kit.forced())
        self.update_config(merged)
        if not Path(self.root_dir).is_dir():
            raise CannotStart(f"the folder of notebooks is not there: {self.root_dir}")
        self.voila_configuration = VoilaConfiguration(parent=self)
        self.setup_template_dirs()
        self.assets = load_assets()

    def setup_template_dirs(self) -> None:
        roots = [*kit.checkout_share(), *_default_root_dirs()]
        try:
            self.template_paths = collect_template_paths(
                ["voila", "nbconvert"], "coachkit", prune=True, root_dirs=roots
            )
        except ValueError as missing:
            raise CannotStart("the page template is not installed; install coachkit again.") from missing
        self.static_paths: list[str] = []

    def init_settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = super().init_settings()
        self.contents_manager = settings["contents_manager"] = Notebooks(parent=self)
        loopback = kit.is_loopback(self.ip)
        names = [name.strip() for name in self.hostnames.split(",") if name.strip()]
        settings.update(
            coachkit=self,
            compress_response=True,  # here and not in tornado_settings, which Voilà applies too late
            allow_remote_access=not loopback and not names,  # else the Host header is checked: DNS rebinding
            local_hostnames=["localhost", *names],
            kernel_websocket_connection_class=PageConnection,
            websocket_max_message_size=64_000,
            websocket_compression_options={"compression_level": 3},
            xsrf_cookie_name=f"_xsrf_coachkit_{self.port}",  # cookies know no ports: other servers have their own
            xsrf_cookie_kwargs={"httponly": True, "samesite": "Strict", "path": self.base_url},
            log_function=self._log_request,
        )
        return settings

    def init_handlers(self) -> list[Any]:
        extra = self.identity_provider.get_handlers() if self.identity_provider.auth_enabled else []
        return [*extra, *routes(self.server_url, PageSocket, url_path_join), (r".*", NotFound)]

    def all_cards(self) -> Iterable[Card]:
        """The cards of the home page, in their order.

        One broken scenario is the author's concern and must not take the home page from everyone:
        the notebooks themselves stand in, and the log says what is wrong.
        """
        give: Callable[[], Iterable[Card]] | None = self.cards
        if give is not None:
            try:
                return give()
            except CoachkitError as error:
                self.log.error("The cards cannot be made: %s", error)
        return cards_of_folder(Path(self.root_dir))

    def _log_request(self, handler: tornado.web.RequestHandler) -> None:
        """Addresses and statuses only, and only for those who debug: what people do here is theirs."""
        self.log.debug("%s %s %s", handler.get_status(), handler.request.method, handler.request.path)

    # -- running --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Serve until told to stop."""
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self.ioloop = IOLoop.current()
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            try:
                loop.add_signal_handler(name, stop.set)
            except NotImplementedError:  # Windows
                signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
        sockets = self._bind()
        self.connection_dir = tempfile.mkdtemp(prefix="ck_", dir=self.connection_dir_root)
        try:
            self.app = tornado.web.Application(**{**self.init_settings(), **self.tornado_settings})
            self.app.add_handlers(".*$", self.init_handlers())
            self.warm = WarmPages(self)
            server = HTTPServer(self.app, max_body_size=64_000, max_buffer_size=1_000_000)
            server.add_sockets(sockets)
            await self._say_ready()
            self.warm.start()
            await stop.wait()
            server.stop()
            await self.warm.stop()
        finally:
            if getattr(self, "kernel_manager", None) is not None:
                await self.kernel_manager.shutdown_all(now=True)
            shutil.rmtree(self.connection_dir, ignore_errors=True)

    def _bind(self) -> list[Any]:
        """Sockets on the wanted port, or on 8899 or any free one; the port is then known."""
        wanted = [self.port] if self.port else [PREFERRED_PORT, 0]
        for port in wanted:
            try:
                sockets = bind_sockets(port, self.ip)
            except OSError as error:
                reason = error.strerror or str(error)
                continue
            self.port = sockets[0].getsockname()[1]
            return sockets
        where = f"{self.ip}:{wanted[0]}"
        raise CannotStart(f"cannot listen on {where} ({reason}). Choose another port with --port, or leave --port out.")

    async def _say_ready(self) -> None:
        """Print the address once the home page really answers."""
        # The answer is asked of ourselves by the name a visitor would use, so a wrong setting shows here.
        address = self.display_url
        try:
            await AsyncHTTPClient().fetch(address, request_timeout=20)
        except (HTTPClientError, OSError) as error:
            raise CannotStart(f"the server started, but its home page does not answer: {error}") from error
        print(f"coachkit is ready at {address}{self.front}", flush=True)
        if self.open_browser:
            threading.Thread(target=webbrowser.open, args=(address + self.front,), daemon=True).start()

    @property
    def display_url(self) -> str:
        """The address a person opens."""
        host = "127.0.0.1" if self.ip in ("", "0.0.0.0", "::") else self.ip
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}{self.base_url}"


def main() -> None:
    """`python -m coachkit.serve`."""
    app = CoachkitApp.instance()
    try:
        app.initialize()
        app.start()
    except CoachkitError as error:
        sys.exit(f"coachkit: {error}")
