"""Joining the parts into one document whose bytes depend on the sources and on nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from commitments.enums import Progress
from gfmd_platform.records.hashing import canonical_json
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.taxonomy.models import PlaceName, TaxonomyRelease, TermLabel
from partnerships.enums import DeliverableState

from ..enums import Part
from ..measures import NO_REGION, Measure
from ..models import Compilation
from ..rules import WHOLE
from ..sources import ALL_KINDS

FORMAT = "gfmd-annual-review/1"
_TERM_DIMS = ("cluster", "area", "objective", "target", "goal", "indicator", "dimension")


def join(*, compilation: Compilation, measures: list[Measure], results: Mapping[str, str]) -> bytes:
    """The canonical JSON of a compilation. Holds no clock, no job id and no number of the job."""
    language = compilation.facts["language"]
    with translation.override(language):
        around = {
            "format": FORMAT,
            "cycle": compilation.facts,
            "taxonomy": _taxonomy(compilation.taxonomy_release),
            "rules": {
                "order": _(
                    "Regions take turns, and within a region the kinds of stakeholder do. Which "
                    "comes first is drawn for each part from the identifier of the cycle, so that "
                    "nobody stands first by name, size or date."
                ),
                "quotations": _quotation_rule(compilation),
                **({"counted": _counted(compilation.facts)} if compilation.rules >= WHOLE else {}),
            },
            "measures": [
                {
                    "key": measure.key,
                    "revision": measure.revision,
                    "title": str(measure.title),
                    "definition": str(measure.definition),
                }
                for measure in measures
            ],
            "labels": _labels(compilation, results.values()),
        }
    members = {key: canonical_json(value) for key, value in around.items()}
    # An earlier compilation has fewer parts than there are now.
    parts = [part for part in Part.values if part in results]
    members["parts"] = _object({part: results[part].encode() for part in parts})
    return _object(members)


def _counted(facts: Mapping[str, Any]) -> str:
    """Which versions are counted, and what this review is set beside."""
    counted = _(
        "Counted are the versions that stood when the sources were frozen: reports of this cycle "
        "that were submitted and not withdrawn, registered commitments, public partnerships with "
        "their deliverables, published examples that a stakeholder answers for, and the series of "
        "custodian agencies that were taken over into this platform."
    )
    beside = "; ".join(
        _("%(title)s, edition %(no)d") % {"title": each["title"], "no": each["no"]}
        for each in facts["earlier"]
    )
    if not beside:
        return counted
    earlier = _("Earlier cycles are counted as their published reviews counted them: %s.") % beside
    return f"{counted} {earlier}"


def _quotation_rule(compilation: Compilation) -> str:
    """As an edition prints it."""
    consent = _("Only key messages whose reporters agreed to be quoted, word for word.")
    if compilation.rules < WHOLE:
        return consent
    choice = _(
        "Of each part the first %(number)d are printed, of emerging issues the first %(number)d of "
        "States and of others; all of them stand in the data. Next comes whoever lets most regions "
        "and kinds of stakeholder be heard that were not heard yet in this part; among these, "
        "whoever is printed least so far in this review; then who belongs to the region, then to "
        "the kind, that was heard least; and what is still equal is drawn from the identifier of "
        "the cycle and the part. Nobody is quoted twice in a part before everybody was quoted once."
    ) % {"number": compilation.facts["messages_per_part"]}
    return f"{consent} {choice}"


def _object(members: Mapping[str, bytes]) -> bytes:
    """A canonical object of members that are canonical already."""
    inner = b",".join(canonical_json(key) + b":" + members[key] for key in sorted(members))
    return b"{" + inner + b"}"


def _taxonomy(release: int) -> dict[str, Any]:
    found = TaxonomyRelease.objects.filter(no=release).first()
    return {"sha256": found.content_hash if found else ""}


def _labels(compilation: Compilation, results: Iterable[str]) -> dict[str, dict[str, str]]:
    """The words for every code that the figures use, as of the compilation's release."""
    language, release = compilation.facts["language"], compilation.taxonomy_release
    refs: set[str] = set()
    regions: set[str] = set()
    places: set[str] = set()
    for text in results:
        result = json.loads(text)
        for figure in result["figures"]:
            cell = figure["cell"]
            refs |= {cell[dim] for dim in _TERM_DIMS if ":" in cell.get(dim, "")}
            regions |= {cell["region"]} if "region" in cell else set()
        refs |= {v["indicator"] for v in result.get("values", ()) if "indicator" in v}
        places |= {v["place"] for v in result.get("custodian_values", ())}
        regions |= {q["region"] for q in result.get("quotations", ())}
    return {
        "kind": {str(value): str(label) for value, label in StakeholderKind.choices},
        "status": {
            **{str(value): str(label) for value, label in Progress.choices},
            "none": _("No status reported"),
        },
        "state": {str(value): str(label) for value, label in DeliverableState.choices},
        "source": {k.kind: str(k.label) for k in ALL_KINDS if k.since <= compilation.rules},
        "visibility": {
            "public": _("Public"),
            "participants": _("For participants of the Forum"),
            "support_unit": _("For the Support Unit only"),
        },
        "voice": {"states": _("States"), "others": _("Other stakeholders")},
        "region": {
            **_place_names(language, release, regions - {"", NO_REGION}),
            NO_REGION: _("No one region"),
        },
        "term": _term_labels(language, release, refs),
        **(_later_labels(compilation, places) if compilation.rules >= WHOLE else {}),
    }


def _later_labels(compilation: Compilation, places: Iterable[str]) -> dict[str, dict[str, str]]:
    """What the first editions did not speak of."""
    facts = compilation.facts
    return {
        "change": {
            "new": _("New"),
            "amended": _("Amended"),
            "finished": _("Finished"),
        },
        "basis": {
            "given": _("Says how its results are known"),
            "not_given": _("Does not say how its results are known"),
        },
        "scope": {"whole": _("For the whole"), "parts": _("For parts of it")},
        "cycle": {each["cycle"]: each["title"] for each in facts["earlier"]}
        | {facts["id"]: facts["title"]},
        "place": _place_names(facts["language"], compilation.taxonomy_release, places),
    }


def _term_labels(language: str, release: int, refs: Iterable[str]) -> dict[str, str]:
    frameworks = {ref.partition(":")[0] for ref in refs}
    rows = (
        TermLabel.objects.as_of(release)
        .filter(term__framework__in=frameworks, language__in=[language, "en"])
        .order_by("term", "id")
        .values_list("term__framework_id", "term__code", "language", "short_label", "label")
    )
    return _best(
        (
            (f"{framework}:{code}", spoken, short or label)
            for framework, code, spoken, short, label in rows
            if f"{framework}:{code}" in refs
        ),
        language,
    )


def _place_names(language: str, release: int, codes: Iterable[str]) -> dict[str, str]:
    rows = (
        PlaceName.objects.as_of(release)
        .filter(place__in=list(codes), language__in=[language, "en"])
        .order_by("place", "id")
        .values_list("place_id", "language", "name")
    )
    return _best(rows, language)


def _best(rows: Iterable[tuple[str, str, str]], wanted: str) -> dict[str, str]:
    """Labels by code: those in the wanted language, else in English."""
    labels: dict[str, dict[str, str]] = {"en": {}, wanted: {}}
    for code, language, label in rows:
        labels[language][code] = label
    return labels["en"] | labels[wanted]
