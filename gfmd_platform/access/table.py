"""Who may do what. The only place.

Rows: kind of record → action → the relations in which an actor must stand to it. What a relation
means for a kind is registered by the app that owns the kind (`access.register`). Actions named in
transition tables are found here, and `docs/permissions.md` is generated from this.

Source: the Forum's own rules as laid down in docs/permissions.md: a State's words are its own, the
Support Unit is impartial, the Chair approves what it did not compile.
"""

from __future__ import annotations

Row = frozenset[str]


def _who(*relations: str) -> Row:
    return frozenset(relations)


_OWN = ("own_contributor", "own_focal_point")

PERMISSIONS: dict[str, dict[str, Row]] = {
    "stakeholder": {
        "create": _who("anyone", "support_unit", "system"),
        "read": _who("public", "applicant", *_OWN, "support_unit"),
        "apply": _who("applicant"),
        "edit": _who("own_focal_point"),
        "see_members": _who(*_OWN, "support_unit"),
        "manage_members": _who("own_focal_point"),
        # What is open, for whoever takes over.
        "take_over": _who("own_focal_point"),
        "confirm": _who("support_unit"),
        "nominate": _who("support_unit"),
        # Which cycles it was invited to and what it let the Support Unit know.
        "see_reporting": _who("support_unit"),
        # Contacts that their owners chose to share.
        "see_contacts": _who("support_unit"),
    },
    "group": {
        "read": _who("anyone"),
        "invite": _who("support_unit", "system"),
        "mandate": _who("support_unit"),
    },
    "example": {
        "create": _who(*_OWN, "system"),
        "read": _who("public", *_OWN, "support_unit_submitted", "chair_referred"),
        "draft": _who(*_OWN),
        "discard": _who(*_OWN),
        "submit": _who("own_focal_point"),
        "withdraw": _who("own_focal_point"),
        "moderate": _who("support_unit_submitted"),
        # A State's entry gets a formal check only; what goes beyond it is for the Chair.
        "decline": _who("support_unit_other_entry"),
        "refer": _who("support_unit_state_entry"),
        "decide": _who("chair_referred"),
        "archive": _who("system"),
        "remove": _who("support_unit_other_entry"),
    },
    "partnership": {
        "create": _who(*_OWN),
        "read": _who("public", *_OWN, "partner_member", "invited_member", "support_unit_submitted"),
        "draft": _who(*_OWN),
        "discard": _who(*_OWN),
        "register": _who("own_focal_point"),
        "invite": _who("own_focal_point"),
        "answer": _who("invited_focal_point"),
        "leave": _who("partner_focal_point"),
        "plan_deliverable": _who("own_focal_point", "partner_focal_point"),
        "withdraw": _who("own_focal_point"),
        "moderate": _who("support_unit_submitted"),
    },
    "deliverable": {
        "read": _who(
            "public",
            *_OWN,
            "partner_member",
            "invited_member",
            "lead_member",
            "support_unit_submitted",
        ),
        "report": _who("own_focal_point", "lead_focal_point"),
    },
    "commitment": {
        "create": _who(*_OWN),
        "read": _who("public", *_OWN, "signatory_focal_point"),
        "draft": _who(*_OWN),
        "discard": _who(*_OWN),
        "register": _who("own_focal_point"),
        "invite": _who("own_focal_point"),
        "answer": _who("signatory_focal_point"),
        "amend": _who("own_focal_point"),
        "withdraw": _who("own_focal_point"),
        "plan_milestone": _who("own_focal_point"),
        "ask": _who("support_unit_registered"),
    },
    "milestone": {
        "read": _who("public"),
        "report": _who("own_focal_point"),
    },
    "report": {
        "create": _who("own_focal_point"),
        "read": _who(
            "public",
            "participants",
            "own_focal_point",
            "invited_contributor",
            "clearing_member",
            "support_unit_submitted",
            "co_signatory_focal_point",
            "named_focal_point",
        ),
        # Which parts of a draft: `commitments.sections.sections_for`, the one place.
        "read_draft": _who("own_focal_point", "invited_contributor", "clearing_member"),
        "draft": _who("own_focal_point", "invited_contributor"),
        "comment": _who("own_focal_point", "invited_contributor", "clearing_member"),
        "bring_in": _who("own_focal_point"),
        "clear": _who("clearing_member"),
        "set_chain": _who("own_focal_point"),
        "discard": _who("own_focal_point"),
        "invite": _who("own_focal_point"),
        "submit": _who("own_focal_point"),
        "correct": _who("own_focal_point"),
        "withdraw": _who("own_focal_point"),
        "decline": _who("own_focal_point"),
        "acknowledge": _who("support_unit_submitted"),
        "ask": _who("support_unit_submitted"),
        "confirm": _who("own_focal_point"),
        # Of a version that they may read.
        "translate": _who("own_focal_point", "invited_contributor"),
        # A joint report: its lead asks, whoever is asked reads the words and answers. That opens no
        # draft: not its earlier texts, its comments or who writes it.
        "invite_co_signatory": _who("own_focal_point"),
        "answer": _who("co_signatory_focal_point"),
        "leave": _who("co_signatory_focal_point", "named_focal_point"),
    },
    # What the Support Unit asks about a version of a report or of a commitment: between it and the
    # stakeholder, whoever else may read the version.
    "question": {
        "create": _who("support_unit"),
        "read": _who("own_focal_point", "reading_member", "support_unit_submitted"),
        "answer": _who("own_focal_point"),
        "follow_up": _who("support_unit_submitted"),
        "close": _who("support_unit_submitted"),
    },
    # A report that came on paper. No step of the report itself: asking a report whether it may be
    # lodged would tell that a draft is there.
    "lodging": {
        "create": _who("support_unit"),
    },
    "cycle": {
        "create": _who("support_unit", "system"),
        "read": _who("public", "support_unit"),
        "edit": _who("support_unit"),
        "open": _who("support_unit"),
        "close": _who("support_unit"),
        "see_participation": _who("support_unit"),
        "remind": _who("support_unit"),
    },
    "review": {
        "create": _who("support_unit"),
        "read": _who("public", "support_unit", "chair_asked"),
        "read_draft": _who("support_unit", "chair_asked"),
        "compile": _who("support_unit"),
        "verify": _who("support_unit"),
        "write": _who("support_unit"),
        "send": _who("support_unit"),
        "approve": _who("chair_not_compiler"),
        "return": _who("chair_not_compiler"),
        # The system at the time that the Support Unit set.
        "publish": _who("support_unit", "system"),
        "consult": _who("support_unit"),
        # Their own words, as they would be or are printed.
        "object": _who("quoted_focal_point"),
        # What other bodies ask of it, and to whom an edition was given.
        "hand_over": _who("support_unit"),
        # A State that was given the text in a round.
        "reserve": _who("consulted_delegation"),
    },
    # A review's text in a group of the Forum. Outside that group it is the Support Unit's alone.
    "round": {
        "read": _who("group_member", "support_unit"),
        "comment": _who("group_member"),
        "settle": _who("support_unit"),
    },
}
