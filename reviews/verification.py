"""Proof that a published edition is what its sources say: everything is computed again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.storage import default_storage

from .compiling.documents import digest, parse
from .manuscript import manuscript_hash
from .models import Edition, Figure
from .operations.running import recompute


@dataclass
class Verification:
    """What was compared, and every difference. `breaches` is empty when all is well."""

    figures: int = 0
    quotations: int = 0
    files: int = 0
    breaches: list[str] = field(default_factory=list)


def verify_edition(edition: Edition) -> Verification:
    """Recompute the compilation from its frozen sources and compare figure by figure.

    Raises LookupError when this platform no longer knows a measure in the revision that was used.
    """
    found = Verification()
    stored = edition.compilation.document
    content = bytes(stored.content)
    if digest(content) != stored.content_hash:
        found.breaches.append("The stored document does not have its hash.")
    before, again = parse(content), recompute(edition.compilation)
    now = parse(again)
    rows = {
        figure.key: (figure.value, figure.n_sources)
        for figure in Figure.objects.filter(compilation=edition.compilation)
    }
    printed, computed = dict(_figures(before)), dict(_figures(now))
    for key in sorted(printed.keys() | computed.keys() | rows.keys()):
        found.figures += 1
        said, is_now = printed.get(key), computed.get(key)
        if said != is_now:
            found.breaches.append(f"{key}: printed {_worded(said)}, computed {_worded(is_now)}.")
        row = rows.get(key)
        if row is None or said is None or (row[0], row[1]) != (type(row[0])(said[0]), said[1]):
            found.breaches.append(f"{key}: the row behind its page differs.")
    found.quotations = len(before["parts"]["voices"]["quotations"])
    if again != content and not found.breaches:
        found.breaches.append("Figures agree, yet another part of the document differs.")
    if manuscript_hash(edition.manuscript) != edition.manuscript_hash:
        found.breaches.append("The text does not have its hash.")
    for file in edition.files.select_related("stored"):
        found.files += 1
        with default_storage.open(file.stored.name) as opened:
            sha256 = hashlib.sha256(opened.read()).hexdigest()
        if sha256 != file.sha256:
            found.breaches.append(f"The {file.format} file does not have its hash.")
    return found


def _figures(document: dict[str, Any]) -> Iterator[tuple[str, tuple[str, int]]]:
    for part in document["parts"].values():
        for figure in part["figures"]:
            yield figure["key"], (figure["value"], figure["sources"])


def _worded(figure: tuple[str, int] | None) -> str:
    return "nothing" if figure is None else f"{figure[0]} from {figure[1]} sources"
