"""What is sent to the browser: weight, policy, and the choices a reader makes."""

from __future__ import annotations

import gzip
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from gfmd_platform.access.exceptions import StaleRevision, WrongState
from gfmd_platform.interface import front

PLAIN = ["/gallery/", "/about/", "/accessibility/", "/data/"]
CLIENT = Client()


class Sent(HTMLParser):
    """The tags of a page, and the static files it asks for."""

    def __init__(self: Any, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def files(self: Any) -> set[str]:
        named = {a.get("src") for t, a in self.tags if t in ("script", "img")}
        named |= {a.get("href") for t, a in self.tags if t == "link"}
        return {name for name in named if name}


def compressed(path: str) -> int:
    html = CLIENT.get(path).content
    files = [
        Path(str(finders.find(name.removeprefix("/static/")))).read_bytes()
        for name in Sent(html.decode()).files()
    ]
    return sum(len(gzip.compress(part)) for part in [html, *files])


@pytest.mark.parametrize("path", PLAIN)
def test_a_first_visit_weighs_little(path: str) -> None:
    assert 5_000 < compressed(path) <= 100_000


@pytest.mark.parametrize("path", PLAIN)
def test_nothing_inline_and_nothing_from_elsewhere(path: str) -> None:
    page = Sent(CLIENT.get(path).content.decode())
    for tag, attrs in page.tags:
        assert tag != "style"
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
        if tag == "script":
            assert attrs["src"]
    assert all(name.startswith("/static/") for name in page.files())


@pytest.mark.parametrize("path", PLAIN)
def test_the_policy_allows_our_own_files_only(path: str) -> None:
    policy = CLIENT.get(path).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", PLAIN)
def test_reading_sets_no_cookie(path: str) -> None:
    assert Client().get(path).cookies.keys() <= ({"csrftoken"} if path == "/gallery/" else set())


def test_htmx_comes_from_its_package_and_adds_nothing_inline() -> None:
    page = Sent(render_to_string("cotton/htmx.html"))
    (source,) = page.files()
    assert finders.find(source.removeprefix("/static/"))
    config = json.loads(dict(page.tags)["meta"]["content"] or "")
    assert config["includeIndicatorStyles"] is False
    assert config["allowEval"] is False


def test_the_gallery_shows_every_component() -> None:
    components = {path.stem for path in (settings.BASE_DIR / "templates/cotton").glob("*.html")}
    shown = "".join(
        path.read_text()
        for folder in ("interface", "layouts", "cotton")
        for path in (settings.BASE_DIR / "templates" / folder).rglob("*.html")
        if folder != "interface" or "gallery" in str(path)
    )
    used = {name.replace("-", "_") for name in re.findall(r"<c-([a-z-]+)", shown)}
    # Nothing to look at here: script, a form that only script sends, charts drawn from reports.
    assert components - used == {"htmx", "passkey_form", "share", "share_patterns", "trend"}


@pytest.mark.parametrize("path", PLAIN)
def test_headings_go_down_one_step_at_a_time(path: str) -> None:
    levels = [
        int(tag[1])
        for tag, _ in Sent(CLIENT.get(path).content.decode()).tags
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_theme_is_remembered_and_forgotten() -> None:
    reader = Client()
    answer = reader.post("/theme/", {"theme": "dark", "next": "/about/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/about/")
    assert b'data-theme="dark"' in reader.get("/about/").content
    reader.post("/theme/", {"theme": "auto", "next": "/about/"})
    assert b"data-theme" not in reader.get("/about/").content


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:x"])
def test_choosing_a_theme_leads_nowhere_else(elsewhere: str) -> None:
    answer = CLIENT.post("/theme/", {"theme": "dark", "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_an_unknown_theme_is_refused_and_a_forged_cookie_ignored() -> None:
    assert CLIENT.post("/theme/", {"theme": "pink"}).status_code == 400
    assert CLIENT.get("/theme/").status_code == 405
    reader = Client()
    reader.cookies["theme"] = '"><script>'
    assert b"data-theme" not in reader.get("/about/").content


def test_a_demonstration_says_so_on_every_page(settings: Any) -> None:
    words = b"invented stakeholders of invented countries"
    settings.DEMO = False
    assert words not in CLIENT.get("/about/").content
    settings.DEMO = True
    assert words in CLIENT.get("/about/").content


def test_languages_are_offered_only_when_there_are_several(settings: Any) -> None:
    settings.LANGUAGES = [("en-gb", "English")]
    assert b"/language/" not in CLIENT.get("/about/").content
    settings.LANGUAGES = [("en-gb", "English"), ("ar", "Arabic")]
    assert b"/language/" in CLIENT.get("/about/").content
    page = CLIENT.get("/about/", headers={"accept-language": "ar"}).content
    assert b'dir="rtl"' in page
    translation.activate("en-gb")


def test_the_place_where_one_is_is_marked(settings: Any) -> None:
    request = RequestFactory().get("/commitments/some-id/")
    request.user = AnonymousUser()
    page = render_to_string("interface/about.html", request=request)
    assert page.count('href="/commitments/" aria-current="true"') == 2  # masthead and menu


def front_page() -> str:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    context = {"recent": front.recent(), "cycle": front.cycle()}
    return render_to_string("interface/home.html", context, request)


def test_the_front_page_says_when_there_is_nothing_yet(monkeypatch: Any) -> None:
    monkeypatch.setattr(front, "_entries", None)
    monkeypatch.setattr(front, "_cycle", None)
    page = front_page()
    assert "Nothing is published yet" in page
    assert "No review is under way" in page


def test_the_front_page_shows_what_apps_register(monkeypatch: Any) -> None:
    monkeypatch.setattr(front, "_entries", None)
    monkeypatch.setattr(front, "_cycle", None)
    asked: list[int] = []
    entry = front.Entry(kind="Commitment", title="<b>Nurses</b>", href="/commitments/1/", cluster=2)

    def entries(limit: int) -> list[front.Entry]:
        asked.append(limit)
        return [entry]

    front.register_entries(entries)
    front.register_cycle(lambda: front.CurrentCycle("HLPF 2027", "Theme", "/cycles/1/", "1 May"))
    page = front_page()
    assert asked == [front.ENTRIES_SHOWN]
    assert "&lt;b&gt;Nurses&lt;/b&gt;" in page
    assert 'href="/cycles/1/"' in page
    assert "until 1 May" in page


def test_during_maintenance_pages_the_api_and_nothing_else_say_so(settings: Any) -> None:
    settings.MAINTENANCE = True
    reader = Client()
    page = reader.get("/about/")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "300"
    assert "Nothing that was saved is lost" in page.content.decode()
    answer = reader.get("/api/v1/examples/")
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert reader.get("/health/live/").status_code == 200
    settings.MAINTENANCE = False
    assert Client().get("/about/").status_code == 200


def test_a_stale_write_shows_both_texts() -> None:
    refusal = StaleRevision(
        revision=4,
        current={"key_message": "Theirs", "title": "Same"},
        yours={"key_message": "<i>Mine</i>", "title": "Same"},
    )
    page = render_to_string("409.html", {"refusal": refusal}, RequestFactory().post("/x/"))
    assert "&lt;i&gt;Mine&lt;/i&gt;" in page
    assert "Theirs" in page
    assert "Same" not in page


def test_a_step_out_of_turn_says_what_is_the_case() -> None:
    refusal = WrongState("This example is already published.", state="published")
    page = render_to_string("409.html", {"refusal": refusal}, RequestFactory().post("/x/"))
    assert "This example is already published." in page
    assert "Yours" not in page


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html", "429.html", "403_csrf.html"])
def test_pages_for_bad_moments_need_neither_request_nor_database(name: str) -> None:
    assert "<h1>" in render_to_string(name)
