"""The kernels behind the pages: which widget each one serves, and which must not be culled yet."""

from __future__ import annotations

from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager


class PageKernelManager(AsyncMappingKernelManager):
    """Jupyter's kernel manager, with kernels kept for visitors to come exempt from culling."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._kept: set[str] = set()
        self._models: dict[str, str] = {}

    def keep(self, kernel_id: str) -> None:
        """Leave this kernel alone until `release`, however long it idles."""
        self._kept.add(kernel_id)

    def release(self, kernel_id: str) -> None:
        """A visitor has this kernel now. Its idle time starts here, or the next culling would take it at once."""
        self._kept.discard(kernel_id)
        if kernel_id in self:
            kernel: Any = self.get_kernel(kernel_id)
            kernel.last_activity = utcnow()  # an attribute jupyter_server gives to jupyter_client's manager

    def serves(self, kernel_id: str, model_id: str) -> None:
        """Note the one widget the browser may talk to in this kernel."""
        self._models[kernel_id] = model_id

    def model_of(self, kernel_id: str) -> str | None:
        """The one widget the browser may talk to, or None for a kernel that serves no page."""
        return self._models.get(kernel_id) if kernel_id in self else None

    def remove_kernel(self, kernel_id: str) -> Any:
        self._kept.discard(kernel_id)
        self._models.pop(kernel_id, None)
        return super().remove_kernel(kernel_id)

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        if kernel_id not in self._kept:
            await ensure_async(super().cull_kernel_if_idle(kernel_id))

    async def end(self, kernel_id: str) -> None:
        """Shut a kernel down; one that is already gone is no error, for two goodbyes may cross."""
        if kernel_id in self:
            try:
                await ensure_async(self.shutdown_kernel(kernel_id))
            except KeyError:
                self.log.debug("Kernel %s was gone before it could be shut down.", kernel_id)
