"""What the server answers: the home page, the apps, their files, the goodbye, and plain words for all else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.base.handlers import APIHandler, JupyterHandler
from tornado import web

from coachkit.serve import shell
from coachkit.serve.assets import Assets
from coachkit.serve.home import home_page, safeguarding_page
from coachkit.serve.kernels import PageKernelManager
from coachkit.serve.pages import Page, find_notebook
from coachkit.serve.warm import NoSeat

if TYPE_CHECKING:
    from coachkit.serve.app import CoachkitApp

_HOST = re.compile(r"[A-Za-z0-9.\[\]:-]+")

# What a visitor reads for each kind of trouble; anything else is the last one.
_WORDS: Mapping[int, tuple[str, tuple[str, ...]]] = {
    403: ("This page is not open to you", ("The address may be for someone else, or your link is too old.",)),
    404: ("There is no such page", ("The link may be old, or a letter may be missing from the address.",)),
    503: (
        "All seats are taken just now",
        ("Many people are practising at this moment.", "Seats free up within a minute or two. Please try again then."),
    ),
}
_OTHERWISE = (
    "Something went wrong here",
    (
        "It is not your doing. Nothing you chose or wrote is lost: it is kept in this browser.",
        "If it happens again, tell the person who runs this server. The reason is in its log.",
    ),
)


class KitHandler(JupyterHandler):
    """Every page: the kit's headers, and errors in plain words."""

    @property
    def app(self) -> CoachkitApp:
        found: CoachkitApp = self.settings["coachkit"]
        return found

    @property
    def assets(self) -> Assets:
        return self.app.assets

    @property
    def content_security_policy(self) -> str:
        # Older Safari does not count websockets as 'self', so the socket's address is named too.
        host = self.request.host if _HOST.fullmatch(self.request.host) else ""
        sockets = f" ws://{host} wss://{host}" if host else ""
        return (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            f"connect-src 'self'{sockets}; form-action 'self'; base-uri 'none'; frame-ancestors 'self'; "
            "require-trusted-types-for 'script'"
        )

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cache-Control", "no-cache, private")
        self.clear_header("Server")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        heading, sentences = _WORDS.get(status_code, _OTHERWISE)
        again = None
        if status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            again = self.request.path
            self.set_header("Retry-After", "60")
        body = shell.notice(heading, sentences, self.base_url, again)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(shell.document(body, title=heading, base_url=self.base_url, assets=self.assets))


class NotFound(KitHandler):
    """Every address that is not on the short list."""

    async def prepare(self, *, _redirect_to_login: bool = True) -> None:
        await super().prepare(_redirect_to_login=_redirect_to_login)
        raise web.HTTPError(HTTPStatus.NOT_FOUND)


class HomeHandler(KitHandler):
    """The cards of all scenarios. It needs no kernel."""

    @web.authenticated
    def get(self) -> None:
        cards = tuple(self.app.all_cards())
        self.set_header("Content-Type", "text/html; charset=utf-8")
        served = {path.name for path in Path(self.app.root_dir).glob("*.ipynb")}
        self.finish(home_page(cards, base_url=self.base_url, assets=self.assets, served=served))


class SafeguardingHandler(KitHandler):
    """What the school says for when somebody may be in danger; read anew at each visit."""

    @web.authenticated
    def get(self) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(safeguarding_page(base_url=self.base_url, assets=self.assets))


class StaticHandler(KitHandler):
    """The few files of the kit. What is asked for under its own version never changes, so it is kept for good."""

    @web.authenticated
    def get(self, version: str, name: str) -> None:
        asset = self.assets.files.get(name)
        if asset is None:
            raise web.HTTPError(HTTPStatus.NOT_FOUND)
        if version == self.assets.version:
            self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.set_header("Content-Type", asset.content_type)
        self.finish(asset.content)


class RenderHandler(KitHandler):
    """A notebook as an app: the page as it is made, or with `Accept: application/json` only its boot data.

    The latter is how an open page gets a new kernel without being drawn anew.
    """

    _page: Page | None = None

    @web.authenticated
    async def get(self, name: str) -> None:
        notebook = find_notebook(Path(self.app.root_dir), name)
        if notebook is None:
            raise web.HTTPError(HTTPStatus.NOT_FOUND)
        token = self.xsrf_token.decode()  # sets the cookie the goodbye is checked against, before headers leave
        self.set_header("Vary", "Accept")
        try:
            self._page = page = await self.app.warm.take(notebook)
        except NoSeat as full:
            raise web.HTTPError(HTTPStatus.SERVICE_UNAVAILABLE) from full
        if self.request.headers.get("Accept", "") == "application/json":
            await self._answer_with_boot(page, token)
        else:
            await self._answer_with_page(page, token)

    async def _answer_with_page(self, page: Page, token: str) -> None:
        connection: Any = self.request.connection
        connection.stream.set_nodelay(True)  # or the second part waits for the first one's receipt
        self.set_header("Content-Type", "text/html; charset=utf-8")
        async for html in page.chunks():
            self.write(html)
            if "<!--now-->" in html:
                await self.flush()
        self.write(shell.data_script("coachkit-visit", {"xsrf": token}))
        self.finish("</body></html>\n")

    async def _answer_with_boot(self, page: Page, token: str) -> None:
        await page.finished()
        if page.boot is None:
            raise web.HTTPError(HTTPStatus.INTERNAL_SERVER_ERROR)
        self.finish({"boot": dict(page.boot), "visit": {"xsrf": token}})

    def on_connection_close(self) -> None:
        """The visitor left while the page was being made."""
        super().on_connection_close()
        if self._page is not None:
            self.app.ioloop.add_callback(self._page.abandon)


class GoodbyeHandler(APIHandler):
    """A tab was closed: its kernel ends now and not when it is culled (voila#1458)."""

    @web.authenticated
    async def post(self, kernel_id: str) -> None:
        kernels: PageKernelManager = self.settings["kernel_manager"]
        if kernels.model_of(kernel_id) is not None:
            await kernels.end(kernel_id)
        self.set_status(HTTPStatus.NO_CONTENT)
        self.finish()


Route = tuple[str, type[web.RequestHandler]]
_KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"


def routes(server_url: str, socket: type[web.RequestHandler], join: Callable[..., str]) -> list[Route]:
    """The whole list of addresses; Voilà's and Jupyter's others are left out on purpose."""
    return [
        (join(server_url, r"/?"), HomeHandler),
        (join(server_url, r"/safeguarding"), SafeguardingHandler),
        (join(server_url, r"/coachkit/static/([0-9a-f]+)/([\w.-]+)"), StaticHandler),
        (join(server_url, r"/voila/render/(.*)"), RenderHandler),
        (join(server_url, rf"/voila/api/shutdown/{_KERNEL}"), GoodbyeHandler),
        (join(server_url, rf"/api/kernels/{_KERNEL}/channels"), socket),
    ]
