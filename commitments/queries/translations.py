"""Translations of a version, for whoever may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..asking import field_name
from ..models import ReportVersion, VersionTranslation

Rows = dict[str, VersionTranslation]


@dataclass(frozen=True)
class Spoken:
    """A version as it is shown: `language` is empty for the original, else `at` holds the
    translations by the name of the passage. `languages` are those that it was translated into."""

    language: str = ""
    languages: tuple[str, ...] = ()
    at: Mapping[str, VersionTranslation] = field(default_factory=dict)


def spoken(version: ReportVersion, asked: str) -> Spoken:
    """In the language asked for, where there are translations into it (one query)."""
    rows = _newest(version)
    languages = tuple(sorted(language for language, held in rows.items() if held))
    language = asked if asked in languages else ""
    return Spoken(language, languages, rows[language] if language else {})


def all_translations(version: ReportVersion) -> dict[str, Rows]:
    """The newest translation of every text, by language and name; without what was taken out (one
    query)."""
    return {language: held for language, held in _newest(version).items() if held}


def newest(version: ReportVersion, language: str) -> Rows:
    """The newest row of every text in a language, also of those taken out (one query)."""
    return {name_of(row): row for row in history(version, language)}


def history(version: ReportVersion, language: str) -> list[VersionTranslation]:
    """Every row in a language, the earliest first."""
    rows = VersionTranslation.objects.filter(version=version, language=language)
    return list(rows.select_related("membership__person").order_by("revision"))


def name_of(row: VersionTranslation) -> str:
    return field_name(row.key, row.subject)


def _newest(version: ReportVersion) -> dict[str, Rows]:
    places = ("language", "key", "subject")
    rows = (
        VersionTranslation.objects.filter(version=version)
        .select_related("membership__person")
        .order_by(*places, "-revision")
        .distinct(*places)
    )
    found: dict[str, Rows] = {}
    for row in rows:
        held = found.setdefault(row.language, {})
        if row.text:
            held[name_of(row)] = row
    return found
