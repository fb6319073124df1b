"""Until when somebody has read what is said beside a part of a draft."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gfmd_platform.cycles.enums import Part

from .reports import Report


class MarginRead(models.Model):
    """Nobody's business but the reader's; gone with the draft, and with the person."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    section = models.CharField(max_length=20, choices=Part.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "section", "person"], name="margin_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.section} until {self.at:%Y-%m-%d}"
