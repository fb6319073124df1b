"""Content in words, for summaries, differences and checks before a step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gfmd_platform.interface.forms.dates import spoken
from gfmd_platform.stakeholders.models import Stakeholder
from gfmd_platform.taxonomy import queries as taxonomy

from .disaggregation import split
from .enums import CommitmentKind, Direction, ResourceKind
from .models import Commitment, CommitmentVersion, ReportVersionObservation
from .money import read_amount, spoken_amount
from .periods import is_partial_date
from .schemes import scheme_label


def shown_content(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(label, text) of everything a commitment says, in the order of its page."""
    for name in ("title", "wording"):
        yield label_of(name), content[name]
    if content["kind"] in CommitmentKind.values:
        yield label_of("kind"), str(CommitmentKind(content["kind"]).label)
    for name in ("starts_on", "due_on"):
        yield label_of(name), spoken_date(content[name])
    for name in ("beneficiaries", "verification"):
        yield label_of(name), content[name]
    if content["resource_kind"] in ResourceKind.values:
        yield label_of("resource_kind"), str(ResourceKind(content["resource_kind"]).label)
    if content["amount"] or content["currency"]:
        yield label_of("amount"), shown_amount(content)
    for name in ("resources", "with_whom"):
        yield label_of(name), content[name]
    groups: dict[str, list[str]] = {}
    for entry in taxonomy.terms_by_id(UUID(term) for term in content["terms"]):
        groups.setdefault(entry.kind_label, []).append(entry.numbered)
    for kind, names in groups.items():
        yield kind, "\n".join(names)
    for indicator in content["indicators"]:
        label = _("Indicator: %(name)s") % {"name": indicator_name(indicator)}
        yield label, shown_indicator(indicator)
    if content["identifiers"]:
        yield _("Elsewhere"), "\n".join(shown_identifier(row) for row in content["identifiers"])
    if named := content.get("signatories"):
        yield _("Signatories"), "\n".join(shown_signatories(named))


def shown_amount(content: dict[str, Any]) -> str:
    """A draft may have one without the other."""
    amount = read_amount(content["amount"])
    if amount is None:
        return f"{content['amount']} {content['currency']}".strip()
    return spoken_amount(content["amount"], content["currency"])


def citation(version: CommitmentVersion, names: list[str], address: str) -> str:
    """How a version is cited: by whom, its title, its number and day, its address."""
    return _("%(who)s: %(title)s. Commitment, version %(no)d of %(day)s. %(address)s") % {
        "who": ", ".join(names),
        "title": version.title,
        "no": version.no,
        "day": date_format(version.at, "j F Y"),
        "address": address,
    }


def shown_identifier(values: dict[str, str]) -> str:
    said = " ".join(filter(None, [values["code"], values["link"]]))
    return f"{scheme_label(values['scheme'])}: {said}"


def shown_signatories(rows: list[dict[str, str]]) -> list[str]:
    """ "Belmora: trains the inspectors", by name (one query)."""
    ids = [UUID(row["stakeholder"]) for row in rows]
    names = dict(Stakeholder.unscoped.filter(pk__in=ids).values_list("pk", "name"))
    return sorted(
        ": ".join(filter(None, [names.get(UUID(row["stakeholder"]), ""), row["part"]]))
        for row in rows
    )


def indicator_name(values: dict[str, Any]) -> str:
    """A global indicator in the reader's language."""
    term_id = values.get("term_id")
    entry = taxonomy.current().terms.get(term_id) if term_id else None
    return entry.numbered if entry else str(values["name"])


def shown_indicator(values: dict[str, Any]) -> str:
    """An indicator in a line: from where to where, in which unit."""
    parts = [f"{values['unit']}, {Direction(values['direction']).label}"]
    for name, on, words in (
        ("baseline_value", "baseline_on", _("baseline %(value)s")),
        ("target_value", "target_on", _("target %(value)s")),
    ):
        if values[name] not in (None, ""):
            day = spoken_date(values[on])
            parts.append(words % {"value": values[name]} + (f" ({day})" if day else ""))
    if custodian := values.get("custodian"):
        parts.append(_("custodian: %(name)s") % {"name": custodian})
    return "; ".join(str(part) for part in parts)


def spoken_date(text: str) -> str:
    return spoken(text) if text and is_partial_date(text) else text


def label_of(name: str) -> str:
    label = str(Commitment._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def value_header() -> list[str]:
    """The columns of an open table of reported values."""
    dimensions = [term.code for term in taxonomy.dimensions()]
    return [
        *("indicator", "name", "reporter", "reporter_id", "report", "version", "period"),
        *dimensions,
        *("population", "value", "unit", "source", "footnote", "finality"),
        *("sent_to_custodian", "cleared", "cleared_by", "explanation"),
    ]


def value_rows(
    ref: str, name: str, rows: Iterable[ReportVersionObservation]
) -> Iterator[list[Any]]:
    codes = [term.code for term in taxonomy.dimensions()]
    for row in rows:
        dims = split(row.dims)
        report = row.version.subject
        yield [
            ref,
            name,
            report.stakeholder.name,
            str(report.stakeholder_id),
            str(report.pk),
            row.version.no,
            row.period,
            *(dims.get(code, "") for code in codes),
            row.population,
            row.value,
            row.unit,
            row.source,
            row.footnote,
            row.finality,
            row.sent_to_custodian,
            row.cleared,
            row.cleared_by,
            row.explanation,
        ]
