"""What makes a report's entries acceptable: to be kept in a draft, and to be submitted."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.cycles.values import check_text
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind

from .disaggregation import NoSuchCategory, canonical
from .enums import Cleared, Finality, SentToCustodian, Visibility
from .periods import cover
from .report_content import OBSERVATION_FIELDS, ReportContent

_LARGEST = Decimal(10) ** 18
_LENGTHS = {
    "period": 21,
    "unit": 160,
    "population": 160,
    "source": 300,
    "footnote": 5_000,
    "cleared_by": 160,
    "explanation": 5_000,
}


def check_observation(
    values: dict[str, Any], *, term_id: UUID | None, indicator_key: UUID | None
) -> dict[str, Any]:
    """The values, cleaned and complete. Raises Invalid naming every field that is wrong."""
    unknown = set(values) - set(OBSERVATION_FIELDS)
    if unknown:
        raise LookupError(f"An observation has no {sorted(unknown)}")
    errors: dict[str, list[str]] = {}
    kept: dict[str, Any] = {
        "finality": values.get("finality") or Finality.PROVISIONAL.value,
        "sent_to_custodian": values.get("sent_to_custodian") or SentToCustodian.UNKNOWN.value,
        "cleared": values.get("cleared") or Cleared.UNKNOWN.value,
    }
    for name, length in _LENGTHS.items():
        kept[name] = check_text(name, str(values.get(name) or "")).strip()
        if len(kept[name]) > length:
            errors[name] = [_("At most %(length)d characters are kept here.") % {"length": length}]
    if (term_id is None) == (indicator_key is None):
        errors["indicator"] = [_("Choose one indicator.")]
    elif term_id and not _is_indicator(term_id):
        errors["indicator"] = [_("Choose an indicator from the list.")]
    try:
        kept["period"] = kept["period"].replace(" ", "")
        cover(kept["period"])
    except ValueError:
        errors["period"] = [_("Give a year (2025), a month (2025-06), or from and to (2024/2025).")]
    if not kept["unit"]:
        errors["unit"] = [_("Give the unit of the value.")]
    try:
        kept["value"] = Decimal(str(values.get("value", "")).strip())
        if not (kept["value"].is_finite() and abs(kept["value"]) < _LARGEST):
            raise InvalidOperation
        kept["value"] = kept["value"].quantize(Decimal("0.000001")).normalize()
    except InvalidOperation:
        errors["value"] = [_("Give the value as a number, such as 12.5.")]
    if kept["finality"] not in Finality.values:
        errors["finality"] = [_("Say whether the value is provisional or final.")]
    if kept["sent_to_custodian"] not in SentToCustodian.values:
        errors["sent_to_custodian"] = [_("Choose one of the answers.")]
    if kept["cleared"] not in Cleared.values:
        errors["cleared"] = [_("Choose one of the answers.")]
    try:
        kept["dims"] = canonical(values.get("dims") or "")
    except NoSuchCategory as error:
        errors["dims"] = [str(error)]
    if errors:
        raise Invalid(errors)
    return kept


def _is_indicator(term_id: UUID) -> bool:
    entry = taxonomy.current().terms.get(term_id)
    return entry is not None and entry.kind == TermKind.INDICATOR


def problems_before_submission(content: ReportContent) -> dict[str, list[str]]:
    """Why a draft cannot be submitted yet, by the part of the task list that mends it."""
    problems: dict[str, list[str]] = {}
    if not content.says_something:
        problems["parts"] = [_("Nothing is written yet: answer at least one question.")]
    if content.visibility not in Visibility.values or content.may_quote is None:
        problems["choices"] = [_("Choose who may read the report and whether it may be quoted.")]
    if content.proposals:
        problems["proposals"] = [
            ngettext(
                "%(n)d entry was brought in and nobody has kept it yet: keep it or leave it out.",
                "%(n)d entries were brought in and nobody has kept them yet: keep them or leave "
                "them out.",
                content.proposals,
            )
            % {"n": content.proposals}
        ]
    if content.unready:
        problems["commitments"] = [
            _("An entry is incomplete: choose a status where you wrote a note.")
        ]
    return problems


def signing_problems(content: ReportContent) -> dict[str, list[str]]:
    """Why a joint report cannot be submitted yet: nobody signs these words with its lead."""
    if content.co_signatories is None or content.co_signatories:
        return {}
    return {"co_signatories": [_("No co-signatory has confirmed the text as it stands now.")]}
