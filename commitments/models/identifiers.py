"""What a commitment is called elsewhere: a pledge's number, an entry of another registry."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable

from .commitments import Commitment, CommitmentVersion


class IdentifierContent(models.Model):
    """`scheme` is a code of `schemes.schemes()`; `code` or `link` may be all there is."""

    scheme = models.SlugField(_("register"), max_length=40)
    code = models.CharField(_("number or name there"), max_length=120, blank=True)
    link = models.URLField(_("address"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


class CommitmentIdentifier(IdentifierContent):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="identifiers")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class CommitmentVersionIdentifier(IdentifierContent, Immutable):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        CommitmentVersion, on_delete=models.PROTECT, related_name="identifiers"
    )

    class Meta(Immutable.Meta):
        abstract = False
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["scheme", "code"], name="commitment_identified")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"
