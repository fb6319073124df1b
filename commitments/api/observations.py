"""Many values at once over the API: the twin of sending a table."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.cycles.enums import Part
from gfmd_platform.stakeholders.api.base import TwinViewSet
from gfmd_platform.taxonomy import queries as taxonomy

from .. import operations
from ..models import Report
from ..operations.observations import RowGiven
from ..queries.drafts import own_indicators
from ..queries.indicators import doubts_of
from ..report_content import draft_rows
from ..sections import sections_for
from .shapes import ObservationRow, ObservationRows, observation_json


class ObservationsMixin(TwinViewSet, ABC):
    """What a report's endpoints do with many values."""

    @abstractmethod
    def _own(self, pk: str) -> Report:
        """The report whose draft the actor may read. Raises NotVisible or NotAllowed."""

    def _values_of(self, pk: str) -> Report:
        report = self._own(pk)
        sections_for(self.actor, report).require(Part.INDICATORS)
        return report

    @extend_schema(request=ObservationRows, responses=OpenApiTypes.OBJECT)
    @action(detail=True, methods=["put"], url_path="draft/observations/bulk")
    def observations_bulk(self, request: Request, pk: str) -> Response:
        """Write many values: new ones are added, known ones changed, none removed.

        A value is known by its indicator, period and people, so that the same call again changes
        nothing. Each row has its fate; wrong ones are left out and the others written.
        """
        report = self._values_of(pk)
        sent = self.read(ObservationRows)
        units = {row.key: row.unit for row in own_indicators(report)}
        done = operations.put_observations(
            report_id=report.pk,
            rows=[_row(n, row, units) for n, row in enumerate(sent["observations"])],
            dry_run=sent["dry_run"],
            **self.stamp,
        )
        return Response(
            {
                "rows": [
                    {
                        "index": row.line,
                        "fate": row.fate.value,
                        "errors": row.errors,
                        **(
                            {
                                "id": row.observation.pk,
                                "revision": row.observation.revision,
                                **observation_json(row.observation),
                            }
                            if row.observation
                            else {}
                        ),
                    }
                    for row in done
                ]
            }
        )

    @extend_schema(responses=OpenApiTypes.OBJECT)
    @action(detail=True, url_path="draft/observations/doubts")
    def observation_doubts(self, request: Request, pk: str) -> Response:
        """What looks impossible or improbable in the draft; none of it stops a submission."""
        report = self._values_of(pk)
        today = self.stamp["now"].date()
        found = doubts_of(report, draft_rows(report).observations, today=today)
        return Response(
            [
                {
                    "observation": doubt.row.pk,
                    "indicator": doubt.indicator,
                    "concern": warning.concern.value,
                    "words": warning.words,
                    "explanation": warning.explanation,
                }
                for doubt in found
                for warning in doubt.warnings
            ]
        )


def _row(index: int, sent: dict[str, Any], units: dict[Any, str]) -> RowGiven:
    shape = ObservationRow(data=sent)
    if not shape.is_valid():
        errors = {str(k): [str(word) for word in v] for k, v in shape.errors.items()}
        return RowGiven(index, {"value": sent.get("value", "")}, errors=errors)
    values = dict(shape.validated_data)
    term_id = values.pop("indicator", None)
    key = values.pop("own_indicator", None)
    entry = taxonomy.current().terms.get(term_id) if term_id else None
    unit = entry.indicator.unit.english if entry and entry.indicator else units.get(key, "")
    return RowGiven(
        index,
        values,
        term_id=term_id,
        indicator_key=key,
        revision=values.pop("revision", None),
        unit=unit,
    )
