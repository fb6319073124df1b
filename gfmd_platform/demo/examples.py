"""Practice examples at every stage, and the archive of 2017 beside them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.models import PlaceName
from partnerships.content import EXAMPLE
from partnerships.fields import Content, Values
from partnerships.operations import examples as operations
from partnerships.operations import moderation

from .story import Story, read


def tell(story: Story) -> None:
    """Each goes as far as its row says: draft, submitted, changes asked for, published."""
    for row in read("examples")["examples"]:
        _tell_one(story, row)


def values_of(row: dict[str, Any], content: Content) -> Values:
    """The fields of a row that the form knows, with names of countries and terms resolved."""
    values = {name: row[name] for name in content.columns if name in row}
    codes = dict(
        PlaceName.objects.in_force().filter(place__invented=True).values_list("name", "place_id")
    )
    values["countries"] = [codes[name] for name in row.get("countries", ())]
    for ref in row["terms"]:
        term = taxonomy.term(ref)
        assert term is not None, ref
        name = content.field_of_kind(term.kind)
        assert name is not None, ref
        values.setdefault(name, []).append(str(term.id))
    return values


def _tell_one(story: Story, row: dict[str, Any]) -> None:
    by, begun = story.speaker(row["owner"]), story.ago(row["days"], 9)
    values = values_of({name: v for name, v in row.items() if name != "until"}, EXAMPLE)
    example = operations.begin_example(
        owner_id=story.stakeholders[row["owner"]].pk, values=values, by=by, now=begun
    )
    if row["until"] == "draft":
        return
    version = operations.submit_example(
        example_id=example.pk, revision=example.revision, by=by, now=story.ago(row["days"], 11)
    )
    read_at = begun + dt.timedelta(days=2)
    answered: dict[str, Any] = {
        "example_id": example.pk,
        "version_id": version.pk,
        "by": story.support_unit,
        "now": read_at,
    }
    if row["until"] == "changes":
        remark = moderation.Remark(field="results_basis", reason="evidence", text=row["remark"])
        moderation.request_changes(remarks=[remark], **answered)
    elif row["until"] == "published":
        moderation.publish_example(**answered)
