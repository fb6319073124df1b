"""An invitation by mail link: single use, 72 hours, kept only as a hash."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models

from gfmd_platform.ids import new_id

from ..enums import InvitationPurpose, InvitationState, MemberRole
from .stakeholders import Stakeholder


class Invitation(models.Model):
    """Opening the link consumes nothing; pressing its button does (`accepted_at`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20, choices=InvitationPurpose.choices)
    email = models.EmailField()
    name = models.CharField(max_length=150, blank=True)
    stakeholder = models.ForeignKey(
        Stakeholder, null=True, on_delete=models.CASCADE, related_name="invitations"
    )
    role = models.CharField(max_length=20, choices=MemberRole.choices, blank=True)
    nomination = models.ForeignKey(
        "Nomination", null=True, on_delete=models.PROTECT, related_name="invitations"
    )
    language = models.CharField(max_length=12, default="en")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["stakeholder", "created_at"], name="invitation_recent"),
            models.Index(fields=["email", "created_at"], name="invitation_email"),
        ]

    def state(self, now: dt.datetime) -> InvitationState:
        """Where the invitation stands at `now`."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.EXPIRED if self.expires_at <= now else InvitationState.OPEN
