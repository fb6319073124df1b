from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gfmd_platform.records.transitions import transition_table

from .enums import StakeholderState as S

STAKEHOLDER = transition_table(
    "stakeholder",
    S,
    initial=S.STARTED,
    rows=[
        ("apply", [S.STARTED], S.APPLIED, "apply", _("Send the application")),
        ("confirm", [S.APPLIED], S.CONFIRMED, "confirm", _("Confirm this stakeholder")),
        ("decline", [S.APPLIED], S.DECLINED, "confirm", _("Do not confirm")),
        ("reopen", [S.DECLINED], S.APPLIED, "confirm", _("Look at it again")),
        ("end", [S.CONFIRMED], S.ENDED, "confirm", _("End participation")),
    ],
)
