"""The index follows what is public, in the same transaction, and nothing else is ever in it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from gfmd_platform.ids import new_id
from gfmd_platform.ledger import consumers
from gfmd_platform.ledger.models import Event
from gfmd_platform.records.models import Record
from gfmd_platform.search import operations, registry
from gfmd_platform.search.models import SearchEntry, SearchTally, SearchValue, SearchWord

from .conftest import NOW, World, ask, counts, titles

AREA = "gfmd-recollection-2017:C1.1"


def tally() -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for row in SearchTally.objects.select_related("value"):
        key = (row.value.facet, row.value.value)
        found[key] = found.get(key, 0) + row.n
    return {key: n for key, n in found.items() if n}


def test_a_draft_is_not_in_it(world: World) -> None:
    world.kinds[draft := new_id()] = "example"
    world.index(draft)
    assert not SearchEntry.objects.exists()
    assert tally() == {}


def test_withdrawing_leaves_no_trace_in_lists_counts_or_words(world: World) -> None:
    record = world.publish("Remittances", terms=[AREA], countries=["608"])
    assert ask("").total == 1
    world.withdraw(record)
    assert ask("").total == 0
    assert ask("").facets[0].options == []
    assert titles("q=remittances") == []
    assert tally() == {}


def test_a_new_version_replaces_the_old_in_lists_and_counts(world: World) -> None:
    record = world.publish("Old words", terms=[AREA], countries=["608"])
    world.publish("New words", record_id=record, terms=["gcm-2018:6"], countries=["250"])
    assert titles("q=old") == []
    assert titles("q=new") == ["New words"]
    assert counts(ask(""), "area") == {}
    assert counts(ask(""), "country") == {"150": 1, "FRA": 1}
    world.index(record)
    assert counts(ask(""), "country") == {"150": 1, "FRA": 1}


def test_it_stands_or_falls_with_the_change(world: World) -> None:
    def fail() -> None:
        with transaction.atomic():
            world.publish("Never")
            raise LookupError("the publication went wrong")

    with pytest.raises(LookupError):
        fail()
    assert ask("").total == 0
    assert tally() == {}


@pytest.mark.django_db(transaction=True)
def test_it_is_refused_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        operations.index("example", new_id())


def test_unknown_kinds_terms_and_places_are_mistakes_of_the_caller(world: World) -> None:
    with pytest.raises(LookupError), transaction.atomic():
        operations.index("unheard-of", new_id())
    with pytest.raises(LookupError, match="no place '999'"):
        world.publish(countries=["999"])
    world.kinds[record := new_id()] = "example"
    document = world.documents[world.publish()]
    world.documents[record] = registry.SearchDocument(
        title="x", url="/", language="en", published_at=NOW, terms=[record]
    )
    with pytest.raises(LookupError, match="no term"), transaction.atomic():
        operations.index("example", record)
    assert document.terms == []


def test_two_builders_for_one_kind_are_a_mistake(world: World) -> None:
    with pytest.raises(LookupError, match="Two builders"):
        registry.register("example", lambda record_id: None)


def test_summing_up_changes_no_count(world: World) -> None:
    record = world.publish(terms=[AREA], countries=["608"])
    for n in range(3):
        world.publish(f"Fees {n}", record_id=record, terms=[AREA], countries=["250"])
    before = tally()
    operations.sum_up_tally()
    assert tally() == before
    assert SearchTally.objects.filter(n=1).count() == SearchTally.objects.count() == len(before)


def test_rebuilding_gives_the_same_index(world: World, capsys: Any) -> None:
    for record, kind in (
        (world.publish("One", terms=[AREA], countries=["608"]), "example"),
        (world.publish("Two", kind="commitment"), "commitment"),
    ):
        Record.objects.create(id=record, kind=kind, created_at=NOW)
    Record.objects.create(id=(draft := new_id()), kind="example", created_at=NOW)
    SearchEntry.objects.filter(title="Two").delete()
    counted = SearchValue.objects.get(facet="kind", value="example")
    SearchTally.objects.create(kind="example", value=counted, n=7)
    SearchWord.objects.create(word="left-over")
    call_command("rebuild_search")
    assert "example: 1 of 2 records are public" in capsys.readouterr().out
    assert ask("").total == 2
    assert set(titles("q=one")) == {"One"}
    assert tally()["kind", "example"] == 1
    assert not SearchWord.objects.filter(word="left-over").exists()
    assert not SearchEntry.objects.filter(pk=draft).exists()


def test_a_deleted_record_is_forgotten(world: World) -> None:
    record = world.publish(terms=[AREA])
    operations.remove(record)
    assert ask("").total == 0
    assert tally() == {}


def test_recent_ones_come_first(world: World) -> None:
    world.publish("Older", age=3)
    world.publish("Newer", age=1)
    assert titles("") == ["Newer", "Older"]


def test_what_a_stakeholder_published_follows_its_new_name(world: World) -> None:
    owner = world.publish("Arvenia", kind="partnership")
    example = world.publish("Fair fees", names=["Arvenia"], stakeholders=[owner])
    world.documents[example] = dataclasses.replace(world.documents[example], names=["Belmora"])
    assert titles("q=belmora") == []
    event = Event(verb="stakeholder.edit", record_id=owner, at=NOW)
    for name in consumers.names_for(event.verb):
        handler = consumers.handler(name)
        assert handler is not None
        handler(event)
    assert titles("q=belmora") == ["Fair fees"]
