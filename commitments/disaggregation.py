"""Of which part of the whole a value speaks: a set of (dimension, category), in one written form.

The form is `dimension=category` joined with ";", sorted by dimension: "age=18-24;sex=female"; the
total is "". A category is a code of the taxonomy ("sex.female" without its dimension), or "~" and
the reporter's own name for it ("place=~Northern province"), in which "%", ";" and "=" are written
as %25, %3B and %3D. One meaning has one form, so that rows, hashes and indexes agree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote

from django.utils.translation import gettext as _

from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.picture import TermEntry

FREE = "~"
MAX_NAME = 80
MAX_DIMS = 300
_ESCAPED = {"%": "%25", ";": "%3B", "=": "%3D"}


class NoSuchCategory(ValueError):
    """A dimension or a category that is not known; the message says which there are."""


def canonical(dims: Mapping[str, str] | str) -> str:
    """The one written form. Raises NoSuchCategory.

    A name that is a standard category's, in any language of the lists, is that category.
    """
    if not isinstance(dims, str | Mapping):
        raise NoSuchCategory(_("Categories are given by dimension."))
    pairs = split(dims) if isinstance(dims, str) else dict(dims)
    known = {term.code: term for term in taxonomy.dimensions()}
    written = []
    for code in sorted(pairs):
        category = str(pairs[code]).strip()
        if not category:
            continue
        if code not in known:
            raise NoSuchCategory(
                _("There is no dimension “%(code)s”; there are: %(known)s.")
                % {"code": code, "known": ", ".join(known)}
            )
        written.append(f"{code}={_category(known[code], category)}")
    text = ";".join(written)
    if len(text) > MAX_DIMS:
        raise NoSuchCategory(_("These categories are too long to be kept together."))
    return text


def split(text: str) -> dict[str, str]:
    """The pairs of a written form, free names as they were named. Raises NoSuchCategory."""
    pairs: dict[str, str] = {}
    for part in filter(None, text.split(";")):
        code, equals, category = part.partition("=")
        if not equals or not code or not category or code in pairs:
            raise NoSuchCategory(
                _("“%(text)s” is no set of categories such as age=18-24;sex=female.")
                % {"text": text}
            )
        pairs[code] = unquote(category) if category.startswith(FREE) else category
    return pairs


def categories(dimension: TermEntry) -> list[TermEntry]:
    """All categories of a dimension, finer ones after the one that they make up."""
    found: list[TermEntry] = []
    for child in dimension.children:
        if not child.retired:
            found += [child, *categories(child)]
    return found


def describe(dims: str) -> str:
    """In words of the reader's language; "" for the total. Unknown codes are shown as they are."""
    by_ref = taxonomy.current().by_ref
    words = []
    for code, category in split(dims).items():
        if category.startswith(FREE):
            words.append(category.removeprefix(FREE))
            continue
        entry = by_ref.get(f"{taxonomy.DISAGGREGATION}:{code}.{category}")
        words.append(entry.label if entry else category)
    return ", ".join(words)


def parents(dims: str) -> list[tuple[str, str, str]]:
    """For each dimension: (its code, the category, the set that holds this one).

    The set that holds "sex=female" is the total; that of "age=0-4;sex=female" is
    "age=0-17;sex=female" along age and "age=0-4" along sex. A free name lies right below its
    dimension.
    """
    by_ref = taxonomy.current().by_ref
    pairs = split(dims)
    found = []
    for code, category in pairs.items():
        entry = by_ref.get(f"{taxonomy.DISAGGREGATION}:{code}.{category}")
        above = dict(pairs)
        del above[code]
        if entry is not None and entry.parent is not None and entry.parent.code != code:
            above[code] = entry.parent.code.removeprefix(f"{code}.")
        found.append((code, category, _join(above)))
    return found


def _join(pairs: Mapping[str, str]) -> str:
    return ";".join(f"{code}={_escaped(pairs[code])}" for code in sorted(pairs))


def _escaped(category: str) -> str:
    if not category.startswith(FREE):
        return category
    return "".join(_ESCAPED.get(c, c) for c in category)


def _category(dimension: TermEntry, category: str) -> str:
    standard = {c.code.removeprefix(f"{dimension.code}."): c for c in categories(dimension)}
    if category in standard:
        return category
    name = " ".join(unicodedata.normalize("NFC", category.removeprefix(FREE)).split())
    for code, entry in standard.items():
        if name.casefold() in {w.label.casefold() for w in entry.wordings.values()}:
            return code
    if not category.startswith(FREE):
        retired = taxonomy.term(f"{taxonomy.DISAGGREGATION}:{dimension.code}.{category}")
        if retired is not None:
            return category
        raise NoSuchCategory(
            _(
                "“%(category)s” is no category of %(dimension)s; write ~ before a name of your "
                "own. There are: %(known)s."
            )
            % {
                "category": category,
                "dimension": dimension.code,
                "known": ", ".join(standard),
            }
        )
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise NoSuchCategory(_("A category of your own has a name of at most 80 characters."))
    return _escaped(FREE + name)
