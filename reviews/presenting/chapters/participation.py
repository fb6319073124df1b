"""Who took part."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..blocks import Block, Headline, Row, Table
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
            _("Regions are those of the United Nations standard M49."),
            drawn="tiles",
        ),
    ]


def _joint_row(f: Figures) -> list[Row]:
    """Beside those who reported, and counted for none of them; nothing where there is none."""
    number = f.number("joint-reports")
    return [] if number.value in ("0", "") else [Row(_("joint reports were signed"), [number])]
