from .groups import Group, GroupMembership
from .invitations import Invitation
from .people import Person
from .stakeholders import Membership, Nomination, Stakeholder, StakeholderVersion

__all__ = [
    "Group",
    "GroupMembership",
    "Invitation",
    "Membership",
    "Nomination",
    "Person",
    "Stakeholder",
    "StakeholderVersion",
]
