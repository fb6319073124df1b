"""Telling the search what became public or ceased to be, in the transaction that did it."""

from __future__ import annotations

from gfmd_platform.records.models import RecordModel


def index(obj: RecordModel) -> None:
    from gfmd_platform.search.operations import index as index_record

    index_record(obj.access_kind, obj.pk)
