"""Every word that people read can be translated: no text stands bare in a template or in code.

What the API's description says about its fields, and what operators read in commands and in
Django's admin, is documentation and stays English, like `docs/`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

from .test_conventions import CODE, ROOT, short

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
#: Attributes of elements, and of our components, that are read by people.
READ = {
    *("aria-label", "title", "placeholder", "alt", "label", "caption", "note", "summary"),
    *("legend", "hint", "by", "place", "data-label", "measure", "label_heading", "error"),
}
#: Names of standards, and what machines read; the same in every language.
NAMES = {"UTC", "M49", "ISO 3166", "SHA-256", "GET /api/v1/examples/"}
NOT_MARKUP = re.compile(
    r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}"
    r"|{%\s*block (?:page_class|verb_class)\b.*?endblock.*?%}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)


class Bare(HTMLParser):
    """Collects words that stand in the markup itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in READ or (name == "key" and not re.fullmatch(r"[a-z_]*", value or "")):
                self._read(value or "")

    def handle_data(self, data: str) -> None:
        self._read(data)

    def _read(self, text: str) -> None:
        text = " ".join(text.split())
        # "no" and "yes" are switches of components; a word with "--" is a class.
        if text in NAMES or text.strip(" ,") in NAMES | {"no", "yes"}:
            return
        if re.search(r"[A-Za-z]{2}", re.sub(r"\S*--\S*", "", text)):
            self.found.append(text)


def bare_words(template: str) -> list[str]:
    reader = Bare()
    reader.feed(NOT_MARKUP.sub(" ", template))
    return reader.found


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_no_words_stand_bare_in_a_template(path: Path) -> None:
    assert bare_words(path.read_text(encoding="utf-8")) == []


def test_bare_words_are_found() -> None:
    assert bare_words('<p title="Two words">{% translate "Fine" %} Bare {{ fine }}</p>') == [
        "Two words",
        "Bare",
    ]
    assert bare_words('<c-notice title="{% translate \'Fine\' %}" summary="no" />') == []


#: Arguments that people read, and calls whose first arguments are.
SAID_IN = {"label", "help_text", "empty_label", "legend", "hint", "heading", "placeholder"}
SAID_BY = {"ValidationError", "NotAllowed", "WrongState", "Paragraph", "StopWith"}
MESSAGES = {"success", "error", "info", "warning"}
DOCUMENTATION = {
    "migrations",
    "demo",
    "management",
    "embedded",
    "settings",
    "models",
    "api",
    "admin",
}


def unmarked(code: str) -> Iterator[tuple[int, str]]:
    """Literal words that are said to people without gettext, with their lines."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        said = [word.value for word in node.keywords if word.arg in SAID_IN]
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        of_messages = isinstance(node.func, ast.Attribute) and (
            getattr(node.func.value, "id", "") == "messages" and name in MESSAGES
        )
        if name in SAID_BY or of_messages:
            said += node.args
        for value in said:
            texts = value.values if isinstance(value, ast.Dict) else [value]
            for text in texts:
                if isinstance(text, ast.JoinedStr):
                    yield text.lineno, ast.unparse(text)
                elif isinstance(text, ast.Constant) and re.search(r"[A-Za-z]{2}", str(text.value)):
                    yield text.lineno, str(text.value)


READ_BY_PEOPLE = [
    path for path in CODE if not DOCUMENTATION & {path.stem, *path.relative_to(ROOT).parts}
]


@pytest.mark.parametrize("path", READ_BY_PEOPLE, ids=short)
def test_no_words_are_said_without_gettext(path: Path) -> None:
    assert list(unmarked(path.read_text(encoding="utf-8"))) == []


def test_words_without_gettext_are_found() -> None:
    code = (
        'f(label="Title", hint=_("x y"))\nraise NotAllowed(f"No {x}")\nmessages.error(r, "Sorry")'
    )
    assert [line for line, _ in unmarked(code)] == [1, 2, 3]


def test_catalogues_are_looked_for_where_translators_put_them() -> None:
    assert settings.USE_I18N
    assert [Path(folder) for folder in settings.LOCALE_PATHS] == [ROOT / "locale"]
