"""Groups of the Forum with dated memberships, of persons or of stakeholders."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gfmd_platform.access.querysets import UnscopedManager
from gfmd_platform.ids import new_id

from ..enums import GroupCode
from .stakeholders import DatedQuerySet, Stakeholder


class Group(models.Model):
    access_kind = "group"

    code = models.CharField(primary_key=True, max_length=30, choices=GroupCode.choices)

    objects = UnscopedManager()
    unscoped = UnscopedManager()

    def __str__(self) -> str:
        return self.get_code_display()


class GroupMembership(models.Model):
    """The Support Unit has persons; all other groups have stakeholders."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="group_memberships",
    )
    stakeholder = models.ForeignKey(
        Stakeholder,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="group_memberships",
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = models.Manager.from_queryset(DatedQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, stakeholder__isnull=False)
                | Q(person__isnull=False, stakeholder=None),
                name="group_member_is_one",
            )
        ]
