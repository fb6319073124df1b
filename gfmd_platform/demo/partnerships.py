"""Two partnerships: partners that accepted, one that has not answered, deliverables."""

from __future__ import annotations

import datetime as dt
from typing import Any

from partnerships.models import Partnership
from partnerships.operations import deliverables, partners
from partnerships.operations import partnerships as operations
from partnerships.partnership_content import PARTNERSHIP

from .examples import values_of
from .story import Story, read


def tell(story: Story) -> None:
    for row in read("partnerships")["partnerships"]:
        _tell_one(story, row)


def _tell_one(story: Story, row: dict[str, Any]) -> None:
    by, now = story.speaker(row["owner"]), story.ago(row["days"], 9)
    partnership = operations.draft_partnership(
        owner_id=story.stakeholders[row["owner"]].pk,
        values=values_of(row, PARTNERSHIP),
        by=by,
        now=now,
    )
    operations.register_partnership(
        partnership_id=partnership.pk, revision=partnership.revision, by=by, now=now
    )
    for asked in row["partners"]:
        _ask(story, partnership, row["owner"], asked, now + dt.timedelta(days=1))
    for planned in row["deliverables"]:
        _plan(story, partnership, row["owner"], planned, now + dt.timedelta(days=8))


def _ask(
    story: Story, partnership: Partnership, lead: str, row: dict[str, Any], now: dt.datetime
) -> None:
    partner = partners.invite_partner(
        partnership_id=partnership.pk,
        stakeholder_id=story.stakeholders[row["name"]].pk,
        role=row["role"],
        by=story.speaker(lead),
        now=now,
    )
    if row.get("answer") == "accept":
        partners.accept_partnership(
            partner_id=partner.pk, by=story.speaker(row["name"]), now=now + dt.timedelta(days=3)
        )


def _plan(
    story: Story, partnership: Partnership, lead: str, row: dict[str, Any], now: dt.datetime
) -> None:
    deliverable = deliverables.plan_deliverable(
        partnership_id=partnership.pk,
        responsible_id=story.stakeholders[row["responsible"]].pk,
        values={name: row[name] for name in ("title", "due_on", "description")},
        by=story.speaker(lead),
        now=now,
    )
    responsible = story.speaker(row["responsible"])
    if step := row.get("step"):
        deliverable = deliverables.start_deliverable(
            deliverable_id=deliverable.pk,
            revision=deliverable.revision,
            by=responsible,
            now=now + dt.timedelta(days=20),
        )
        if step == "deliver":
            deliverables.deliver(
                deliverable_id=deliverable.pk,
                revision=deliverable.revision,
                evidence=row["evidence"],
                by=responsible,
                now=now + dt.timedelta(days=80),
            )
