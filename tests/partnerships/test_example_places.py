"""Where examples turn up beside their own pages: search, desks, a stakeholder's page."""

from __future__ import annotations

import pytest

from gfmd_platform.search.models import SearchEntry
from gfmd_platform.stakeholders.desk import desk_of
from gfmd_platform.stakeholders.shelves import shelves_of
from partnerships.operations import examples as operations
from tests.people import Someone

from .examples import (
    NOW,
    again,
    archived,
    ask,
    draft,
    publish,
    published,
    refer,
    submit,
    submitted,
    term_id,
    values,
)

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return sorted(SearchEntry.objects.values_list("title", flat=True))


def test_search_knows_what_is_public_and_nothing_else(
    submitter: Someone, support_unit: Someone
) -> None:
    draft(submitter, title="Begun")
    example = submitted(submitter)
    assert found() == []
    publish(example, support_unit)
    archived(title="From 2017")
    assert found() == ["From 2017", "Night school at the harbour"]
    operations.revise_example(example_id=example.pk, by=submitter.actor, now=NOW)
    operations.save_example(
        example_id=example.pk,
        revision=again(example).revision,
        values={"title": "Second year"},
        by=submitter.actor,
        now=NOW,
    )
    assert "Second year" not in found()
    publish(submit(example, submitter), support_unit)
    assert found() == ["From 2017", "Second year"]
    operations.withdraw_example(example_id=example.pk, by=submitter.actor, now=NOW)
    assert found() == ["From 2017"]


def test_an_entry_of_the_search_carries_what_the_filters_ask_for(
    submitter: Someone, support_unit: Someone
) -> None:
    example = published(submitter, support_unit)
    entry = SearchEntry.objects.get(record_id=example.pk)
    assert entry.url == f"/examples/{example.pk}/"
    assert entry.countries == values()["countries"]
    assert term_id("gfmd-recollection-2017:C1.2") in map(str, entry.terms)
    assert entry.stakeholder_kinds == ["civil_society"]
    assert entry.names == ["Harbour Network"]


def on_desk(someone: Someone) -> dict[str, list[str]]:
    return {
        section.code: [str(item.title) for item in section.items]
        for section in desk_of(someone.actor)
    }


def test_an_authors_desk_says_whose_move_it_is(submitter: Someone, support_unit: Someone) -> None:
    draft(submitter, title="Begun")
    submitted(submitter, title="Sent")
    ask(submitted(submitter, title="To be changed"), support_unit)
    published(submitter, support_unit, title="Done")
    assert on_desk(submitter) == {
        "yours": ["To be changed"],
        "drafts": ["Begun"],
        "theirs": ["Sent"],
    }


def test_a_moderators_desk_holds_what_waits_for_them(
    submitter: Someone, focal_point: Someone, support_unit: Someone, chair: Someone
) -> None:
    submitted(submitter, title="Of civil society")
    refer(submitted(focal_point, title="Of a State"), support_unit)
    assert on_desk(support_unit)["yours"] == ["Of civil society"]
    assert on_desk(chair)["yours"] == ["Of a State"]


def test_a_stakeholders_page_lists_its_public_examples(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    published(submitter, support_unit)
    draft(submitter, title="Begun")
    [shelf] = [s for s in shelves_of(submitter.stakeholder.pk) if s.items]
    assert [item.title for item in shelf.items] == ["Night school at the harbour"]
    page = visitor.client.get(f"/stakeholders/{submitter.stakeholder.pk}/").content.decode()
    assert "Night school at the harbour" in page
    assert "Begun" not in page
