"""The closed lists of this app (docs/glossary.md)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExampleKind(models.TextChoices):
    POLICY = "policy", _("Policy")
    PRACTICE = "practice", _("Practice")


class ExampleState(models.TextChoices):
    """Where the author's text stands. What the public sees is told by `published_version`."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("With the Support Unit")
    REFERRED = "referred", _("With the Chair-in-Office")
    CHANGES_REQUESTED = "changes_requested", _("Change asked for")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ARCHIVE = "archive", _("Unconfirmed archive entry")


class DecisionVerb(models.TextChoices):
    """What was answered to a submitted version."""

    REQUEST_CHANGES = "request_changes", _("Changes asked for")
    REFER = "refer", _("Referred to the Chair-in-Office")
    PUBLISH = "publish", _("Published")
    DECLINE = "decline", _("Declined")
    ARCHIVE = "archive", _("Put into the archive")
    REMOVE = "remove", _("Removed from the archive on request")


class DecidedAs(models.TextChoices):
    """The capacity in which it was answered; never a person's name."""

    SUPPORT_UNIT = "support_unit", _("Support Unit")
    CHAIR = "chair_in_office", _("Chair-in-Office")
    PLATFORM = "platform", _("Platform")


class RemarkReason(models.TextChoices):
    """Why a change is asked for. For a State's entry the Support Unit checks the form only."""

    MISSING = "missing", _("Something needed is missing")
    INCONSISTENT = "inconsistent", _("Dates, places or names do not fit together")
    LINK = "link", _("A link does not open or leads elsewhere")
    CATEGORY = "category", _("A theme or country does not fit the text")
    PERSONAL_DATA = "personal_data", _("A private person can be recognised")
    UNCLEAR = "unclear", _("A reader from elsewhere would not understand it")
    EVIDENCE = "evidence", _("It is not said how the result is known")
    SCOPE = "scope", _("It lies outside migration and development")


FORMAL_REASONS = frozenset(
    {
        RemarkReason.MISSING,
        RemarkReason.INCONSISTENT,
        RemarkReason.LINK,
        RemarkReason.CATEGORY,
        RemarkReason.PERSONAL_DATA,
    }
)


class PartnershipState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REGISTERED = "registered", _("Registered")
    ON_HOLD = "on_hold", _("Taken from the public for now")
    CONCLUDED = "concluded", _("Concluded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PartnerRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    IMPLEMENTING = "implementing", _("Implementing partner")
    FUNDING = "funding", _("Funding partner")
    TECHNICAL = "technical", _("Technical partner")
    DATA = "data", _("Data partner")


#: What a partner can be invited as; the lead is who invites.
INVITED_ROLES = [(role.value, role.label) for role in PartnerRole if role != PartnerRole.LEAD]


class PartnerAnswer(models.TextChoices):
    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    LEFT = "left", _("Left")
    REVOKED = "revoked", _("Invitation taken back")


class DeliverableState(models.TextChoices):
    """A date that has passed is no state: what is not delivered is open."""

    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    DELIVERED = "delivered", _("Delivered")
    DROPPED = "dropped", _("Dropped")
