"""What the edition rests on: who reported, and every other public source."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ..blocks import Entries, Entry
from ..figures import Figures
from .shared import author, reporter


def annex(f: Figures) -> list[Entries]:
    """The public sources, a list for each kind; who reported, one for each kind of stakeholder."""
    listed = f.part("sources")["sources"]["public"]
    found = []
    for kind, label in f.labels["source"].items():
        of_kind = [source for source in listed if source["kind"] == kind]
        told = {source.get("reporter") for source in of_kind}
        for reporter_kind in [k for k in (None, *f.labels["kind"]) if k in told]:
            heading = label
            if reporter_kind is not None:
                heading = _("Who reported: %s") % f.kind(reporter_kind)
            entries = [_entry(s) for s in of_kind if s.get("reporter") == reporter_kind]
            found.append(Entries(heading, entries))
    return found


def _entry(source: dict[str, Any]) -> Entry:
    return Entry(
        title=author(source) if "joint" in source else source["title"],
        by="" if "joint" in source else reporter(source),
        record=source["record"],
        kind=source["kind"],
        no=source["no"],
        sha256=source["sha256"],
    )
