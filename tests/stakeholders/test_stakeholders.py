"""What stakeholders say about themselves: versions, lists, and who may read."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.stakeholders import operations, queries
from gfmd_platform.stakeholders.enums import StakeholderState
from gfmd_platform.stakeholders.models import Stakeholder, StakeholderVersion
from gfmd_platform.stakeholders.shelves import Shelf, ShelfItem, _providers, register_shelf
from tests.people import PersonFactory, Someone, StakeholderFactory, make_place, make_state

pytestmark = pytest.mark.django_db


def edit(someone: Someone, revision: int | None = 1, **changes: object) -> StakeholderVersion:
    assert someone.stakeholder is not None
    return operations.edit_stakeholder(
        stakeholder=someone.stakeholder,
        revision=revision,
        changes=changes,
        by=someone.actor,
        now=timezone.now(),
    )


def test_an_edit_makes_a_version_and_the_one_before_stays(submitter: Someone) -> None:
    version = edit(submitter, description="We run harbour schools.")
    assert version.no == 2
    first = StakeholderVersion.objects.get(subject=submitter.stakeholder, no=1)
    assert first.description == ""
    assert first.content_hash != version.content_hash
    assert edit(submitter, revision=2, description="We run harbour schools.").pk == version.pk
    assert StakeholderVersion.objects.count() == 2


def test_a_stale_edit_is_refused_with_both_texts(submitter: Someone) -> None:
    edit(submitter, description="Hers")
    with pytest.raises(StaleRevision) as refusal:
        edit(submitter, description="His")
    assert refusal.value.current == {"description": "Hers"}
    assert refusal.value.yours == {"description": "His"}
    page = f"/stakeholders/{submitter.stakeholder.pk}/edit/"  # type: ignore[union-attr]
    words = {"name": "Harbour Network", "description": "His", "revision": "1"}
    refused = submitter.client.post(page, words)
    assert refused.status_code == 409
    assert b"Hers" in refused.content
    assert b'name="revision" value="2"' in refused.content
    assert submitter.client.post(page, {**words, "revision": "2"}).status_code == 302


def test_kind_and_a_state_s_country_are_not_the_focal_point_s_to_change(
    submitter: Someone, focal_point: Someone
) -> None:
    with pytest.raises(Invalid):
        edit(submitter, kind="state")
    with pytest.raises(Invalid):
        edit(focal_point, country=make_place("X02", "Belmora"))
    edit(submitter, country=make_place("X02", "Belmora"))


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("colleague", NotAllowed),
        ("other_focal_point", NotAllowed),
        ("support_unit", NotAllowed),
        ("visitor", NotAllowed),
    ],
)
def test_only_its_focal_points_edit(
    who: str, refusal: type[Exception], focal_point: Someone, request: pytest.FixtureRequest
) -> None:
    someone = request.getfixturevalue(who)
    with pytest.raises(refusal):
        operations.edit_stakeholder(
            stakeholder=focal_point.stakeholder,  # type: ignore[arg-type]
            revision=1,
            changes={"description": "Not theirs"},
            by=someone.actor,
            now=timezone.now(),
        )


def test_a_country_has_one_state(support_unit: Someone) -> None:
    make_state("Arvania", "X01")
    with pytest.raises(Invalid):
        operations.register_stakeholder(
            name="Arvania again",
            kind="state",
            country=make_place("X01"),
            by=support_unit.actor,
            now=timezone.now(),
        )


def test_only_the_support_unit_enters_stakeholders(focal_point: Someone) -> None:
    with pytest.raises(NotVisible):
        operations.register_stakeholder(
            name="Mine", kind="observer", by=focal_point.actor, now=timezone.now()
        )
    assert not Stakeholder.unscoped.filter(name="Mine").exists()


def test_who_ends_stays_readable_and_loses_every_right(
    submitter: Someone, support_unit: Someone
) -> None:
    operations.end_participation(
        stakeholder=submitter.stakeholder,  # type: ignore[arg-type]
        by=support_unit.actor,
        now=timezone.now(),
    )
    assert not submitter.actor.seats
    assert (
        b"No longer takes part"
        in Client()
        .get(
            f"/stakeholders/{submitter.stakeholder.pk}/"  # type: ignore[union-attr]
        )
        .content
    )
    assert b"Harbour Network" not in Client().get("/stakeholders/").content
    assert list(queries.taking_part()) == []
    with pytest.raises(WrongState):
        operations.end_participation(
            stakeholder=submitter.stakeholder,  # type: ignore[arg-type]
            by=support_unit.actor,
            now=timezone.now(),
        )


def test_an_application_is_read_by_its_applicant_and_the_support_unit_only(
    support_unit: Someone, focal_point: Someone, chair: Someone
) -> None:
    applicant = Someone(PersonFactory())
    waiting = StakeholderFactory(
        name="Waiting Network", state=StakeholderState.APPLIED, applicant=applicant.person
    )
    page = f"/stakeholders/{waiting.pk}/"
    twin = f"/api/v1/stakeholders/{waiting.pk}/"
    for someone, status in [
        (applicant, 200),
        (support_unit, 200),
        (focal_point, 404),
        (chair, 404),
        (Someone(), 404),
    ]:
        assert someone.client.get(page).status_code == status
        assert someone.api.get(twin).status_code == status
    everywhere = Client().get("/stakeholders/", {"q": "waiting"}).content
    assert b"Waiting Network" not in everywhere
    assert Someone().api.get("/api/v1/stakeholders/", {"q": "waiting"}).json()["results"] == []


def test_the_list_is_found_by_name_kind_country_and_region() -> None:
    make_place("X01", "Arvania", region="002")
    make_place("X02", "Belmora", region="150")
    StakeholderFactory(name="Åland Circle", kind="academia", country=make_place("X01"))
    StakeholderFactory(name="Zenith Union", kind="trade_union", country=make_place("X02"))
    StakeholderFactory(name="Open Network", kind="civil_society", short_name="ON")

    def found(**query: str) -> list[str]:
        page = Client().get("/stakeholders/", query)
        rows = Someone().api.get("/api/v1/stakeholders/", query).json()["results"]
        names = [row["name"] for row in rows]
        for name in ("Åland Circle", "Open Network", "Zenith Union"):
            assert (f">{name}</bdi></a>" in page.content.decode()) == (name in names)
        return names

    assert found() == ["Åland Circle", "Open Network", "Zenith Union"]
    assert found(q="aland") == ["Åland Circle"]
    assert found(q="on") == ["Open Network", "Zenith Union"]
    assert found(kind="trade_union") == ["Zenith Union"]
    assert found(country="X01") == ["Åland Circle"]
    assert found(region="150") == ["Zenith Union"]
    assert found(q="nothing like it") == []


def test_a_bad_filter_is_no_filter_on_the_page_and_an_error_in_the_api() -> None:
    StakeholderFactory(name="Open Network")
    assert b"Open Network" in Client().get("/stakeholders/?kind=kingdom&page=x").content
    answer = Someone().api.get("/api/v1/stakeholders/?kind=kingdom")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_versions_have_addresses(submitter: Someone) -> None:
    edit(submitter, name="Harbour Network International")
    page = f"/stakeholders/{submitter.stakeholder.pk}/versions"  # type: ignore[union-attr]
    assert b"kept as it was" in Client().get(f"{page}/1/").content
    assert b"Harbour Network International" in Client().get(f"{page}/2/").content
    assert Client().get(f"{page}/3/").status_code == 404


def test_apps_put_public_records_on_the_page(
    submitter: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(_providers, "fruit", raising=False)
    shelf = Shelf("Practice examples", [ShelfItem("Harbour schools", "/examples/x/")], 1)
    register_shelf("fruit", lambda pk: shelf)
    try:
        page = Client().get(f"/stakeholders/{submitter.stakeholder.pk}/")  # type: ignore[union-attr]
        assert b'<a href="/examples/x/"><bdi>Harbour schools</bdi></a>' in page.content
    finally:
        del _providers["fruit"]


def found_by_search(text: str) -> list[str]:
    answer = Someone().api.get("/api/v1/search/", {"q": text}).json()
    return [hit["title"] for hit in answer["results"]]


def test_whoever_takes_part_is_found_and_whoever_left_is_not(support_unit: Someone) -> None:
    entered = operations.register_stakeholder(
        name="Lighthouse Union",
        kind="trade_union",
        description="Keeps the light for pearl divers.",
        by=support_unit.actor,
        now=timezone.now(),
    )
    assert found_by_search("pearl divers") == ["Lighthouse Union"]
    operations.end_participation(stakeholder=entered, by=support_unit.actor, now=timezone.now())
    assert found_by_search("pearl divers") == []


def test_a_region_is_no_country(support_unit: Someone) -> None:
    region = make_place("X01").parent
    with pytest.raises(Invalid):
        operations.register_stakeholder(
            name="Continent",
            kind="observer",
            country=region,
            by=support_unit.actor,
            now=timezone.now(),
        )
    answer = support_unit.api.post(
        "/api/v1/stakeholders/register/",
        {"name": "Continent", "kind": "observer", "country": region.code},
        format="json",
    )
    assert answer.status_code == 422
    assert "country" in answer.json()["errors"]


def test_the_support_unit_ends_participation_on_its_page(
    submitter: Someone, support_unit: Someone
) -> None:
    page = f"/support/stakeholders/{submitter.stakeholder.pk}/"
    assert b"cannot be undone" in support_unit.client.get(page).content
    support_unit.client.post(page, {"step": "end"})
    assert not submitter.actor.seats
    assert submitter.client.post(page, {"step": "end"}).status_code == 404
