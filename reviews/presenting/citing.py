"""How an edition is cited: one set of facts, written as text, BibTeX or RIS."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

PUBLISHER = "Global Forum on Migration and Development"
_PARAGRAPH = re.compile(r"p-[a-z_-]{1,40}-[0-9a-f]{8}(-[0-9]{1,3})?")
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "{}%&$#_"},
    }
)


@dataclass(frozen=True)
class Cited:
    """`address` is where the edition, or the paragraph that is cited, stands for good."""

    title: str
    no: int
    published: dt.datetime
    address: str
    language: str


def paragraph_of(asked: str) -> str:
    """The id of a paragraph as asked for, or "" for what is none."""
    return asked if _PARAGRAPH.fullmatch(asked) else ""


def as_text(cited: Cited) -> str:
    return _("%(publisher)s, “%(title)s”, edition %(no)d, %(day)s, %(address)s.") % {
        "publisher": PUBLISHER,
        "title": cited.title,
        "no": cited.no,
        "day": date_format(cited.published, "j F Y"),
        "address": cited.address,
    }


def as_bibtex(cited: Cited) -> str:
    fields = {
        "author": f"{{{PUBLISHER}}}",
        "title": f"{{{cited.title.translate(_TEX)}}}",
        "edition": str(cited.no),
        "date": cited.published.date().isoformat(),
        "year": str(cited.published.year),
        "langid": cited.language,
        "url": cited.address,
    }
    key = f"gfmd{cited.published.year}e{cited.no}"
    lines = "".join(f"  {name} = {{{_line(value)}}},\n" for name, value in fields.items())
    return f"@report{{{key},\n{lines}}}\n"


def as_ris(cited: Cited) -> str:
    tags = (
        ("TY", "RPRT"),
        ("AU", PUBLISHER),
        ("TI", cited.title),
        ("ET", str(cited.no)),
        ("PY", str(cited.published.year)),
        ("DA", cited.published.strftime("%Y/%m/%d")),
        ("PB", PUBLISHER),
        ("LA", cited.language),
        ("UR", cited.address),
        ("ER", ""),
    )
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in tags)


STYLES: Mapping[str, tuple[Callable[[Cited], str], str]] = {
    "txt": (as_text, "text/plain; charset=utf-8"),
    "bib": (as_bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (as_ris, "application/x-research-info-systems; charset=utf-8"),
}


def _line(value: str) -> str:
    return " ".join(value.split())
