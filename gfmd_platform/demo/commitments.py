"""What the invented stakeholders promise."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from commitments import operations
from commitments.content import FIELDS, IdentifierShape, IndicatorShape
from commitments.models import Commitment
from commitments.operations.signatories import text_to_confirm
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.taxonomy.models import term_id

from .story import Story, read


def tell(story: Story) -> None:
    """Each is drafted and registered by the focal point of its owner."""
    for row in read("commitments")["commitments"]:
        story.made[row["key"]] = _register(story, row)
        for planned in row.get("milestones", ()):
            _plan(story, story.made[row["key"]], row, planned)


def _register(story: Story, row: dict[str, Any]) -> Commitment:
    speaker = story.speaker(row["owner"])
    drafted = operations.draft_commitment(
        owner_id=story.stakeholders[row["owner"]].pk,
        language=row.get("language", "en"),
        terms=[term_id(*ref.split(":")) for ref in row["terms"]],
        indicators=[_indicator(values) for values in row.get("indicators", ())],
        identifiers=[IdentifierShape(**values) for values in row.get("identifiers", ())],
        by=speaker,
        now=story.ago(row["days"], 9),
        **{name: row[name] for name in FIELDS if name in row},
    )
    for asked in row.get("signatories", ()):
        _ask(story, drafted, row, asked)
    operations.register_commitment(
        commitment_id=drafted.pk, revision=None, by=speaker, now=story.ago(row["days"], 11)
    )
    return drafted


def _ask(story: Story, drafted: Commitment, row: dict[str, Any], asked: dict[str, Any]) -> None:
    """One more is asked to make it jointly, and confirms its part or has not answered."""
    signatory = operations.invite_signatory(
        commitment_id=drafted.pk,
        stakeholder_id=story.stakeholders[asked["name"]].pk,
        part=asked["part"],
        by=story.speaker(row["owner"]),
        now=story.ago(row["days"], 9),
    )
    if asked.get("answer") == "confirm":
        operations.confirm_part(
            signatory_id=signatory.pk,
            text_hash=content_hash(text_to_confirm(drafted)),
            part=asked["part"],
            by=story.speaker(asked["name"]),
            now=story.ago(row["days"], 10),
        )


def _plan(
    story: Story, commitment: Commitment, row: dict[str, Any], planned: dict[str, Any]
) -> None:
    """A milestone, which was moved or reached since where the story says so."""
    speaker = story.speaker(row["owner"])
    milestone = operations.plan_milestone(
        commitment_id=commitment.pk,
        title=planned["title"],
        due_on=planned["due_on"],
        by=speaker,
        now=story.ago(row["days"], 12),
    )
    then = story.ago(row["days"] // 2, 10)
    common: dict[str, Any] = {
        "milestone_id": milestone.pk,
        "revision": milestone.revision,
        "by": speaker,
        "now": then,
    }
    if "evidence" in planned:
        operations.reach_milestone(evidence=planned["evidence"], **common)
    elif "moved_to" in planned:
        operations.change_milestone(
            title=planned["title"],
            due_on=planned["moved_to"],
            reason=planned["reason"],
            **common,
        )


def _indicator(values: dict[str, Any]) -> IndicatorShape:
    numbers = ("baseline_value", "target_value")
    shape: dict[str, Any] = {"name": "", "unit": ""}
    shape |= {n: Decimal(v) if n in numbers else v for n, v in values.items()}
    if code := shape.pop("global", ""):
        shape["term_id"] = term_id("sdg-2015", code)
    return IndicatorShape(**shape)
