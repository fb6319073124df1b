"""Figure by figure, source by source, file by file: what was published beside what is so now."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage

from gfmd_platform.records.models import Tombstone

from ..compiling import recompute
from ..compiling.documents import digest, parse
from ..manuscript import manuscript_hash
from ..models import Compilation, Edition, Figure
from .findings import (
    Compared,
    ErasedSource,
    FigureDiffers,
    Other,
    SourceDiffers,
    Verification,
)
from .hashing import hashes_now


def verify_edition(edition: Edition) -> Verification:
    """Recompute the compilation from its frozen sources and compare all of it.

    Raises LookupError when this platform no longer knows a measure in the revision that was used.
    """
    found = Verification()
    compilation = edition.compilation
    stored = compilation.document
    content = bytes(stored.content)
    if digest(content) != stored.content_hash:
        found.others.append(Other("document"))
    again = recompute(compilation)
    printed, now = parse(content), parse(again)
    _compare_sources(found, compilation)
    _compare_figures(found, compilation, printed, now)
    if content != again:
        _compare_lists(found, printed, now)
    found.quotations = len(printed["parts"]["voices"]["quotations"])
    if manuscript_hash(edition.manuscript) != edition.manuscript_hash:
        found.others.append(Other("text"))
    _compare_files(found, edition)
    return found


def _compare_sources(found: Verification, compilation: Compilation) -> None:
    tombstones = {
        stone.version_id: stone
        for stone in Tombstone.objects.filter(
            version_id__in=compilation.sources.values("version_id")
        )
    }
    for source, now in hashes_now(compilation.sources.all()):
        found.sources += 1
        where: dict[str, Any] = {
            "kind": source.kind,
            "record": str(source.record_id),
            "version": str(source.version_id),
            "no": source.no,
        }
        stone = tombstones.get(source.version_id)
        if stone is not None:
            found.erased.append(
                ErasedSource(**where, ground=stone.ground, at=stone.at.date().isoformat())
            )
        elif now != source.content_hash:
            found.sources_differ.append(
                SourceDiffers(**where, frozen=source.content_hash, recomputed=now)
            )


def _compare_figures(
    found: Verification, compilation: Compilation, printed: dict[str, Any], now: dict[str, Any]
) -> None:
    before, after = dict(_figures(printed)), dict(_figures(now))
    pages = {
        figure.key: (figure.measure, _worded(figure.value, figure.n_sources))
        for figure in Figure.objects.filter(compilation=compilation)
    }
    compared: Counter[str] = Counter()
    differ: Counter[str] = Counter()
    nothing = ("", "")
    for key in sorted(before.keys() | after.keys() | pages.keys()):
        said = [rows.get(key, nothing) for rows in (before, after, pages)]
        measure = next(measure for measure, _words in said if measure)
        compared[measure] += 1
        words = [words for _measure, words in said]
        if len(set(words)) > 1:
            differ[measure] += 1
            found.figures_differ.append(FigureDiffers(key, *words))
    found.figures = compared.total()
    found.measures = [Compared(m, n, differ[m]) for m, n in sorted(compared.items())]


def _figures(document: dict[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    for part in document["parts"].values():
        for figure in part["figures"]:
            words = _worded(figure["value"], figure["sources"])
            yield figure["key"], (figure["measure"], words)


def _worded(value: str | Decimal, sources: int) -> str:
    return f"{format(Decimal(value).normalize(), 'f')} ({sources})"


def _compare_lists(found: Verification, printed: dict[str, Any], now: dict[str, Any]) -> None:
    """Name what differs beside the figures: which entries of which list, and of which version.

    Entries of versions whose words the law made us erase are what they must be: different.
    """
    erased = {source.version for source in found.erased}
    for part in sorted(printed["parts"].keys() | now["parts"].keys()):
        before, after = printed["parts"].get(part, {}), now["parts"].get(part, {})
        named = len(found.others)
        for name in sorted((before.keys() | after.keys()) - {"figures"}):
            for version in _versions_that_differ(before.get(name), after.get(name), erased):
                facts = {"part": part, "list": name, "version": version}
                found.others.append(Other("entry" if version else "list", facts))
        if len(found.others) == named and not erased and _lists(before) != _lists(after):
            found.others.append(Other("order", {"part": part}))
    for name in sorted((printed.keys() | now.keys()) - {"parts"}):
        if printed.get(name) != now.get(name):
            found.others.append(Other("member", {"name": name}))


def _lists(part: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name != "figures"}


def _versions_that_differ(before: Any, after: Any, erased: set[str]) -> list[str]:
    """Ids of the versions whose entries differ; an empty one for entries that name none."""
    said, stands = _by_version(before), _by_version(after)
    return sorted(
        version
        for version in said.keys() | stands.keys()
        if version not in erased and said[version] != stands[version]
    )


def _by_version(value: Any) -> defaultdict[str, Counter[str]]:
    """Every entry that names a version, under it, wherever it stands; the rest under ""."""
    entries: defaultdict[str, Counter[str]] = defaultdict(Counter)
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict) and "version" not in item:
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
        else:
            version = str(item["version"]) if isinstance(item, dict) else ""
            entries[version][json.dumps(item, sort_keys=True)] += 1
    return entries


def _compare_files(found: Verification, edition: Edition) -> None:
    for file in edition.files.select_related("stored"):
        found.files += 1
        facts = {"format": file.format}
        if not default_storage.exists(file.stored.name):
            found.others.append(Other("no_file", facts))
            continue
        with default_storage.open(file.stored.name) as opened:
            sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
        if sha256 != file.sha256:
            found.others.append(Other("file", facts))
