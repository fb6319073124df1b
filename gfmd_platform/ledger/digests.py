"""The arithmetic of the hash chain, shared by the sealer and by those who check it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from .models import Event

GENESIS = "0" * 64


def event_digest(event: Event) -> str:
    """SHA-256 over every column of an event in a fixed form."""
    content = json.dumps(
        [
            str(event.pk),
            event.at.astimezone(dt.UTC).isoformat(),
            event.verb,
            str(event.record_id or ""),
            str(event.actor_ref or ""),
            str(event.stakeholder_id or ""),
            event.data,
        ],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(content.encode()).hexdigest()
