from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gfmd_platform.records.transitions import transition_table

from .enums import ReviewState as S

REVIEW = transition_table(
    "review",
    S,
    initial=S.OPEN,
    rows=[
        ("compile", [S.OPEN, S.WRITING], S.WRITING, "compile", _("Compile the reports")),
        ("send", [S.WRITING], S.WITH_CHAIR, "send", _("Send to the Chair-in-Office")),
        ("approve", [S.WITH_CHAIR], S.APPROVED, "approve", _("Approve this text")),
        ("return", [S.WITH_CHAIR], S.WRITING, "return", _("Return it with words")),
        # What was approved had words that are now left out, so the Chair is asked anew.
        ("object", [S.APPROVED], S.WITH_CHAIR, "object", _("Object to a quotation")),
        ("take_back", [S.WITH_CHAIR, S.APPROVED], S.WRITING, "write", _("Take it back")),
        ("publish", [S.APPROVED], S.PUBLISHED, "publish", _("Publish this edition")),
        ("correct", [S.PUBLISHED], S.WRITING, "write", _("Prepare a corrected edition")),
    ],
)
