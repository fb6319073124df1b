"""Which colleague writes which part of a draft, and who clears it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gfmd_platform.cycles.enums import Part
from gfmd_platform.ids import new_id
from gfmd_platform.stakeholders.models import Invitation, Membership

from .reports import Report


class ReportContributor(models.Model):
    """A colleague whom a focal point asked to write along; their seat, so it ends with it.

    Until the mailed `invitation` is accepted there is no seat, and nobody sees anything by it.
    `unit` is the ministry or office they write for. With `reads_all` they may read what others
    write; what they may write is in their assignments only.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="contributors")
    membership = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+"
    )
    invitation = models.ForeignKey(
        Invitation, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    unit = models.CharField(_("ministry or office"), max_length=150, blank=True)
    reads_all = models.BooleanField(_("may read the whole draft"), default=False)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "membership"], name="report_contributor_once"
            ),
            models.UniqueConstraint(
                fields=["report", "invitation"], name="report_contributor_invited_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.membership_id or self.invitation_id}"

    @property
    def name(self) -> str:
        if self.membership is not None:
            return str(self.membership.person)
        return (self.invitation.name or self.invitation.email) if self.invitation else ""


class SectionAssignment(models.Model):
    """One part of a draft in one colleague's hands. `ready_at`: they said that it is ready."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contributor = models.ForeignKey(
        ReportContributor, on_delete=models.CASCADE, related_name="assignments"
    )
    section = models.CharField(_("part"), max_length=20, choices=Part.choices)
    due_on = models.DateField(_("asked for by"), null=True)
    note = models.TextField(_("what is asked"), blank=True)
    given_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contributor", "section"], name="section_assigned_once")
        ]

    def __str__(self) -> str:
        return f"{self.contributor_id}: {self.section}"
