"""Which indicators were reported on, by how many, and by what their values are broken down."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..blocks import Block, Row, Table
from ..figures import Figures


def coverage(f: Figures) -> list[Block]:
    """Nothing of compilations that did not count it."""
    if not f.has("indicator-coverage"):
        return []
    refs = f.terms("indicator-coverage", "indicator")
    given = [ref for ref in refs if _number(f, ref) != "0"]
    return [_covered(f, given), _broken_down(f, given)] if given else []


def without_value(f: Figures) -> list[Block]:
    """Indicators of which no counted report gives a value."""
    columns = [
        _("Indicator"),
        _("Stakeholders with a value"),
        _("Places in the custodian's series"),
    ]
    rows = [
        Row(
            f.term(ref),
            [
                f.number("indicator-coverage", indicator=ref),
                f.number("custodian-coverage", indicator=ref),
            ],
        )
        for ref in f.terms("indicator-coverage", "indicator")
        if _number(f, ref) == "0"
    ]
    return [Table(_("Indicators without a value"), columns, rows)] if rows else []


def _number(f: Figures, ref: str) -> str:
    return f.number("indicator-coverage", indicator=ref).value


def _covered(f: Figures, refs: list[str]) -> Table:
    columns = [
        _("Indicator"),
        _("Stakeholders with a value"),
        _("For the whole"),
        _("For parts of it"),
        _("Places in the custodian's series"),
    ]
    rows = [
        Row(
            f.term(ref),
            [
                f.number("indicator-coverage", indicator=ref),
                f.number("indicator-coverage", indicator=ref, scope="whole"),
                f.number("indicator-coverage", indicator=ref, scope="parts"),
                f.number("custodian-coverage", indicator=ref),
            ],
        )
        for ref in refs
    ]
    note = _("Reports that are not public are counted here; their values stand nowhere.")
    return Table(_("Who gave a value of which indicator"), columns, rows, note)


def _broken_down(f: Figures, refs: list[str]) -> Table:
    """Every dimension has a column: nought is what is missing."""
    cells = f.cells("indicator-dimensions", "indicator", "dimension")
    dimensions = list(dict.fromkeys(cell["dimension"] for cell in cells))
    columns = [_("Indicator"), *(f.name(ref) for ref in dimensions)]
    rows = [
        Row(
            f.term(ref),
            [
                f.number("indicator-dimensions", indicator=ref, dimension=dimension)
                for dimension in dimensions
            ],
        )
        for ref in refs
    ]
    note = _("Stakeholders that break their values down by it. Nought: no counted report does.")
    return Table(_("By what values are broken down"), columns, rows, note)
