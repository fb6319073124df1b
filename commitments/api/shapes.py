"""Reports as JSON: what goes in, what comes out; and what commitments have in common with them.

Terms are written "framework:code" (`gcm-2018:5`), dates as precise as they are known ("2030",
"2030-06"), numbers as texts, so that no digit is lost on the way.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from gfmd_platform.interface.languages import TEXT_LANGUAGES
from gfmd_platform.taxonomy import queries as taxonomy

from ..disaggregation import split
from ..enums import (
    Cleared,
    Finality,
    Progress,
    SentToCustodian,
    Visibility,
)
from ..models import (
    DraftAnswer,
    Report,
    ReportVersion,
)
from ..models.reports import ObservationContent
from ..queries.reports import ShownVersion
from ..report_content import OBSERVATION_FIELDS
from .standing import joint_json, lodging_json, withdrawal_json

Shape = serializers.Serializer[Any]


def term_ids(refs: list[str]) -> list[UUID]:
    """Ids of terms written as "framework:code". Raises DRF's ValidationError for unknown ones."""
    found = [(ref, taxonomy.term(ref)) for ref in refs]
    unknown = [ref for ref, term in found if term is None]
    if unknown:
        raise serializers.ValidationError([f"No such term: {ref}" for ref in unknown])
    return [term.id for _ref, term in found if term is not None]


def term_refs(ids: Any) -> list[str]:
    return [entry.ref for entry in taxonomy.terms_by_id(UUID(str(pk)) for pk in ids)]


class Reason(Shape):
    reason = serializers.CharField(max_length=2000)


class Start(Shape):
    cycle = serializers.UUIDField()
    stakeholder = serializers.UUIDField()
    language = serializers.ChoiceField(TEXT_LANGUAGES, default="en")
    brings_in = serializers.BooleanField(
        default=False, help_text="Propose what the last report and the records say already."
    )


class Place(Shape):
    cycle = serializers.UUIDField()
    stakeholder = serializers.UUIDField()
    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")


def _read() -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=0, help_text="The revision you have read; 0 when nothing was saved yet."
    )


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "array"}]})
class AnswerValue(serializers.Field[Any, Any, Any, Any]):
    """A text, or a list for several answers and for the rows of a table."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str | list | int):
            raise serializers.ValidationError("Give a text, or a list.")
        return data if isinstance(data, list) else str(data)

    def to_representation(self, value: Any) -> Any:
        return value


class AnswerWrite(Shape):
    """`subject` is the commitment, where the question is asked of each."""

    value = AnswerValue()
    revision = _read()
    subject = serializers.UUIDField(required=False, allow_null=True, default=None)
    language = serializers.ChoiceField(TEXT_LANGUAGES, required=False, default="")


class AnswerFile(Shape):
    file = serializers.FileField()
    revision = _read()
    subject = serializers.UUIDField(required=False, allow_null=True, default=None)


class Adoption(Shape):
    questionnaire = serializers.UUIDField(help_text="The one you have read, as `asked` names it.")


class CopyBeside(Shape):
    """An answer whose question is no longer asked (`key`, `subject`) into another question."""

    key = serializers.SlugField(max_length=40)
    subject = serializers.UUIDField(required=False, allow_null=True, default=None)
    to = serializers.SlugField(max_length=40)
    to_subject = serializers.UUIDField(required=False, allow_null=True, default=None)


class StatusWrite(Shape):
    status = serializers.ChoiceField(Progress.choices, allow_blank=True)
    note = serializers.CharField(
        allow_blank=True, trim_whitespace=False, max_length=50_000, default=""
    )
    revision = _read()
    language = serializers.ChoiceField(TEXT_LANGUAGES, required=False, default="")


def _dims() -> serializers.DictField:
    return serializers.DictField(
        child=serializers.CharField(max_length=120),
        required=False,
        help_text='Of which part of the whole, as {"sex": "female", "age": "18-24"}; empty for the '
        "total. A category of your own begins with ~.",
    )


class ObservationWrite(Shape):
    """Of a global indicator (`indicator`, such as "sdg-2015:10.7.1") or of an own one
    (`own_indicator`, its key)."""

    indicator = serializers.CharField(required=False, max_length=80)
    own_indicator = serializers.UUIDField(required=False)
    period = serializers.CharField(max_length=21)
    value = serializers.CharField(max_length=40)
    unit = serializers.CharField(max_length=160)
    population = serializers.CharField(max_length=160, allow_blank=True, required=False)
    source = serializers.CharField(max_length=300, allow_blank=True, required=False)  # type: ignore[assignment]
    footnote = serializers.CharField(max_length=5000, allow_blank=True, required=False)
    finality = serializers.ChoiceField(Finality.choices, required=False)
    sent_to_custodian = serializers.ChoiceField(SentToCustodian.choices, required=False)
    dims = _dims()
    cleared = serializers.ChoiceField(Cleared.choices, required=False)
    cleared_by = serializers.CharField(max_length=160, allow_blank=True, required=False)
    explanation = serializers.CharField(max_length=5000, allow_blank=True, required=False)

    def validate_indicator(self, ref: str) -> UUID:
        return term_ids([ref])[0]


class ObservationRow(ObservationWrite):
    """A row of many. With `revision` it is refused when the value has moved on."""

    unit = serializers.CharField(max_length=160, allow_blank=True, required=False)
    revision = serializers.IntegerField(min_value=0, required=False)


class ObservationRows(Shape):
    observations = serializers.ListField(
        child=serializers.DictField(),
        max_length=2000,
        help_text="Each as for one value; wrong ones are told one by one and left out.",
    )
    dry_run = serializers.BooleanField(default=False)


class ObservationChange(Shape):
    revision = _read()
    period = serializers.CharField(max_length=21, required=False)
    value = serializers.CharField(max_length=40, required=False)
    unit = serializers.CharField(max_length=160, required=False)
    population = serializers.CharField(max_length=160, allow_blank=True, required=False)
    source = serializers.CharField(max_length=300, allow_blank=True, required=False)  # type: ignore[assignment]
    footnote = serializers.CharField(max_length=5000, allow_blank=True, required=False)
    finality = serializers.ChoiceField(Finality.choices, required=False)
    sent_to_custodian = serializers.ChoiceField(SentToCustodian.choices, required=False)
    dims = _dims()
    cleared = serializers.ChoiceField(Cleared.choices, required=False)
    cleared_by = serializers.CharField(max_length=160, allow_blank=True, required=False)
    explanation = serializers.CharField(max_length=5000, allow_blank=True, required=False)


class ReadRevision(Shape):
    revision = _read()


class ReadersWrite(Shape):
    visibility = serializers.ChoiceField(Visibility.choices)
    may_quote = serializers.BooleanField()
    revision = _read()


class Says(Shape):
    says = serializers.BooleanField()


class Submission(Shape):
    draft_hash = serializers.CharField(
        max_length=64, help_text="The hash of the draft that you checked (`draft` → `hash`)."
    )
    speaks_for = serializers.BooleanField(
        help_text="You confirm that you speak for the stakeholder and that this is its report."
    )


# --- what comes out


def answer_json(row: DraftAnswer) -> dict[str, Any]:
    return {
        "key": row.key,
        "subject": row.subject_id,
        "value": row.value,
        "revision": row.revision,
    }


def observation_json(row: ObservationContent) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in OBSERVATION_FIELDS}
    return values | {"value": row.number, "dims": split(row.dims)}


def report_json(report: Report) -> dict[str, Any]:
    """What others may know of a submitted report, for lists."""
    version = report.current_version
    assert version is not None
    return {
        "id": report.pk,
        "cycle": report.cycle_id,
        "cycle_title": report.cycle.title,
        "stakeholder": {
            "id": report.stakeholder_id,
            "name": report.stakeholder.name,
            "kind": report.stakeholder.kind,
        },
        "state": report.state,
        "joint": joint_json(version),
        "version": version.no,
        "at": version.at,
        "lodged": lodging_json(version),
    }


def version_line_json(version: ReportVersion) -> dict[str, Any]:
    return {
        "no": version.no,
        "at": version.at,
        "language": version.language,
        "visibility": version.visibility,
        "may_quote": version.may_quote,
        "hash": version.content_hash,
        "joint": joint_json(version),
        "lodged": lodging_json(version),
        "withdrawn": withdrawal_json(getattr(version, "withdrawal", None)),
    }


def version_json(content: ShownVersion) -> dict[str, Any]:
    """A version in full."""
    return version_line_json(content.version) | {
        "answers": [
            {
                "key": answer.key,
                "part": part.code,
                "question": answer.label,
                "type": answer.type,
                "value": answer.value,
                "kept": answer.raw,
                "commitment": answer.commitment.subject_id if answer.commitment else None,
                "language": answer.language,
                "is_key_message": answer.is_key_message,
            }
            for part in content.parts
            for answer in part.answers
        ],
        "statuses": [
            {
                "commitment": row.commitment_id,
                "commitment_version": row.commitment_version.no,
                "title": row.commitment_version.title,
                "status": row.status,
                "note": row.note,
                "language": row.language,
            }
            for row in content.statuses
        ],
        "observations": [
            {
                "indicator": value.indicator,
                "custodians": list(value.custodians),
                "commitment": value.commitment_id,
                **observation_json(value.row),
            }
            for value in content.observations
        ],
    }
