"""What the edition rests on."""

from __future__ import annotations

from ..blocks import Entries, Entry
from ..figures import Figures
from .shared import author, reporter


def annex(f: Figures) -> list[Entries]:
    """The public sources, a list for each kind."""
    listed = f.part("sources")["sources"]["public"]
    found = []
    for kind, label in f.labels["source"].items():
        entries = [
            Entry(
                title=author(s) if "joint" in s else s["title"],
                by="" if "joint" in s else reporter(s),
                record=s["record"],
                kind=kind,
                no=s["no"],
                sha256=s["sha256"],
            )
            for s in listed
            if s["kind"] == kind
        ]
        if entries:
            found.append(Entries(label, entries))
    return found
