"""Where no report says anything."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..blocks import Block, Row, Table, Words
from ..figures import Figures, cluster_hue
from .coverage import without_value


def gaps(f: Figures) -> list[Block]:
    found: list[Block] = []
    for dim, caption, heading, beside in (
        (
            "area",
            _("Action areas"),
            _("Action area"),
            ("commitments-by-area", "partnerships-by-area", "examples-by-area"),
        ),
        (
            "objective",
            _("Objectives of the Compact"),
            _("Objective"),
            ("commitments-by-objective",),
        ),
        ("target", _("Migration-related targets"), _("Target"), ("commitments-by-target",)),
    ):
        silent = [
            ref
            for ref in f.terms(f"reports-by-{dim}", dim)
            if f.number(f"reports-by-{dim}", **{dim: ref}).value == "0"
        ]
        if not silent:
            continue
        names = [_("Commitments"), _("Partnerships"), _("Examples")]
        columns = [heading, _("Reports"), *names[: len(beside)]]
        rows = [
            Row(
                f.term(ref),
                [
                    f.number(f"reports-by-{dim}", **{dim: ref}),
                    *(f.number(measure, **{dim: ref}) for measure in beside),
                ],
                cluster_hue(ref),
            )
            for ref in silent
        ]
        found.append(Table(caption, columns, rows))
    found += without_value(f)
    if not found:
        return [Words(_("Reports speak of every entry of these lists."))]
    note = Words(
        _(
            "These are the entries for which no counted report gives the status of a commitment or "
            "the value of an indicator. What reports say in running text is not read by machine, "
            "and a stakeholder chooses its own frameworks: this is a hint at where to look, "
            "nothing more."
        )
    )
    return [note, *found]
