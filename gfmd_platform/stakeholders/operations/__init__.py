"""Everything that changes people, stakeholders, invitations and groups. Pages, API, commands and
the demonstration call these, and nothing else writes."""

from .accepting import Accepted, accept_invitation
from .access import (
    create_renewal_link,
    end_other_sessions,
    end_session,
    renew_nomination,
    use_renewal_link,
)
from .applications import apply_for, confirm, decline, forget_unconfirmed, reopen
from .erasing import erase_person, leave_platform, reapply_erasures
from .groups import (
    create_support_unit_link,
    end_mandate,
    invite_to_support_unit,
    leave_support_unit,
    record_mandate,
)
from .invitations import invite_member, record_nomination, resend_invitation, revoke_invitation
from .members import describe_membership, end_membership, hand_over
from .people import change_profile
from .profiles import edit_stakeholder, end_participation, register_stakeholder

__all__ = [
    "Accepted",
    "accept_invitation",
    "apply_for",
    "change_profile",
    "confirm",
    "create_renewal_link",
    "create_support_unit_link",
    "decline",
    "describe_membership",
    "edit_stakeholder",
    "end_mandate",
    "end_membership",
    "end_other_sessions",
    "end_participation",
    "end_session",
    "erase_person",
    "forget_unconfirmed",
    "hand_over",
    "invite_member",
    "invite_to_support_unit",
    "leave_platform",
    "leave_support_unit",
    "reapply_erasures",
    "record_mandate",
    "record_nomination",
    "register_stakeholder",
    "renew_nomination",
    "reopen",
    "resend_invitation",
    "revoke_invitation",
    "use_renewal_link",
]
