"""The series of custodian agencies, as they published them: what stands first for a global
indicator. Nothing here is ours, and nothing is changed: a later publication is another batch."""

from __future__ import annotations

from django.db import models

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.taxonomy.models import Place, Term

from ..periods import plain_number


class CustodianBatch(Immutable):
    """One table as it was taken over. `content_hash` keeps it from being taken twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=300)
    published_on = models.DateField()
    imported_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64, unique=True)

    class Meta(Immutable.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.source}, {self.published_on}"


class CustodianValue(Immutable):
    """A value for a place and a period; `dims` as in `disaggregation.canonical`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(CustodianBatch, on_delete=models.PROTECT, related_name="values")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=21)
    dims = models.CharField(max_length=300, blank=True, default="")
    value = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.CharField(max_length=160)
    footnote = models.TextField(blank=True, default="")

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "term", "place", "period", "dims"], name="custodian_value_once"
            )
        ]
        indexes = [models.Index(fields=["term", "dims", "place"], name="custodian_value_of")]

    @property
    def number(self) -> str:
        return plain_number(self.value)
