"""The whole platform in a language made up for the purpose.

Its catalogue is extracted from our templates and code as a translator's would be, and "says"
every message in ⟦brackets⟧. What then stands on a page outside brackets, and isn't content, could
not have been translated.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import locale
from django.db import connection, models
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from commitments.forms.reports import language_choices
from gfmd_platform.taxonomy.models import Indicator
from reviews.models import CompilationDocument
from tests.access.routes import all_routes
from tests.access.test_matrix import MATRIX
from tests.access.world import World, world
from tests.people import Someone

from .test_conventions import CODE, ROOT
from .test_words import NAMES

__all__ = ["world"]  # a fixture

LANGUAGE = "xx"
FUNCTIONS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
ROLES = ("focal_point", "support_unit", "submitter", "chair", "visitor")


def messages() -> Iterator[tuple[Any, str | None]]:
    """Every message of ours, and of the packages whose words our pages show."""
    for path in [
        *CODE,
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "templates").rglob("*.txt"),
    ]:
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
        for _, name, found, _ in extract_python(
            io.BytesIO(text.encode()), list(FUNCTIONS), [], {"encoding": "utf-8"}
        ):
            words = [found] if isinstance(found, str) else list(found)
            context = words.pop(0) if name.startswith(("pgettext", "npgettext")) else None
            words = [word for word in words if word]
            if words:
                yield (tuple(words[:2]) if name.startswith("n") else words[0]), context
    for package in ("django.conf", "allauth"):
        source = files(package) / "locale" / "en" / "LC_MESSAGES" / "django.po"
        with source.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    yield message.id, message.context


def bracketed(words: str) -> str:
    return f"⟦{words}⟧"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of catalogues with the made-up language, compiled by Babel as `start` does."""
    made = Catalog(locale="en")
    for words, context in messages():
        said = tuple(map(bracketed, words)) if isinstance(words, tuple) else bracketed(words)
        made.add(words, said, context=context)
    folder = tmp_path_factory.mktemp("locale")
    compiled = folder / LANGUAGE / "LC_MESSAGES" / "django.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as file:
        write_mo(file, made)
    return folder


@pytest.fixture
def spoken(catalogue: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.LOCALE_PATHS = [str(catalogue)]
    settings.LANGUAGES = [("en-gb", "English"), (LANGUAGE, "Bracketed")]
    info = {"bidi": False, "code": LANGUAGE, "name": "Bracketed", "name_local": "⟦Bracketed⟧"}
    monkeypatch.setitem(locale.LANG_INFO, LANGUAGE, info)
    forget()
    yield
    forget()


def forget() -> None:
    trans_real._translations.clear()
    trans_real.reset_cache(setting="LANGUAGES")


class Reader(HTMLParser):
    """What a page says; content in a language of its own is left out."""

    SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-label")
    VOID = {"input", "br", "img", "meta", "link", "hr", "wbr", "col", "source"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.said: list[str] = []
        self.in_attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        foreign = (
            tag in {"script", "style", "code", "pre", "textarea", "kbd"}
            or held.get("lang", LANGUAGE) != LANGUAGE
        )
        if not (foreign or any(self.open)):
            self.in_attributes += [value for name in self.SPOKEN if (value := held.get(name))]
        if tag not in self.VOID:
            self.open.append(foreign)

    def handle_endtag(self, tag: str) -> None:
        if self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.said.append(" ".join(data.split()))


def contents() -> list[str]:
    """What people, lists and compilations say in this database; longest first."""
    found: set[str] = set()
    for model in apps.get_models():
        names = [
            field.column
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
            and not field.choices
        ]
        if not names or model._meta.app_label in {"contenttypes", "auth", "sessions"}:
            continue
        columns = ", ".join(f'"{name}"::text' for name in names)
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT DISTINCT {columns} FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                found.update(*(leaves(text) for text in row if text))
    units = set()  # of one plain word, too; they are translated beside the lists
    for agencies, unit in Indicator.objects.values_list("custodians", "unit"):
        found.update(agencies)
        units.add(unit)
    for document in CompilationDocument.objects.all():
        found.update(leaves(bytes(document.content).decode()))
    wanted = {" ".join(text.split()) for text in found} | NAMES
    named = {t for t in wanted if len(t) > 2 and re.search(r"\W|[A-Z]", t)} | units
    return sorted(named, key=len)[::-1]


def leaves(text: str) -> list[str]:
    """The lines of a text; the texts in a JSON document (a compilation has its own language)."""
    if not text.startswith(("{", "[")):
        return text.splitlines()
    stack, found = [json.loads(text)], []
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack += value.values()
        elif isinstance(value, list):
            stack += value
        elif isinstance(value, str):
            found.append(value)
    return found


#: Names that every language writes alike: languages in their own, zones, forms of files; and
#: those that come from the CLDR, which does not know the made-up one.
ALIKE = {
    *(
        f"{code} – {name}"
        for tag in ("en", "en_GB")
        for code, name in Locale.parse(tag).currencies.items()
    ),
    *(zone.replace("_", " ") for zone in available_timezones()),
    *(name for _code, name in language_choices()),
    *("English", "Bracketed", "CSV", "JSON", "BibTeX", "RIS"),
}


def outside_brackets(page: str) -> set[str]:
    """The lines of a page of which some words stand in no brackets."""
    reader = Reader()
    reader.feed(page)
    left: set[str] = set()
    # A sentence may run through several elements, its brackets with it.
    for said in ("\n".join(reader.said), "\n".join(reader.in_attributes)):
        text = said
        while (inner := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
            text = inner
        left |= {line for line in text.splitlines() if line not in ALIKE and WORD.search(line)}
    return left


WORD = re.compile(r"[^\W\d_]{3}")


def without(text: str, content: list[str]) -> str:
    """What remains of a text without what is somebody's content."""
    for known in content:
        if known in text:
            text = text.replace(known, " ")
            if not WORD.search(text):
                return ""
    return text.strip()


def readable() -> Iterator[tuple[str, str, str]]:
    """Every page: its route, the thing it is about, and who may open it."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            foreign = row["route"].startswith(("api:", "api-", "search-export"))
            role = next((role for role in ROLES if row[role] == "ok"), "")
            if row["method"] == "GET" and role and not foreign:
                yield row["route"], row["thing"], role


@pytest.mark.django_db
def test_every_page_can_be_read_in_another_language(
    spoken: None, world: World, request: pytest.FixtureRequest
) -> None:
    routes = all_routes()
    cast: dict[str, Someone] = {role: request.getfixturevalue(role) for role in ROLES}
    suspect: dict[str, str] = {}
    pages = 0
    for route, thing, role in readable():
        address = reverse(route, kwargs=world.arguments(routes[route], thing))
        response: Any = cast[role].client.get(address, headers={"accept-language": LANGUAGE})
        if response.status_code == 200 and "text/html" in response["Content-Type"]:
            pages += 1
            for left in outside_brackets(response.content.decode()):
                suspect.setdefault(left, f"{route} {thing} as {role}")
    translation.activate("en-gb")
    assert pages > 100
    content = contents()
    assert {line: where for line, where in suspect.items() if without(line, content)} == {}
