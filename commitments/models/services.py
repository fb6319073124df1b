"""Which partnerships and examples serve a commitment, when both sides say so."""

from __future__ import annotations

from django.db import models

from gfmd_platform.ids import new_id
from gfmd_platform.records.models import Record

from ..enums import ServiceAnswer, Side
from .commitments import Commitment


class Service(models.Model):
    """`serving` is the record of a partnership or practice example."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="services")
    serving = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    proposed_by = models.CharField(max_length=12, choices=Side.choices)
    answer = models.CharField(
        max_length=12, choices=ServiceAnswer.choices, default=ServiceAnswer.PROPOSED
    )
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "serving"], name="service_once")
        ]
        indexes = [models.Index(fields=["serving", "answer"], name="service_by_serving")]

    def __str__(self) -> str:
        return f"{self.serving_id} serves {self.commitment_id}"
