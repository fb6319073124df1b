"""Sums of money: an amount and an ISO 4217 currency that is in use."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.utils.translation import get_language

_LARGEST = Decimal(10) ** 18


def read_amount(text: str) -> Decimal | None:
    """A number above nought with at most two decimals; None for anything else."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or not 0 < value < _LARGEST or value != round(value, 2):
        return None
    return value


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """Codes that are legal tender somewhere today (from the CLDR)."""
    return frozenset(
        code
        for rows in get_global("territory_currencies").values()
        for code, _since, until, tender in rows
        if until is None and tender
    )


def currency_choices() -> list[tuple[str, str]]:
    """(code, "EUR – Euro") in the reader's language, by code."""
    return list(_choices(get_language() or "en"))


@lru_cache(maxsize=12)
def _choices(language: str) -> tuple[tuple[str, str], ...]:
    try:
        names = Locale.parse(language, sep="-").currencies
    except (UnknownLocaleError, ValueError):
        names = Locale("en").currencies
    return tuple((code, f"{code} – {names.get(code, code)}") for code in sorted(currencies()))


def spoken_amount(amount: str, currency: str) -> str:
    """ "2 500 000 EUR": grouped with narrow spaces, which no language misreads."""
    if not amount:
        return ""
    return f"{Decimal(amount):,}".replace(",", "\u202f") + f" {currency}"
