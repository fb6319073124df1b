from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gfmd_platform.records.transitions import transition_table

from .enums import CycleState as S

CYCLE = transition_table(
    "cycle",
    S,
    initial=S.PLANNED,
    rows=[
        ("open", [S.PLANNED], S.OPEN, "open", _("Open the cycle and invite")),
        ("close", [S.OPEN], S.CLOSED, "close", _("Close the cycle")),
        ("reopen", [S.CLOSED], S.OPEN, "open", _("Open the cycle again")),
    ],
)
