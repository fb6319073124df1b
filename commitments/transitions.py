from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gfmd_platform.records.transitions import transition_table

from .enums import CommitmentState as C
from .enums import MilestoneState as M
from .enums import QuestionState as Q
from .enums import ReportState as R

COMMITMENT = transition_table(
    "commitment",
    C,
    initial=C.DRAFT,
    rows=[
        ("register", [C.DRAFT], C.REGISTERED, "register", _("Register this commitment")),
        ("amend", [C.REGISTERED], C.REGISTERED, "amend", _("Publish the amendment")),
        ("withdraw", [C.REGISTERED], C.WITHDRAWN, "withdraw", _("Withdraw this commitment")),
    ],
)

MILESTONE = transition_table(
    "milestone",
    M,
    initial=M.PLANNED,
    rows=[
        ("change", [M.PLANNED, M.CHANGED], M.CHANGED, "report", _("Change its date or words")),
        ("reach", [M.PLANNED, M.CHANGED], M.REACHED, "report", _("Say that it is reached")),
        ("drop", [M.PLANNED, M.CHANGED], M.DROPPED, "report", _("Drop it")),
        ("take_up", [M.DROPPED, M.REACHED], M.CHANGED, "report", _("Take it up again")),
    ],
)

# A correction is drafted beside what stands, so opening one changes no state that others see.
REPORT = transition_table(
    "report",
    R,
    initial=R.DRAFT,
    rows=[
        (
            "submit",
            [R.DRAFT, R.SUBMITTED, R.WITHDRAWN],
            R.SUBMITTED,
            "submit",
            _("Submit to the Support Unit"),
        ),
        ("correct", [R.SUBMITTED], R.SUBMITTED, "correct", _("Correct this report")),
        ("correct", [R.WITHDRAWN], R.WITHDRAWN, "correct", _("Correct this report")),
        ("withdraw", [R.SUBMITTED], R.WITHDRAWN, "withdraw", _("Withdraw this report")),
        (
            "acknowledge",
            [R.SUBMITTED],
            R.SUBMITTED,
            "acknowledge",
            _("Acknowledge receipt"),
        ),
    ],
)

QUESTION = transition_table(
    "question",
    Q,
    initial=Q.OPEN,
    rows=[
        ("answer", [Q.OPEN, Q.ANSWERED], Q.ANSWERED, "answer", _("Send the answer")),
        ("follow_up", [Q.ANSWERED, Q.CLOSED], Q.OPEN, "follow_up", _("Ask a further question")),
        ("close", [Q.OPEN, Q.ANSWERED], Q.CLOSED, "close", _("Close the question")),
    ],
)
