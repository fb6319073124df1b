"""Who took part."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from ..blocks import Block, Headline, Row, Table, Trend
from ..figures import Figures
from .shared import bars


def participation(f: Figures) -> list[Block]:
    return [
        Headline(
            [
                Row(_("stakeholders reported"), [f.number("reports")]),
                *_joint_row(f),
                Row(_("stakeholders take part in the Forum"), [f.number("stakeholders")]),
            ]
        ),
        *bars(
            _("Voluntary reports by kind of stakeholder"),
            _("Kind of stakeholder"),
            [f.bar(f.kind(kind), "reports", kind=kind) for kind in f.kinds()],
            whole=f.number("reports"),
        ),
        Table(
            _("Stakeholders and reports by region"),
            [_("Region"), _("Taking part"), _("Reported")],
            [
                Row(
                    f.region(region),
                    [f.number("stakeholders", region=region), f.number("reports", region=region)],
                )
                for region in f.regions()
            ],
            _m49(),
            drawn="tiles",
        ),
        *_over_years(f),
    ]


def _m49() -> str:
    return _("Regions are those of the United Nations standard M49.")


def _over_years(f: Figures) -> list[Block]:
    """Beside the earlier cycles, where there are any."""
    cycles = f.cycles()
    if len(cycles) < 2:
        return []
    measure = "reports-over-years"

    def rows(dim: str, values: list[str], label: Callable[[str], str]) -> list[Row]:
        return [
            Row(label(value), [f.number(measure, cycle=c, **{dim: value}) for c in cycles])
            for value in values
        ]

    periods = _periods(f, cycles)
    note = _(
        "As the edition in force of each cycle counted them. Reporting is voluntary, and nobody "
        "has to report every time."
    )
    known = {cell["kind"] for cell in f.cells(measure, "cycle", "kind")}
    kinds = [kind for kind in f.labels["kind"] if kind in known]
    regions = f.by_name({cell["region"] for cell in f.cells(measure, "cycle", "region")})
    return [
        Trend(
            _("Reports over the years"),
            _("Reports"),
            periods,
            [Row(_("All"), [f.number(measure, cycle=c) for c in cycles])],
            note,
        ),
        Table(
            _("Reports over the years by region"),
            [_("Region"), *periods],
            rows("region", regions, f.region),
            _m49(),
        ),
        Table(
            _("Reports over the years by kind of stakeholder"),
            [_("Kind of stakeholder"), *periods],
            rows("kind", kinds, f.kind),
        ),
    ]


def _periods(f: Figures, cycles: list[str]) -> list[str]:
    """The years of the cycles, or their titles where two are of one year."""
    facts = f.document["cycle"]
    years = [str(each["year"]) for each in (*facts["earlier"], facts)]
    return years if len(set(years)) == len(years) else [f.labels["cycle"][c] for c in cycles]


def _joint_row(f: Figures) -> list[Row]:
    """Beside those who reported, and counted for none of them; nothing where there is none."""
    number = f.number("joint-reports")
    return [] if number.value in ("0", "") else [Row(_("joint reports were signed"), [number])]
