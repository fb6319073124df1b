"""The open door: whoever is no State applies, shows that the address is theirs, is confirmed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.access.rules import check_create
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.models import Record
from gfmd_platform.records.operations import lock
from gfmd_platform.search.operations import index
from gfmd_platform.taxonomy.models import Place

from ..enums import InvitationPurpose, MemberRole, StakeholderKind, StakeholderState
from ..models import Invitation, Membership, Stakeholder
from ..transitions import STAKEHOLDER
from .invitations import LIFETIME, issue
from .profiles import add_version, check_only_state, check_profile, enter

#: So that nobody's mailbox can be filled by applying in their name.
MOST_PER_ADDRESS = 3


@transaction.atomic
def apply_for(
    *,
    name: str,
    kind: str,
    country: Place | None = None,
    description: str = "",
    website: str = "",
    applicant_name: str,
    applicant_email: str,
    language: str = "en",
    by: Actor,
    now: dt.datetime,
) -> Stakeholder | None:
    """Begin an application and mail a link to the applicant, who confirms the address with it.

    Whether the address already has an account changes nothing here, so that nobody can find out by
    applying. More than three applications for one address within three days end in None: the page
    says the same, no further mail goes out. Raises Invalid; a State comes by its note verbale.
    """
    check_create(by, "stakeholder")
    if kind == StakeholderKind.STATE:
        raise Invalid(
            {"kind": [_("A State takes part by a note verbale or letter to the Support Unit.")]}
        )
    check_profile(name=name, kind=kind, country=country)
    if not applicant_name.strip():
        raise Invalid({"applicant_name": [_("Give your name.")]})
    email = applicant_email.strip().lower()
    recent = Invitation.objects.filter(
        email=email, purpose=InvitationPurpose.APPLICATION, created_at__gt=now - LIFETIME
    )
    if recent.count() >= MOST_PER_ADDRESS:
        return None
    stakeholder = enter(
        name=name,
        kind=kind,
        country=country,
        description=description.strip(),
        website=website.strip(),
        language=language,
        now=now,
    )
    issue(
        purpose=InvitationPurpose.APPLICATION,
        stakeholder=stakeholder,
        email=email,
        name=applicant_name,
        language=language,
        by=by,
        now=now,
    )
    record_event(verb="stakeholder.start", record_id=stakeholder.pk, by=by, now=now)
    return stakeholder


@transaction.atomic
def confirm(
    *, stakeholder: Stakeholder, kind: str = "", reason: str = "", by: Actor, now: dt.datetime
) -> Stakeholder:
    """Let an applicant take part; the person who applied becomes its focal point.

    `kind` corrects the kind they chose, since reviews count by it. Raises Invalid, NotAllowed,
    NotVisible or WrongState.
    """
    stakeholder = lock(Stakeholder, stakeholder.pk)
    STAKEHOLDER.check(stakeholder, "confirm", by=by)
    if kind == StakeholderKind.STATE:
        raise Invalid({"kind": [_("A State is entered by the Support Unit, not confirmed.")]})
    stakeholder.kind = kind or stakeholder.kind
    stakeholder.decision_reason = reason.strip()
    check_profile(name=stakeholder.name, kind=stakeholder.kind, country=stakeholder.country)
    check_only_state(stakeholder)
    STAKEHOLDER.move(stakeholder, "confirm", by=by, now=now, fields=["kind", "decision_reason"])
    add_version(stakeholder, by=by, now=now)
    if stakeholder.applicant is not None:
        Membership.objects.get_or_create(
            person=stakeholder.applicant,
            stakeholder=stakeholder,
            until=None,
            defaults={"role": MemberRole.FOCAL_POINT, "since": now.date()},
        )
    index("stakeholder", stakeholder.pk)
    return stakeholder


@transaction.atomic
def decline(*, stakeholder: Stakeholder, reason: str, by: Actor, now: dt.datetime) -> Stakeholder:
    """Do not confirm an applicant; the reason goes to the applicant.

    Raises Invalid without a reason, NotAllowed, NotVisible or WrongState.
    """
    stakeholder = lock(Stakeholder, stakeholder.pk)
    STAKEHOLDER.check(stakeholder, "decline", by=by)
    if not reason.strip():
        raise Invalid({"reason": [_("Give the reason: the applicant will read it.")]})
    stakeholder.decision_reason = reason.strip()
    STAKEHOLDER.move(stakeholder, "decline", by=by, now=now, fields=["decision_reason"])
    return stakeholder


@transaction.atomic
def reopen(*, stakeholder: Stakeholder, by: Actor, now: dt.datetime) -> Stakeholder:
    """Look at a declined application again. Raises NotAllowed, NotVisible or WrongState."""
    stakeholder = lock(Stakeholder, stakeholder.pk)
    STAKEHOLDER.move(stakeholder, "reopen", by=by, now=now)
    return stakeholder


@transaction.atomic
def forget_unconfirmed(*, now: dt.datetime) -> int:
    """Delete applications whose address nobody confirmed in time: they are other people's data.

    Returns how many were deleted.
    """
    left = Stakeholder.unscoped.filter(
        state=StakeholderState.STARTED, state_at__lte=now - 2 * LIFETIME
    )
    ids = list(left.values_list("pk", flat=True))
    Record.objects.filter(pk__in=ids).update(owner=None)
    Record.objects.filter(pk__in=ids).delete()
    return len(ids)
