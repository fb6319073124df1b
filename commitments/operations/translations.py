"""Putting what was submitted into another language, beside the original."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision
from gfmd_platform.interface.languages import TEXT_LANGUAGES
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.operations import lock

from ..asking import field_name
from ..models import Report, ReportVersion, VersionTranslation
from ..policies import readable_versions
from ..queries.passages import Passage, passages_of
from ..queries.reports import shown
from ..queries.translations import newest
from ..report_checks import check_text


@dataclass(frozen=True)
class TranslatedText:
    """`revision` is that of the translation which was read; 0 where there was none. An empty text
    takes a translation out."""

    key: str
    text: str
    revision: int
    subject: UUID | None = None

    @property
    def name(self) -> str:
        return field_name(self.key, self.subject)


@transaction.atomic
def translate_version(
    *,
    report_id: UUID,
    no: int,
    language: str,
    texts: Sequence[TranslatedText],
    by: Actor,
    now: dt.datetime,
) -> list[VersionTranslation]:
    """Add translations of texts of version `no`; what differs from what stands becomes a new row.
    Whoever may read the version reads them at once, under the translator's name.

    Raises NotVisible, NotAllowed, Invalid, or StaleRevision when somebody else translated one of
    them in between; then nothing is kept.
    """
    report = lock(Report, report_id)
    check(by, "translate", report)
    version = readable_versions(by, report).filter(no=no).first()
    if version is None:
        raise NotVisible("No such version.")
    if language not in TEXT_LANGUAGES:
        raise Invalid({"language": [_("Choose a language from the list.")]})
    passages = {p.name: p for p in passages_of(shown(version)) if p.is_text}
    added = _changed(version, language, texts, passages)
    seat = by.seat_in(report.stakeholder_id)
    rows = [
        VersionTranslation.objects.create(
            version=version,
            language=language,
            key=text.key,
            subject=text.subject,
            revision=text.revision + 1,
            text=text.text,
            at=now,
            actor_ref=actor_ref(by),
            membership_id=seat.membership_id if seat else None,
        )
        for text in added
    ]
    if rows:
        record_event(
            verb="report.translate",
            record_id=report.pk,
            by=by,
            now=now,
            data={"version": no, "language": language, "fields": [text.key for text in added]},
            stakeholder_id=report.stakeholder_id,
        )
    return rows


def _changed(
    version: ReportVersion,
    language: str,
    texts: Sequence[TranslatedText],
    passages: dict[str, Passage],
) -> list[TranslatedText]:
    """What differs from what stands, cleaned."""
    standing = newest(version, language)
    found: dict[str, TranslatedText] = {}
    errors: dict[str, list[str]] = {}
    for sent in texts:
        passage = passages.get(sent.name)
        if passage is None:
            raise NotVisible("No such text.")
        text = check_text(sent.name, sent.text).strip()
        if passage.language == language and text:
            errors[sent.name] = [_("The original is in this language.")]
        stands = standing.get(sent.name)
        if text == (stands.text if stands else ""):
            continue
        revision = stands.revision if stands else 0
        if sent.revision != revision:
            raise StaleRevision(
                revision=revision,
                current={sent.name: stands.text if stands else ""},
                yours={sent.name: text},
            )
        found[sent.name] = TranslatedText(sent.key, text, revision, sent.subject)
    if errors:
        raise Invalid(errors)
    return list(found.values())
