"""States as tables (docs/states.md)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gfmd_platform.records.transitions import transition_table

from .enums import ExampleState as S

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
