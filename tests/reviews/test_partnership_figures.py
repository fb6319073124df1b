"""Partnerships, deliverables and examples in a review."""

from __future__ import annotations

import pytest

from partnerships.operations import deliverables
from tests.partnerships import examples

from .world import (
    NOW,
    World,
    compile_now,
    document_of,
    figures_of,
    make_deliverable,
    make_partnership,
)

pytestmark = pytest.mark.django_db


def test_partnerships_deliverables_and_examples_are_counted_and_the_archive_is_not(
    world: World,
) -> None:
    partnership = make_partnership(world.arvania)
    deliverable = make_deliverable(partnership, world.arvania)
    make_deliverable(partnership, world.arvania)
    deliverables.deliver(
        deliverable_id=deliverable.pk,
        revision=deliverable.revision,
        evidence="It is in force.",
        by=world.arvania.actor,
        now=NOW,
    )
    examples.published(world.harbour, world.support_unit)
    examples.archived()
    compilation = compile_now(world.review, world.support_unit)
    figures = figures_of(compilation)
    assert figures["partnerships"] == "1"
    assert figures["partnerships-by-area~area=gfmd-recollection-2017:C2.1"] == "1"
    assert figures["deliverables~state=delivered"] == "1"
    assert figures["deliverables~state=planned"] == "1"
    assert figures["deliverables-by-cluster~cluster=gfmd-recollection-2017:C2~state=planned"] == "1"
    assert figures["examples"] == "1"
    assert figures["examples-by-area~area=gfmd-recollection-2017:C1.2"] == "1"
    listed = document_of(compilation)["parts"]["examples"]["examples"]
    assert [e["title"] for e in listed] == ["Night school at the harbour"]
    page = world.support_unit.client.get(f"/support/reviews/{world.review.pk}/preview/")
    assert f"/partnerships/{partnership.pk}/versions/1/" in page.content.decode()
