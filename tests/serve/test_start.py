"""Starting: one line when it is ready, one line when it cannot be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from serve.harness import Server, free_port
from traitlets.config import Config

from coachkit.serve import settings


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "coachkit.serve", "--no-browser", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, env={**os.environ, **environment}, check=False
    )


def test_it_says_it_is_ready_when_it_answers(launch: Callable[..., Server]) -> None:
    port = free_port()
    one = launch(f"--port={port}")
    assert one.url == f"http://127.0.0.1:{port}/"
    assert one.get("/").status_code == 200


def test_a_taken_port_is_said_in_one_line(server: Server, notebooks: Path) -> None:
    port = server.url.split(":")[2].rstrip("/")
    done = run(f"--port={port}", f"--notebooks={notebooks}")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"coachkit: cannot listen on 127.0.0.1:{port} (")
    assert line.endswith("). Choose another port with --port, or leave --port out.")


def test_without_a_port_a_free_one_is_taken(launch: Callable[..., Server]) -> None:
    first, second = launch("--port=0"), launch("--port=0")
    assert first.url != second.url
    assert second.get("/").status_code == 200


def test_a_missing_folder_is_said_in_one_line(tmp_path: Path) -> None:
    done = run(f"--notebooks={tmp_path / 'nowhere'}")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [f"coachkit: the folder of notebooks is not there: {tmp_path / 'nowhere'}"]


def test_a_wrong_number_in_the_environment_is_said_in_one_line() -> None:
    done = run(COACHKIT_PORT="eighty")
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["coachkit: COACHKIT_PORT is 'eighty'; expected a whole number."]


def test_it_can_live_under_another_address(launch: Callable[..., Server]) -> None:
    one = launch("--base_url=/kit/")
    assert one.url.endswith("/kit/")
    home = one.get("/").text
    assert 'href="/kit/voila/render/stub.ipynb"' in home
    page = one.get("/voila/render/stub.ipynb")
    assert page.status_code == 200
    assert '"base":"/kit/"' in page.text
    assert "/kit/coachkit/static/" in page.text


def test_a_configuration_file_may_choose_but_not_open_the_door(launch: Callable[..., Server], tmp_path: Path) -> None:
    (tmp_path / "coachkit_config.py").write_text(
        "c = get_config()\n"
        "c.CoachkitApp.base_url = '/from-file/'\n"
        "c.VoilaConfiguration.template = 'lab'\n"
        "c.VoilaConfiguration.show_tracebacks = True\n"
        "c.VoilaConfiguration.allow_template_override = 'YES'\n"
    )
    (tmp_path / "voila.json").write_text('{"Voila": {"base_url": "/from-voila/"}}')
    one = launch(JUPYTER_CONFIG_DIR=str(tmp_path))
    assert one.url.endswith("/from-file/")
    page = one.get("/voila/render/broken.ipynb?template=lab&theme=dark").text
    assert "This page could not be made" in page
    assert "ZeroDivision" not in page


def test_the_environment_goes_before_the_file_and_arguments_before_both(
    launch: Callable[..., Server], tmp_path: Path
) -> None:
    (tmp_path / "coachkit_config.py").write_text("get_config().CoachkitApp.base_url = '/file/'\n")
    said = {"JUPYTER_CONFIG_DIR": str(tmp_path), "COACHKIT_BASE_URL": "/environment/"}
    assert launch(**said).url.endswith("/environment/")
    assert launch("--base_url=/argument/", **said).url.endswith("/argument/")


def test_a_long_folder_name_falls_back_to_another_transport() -> None:
    deep = Path("/" + "x" * 80)
    assert not settings.ipc_fits(deep)
    assert "KernelManager" not in settings.defaults(deep)
    if sys.platform != "win32":
        assert settings.defaults(Path("/tmp")).KernelManager.transport == "ipc"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no Unix sockets for this")
def test_kernels_are_spoken_to_by_files_only_this_user_can_open(server: Server) -> None:
    tab = server.open_tab()
    words = server.kernels()[tab.boot["kernel"]].cmdline()
    file = Path(words[words.index("-f") + 1])
    assert json.loads(file.read_text())["transport"] == "ipc"
    assert file.parent.stat().st_mode & 0o077 == 0
    server.close_tab(tab)


@pytest.mark.parametrize(
    ("ip", "is_ours"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("", False)]
)
def test_loopback_is_known(ip: str, is_ours: bool) -> None:
    assert settings.is_loopback(ip) is is_ours


def test_what_is_forced_is_config() -> None:
    assert isinstance(settings.forced(), Config)
    assert settings.forced().VoilaConfiguration.allow_template_override == "NO"
