"""Words: how they are cut, read, corrected and shown marked.

Chinese is written without spaces, and PostgreSQL cannot cut it. Its characters are indexed in
overlapping pairs, and a query for several asks for the pairs one after the other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

#: The grammars the first migration makes; a query is read with each of them.
CONFIGS = ("english", "french", "spanish", "russian", "arabic", "simple")
_BY_LANGUAGE = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}

MAX_QUERY = 200
MARK_ON, MARK_OFF = "\ue000", "\ue001"

_HAN = "\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_RUN = re.compile(f"[{_HAN}]+")
_WORD = re.compile(rf"[^\W\d_{_HAN}]{{4,40}}")
_NEGATIVE = re.compile(r'(?:^|(?<=\s))-("[^"]*"?|\S+)')


def config_for(language: str) -> str:
    """The grammar for a language: "fr-ca" is read as French, what has none as it stands."""
    return _BY_LANGUAGE.get(language.split("-")[0].lower(), "simple")


def cleaned(text: str) -> str:
    """Without control characters (PostgreSQL refuses NUL) and without our own marks."""
    return "".join(
        c for c in text if (c >= " " or c in "\n\t") and c not in (MARK_ON, MARK_OFF, "\x7f")
    )


def sort_key(title: str) -> str:
    """For lists by title: case, accents and leading punctuation do not count."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"^\W+", "", letters)[:120] or letters[:120]


def segmented(text: str) -> str:
    """`text` with its Chinese characters in pairs: "移民工" becomes "移民 民工 工".

    Without angle brackets, between which PostgreSQL would see a tag and no words.
    """
    text = text.replace("<", " ").replace(">", " ")
    return _HAN_RUN.sub(lambda run: f" {' '.join(_pairs(run[0]))} ", text)


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run))]


def words_of(text: str) -> set[str]:
    """The words that a correction could suggest."""
    return {word.casefold() for word in _WORD.findall(text) if len(word.casefold()) <= 40}


@dataclass(frozen=True)
class QueryText:
    """What somebody typed, taken apart.

    `positive` and `negative` are in PostgreSQL's web search syntax; negation is kept apart because
    each grammar stems differently, and "not this word" must hold for all of them. `prefixes` are
    single Chinese characters, which are found at the start of a pair.
    """

    typed: str
    positive: str
    negative: tuple[str, ...]
    prefixes: tuple[str, ...]

    @classmethod
    def parse(cls, typed: str) -> QueryText:
        typed = " ".join(cleaned(typed).split())[:MAX_QUERY].strip()
        negative = tuple(_for_search(word) for word in _NEGATIVE.findall(typed))
        rest = _NEGATIVE.sub(" ", typed)
        prefixes = tuple(run for run in _HAN_RUN.findall(rest) if len(run) == 1)
        rest = _HAN_RUN.sub(lambda run: run[0] if len(run[0]) > 1 else " ", rest)
        return cls(typed, _for_search(rest).strip(), tuple(filter(None, negative)), prefixes)

    @property
    def words(self) -> list[str]:
        """Single words that may be misspelt, as typed; at most eight."""
        if self.negative or '"' in self.typed:
            return []
        return list(dict.fromkeys(_WORD.findall(self.positive)))[:8]

    @property
    def han_runs(self) -> list[str]:
        return _HAN_RUN.findall(_NEGATIVE.sub(" ", self.typed))


def _for_search(text: str) -> str:
    """Runs of Chinese characters as phrases of pairs; the rest as it was typed."""

    def phrase(run: re.Match[str]) -> str:
        pairs = _pairs(run[0])
        return f' "{" ".join(pairs[:-1] or pairs)}" '

    quoted = text.count('"') % 2 == 0 and '"' in text
    if quoted and _HAN_RUN.search(text):
        text = text.replace('"', " ")  # a phrase of pairs is exact already
    return _HAN_RUN.sub(phrase, text)


def corrected(typed: str, corrections: dict[str, str]) -> str:
    """`typed` with its misspelt words replaced."""
    return _WORD.sub(lambda word: corrections.get(word[0], word[0]), typed)


def marked(text: str, runs: list[str] | None = None) -> SafeString:
    """`text` escaped, with what was found inside <mark>."""
    for run in sorted(set(runs or []), key=len, reverse=True):
        text = re.sub(f"(?<!{MARK_ON}){re.escape(run)}", f"{MARK_ON}{run}{MARK_OFF}", text)
    html = str(escape(text)).replace(MARK_ON, "<mark>").replace(MARK_OFF, "</mark>")
    if html.count("<mark>") != html.count("</mark>"):
        html = str(escape(text.replace(MARK_ON, "").replace(MARK_OFF, "")))
    return mark_safe(html)


def excerpt(text: str, runs: list[str], length: int = 240) -> str:
    """The part of a text around its first mark or run, cut to about `length` characters."""
    found = [text.find(mark) for mark in (MARK_ON, *runs) if mark in text]
    if len(text) <= length:
        return text
    start = max(0, (min(found) if found else 0) - length // 3)
    if start:
        gap = text.find(" ", start, start + 30)
        start = gap + 1 if gap >= 0 else start
    end = min(len(text), start + length)
    if end < len(text):
        gap = text.rfind(" ", end - 30, end)
        end = gap if gap > start else end
    part = text[start:end]
    if part.count(MARK_ON) > part.count(MARK_OFF):
        part += MARK_OFF
    return f"{'… ' if start else ''}{part.strip()}{' …' if end < len(text) else ''}"
