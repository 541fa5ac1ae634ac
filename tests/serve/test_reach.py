"""Nothing but the kit's own pages can be reached."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from serve.harness import Server

from coachkit.content.library import content_folder
from coachkit.serve.pages import FOR_AUTHORS
from coachkit.serve.settings import notebooks_folder

JUPYTER = (
    "/api", "/api/contents", "/api/contents/stub.ipynb", "/api/sessions", "/api/kernelspecs", "/api/kernels",
    "/api/terminals", "/api/status", "/api/me", "/api/spec.yaml", "/api/config/notebook", "/api/security/csp-report",
    "/terminals/websocket/1", "/lab", "/tree", "/notebooks/stub.ipynb", "/nbconvert/html/stub.ipynb", "/files/stub.ipynb",
    "/edit/stub.ipynb", "/kernelspecs/python3/logo-64x64.png", "/metrics", "/login", "/logout",
)  # fmt: skip
VOILA = (
    "/voila/tree", "/voila/files/stub.ipynb", "/voila/files/picture.png", "/voila/files/stub_play.py", "/voila/api/contents/",
    "/voila/api/contents/stub.ipynb?content=1", "/voila/static/voila.js", "/voila/static/stub.ipynb",
    "/voila/templates/coachkit/static/../index.html.j2", "/voila/templates/base/static/main.css",
    "/voila/api/themes/x", "/voila/labextensions/x", "/voila/query/00000000-0000-4000-8000-000000000000",
    "/voila/execution/00000000-0000-4000-8000-000000000000",
)  # fmt: skip
TRICKS = (
    "/voila/render/stub_play.py", "/voila/render/picture.png", "/voila/render/.hidden.ipynb", "/voila/render/",
    "/voila/render/%2e%2e/stub.ipynb", "/voila/render/..%2f..%2fetc%2fpasswd", "/voila/render//stub.ipynb",
    "/voila/render/nothing.ipynb", "/voila/render/stub.ipynb/", "/voila/render/x%00.ipynb", "/voila/render/" + "x" * 3000 + ".ipynb",
    "/coachkit/static/abc/../../app.py", "/coachkit/static/abc/..%2fapp.py", "/coachkit/static/abc/app.py", "/stub.ipynb",
)  # fmt: skip


@pytest.mark.parametrize("path", [*JUPYTER, *VOILA, *TRICKS])
def test_an_address_outside_the_kit_is_not_there(server: Server, path: str) -> None:
    answer = server.get(path, follow_redirects=False)
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/voila/render/stub.ipynb", "/api/kernels", "/api/contents/x.ipynb"])
def test_nothing_can_be_written(server: Server, method: str, path: str) -> None:
    answer = httpx.request(method, server.url.rstrip("/") + path)
    assert answer.status_code in {403, 404, 405}


def test_a_kernel_can_be_neither_read_nor_ended_by_its_address(server: Server) -> None:
    tab = server.open_tab()
    address = f"{server.url}api/kernels/{tab.boot['kernel']}"
    for method in ("GET", "DELETE"):
        assert httpx.request(method, address, cookies=tab.cookies).status_code in {403, 404}
    with server.socket(tab.boot["kernel"]):
        pass
    server.close_tab(tab)


def test_the_page_does_not_show_its_source(server: Server) -> None:
    assert "stub_play" not in server.open_tab().html


def test_a_broken_page_says_so_in_plain_words(server: Server) -> None:
    page = server.get("/voila/render/broken.ipynb").text
    assert "This page could not be made" in page
    assert "Try again" in page
    for inside in ("ZeroDivision", "Traceback", "a_name_in_the_source", "--debug"):
        assert inside not in page


def test_a_broken_page_asked_for_as_data_is_an_error(server: Server) -> None:
    answer = server.get("/voila/render/broken.ipynb", headers={"Accept": "application/json"})
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text


@pytest.mark.parametrize("path", ["/", "/voila/render/stub.ipynb", "/nothing"])
def test_every_page_is_guarded_by_its_headers(server: Server, path: str) -> None:
    headers = server.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    host = server.url.split("/")[2]
    assert policy["connect-src"] == f"'self' ws://{host} wss://{host}"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Server" not in headers


class Addresses(HTMLParser):
    """Every address a page names, and every script or style written into it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.found += [str(named[name]) for name in ("href", "src") if name in named]
        if tag == "style" or (tag == "script" and "src" not in named and named.get("type") != "application/json"):
            self.inline.append(tag)
        self.inline += [name for name in named if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("path", ["/", "/voila/render/stub.ipynb", "/nothing"])
def test_a_page_names_no_address_elsewhere_and_holds_no_script(server: Server, path: str) -> None:
    addresses = Addresses()
    addresses.feed(server.get(path).text)
    assert addresses.found
    assert all(re.match(r"/(?!/)", one) for one in addresses.found), addresses.found
    assert addresses.inline == []


def test_a_first_visit_is_small(server: Server) -> None:
    """At most 60 KB and 10 requests, compressed as it is sent; the socket counts as one request."""
    page = server.get("/voila/render/stub.ipynb")
    assert page.headers["Content-Encoding"] == "gzip"
    addresses = Addresses()
    addresses.feed(page.text)
    files = sorted({one for one in addresses.found if one.startswith("/coachkit/static/")})
    sizes = [len(gzip.compress(server.get(one).content, 6)) for one in files]
    assert len(files) + 2 <= 10
    assert len(gzip.compress(page.content, 6)) + sum(sizes) <= 60_000


def test_files_are_kept_under_their_own_version_only(server: Server) -> None:
    found = re.search(r"/coachkit/static/(\w+)/page\.css", server.get("/").text)
    assert found
    now = server.get(found[0])
    assert "immutable" in now.headers["Cache-Control"]
    old = server.get(found[0].replace(found[1], "0123456789ab"))
    assert old.content == now.content
    assert "immutable" not in old.headers["Cache-Control"]


def test_a_page_is_kept_by_no_one_else(server: Server) -> None:
    assert server.get("/voila/render/stub.ipynb").headers["Cache-Control"] == "no-cache, private"


def test_a_visitor_gets_no_cookie_but_the_goodbye_s(server: Server) -> None:
    assert not server.get("/").cookies
    cookies = server.get("/voila/render/stub.ipynb").headers.get_list("Set-Cookie")
    assert len(cookies) == 1
    assert all(part in cookies[0] for part in ("HttpOnly", "SameSite=Strict"))


def test_each_notebook_of_the_kit_is_a_small_page(launch: Callable[..., Server]) -> None:
    folder = notebooks_folder()
    one = launch("--pool_size=0", folder=folder)
    names = {path.name for path in folder.glob("*.ipynb")}
    assert names > FOR_AUTHORS
    for name in sorted(names - FOR_AUTHORS):
        page = one.get(f"/voila/render/{name}")
        assert "coachkit-boot" in page.text, name
        assert page.text.count("<h1") == 1
        assert len(gzip.compress(page.content, 6)) < 30_000
    for name in FOR_AUTHORS:  # they show how stories end
        assert one.get(f"/voila/render/{name}").status_code == 404


def test_the_home_page_leads_to_the_library_where_there_is_one(launch: Callable[..., Server], server: Server) -> None:
    one = launch("--pool_size=0", folder=notebooks_folder())

    assert 'href="/voila/render/library.ipynb"' in one.get("/").text
    assert "library.ipynb" not in server.get("/").text


def test_the_safeguarding_page_is_read_anew_at_each_visit(
    launch: Callable[..., Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "safeguarding.yaml"
    page.write_text((content_folder() / "safeguarding.example.yaml").read_text("utf-8"), "utf-8")
    monkeypatch.setenv("COACHKIT_SAFEGUARDING", str(page))
    one = launch("--pool_size=0")
    assert "Who stands in, deputy lead" in one.get("/safeguarding").text

    page.write_text(page.read_text("utf-8").replace("Who stands in", "<script>Noor</script>"), "utf-8")

    assert "&lt;script&gt;Noor&lt;/script&gt;, deputy lead" in one.get("/safeguarding").text
