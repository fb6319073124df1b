"""Which row of which table became which record, so that a table can be read twice."""

from __future__ import annotations

from django.db import models

from gfmd_platform.records.models import Record


class ImportedRow(models.Model):
    """`key` identifies a row (source number and title), `row_hash` its content as last read."""

    source = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    row_hash = models.CharField(max_length=64)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="imported_rows")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="imported_row_once")]
