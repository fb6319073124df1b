"""The kinds of stakeholder, roles and groups (docs/glossary.md)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gfmd_platform.access.actors import CHAIR_IN_OFFICE, CONTRIBUTOR, FOCAL_POINT, SUPPORT_UNIT


class StakeholderKind(models.TextChoices):
    STATE = "state", _("Participating State")
    OBSERVER = "observer", _("Observer")
    UN = "un", _("United Nations organisation")
    INTERNATIONAL_ORGANISATION = "international_organisation", _("International organisation")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    PRIVATE_SECTOR = "private_sector", _("Private sector")
    LOCAL_AUTHORITY = "local_authority", _("Local authority")
    ACADEMIA = "academia", _("Academia")
    DIASPORA = "diaspora", _("Diaspora organisation")
    TRADE_UNION = "trade_union", _("Trade union")
    EMPLOYERS = "employers", _("Employers' body")
    MECHANISM = "mechanism", _("Consultation mechanism")


class ContactAudience(models.TextChoices):
    """To whom a member consented to show name, function and address. Whoever manages a
    stakeholder's members sees these anyway (`see_members`)."""

    NOBODY = "", _("Nobody")
    SUPPORT_UNIT = "support_unit", _("The Support Unit only")
    PARTICIPANTS = "participants", _("Other participants: signed-in members of stakeholders")
    PUBLIC = "public", _("Everybody")


class StakeholderState(models.TextChoices):
    STARTED = "started", _("Address not yet confirmed")
    APPLIED = "applied", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Not confirmed")
    ENDED = "ended", _("No longer taking part")


class MemberRole(models.TextChoices):
    FOCAL_POINT = FOCAL_POINT, _("Focal point")
    CONTRIBUTOR = CONTRIBUTOR, _("Contributor")


class GroupCode(models.TextChoices):
    SUPPORT_UNIT = SUPPORT_UNIT, _("Support Unit")
    CHAIR_IN_OFFICE = CHAIR_IN_OFFICE, _("Chair-in-Office")
    TROIKA = "troika", _("Troika")
    STEERING_GROUP = "steering_group", _("Steering Group")
    WORKING_GROUP = "working_group", _("Working Group")
    FRIENDS_OF_THE_FORUM = "friends_of_the_forum", _("Friends of the Forum")


class InvitationPurpose(models.TextChoices):
    MEMBERSHIP = "membership", _("Join a stakeholder")
    SUPPORT_UNIT = "support_unit", _("Join the Support Unit")
    APPLICATION = "application", _("Confirm an application")
    RENEWAL = "renewal", _("Set up signing in anew")


class InvitationState(models.TextChoices):
    """Computed from an invitation's instants, never stored."""

    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


class ErasureReason(models.TextChoices):
    """Why a person's data was erased; a code, since the ledger holds no text."""

    OWN_WISH = "own_wish", _("Their own wish, on their account's page")
    REQUEST = "request", _("Their request outside the platform")
    DUTY = "duty", _("A duty of the operator")
    RESTORED = "restored", _("Erased before, and applied again after a restore")
