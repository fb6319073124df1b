"""The chapter of indicators: values as reported, the global ones first."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from commitments.enums import Finality, SentToCustodian
from gfmd_platform.interface.forms.dates import spoken

from ..blocks import Block, Headline, Row, Value, Values, Words
from ..figures import Figures


def indicators(f: Figures) -> list[Block]:
    given = f.part("indicators")["values"]
    found: list[Block] = [
        Headline([Row(_("stakeholders reported a value"), [f.number("indicators")])])
    ]
    if not given:
        return [*found, Words(_("No report that everybody may read gives a value."))]
    found.append(
        Words(
            _(
                "Values stand as their reporters gave them. For global indicators the series that "
                "counts is the custodian agency's; these are no parallel statistics."
            )
        )
    )
    for _group, rows in groupby(given, key=_indicator):
        found.append(_values(list(rows), f))
    return found


def _indicator(value: dict[str, Any]) -> tuple[str, str, str]:
    own = value.get("own")
    if own is None:
        return (value["indicator"], "", "")
    return ("own", str(own["commitment"]), own["name"])


def _values(rows: list[dict[str, Any]], f: Figures) -> Values:
    first = rows[0]
    own = first.get("own")
    if own is None:
        caption = f.term(first["indicator"])
        custodians = ", ".join(first["custodians"])
        note = _("Custodian: %s.") % custodians if custodians else ""
    else:
        caption = own["name"]
        note = " ".join(
            words
            for words in (
                _("Own indicator of the commitment “%s”.") % own["commitment_title"],
                _bound(_("Baseline: %(value)s%(when)s."), own["baseline"], own["baseline_on"]),
                _bound(_("Target: %(value)s%(when)s."), own["target"], own["target_on"]),
            )
            if words
        )
    return Values(caption, note, [_value(row, f) for row in rows])


def _bound(words: str, value: str | None, when: str) -> str:
    if value is None:
        return ""
    return words % {"value": value, "when": f" ({when})" if when else ""}


def _value(row: dict[str, Any], f: Figures) -> Value:
    details = [
        row["population"],
        _("Source: %s") % row["source"] if row["source"] else "",
        str(Finality(row["finality"]).label),
        ""
        if "own" in row
        else _("Sent to the custodian agency: %s")
        % str(SentToCustodian(row["sent_to_custodian"]).label),
        row["footnote"],
    ]
    return Value(
        by=row["by"],
        period=_period(row["period"]),
        number=f.by_key(row["figure"]),
        unit=row["unit"],
        details=[detail for detail in details if detail],
        report=row["report"],
        no=row["no"],
    )


def _period(period: str) -> str:
    first, _slash, last = period.partition("/")
    return f"{spoken(first)} – {spoken(last)}" if last else spoken(first)
