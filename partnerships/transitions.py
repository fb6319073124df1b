"""States as tables (docs/states.md)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gfmd_platform.records.transitions import transition_table

from .enums import DeliverableState as D
from .enums import ExampleState as S
from .enums import PartnershipState as P

EXAMPLE = transition_table(
    "example",
    S,
    initial=S.DRAFT,
    rows=[
        # the author's steps
        ("submit", [S.DRAFT, S.CHANGES_REQUESTED], S.SUBMITTED, "submit", _("Submit")),
        ("recall", [S.SUBMITTED], S.DRAFT, "submit", _("Take it back to change it")),
        ("revise", [S.PUBLISHED], S.DRAFT, "draft", _("Write an update")),
        ("reopen", [S.DECLINED, S.WITHDRAWN], S.DRAFT, "draft", _("Write it anew")),
        (
            "drop_update",
            [S.DRAFT, S.CHANGES_REQUESTED, S.DECLINED],
            S.PUBLISHED,
            "discard",
            _("Drop the update"),
        ),
        (
            "withdraw",
            [S.DRAFT, S.SUBMITTED, S.REFERRED, S.CHANGES_REQUESTED, S.PUBLISHED, S.DECLINED],
            S.WITHDRAWN,
            "withdraw",
            _("Withdraw"),
        ),
        # the Support Unit's
        ("request_changes", [S.SUBMITTED], S.CHANGES_REQUESTED, "moderate", _("Ask for changes")),
        ("publish", [S.SUBMITTED], S.PUBLISHED, "moderate", _("Publish")),
        ("decline", [S.SUBMITTED], S.DECLINED, "decline", _("Decline")),
        ("refer", [S.SUBMITTED], S.REFERRED, "refer", _("Refer to the Chair-in-Office")),
        ("remove", [S.ARCHIVE], S.WITHDRAWN, "remove", _("Remove from the archive")),
        # the Chair-in-Office's, on what was referred
        ("request_changes", [S.REFERRED], S.CHANGES_REQUESTED, "decide", _("Ask for changes")),
        ("publish", [S.REFERRED], S.PUBLISHED, "decide", _("Publish")),
        ("decline", [S.REFERRED], S.DECLINED, "decide", _("Decline")),
        # the platform's own: the library of 2017
        ("archive", [S.DRAFT], S.ARCHIVE, "archive", _("Put into the archive")),
    ],
)

#: In these the author's text may be changed.
WRITABLE = frozenset({S.DRAFT, S.CHANGES_REQUESTED})
#: In these somebody else must answer.
WAITING = frozenset({S.SUBMITTED, S.REFERRED})

PARTNERSHIP = transition_table(
    "partnership",
    P,
    initial=P.DRAFT,
    rows=[
        ("register", [P.DRAFT], P.REGISTERED, "register", _("Register this partnership")),
        ("amend", [P.REGISTERED], P.REGISTERED, "register", _("Publish the changes")),
        # so that what the Support Unit asks about can be put right before it is shown again
        ("amend", [P.ON_HOLD], P.ON_HOLD, "register", _("Show the changes to the Support Unit")),
        ("conclude", [P.REGISTERED], P.CONCLUDED, "register", _("Say that it is concluded")),
        ("resume", [P.CONCLUDED], P.REGISTERED, "register", _("It goes on after all")),
        (
            "withdraw",
            [P.REGISTERED, P.ON_HOLD, P.CONCLUDED],
            P.WITHDRAWN,
            "withdraw",
            _("Withdraw"),
        ),
        # also what is concluded: else a quick conclusion would escape moderation
        (
            "hold",
            [P.REGISTERED, P.CONCLUDED],
            P.ON_HOLD,
            "moderate",
            _("Take from the public for now"),
        ),
        ("release", [P.ON_HOLD], P.REGISTERED, "moderate", _("Show it to the public again")),
    ],
)

#: In these the lead's text may be changed.
PARTNERSHIP_WRITABLE = frozenset({P.DRAFT, P.REGISTERED, P.ON_HOLD})
#: In these partners can be invited and answer.
INVITING = PARTNERSHIP_WRITABLE

DELIVERABLE = transition_table(
    "deliverable",
    D,
    initial=D.PLANNED,
    rows=[
        ("start", [D.PLANNED], D.UNDER_WAY, "report", _("Work has begun")),
        ("change", [D.PLANNED], D.PLANNED, "report", _("Change it")),
        ("change", [D.UNDER_WAY], D.UNDER_WAY, "report", _("Change it")),
        ("deliver", [D.PLANNED, D.UNDER_WAY], D.DELIVERED, "report", _("Say it is delivered")),
        ("drop", [D.PLANNED, D.UNDER_WAY], D.DROPPED, "report", _("Drop it")),
        ("take_up_again", [D.DROPPED], D.UNDER_WAY, "report", _("Take it up again")),
    ],
)
