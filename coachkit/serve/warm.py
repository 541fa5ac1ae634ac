"""A few pages made ahead of their visitors, so that the next one finds the app ready."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from traitlets import Float, Integer
from traitlets.config import LoggingConfigurable

from coachkit.errors import CoachkitError
from coachkit.serve.pages import Gate, Notebook, Page, find_notebook

if TYPE_CHECKING:
    from coachkit.serve.app import CoachkitApp


_TRY_AGAIN_S = 60.0


class NoSeat(CoachkitError):
    """Every seat is taken; the visitor is asked to come back in a minute."""


class WarmPages(LoggingConfigurable):
    """Keeps `pool_size` pages a notebook ready, made one at a time and only when nobody else is being served."""

    pool_size = Integer(1, min=0, config=True, help="Pages kept ready for each notebook; 0 makes none ahead.")
    pool_total = Integer(3, min=0, config=True, help="Pages kept ready in all: about 40 MB of memory each.")
    fill_delay = Float(
        1.5, min=0, config=True, help="Seconds without a new visitor before the next page is made ahead."
    )
    max_kernels = Integer(40, min=1, config=True, help="Kernels at once; visitors beyond it are asked to come back.")

    def __init__(self, app: CoachkitApp) -> None:
        super().__init__(parent=app)
        self._app = app
        self._gate = Gate(max(2, os.cpu_count() or 2))
        self._own_gate = Gate(1)  # making pages ahead must not stand in a visitor's way
        self._ready: dict[str, list[Page]] = {}
        self._visits: dict[str, int] = {}
        self._broken: dict[Notebook, float] = {}
        self._visited = asyncio.Event()
        self._stoker: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin making pages ahead."""
        if self.pool_size and self.pool_total:
            self._stoker = asyncio.create_task(self._stoke())

    async def stop(self) -> None:
        """Make no more; the kernels themselves end with the server."""
        if self._stoker is not None:
            self._stoker.cancel()
            await asyncio.wait([self._stoker])

    @property
    def ready(self) -> int:
        """How many pages wait for a visitor."""
        return sum(page.done for pages in self._ready.values() for page in pages)

    async def take(self, notebook: Notebook) -> Page:
        """A page for one visitor: made ahead if there is one, begun now if not. Raises NoSeat."""
        self._visits[notebook.name] = self._visits.get(notebook.name, 0) + 1
        self._visited.set()
        waiting = self._ready.get(notebook.name, [])
        while waiting:
            page = waiting.pop(0)
            if await self._is_good(page, notebook):
                self._app.kernel_manager.release(page.kernel_id)
                return page
            self._end_soon(page)
        if len(self._app.kernel_manager) >= self.max_kernels and not self._give_up_one():
            raise NoSeat(f"all {self.max_kernels} seats are taken.")
        page = Page(self._app, notebook, self._gate)
        await page.begin()
        return page

    async def _is_good(self, page: Page, notebook: Notebook) -> bool:
        """Not when the notebook has changed since, or when the kernel died while it waited."""
        if page.notebook != notebook or page.failed:
            return False
        if not page.done:
            return True
        kernels = self._app.kernel_manager
        return page.kernel_id in kernels and bool(await kernels.is_alive(page.kernel_id))

    def _give_up_one(self) -> bool:
        """Make room for a visitor with the page that was made ahead for the least visited notebook."""
        for name in sorted(self._ready, key=lambda n: self._visits.get(n, 0)):
            if self._ready[name]:
                self._end_soon(self._ready[name].pop())
                return True
        return False

    def _end_soon(self, page: Page) -> None:
        task = asyncio.create_task(page.abandon())
        self._ending.add(task)  # a task nobody holds may be collected before it ran
        task.add_done_callback(self._ending.discard)

    async def _stoke(self) -> None:
        while True:
            await self._quiet()
            notebook = self._next()
            if notebook is None:
                await self._visited.wait()
                continue
            await self._make(notebook)

    async def _quiet(self) -> None:
        """Return after `fill_delay` seconds in which nobody came, but keep nobody waiting for ever."""
        for _ in range(8):
            self._visited.clear()
            try:
                await asyncio.wait_for(self._visited.wait(), self.fill_delay)
            except TimeoutError:
                return

    def _next(self) -> Notebook | None:
        """The notebook most in need of one more page."""
        total = sum(len(pages) for pages in self._ready.values())
        if total >= self.pool_total or len(self._app.kernel_manager) >= self.max_kernels:
            return None
        root = Path(self._app.root_dir)
        found = [find_notebook(root, path.name) for path in sorted(root.glob("*.ipynb"))]
        short = [
            one
            for one in found
            if one and not self._is_broken(one) and len(self._ready.get(one.name, ())) < self.pool_size
        ]
        return max(short, key=lambda one: self._visits.get(one.name, 0), default=None)

    def _is_broken(self, notebook: Notebook) -> bool:
        """Failed not long ago. It is tried again later: a crowded machine may have been the reason."""
        return time.monotonic() - self._broken.get(notebook, -_TRY_AGAIN_S) < _TRY_AGAIN_S

    async def _make(self, notebook: Notebook) -> None:
        page = Page(self._app, notebook, self._own_gate)
        self._app.kernel_manager.keep(page.kernel_id)
        pages = self._ready.setdefault(notebook.name, [])
        try:
            await page.begin()
            pages.append(page)  # from now on a visitor may take it, done or not
            await page.finished()
        except Exception:
            self.log.exception("No page of %s could be made ahead.", notebook.name)
            self._broken[notebook] = time.monotonic()
        if page.failed:
            self._broken[notebook] = time.monotonic()
            if page in pages:
                pages.remove(page)
        else:
            self.log.debug("A page of %s is ready.", notebook.name)
