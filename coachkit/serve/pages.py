"""One page in the making: a kernel starts, the notebook runs in it, the HTML goes out as it comes.

Cold pages and pages made ahead of their visitor are the same thing here; only who waits differs.
"""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from voila.notebook_renderer import NotebookRenderer
from voila.utils import ENV_VARIABLE

from coachkit.serve import prose, shell
from coachkit.serve.assets import Assets
from coachkit.serve.kernels import PageKernelManager
from coachkit.ui.tree import as_html

if TYPE_CHECKING:
    from coachkit.serve.app import CoachkitApp

_WIDGET = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook that may be shown: its name as in the address, and the version of its file."""

    name: str
    stamp: int


FOR_AUTHORS = frozenset({"write_a_scenario.ipynb"})  # shows how stories end: for JupyterLab, not for players


def find_notebook(root: Path, name: str) -> Notebook | None:
    """The notebook behind an address, or None for anything that is not a plain notebook of the folder."""
    parts = name.split("/")
    if name.lower() in FOR_AUTHORS:  # some disks do not tell capitals apart
        return None
    if not name.endswith(".ipynb") or any(not part or part.startswith(".") or "\\" in part for part in parts):
        return None
    path = root.joinpath(*parts)
    try:
        inside = path.resolve().is_relative_to(root.resolve())
        return Notebook(name, path.stat().st_mtime_ns) if inside and path.is_file() else None
    except (OSError, ValueError):  # a name too long, or with a NUL in it
        return None


@dataclass
class Gate:
    """How many kernels may start at the same time: more than cores only makes everyone wait longer."""

    width: int
    ahead: int = 0
    _seats: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._seats = asyncio.Semaphore(self.width)

    async def __aenter__(self) -> None:
        self.ahead += 1
        try:
            await self._seats.acquire()
        except BaseException:
            self.ahead -= 1
            raise

    async def __aexit__(self, *_: object) -> None:
        self.ahead -= 1
        self._seats.release()

    def waiting(self) -> int:
        """How many are before someone who comes now and would have to wait."""
        return max(0, self.ahead - self.width + 1)


class Page:
    """One visitor's page. `chunks` gives its HTML as it comes; `boot` is there when all of it is."""

    def __init__(self, app: CoachkitApp, notebook: Notebook, gate: Gate) -> None:
        self.notebook = notebook
        self.kernel_id = str(uuid.uuid4())
        self.boot: Mapping[str, object] | None = None
        self._app = app
        self._gate = gate
        self._chunks: list[str] = []
        self._grew = asyncio.Event()
        self._renderer: NotebookRenderer | None = None
        self._task: asyncio.Task[None] | None = None
        self._abandoned = False

    @property
    def done(self) -> bool:
        return self._task is not None and self._task.done()

    @property
    def failed(self) -> bool:
        return self.done and self.boot is None

    async def begin(self) -> None:
        """Read the notebook and start making the page; raises tornado's HTTPError if it cannot be read."""
        self._renderer = await _renderer(self._app, self.notebook.name)
        self._renderer.resources["coachkit"] = self._parts(self._renderer)
        self._task = asyncio.create_task(self._run(self._renderer))
        self._task.add_done_callback(lambda _: self._grew.set())

    async def chunks(self) -> AsyncIterator[str]:
        """The page's HTML, each part as soon as it is known."""
        sent = 0
        while True:
            self._grew.clear()
            fresh = "".join(self._chunks[sent:])
            sent = len(self._chunks)
            if fresh:
                yield fresh
            elif self.done:
                return
            else:
                await self._grew.wait()

    async def finished(self) -> None:
        """Wait until the page is made or has failed."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def abandon(self) -> None:
        """Nobody is waiting any more: end the kernel, at the latest when it has started."""
        self._abandoned = True
        if self.done:
            await _kernels(self._app).end(self.kernel_id)

    async def _run(self, renderer: NotebookRenderer) -> None:
        kernels = _kernels(self._app)
        try:
            async with self._gate:
                if self._abandoned:
                    return
                async for html, _ in renderer.generate_content_generator(self.kernel_id, self._kernel(renderer)):
                    self._add(html)
        except Exception:
            self._app.log.exception("The page of %s could not be made.", self.notebook.name)
            self._add("</div>" + _failed(self._app, self.notebook.name))  # out of the part that says "starting"
        finally:
            if self.boot is None or self._abandoned:
                await kernels.end(self.kernel_id)

    def _add(self, html: str) -> None:
        self._chunks.append(html)
        self._grew.set()

    async def _kernel(self, renderer: NotebookRenderer) -> Any:
        app, kernels = self._app, _kernels(self._app)
        env = {
            **os.environ,
            ENV_VARIABLE.VOILA_PREHEAT: "False",
            ENV_VARIABLE.VOILA_BASE_URL: app.base_url,
            ENV_VARIABLE.VOILA_SERVER_URL: app.server_url,
            # Not the profile of the person who runs the server, with its start-up files and its history.
            "IPYTHONDIR": os.path.join(app.connection_dir, "ipython"),
        }
        await kernels.start_kernel(
            kernel_id=self.kernel_id,
            kernel_name=renderer.notebook.metadata.kernelspec.name,
            path=renderer.cwd,
            env=env,
            extra_arguments=["--HistoryManager.enabled=False"],
        )
        return kernels.get_kernel(self.kernel_id)

    def _parts(self, renderer: NotebookRenderer) -> dict[str, Callable[..., Markup]]:
        """What the template asks for. Functions, because nbconvert copies its resources deeply, kernel and all."""
        app, before = self._app, self._gate.waiting()
        assets: Assets = app.assets

        def head() -> Markup:
            notebook = renderer.notebook
            title, lang = prose.title_of(notebook), prose.lang_of(notebook)
            modules = [assets.url(app.base_url, name) for name in ("voila-host.js", "kit.js")]
            return Markup(shell.head(title, app.base_url, assets, lang, modules=modules))

        def masthead() -> Markup:
            return Markup(as_html(shell.masthead(app.base_url)))

        def queue() -> Markup:
            return Markup(_queue_words(before))

        def script(name: str) -> Markup:
            return Markup(assets.url(app.base_url, name))

        def app_html(cells: list[Any]) -> Markup:
            model_id, html = _widget(cells)
            if model_id is None:
                app.log.error("The notebook %s shows no coachkit widget.", self.notebook.name)
                return Markup(_failed(app, self.notebook.name))
            view = renderer.executor.widget_state.get(model_id, {}).get("view")
            self.boot = {"kernel": self.kernel_id, "model": model_id, "base": app.base_url, "view": view}
            _kernels(app).serves(self.kernel_id, model_id)
            boot = shell.data_script("coachkit-boot", self.boot)
            return Markup(f'<main id="coachkit-app" class="page-app">{html}</main>{boot}')

        def about() -> Markup:
            return Markup(prose.about_page(renderer.notebook))

        return {f.__name__: f for f in (head, masthead, queue, script, app_html, about)}


def _kernels(app: CoachkitApp) -> PageKernelManager:
    kernels: PageKernelManager = app.kernel_manager
    return kernels


def _queue_words(before: int) -> str:
    if before <= 0:
        return ""
    pages = "1 other page is" if before == 1 else f"{before} other pages are"
    return f"<p>{pages} being set up first. It will take a few seconds longer.</p>"


def _failed(app: CoachkitApp, name: str) -> str:
    sentences = (
        "Something went wrong on the server, not with you.",
        "Nothing of what you did before is lost: it is kept in this browser.",
        "If it happens again, tell the person who runs this server. The reason is in its log.",
    )
    again = f"{app.base_url}voila/render/{name}"
    return as_html(shell.notice("This page could not be made", sentences, app.base_url, again))


def _widget(cells: list[Any]) -> tuple[str | None, str]:
    """The first widget shown by the notebook, and the HTML it wrote of itself."""
    for cell in cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if _WIDGET in data:
                return str(data[_WIDGET]["model_id"]), str(data.get("text/html", ""))
    return None, ""


async def _renderer(app: CoachkitApp, name: str) -> NotebookRenderer:
    renderer = NotebookRenderer(
        voila_configuration=app.voila_configuration,
        traitlet_config=app.config,
        notebook_path=name,
        template_paths=app.template_paths,
        config_manager=app.config_manager,
        contents_manager=app.contents_manager,
        base_url=app.base_url,
        kernel_spec_manager=app.kernel_spec_manager,
        page_config={},  # JupyterLab's page settings: nothing of JupyterLab is on our pages
    )
    await renderer.initialize()
    return renderer
