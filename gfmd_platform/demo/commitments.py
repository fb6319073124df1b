"""What the invented stakeholders promise."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from commitments import operations
from commitments.content import FIELDS, IndicatorShape
from commitments.models import Commitment
from gfmd_platform.taxonomy.models import term_id

from .story import Story, read


def tell(story: Story) -> None:
    """Each is drafted and registered by the focal point of its owner."""
    for row in read("commitments")["commitments"]:
        story.made[row["key"]] = _register(story, row)


def _register(story: Story, row: dict[str, Any]) -> Commitment:
    speaker = story.speaker(row["owner"])
    drafted = operations.draft_commitment(
        owner_id=story.stakeholders[row["owner"]].pk,
        language=row.get("language", "en"),
        terms=[term_id(*ref.split(":")) for ref in row["terms"]],
        indicators=[_indicator(values) for values in row.get("indicators", ())],
        by=speaker,
        now=story.ago(row["days"], 9),
        **{name: row[name] for name in FIELDS if name in row},
    )
    operations.register_commitment(
        commitment_id=drafted.pk, revision=None, by=speaker, now=story.ago(row["days"], 11)
    )
    return drafted


def _indicator(values: dict[str, Any]) -> IndicatorShape:
    numbers = ("baseline_value", "target_value")
    shape: dict[str, Any] = {n: Decimal(v) if n in numbers else v for n, v in values.items()}
    return IndicatorShape(**shape)
