"""What the operations accept: the last guard behind forms and serializers."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.interface.forms.dates import earliest, latest
from gfmd_platform.interface.languages import TEXT_LANGUAGES
from gfmd_platform.taxonomy import queries as taxonomy

from .content import EXAMPLE
from .enums import ExampleKind
from .fields import Content, Field, Shape, Values
from .models.dates import PARTIAL_DATE

_is_url = URLValidator(schemes=["http", "https"])
_LINK_LENGTH = 500
_SHORT = 2000


def cleaned(values: Values, *, known: Values, content: Content = EXAMPLE) -> Values:
    """`known` overlaid with `values`, each checked and in its one written form.

    Raises Invalid with every fault by field. Does not ask for completeness: a draft may be empty.
    """
    errors: dict[str, list[str]] = {}
    result = dict(known)
    for name, value in values.items():
        field = content.by_name.get(name)
        if field is None:
            errors[name] = [_("There is no such field.")]
            continue
        try:
            result[name] = _CLEAN[field.shape](field, value)
        except ValidationError as error:
            errors[name] = list(error.messages)
    since, until = result.get("since"), result.get("until")
    if not errors and since and until and latest(until) < earliest(since):
        errors["until"] = [_("This is before the beginning.")]
    if errors:
        raise Invalid(errors)
    return result


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise ValidationError(_("This must be a text."))
    if "\x00" in value:
        raise ValidationError(_("Null characters are not allowed."))
    if any(unicodedata.category(c) == "Cs" for c in value):
        raise ValidationError(_("This holds a broken character."))
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if field.shape is Shape.LINE:
        text = " ".join(text.split())
    if len(text) > field.limit:
        raise ValidationError(
            _("This has %(is)d characters; at most %(limit)d fit.")
            % {"is": len(text), "limit": field.limit}
        )
    return text


def short_text(name: str, text: Any, *, empty: str | None = None) -> str:
    """A few words that others will read: a reason, a note. Raises Invalid; with `empty` as what is
    said when there are none."""
    try:
        words = _text(Field(name, "", Shape.TEXT, "", _SHORT), text)
    except ValidationError as error:
        raise Invalid({name: list(error.messages)}) from None
    if not words and empty:
        raise Invalid({name: [empty]})
    return words


def _kind(field: Field, value: Any) -> str:
    if value not in ("", *ExampleKind.values):
        raise ValidationError(_("Choose policy or practice."))
    return str(value)


def _date(field: Field, value: Any) -> str:
    if value == "":
        return ""
    if not isinstance(value, str) or not re.fullmatch(PARTIAL_DATE, value):
        raise ValidationError(_("Write a date as 2014, 2014-05 or 2014-05-03."))
    try:
        earliest(value)
    except ValueError:
        raise ValidationError(_("There is no such day.")) from None
    return value


def _language(field: Field, value: Any) -> str:
    if value not in TEXT_LANGUAGES:
        raise ValidationError(_("This language is not known here."))
    return str(value)


def _entries(field: Field, value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(v, str | UUID) for v in value):
        raise ValidationError(_("This must be a list."))
    entries = list(dict.fromkeys(str(v).strip() for v in value))
    if len(entries) > field.limit:
        raise ValidationError(_("Choose at most %(limit)d.") % {"limit": field.limit})
    return [entry for entry in entries if entry]


def _places(field: Field, value: Any) -> list[str]:
    codes = []
    for code in _entries(field, value):
        place = taxonomy.place(code)
        if place is None or not place.is_country:
            raise ValidationError(_("“%(code)s” is no country or area.") % {"code": code[:40]})
        codes.append(place.code)
    return sorted(set(codes))


def _terms(field: Field, value: Any) -> list[str]:
    known = taxonomy.current()
    ids = []
    for entry in _entries(field, value):
        term = known.by_ref.get(entry)
        if term is None:
            try:
                term = known.terms.get(UUID(entry))
            except ValueError:
                term = None
        if term is None or term.kind not in field.term_kinds:
            raise ValidationError(
                _("“%(entry)s” is not one of the choices.") % {"entry": entry[:60]}
            )
        ids.append(str(term.id))
    return sorted(set(ids))


def _link(field: Field, value: Any) -> str:
    link = _text(field, value)
    if link:
        _check_link(link)
    return link


def _links(field: Field, value: Any) -> list[str]:
    links = _entries(field, value)
    for link in links:
        _check_link(link)
    return links


def _check_link(link: str) -> None:
    try:
        _is_url(link)
    except ValidationError:
        raise ValidationError(_("“%(link)s” is no web address.") % {"link": link[:80]}) from None
    if len(link) > _LINK_LENGTH:
        raise ValidationError(_("A link has more than %d characters.") % _LINK_LENGTH)


def _words(field: Field, value: Any) -> list[str]:
    words = _entries(field, value)
    if any(len(word) > 20 or "\x00" in word for word in words):
        raise ValidationError(_("One of these is too long."))
    return words


def _flag(field: Field, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValidationError(_("This must be yes or no."))
    return value


_CLEAN = {
    Shape.LINE: _text,
    Shape.TEXT: _text,
    Shape.KIND: _kind,
    Shape.DATE: _date,
    Shape.LANGUAGE: _language,
    Shape.PLACES: _places,
    Shape.TERMS: _terms,
    Shape.LINK: _link,
    Shape.LINKS: _links,
    Shape.WORDS: _words,
    Shape.FLAG: _flag,
}
assert _CLEAN.keys() == set(Shape)
