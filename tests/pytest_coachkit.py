"""What every run of pytest shares, `pytest notebooks` too: the order of tests, a clean Jupyter.

A plugin and not a conftest.py, since those hold only when their own folder is run; pyproject.toml
names it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import browser_setup
import pytest
from hypothesis import HealthCheck, settings

BROWSER_FIXTURES = {"browser", "page", "context", "new_context", "page_at", "launch_browser"}


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tester's own Jupyter and IPython settings and records out of the tests."""
    home = tempfile.TemporaryDirectory(prefix="coachkit-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(home.cleanup)
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "XDG_DATA_HOME"):
        folder = Path(home.name) / name.lower()
        folder.mkdir()
        os.environ[name] = str(folder)
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    if not config.getoption("--hypothesis-profile", None):
        # A busy machine is no reason for a property to fail. Under CI=true it is Hypothesis's own profile that is
        # built upon, which draws the same examples each time.
        settings.register_profile("coachkit", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
        settings.load_profile("coachkit")
    config.addinivalue_line("markers", "browser: needs a browser (set by the fixtures it uses)")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After the shuffle: a notebook's cells in their order again, browser tests last.

    pytest-randomly knows no notebooks and shuffles their cells too. Browser tests come last because
    Playwright leaves an event loop running in the process: `asyncio.run` in a later test would fail.
    """
    cells: dict[Path, list[pytest.Item]] = {}
    others: list[pytest.Item] = []
    in_browser: list[pytest.Item] = []
    for item in items:
        if hasattr(item, "cell_num"):
            cells.setdefault(item.path, []).append(item)
        elif BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
            in_browser.append(item)
        else:
            others.append(item)
    if os.environ.get(browser_setup.SKIP) == "1":
        for item in in_browser:
            item.add_marker(pytest.mark.skip(reason=f"{browser_setup.SKIP}=1"))
    notebooks = [sorted(group, key=lambda cell: cell.cell_num) for group in cells.values()]
    items[:] = [*others, *(cell for group in notebooks for cell in group), *in_browser]
