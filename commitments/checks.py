"""What makes a commitment's content acceptable: to be kept as a draft, and to be registered."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.interface.forms.dates import earliest, latest
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind
from gfmd_platform.taxonomy.models import Term

from .content import IdentifierShape, IndicatorShape
from .enums import CommitmentKind, Direction, ResourceKind
from .money import currencies, read_amount
from .periods import is_partial_date
from .schemes import schemes

#: What a commitment may cite.
TERM_KINDS = (
    TermKind.ACTION_AREA,
    TermKind.OPTION_POLICY,
    TermKind.OPTION_PRACTICAL,
    TermKind.OBJECTIVE,
    TermKind.TARGET,
    TermKind.GUIDING_PRINCIPLE,
    TermKind.CROSS_CUTTING,
)
#: One of these tells readers where a commitment belongs; which, the stakeholder chooses.
PLACING = frozenset({TermKind.ACTION_AREA, TermKind.OBJECTIVE, TermKind.TARGET})
MAX_TEXT = 20_000
MAX_INDICATORS = 20
MAX_IDENTIFIERS = 20
_LARGEST = Decimal(10) ** 18


def check_content(
    values: dict[str, Any],
    indicators: Sequence[IndicatorShape],
    identifiers: Sequence[IdentifierShape] = (),
) -> None:
    """Raise Invalid when a draft cannot be kept as it is."""
    errors: dict[str, list[str]] = {}
    if len(values["title"]) > 200:
        errors["title"] = [_("A title has at most 200 characters.")]
    if values["kind"] and values["kind"] not in CommitmentKind.values:
        errors["kind"] = [_("Choose one of the kinds.")]
    errors |= _money_errors(values)
    for name in ("wording", "beneficiaries", "verification", "resources", "with_whom"):
        if len(values[name]) > MAX_TEXT:
            errors[name] = [_("This text is too long: at most 20,000 characters are kept.")]
    for name in ("starts_on", "due_on"):
        if values[name] and not is_partial_date(values[name]):
            errors[name] = [_("Give a year, a month or a day, such as 2030 or 2030-06.")]
    if (
        values["starts_on"]
        and values["due_on"]
        and not {"starts_on", "due_on"} & set(errors)
        and earliest(values["starts_on"]) > latest(values["due_on"])
    ):
        errors["due_on"] = [_("The commitment cannot be due before it starts.")]
    problems = [p for i, shape in enumerate(indicators, 1) for p in _indicator_problems(i, shape)]
    chosen = [shape.term_id for shape in indicators if shape.term_id]
    if len(chosen) != len(set(chosen)):
        problems.append(_("Choose a global indicator once only."))
    if len(indicators) > MAX_INDICATORS:
        problems.append(_("A commitment has at most 20 indicators."))
    if problems:
        errors["indicators"] = problems
    problems = [p for i, shape in enumerate(identifiers, 1) for p in _identifier_problems(i, shape)]
    if len(identifiers) > MAX_IDENTIFIERS:
        problems.append(_("A commitment has at most 20 numbers in other registers."))
    if problems:
        errors["identifiers"] = problems
    if any("\x00" in str(value) for value in values.values()):
        errors["__all__"] = [_("The text holds a character that cannot be kept (NUL).")]
    if errors:
        raise Invalid(errors)


def _money_errors(values: dict[str, Any]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if values["resource_kind"] and values["resource_kind"] not in ResourceKind.values:
        errors["resource_kind"] = [_("Choose one of the kinds.")]
    if values["amount"] and read_amount(values["amount"]) is None:
        errors["amount"] = [
            _("Give the amount as a number above nought, such as 2500000 or 2500000.50.")
        ]
    if values["currency"] and values["currency"] not in currencies():
        errors["currency"] = [_("Choose a currency from the list.")]
    return errors


def _identifier_problems(number: int, shape: IdentifierShape) -> list[str]:
    named = {"number": number}
    problems = []
    if shape.scheme not in schemes():
        problems.append(_("Entry %(number)d: choose the register from the list.") % named)
    if not (shape.code.strip() or shape.link.strip()):
        problems.append(_("Entry %(number)d: give its number there, or its address.") % named)
    if len(shape.code) > 120 or len(shape.link) > 500:
        problems.append(_("Entry %(number)d: this is too long.") % named)
    if shape.link and not is_web_address(shape.link):
        problems.append(
            _("Entry %(number)d: give the address in full, beginning with https://.") % named
        )
    if "\x00" in shape.code + shape.link:
        problems.append(_("The text holds a character that cannot be kept (NUL)."))
    return problems


def is_web_address(text: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return True


def _indicator_problems(number: int, shape: IndicatorShape) -> list[str]:
    named = {"number": number}
    problems = []
    if shape.term_id is not None:
        entry = taxonomy.current().terms.get(shape.term_id)
        if entry is None or entry.kind != TermKind.INDICATOR:
            problems.append(_("Indicator %(number)d: choose it from the list.") % named)
        return problems + _measure_problems(named, shape)
    if not shape.name.strip() or len(shape.name) > 200:
        problems.append(
            _("Indicator %(number)d: say what is measured, in at most 200 characters.") % named
        )
    if not shape.unit.strip() or len(shape.unit) > 80:
        problems.append(_("Indicator %(number)d: give its unit, in at most 80 characters.") % named)
    return problems + _measure_problems(named, shape)


def _measure_problems(named: dict[str, int], shape: IndicatorShape) -> list[str]:
    problems = []
    if shape.direction not in Direction.values:
        problems.append(_("Indicator %(number)d: choose which way it should move.") % named)
    for value in (shape.baseline_value, shape.target_value):
        if value is not None and not (value.is_finite() and abs(value) < _LARGEST):
            problems.append(_("Indicator %(number)d: this number cannot be kept.") % named)
    if len(shape.custodian) > 200:
        problems.append(
            _("Indicator %(number)d: name its custodian in at most 200 characters.") % named
        )
    for date in (shape.baseline_on, shape.target_on):
        if date and not is_partial_date(date):
            problems.append(
                _("Indicator %(number)d: give dates as a year, a month or a day.") % named
            )
    return problems


def check_terms(ids: set[UUID]) -> None:
    """Raise Invalid for terms that do not exist or cannot be cited by a commitment."""
    known = Term.objects.filter(pk__in=ids, kind__in=TERM_KINDS, until=None)
    if ids - set(known.values_list("pk", flat=True)):
        raise Invalid({"terms": [_("Choose from the lists; one of the entries is not in them.")]})


def check_complete(content: dict[str, Any]) -> None:
    """Raise Invalid when a draft cannot be made public yet, naming everything that is missing."""
    missing = {
        "title": _("Give the commitment a title."),
        "wording": _("Say what will be done."),
        "kind": _("Choose the kind of commitment."),
        "due_on": _("Say by when, at least the year."),
        "beneficiaries": _("Say for whom it is done."),
    }
    errors = {name: [words] for name, words in missing.items() if not content[name]}
    if bool(content["amount"]) != bool(content["currency"]):
        name = "currency" if content["amount"] else "amount"
        errors[name] = [_("Give the amount together with its currency.")]
    placed = Term.objects.filter(pk__in=content["terms"], kind__in=PLACING).exists()
    if not placed:
        errors["action_areas"] = [
            _("Choose at least one action area, objective or target that it serves.")
        ]
    if errors:
        raise Invalid(errors)
