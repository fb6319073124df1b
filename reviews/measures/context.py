"""What a measure may know beside the frozen sources: the taxonomy of the compilation's release, and
what the cycle said of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection

from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.taxonomy.enums import TermKind
from gfmd_platform.taxonomy.models import Term
from gfmd_platform.taxonomy.queries import AGENDA, COMPACT, DISAGGREGATION, RECOLLECTION

from ..rules import FIRST

NO_REGION = "none"


@dataclass(frozen=True)
class Context:
    """One compilation. `seed` draws the even-handed order; it is the cycle's id. `facts` are those
    of `facts.facts_of`, fewer under the first rules; `revisions` are those of the measures."""

    compilation_id: UUID
    release: int
    seed: str
    rules: int = FIRST
    facts: Mapping[str, Any] = field(default_factory=dict)
    revisions: Mapping[str, int] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "compilation": self.compilation_id,
            "seed": self.seed,
            "this_cycle": self.seed,
            "earlier": [edition["edition"] for edition in self.facts.get("earlier", ())],
            "since": self.facts.get("since"),
        }

    def terms(self, kind: str, framework: str, *, migration_related: bool = False) -> list[str]:
        """References ("gcm-2018:5") of the terms in force, in the order of their document."""
        found = Term.objects.as_of(self.release).filter(kind=kind, framework=framework)
        if migration_related:
            found = found.filter(migration_related=True)
        return [f"{framework}:{code}" for code in found.values_list("code", flat=True)]

    @cached_property
    def clusters(self) -> list[str]:
        return self.terms(TermKind.CLUSTER, RECOLLECTION)

    @cached_property
    def areas(self) -> list[str]:
        return self.terms(TermKind.ACTION_AREA, RECOLLECTION)

    @cached_property
    def objectives(self) -> list[str]:
        return self.terms(TermKind.OBJECTIVE, COMPACT)

    @cached_property
    def targets(self) -> list[str]:
        """The migration-related ones."""
        return self.terms(TermKind.TARGET, AGENDA, migration_related=True)

    @cached_property
    def indicators(self) -> list[str]:
        """The global indicators of which the platform takes values."""
        return self.terms(TermKind.INDICATOR, AGENDA)

    @cached_property
    def dimensions(self) -> list[str]:
        """By what values can be broken down."""
        return self.terms(TermKind.DIMENSION, DISAGGREGATION)

    @cached_property
    def reported_indicators(self) -> list[str]:
        """The global indicators of which a counted report gives a value."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT t.framework_id || ':' || t.code"
                "  FROM reviews_compilationsource s"
                "  JOIN commitments_reportversionobservation o ON o.version_id = s.version_id"
                "  JOIN taxonomy_term t ON t.id = o.term_id"
                " WHERE s.compilation_id = %s AND s.kind = 'report' ORDER BY 1",
                [self.compilation_id],
            )
            return [ref for (ref,) in cursor.fetchall()]

    @cached_property
    def focus(self) -> list[str]:
        """The cycle's goals in focus."""
        return list(self.facts.get("focus", ()))

    @cached_property
    def cycles(self) -> list[str]:
        """Of the earlier editions that this one is set beside, and its own, which comes last."""
        return [*(edition["cycle"] for edition in self.facts.get("earlier", ())), self.seed]

    @cached_property
    def _present(self) -> list[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT stakeholder_kind, coalesce(nullif(region, ''), %(none)s)"
                "  FROM reviews_compilationsource"
                " WHERE compilation_id = %(compilation)s AND kind = 'stakeholder'",
                {"compilation": self.compilation_id, "none": NO_REGION},
            )
            rows: list[tuple[str, str]] = cursor.fetchall()
        return rows

    @cached_property
    def kinds(self) -> list[str]:
        """Kinds of stakeholder that take part, in the order of the list of kinds."""
        present = {kind for kind, _region in self._present}
        return [kind for kind in StakeholderKind.values if kind in present]

    @cached_property
    def regions(self) -> list[str]:
        """M49 regions with a stakeholder taking part, by code; those of no region last."""
        present = {region for _kind, region in self._present}
        return sorted(present, key=lambda region: (region == NO_REGION, region))
