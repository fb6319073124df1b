"""What a writer is told of a text before it can be sent."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .parsing import paragraph_tokens, read, walk, words_of


@dataclass(frozen=True)
class Problem:
    """`message` says what is wrong, `place` the first words of the paragraph it stands in, `key`
    that paragraph's key; both are empty for a note."""

    message: str
    place: str = ""
    key: str = ""

    def __str__(self) -> str:
        return f"{self.message} ({self.place})" if self.place else self.message


def problems(body: str, known: Container[str]) -> list[Problem]:
    """References that lead nowhere: figures that are not `known`, and notes without text or
    without a mark."""
    text = read(body)
    found: list[Problem] = []
    said: set[int] = set()
    for token, paragraph in paragraph_tokens(text.tokens):
        place = _start(paragraph.text)
        for inner in walk(token["children"]):
            said.add(id(inner))
            message = _wrong(inner, text.unexplained, known)
            if message:
                found.append(Problem(message, place, paragraph.key))
    for token in text.tokens:
        # Headings hold words too, and are no paragraphs.
        for inner in walk([token]):
            message = "" if id(inner) in said else _wrong(inner, text.unexplained, known)
            if message:
                found.append(Problem(message, _start(words_of([token]))))
    for name, tokens in text.notes.items():
        for inner in walk(tokens):
            message = _wrong(inner, [], known)
            if inner["type"] == "mark":
                message = _("A note cannot refer to a note.")
            if message:
                found.append(Problem(message, f"[^{name}]"))
    found += [
        Problem(_("The note “%s” stands nowhere in the text.") % name) for name in text.unmarked
    ]
    found += [Problem(_("The note “%s” has two texts.") % name) for name in text.twice]
    return found


def _wrong(token: dict[str, str], unexplained: Container[str], known: Container[str]) -> str:
    if token["type"] == "figure" and token["raw"] not in known:
        return _("There is no figure “%s”.") % token["raw"]
    if token["type"] == "mark" and token["raw"] in unexplained:
        return _("The note “%s” has no text.") % token["raw"]
    return ""


def _start(text: str) -> str:
    return text if len(text) <= 60 else text[:60].rsplit(" ", 1)[0] + " …"
