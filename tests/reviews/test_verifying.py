"""An edition can be computed again by anybody who has the platform."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command

from gfmd_platform.ledger.models import Event
from gfmd_platform.records.models import Tombstone
from reviews import measures, operations, tasks
from reviews.models import Edition, EditionCheck
from reviews.operations.verifying import RING_AGAIN
from reviews.sources import BY_KIND
from reviews.verification import Verification, verify_edition
from reviews.verification.hashing import HASHES, hashes_now
from tests.partnerships import examples
from tests.people import Someone

from .test_indicator_contents import custodian
from .test_pages import published
from .world import LATER, World, compile_now, make_deliverable, make_partnership

pytestmark = pytest.mark.django_db
ANSWERS = "commitments_reportversionanswer"


def verify(identifier: Any) -> str:
    out = StringIO()
    call_command("verify_edition", str(identifier), stdout=out, stderr=out)
    return out.getvalue()


def test_a_published_edition_is_what_its_sources_say(world: World, chair: Someone) -> None:
    edition: Edition = published(world, chair)
    said = verify(edition.pk)
    assert "all agree" in said
    assert "12 sources, 4 quotations and 4 files" in said
    assert verify(edition.review_id) == said


def test_a_figure_that_cannot_be_reproduced_is_named(
    world: World, chair: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    edition: Edition = published(world, chair)
    changed = tuple(
        replace(m, rows=m.rows + " AND stakeholder_kind = 'state'") if m.key == "reports" else m
        for m in measures.ALL
    )
    monkeypatch.setattr(measures, "ALL", changed)
    with pytest.raises(CommandError, match="not what its sources say"):
        verify(edition.pk)


def test_a_measure_that_is_gone_is_said_plainly(
    world: World, chair: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition: Edition = published(world, chair)
    monkeypatch.setattr(measures, "ALL", tuple(m for m in measures.ALL if m.key != "reports"))
    with pytest.raises(CommandError, match="reports"):
        verify(edition.pk)


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(CommandError, match="no such edition"):
        verify(uuid4())


def bend(environment: dict[str, str], table: str, change: str) -> None:
    """Change what the platform itself cannot: as the owner of the table, its trigger off."""
    with psycopg.connect(environment["DATABASE_OWNER_URL"]) as owner:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute(f"UPDATE {table} SET {change}")
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.django_db(transaction=True)
def test_a_figure_and_a_source_changed_in_the_database_are_named(
    world: World, chair: Someone, support_unit: Someone, process_environment: dict[str, str]
) -> None:
    edition: Edition = published(world, chair)
    version = world.reports["arvania"]
    bend(process_environment, "reviews_figure", "value = 40 WHERE key = 'reports'")
    bend(process_environment, ANSWERS, "value = 'Bent.' WHERE key = 'a_narrative'")
    address = f"/support/reviews/{edition.review_id}/editions/1/check/"
    assert "has not been checked yet" in support_unit.client.get(address).content.decode()
    support_unit.client.post(address)
    support_unit.client.post(address)  # joins
    waiting = EditionCheck.objects.get()
    assert "hx-trigger" in support_unit.client.get(address).content.decode()
    operations.run_check(check_id=waiting.pk, now=LATER)
    page = support_unit.client.get(address).content.decode()
    assert "Something differs" in page
    assert "<code>reports</code>" in page
    assert "4 (4)" in page and "40 (4)" in page
    assert f"/reports/{version.subject_id}/versions/1/" in page
    assert page.count("<code title=") == 2  # one source, its hash before and now
    told = support_unit.client.get(f"/api/v1/reviews/{edition.review_id}/editions/1/check/").json()
    assert told["agrees"] is False
    (figure,) = told["found"]["figures_differ"]
    assert figure == {"key": "reports", "printed": "4 (4)", "recomputed": "4 (4)", "page": "40 (4)"}
    (source,) = told["found"]["sources_differ"]
    assert (source["record"], source["no"]) == (str(version.subject_id), 1)
    with pytest.raises(CommandError):
        verify(edition.pk)


@pytest.mark.django_db(transaction=True)
def test_words_changed_in_the_database_are_found_where_they_are_printed(
    world: World, chair: Someone, process_environment: dict[str, str]
) -> None:
    edition: Edition = published(world, chair)
    bend(process_environment, ANSWERS, "value = 'Bent.' WHERE key = 'd_key_message'")
    found = verify_edition(edition)
    assert {s.record for s in found.sources_differ} == {
        str(world.reports[name].subject_id) for name in ("arvania", "harbour")
    }
    assert [str(other).split(":")[0] for other in found.others] == ["voices, quotations"] * 2
    assert Verification.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_only_the_support_unit_has_an_edition_checked(
    world: World, chair: Someone, support_unit: Someone
) -> None:
    edition: Edition = published(world, chair)
    address = f"/support/reviews/{edition.review_id}/editions/1/check/"
    assert chair.client.get(address).status_code == 404
    assert world.arvania.client.post(address).status_code == 403
    assert support_unit.client.get(address.replace("/1/", "/2/")).status_code == 404
    assert not EditionCheck.objects.exists()


def test_a_check_whose_worker_or_message_was_lost_is_rung_for_again(
    world: World,
    chair: Someone,
    support_unit: Someone,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    edition: Edition = published(world, chair)
    asked = operations.request_check(
        review_id=edition.review_id, no=1, by=support_unit.actor, now=LATER
    ).check
    rung: list[str] = []
    monkeypatch.setattr(
        tasks.check_edition, "apply_async", lambda args, **_options: rung.append(args[0])
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert operations.ring_checks_again(now=LATER) == 0
        assert operations.ring_checks_again(now=LATER + RING_AGAIN) == 1
    assert rung == [str(asked.pk)]
    for _time in range(2):  # a message that arrives twice finds nothing to do
        operations.run_check(check_id=asked.pk, now=LATER)
    assert EditionCheck.objects.get().state == "done"
    assert Event.objects.filter(verb="review.check_edition").count() == 1
    assert operations.ring_checks_again(now=LATER + RING_AGAIN) == 0


def test_every_kind_of_source_has_the_hash_that_its_own_content_gives(world: World) -> None:
    partnership = make_partnership(world.arvania)
    make_deliverable(partnership, world.arvania)
    examples.published(world.harbour, world.support_unit)
    custodian(("X01", "2025", "11"))
    compilation = compile_now(world.review, world.support_unit)
    assert set(BY_KIND) <= set(HASHES)
    compared = list(hashes_now(compilation.sources.all()))
    assert {source.pk for source, _now in compared} == set(
        compilation.sources.values_list("pk", flat=True)
    )
    assert {"partnership", "deliverable", "example"} <= {source.kind for source, _now in compared}
    assert [s.kind for s, now in compared if now != s.content_hash] == []


@pytest.mark.django_db(transaction=True)
def test_words_that_the_law_made_us_erase_are_named_as_such_and_are_no_breach(
    world: World, chair: Someone, process_environment: dict[str, str]
) -> None:
    edition: Edition = published(world, chair)
    version = world.reports["arvania"]
    bend(process_environment, ANSWERS, f"value = '[erased]' WHERE version_id = '{version.pk}'")
    Tombstone.objects.create(
        version_id=version.pk,
        record_id=version.subject_id,
        no=version.no,
        content_hash=version.content_hash,
        ground="Order 12 of a court",
        at=LATER,
    )
    found = verify_edition(edition)
    assert found.breaches == []
    (erased,) = found.erased
    assert (erased.record, erased.no) == (str(version.subject_id), 1)
    assert "was erased by law" in verify(edition.pk)
