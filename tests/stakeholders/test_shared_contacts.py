"""The Support Unit's list of contacts: those who chose to be shown, and only those."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.stakeholders import operations
from gfmd_platform.stakeholders.models import Membership
from tests.people import seat

pytestmark = pytest.mark.django_db

API = "/api/v1/stakeholders/shared-contacts/"


def show(*people, to: str = "public") -> None:
    for someone in people:
        operations.describe_membership(
            membership=Membership.objects.get(person=someone.person),
            function="",
            contact_audience=to,
            by=someone.actor,
            now=timezone.now(),
        )


def test_only_who_chose_it_is_listed_on_page_table_and_api(
    support_unit, focal_point, other_focal_point, submitter
):
    show(focal_point, submitter)
    for query, shown in (("", [focal_point, submitter]), ("?kind=state", [focal_point])):
        page = support_unit.client.get(reverse("stakeholders:contacts") + query)
        table = support_unit.client.get(reverse("stakeholders:contacts-csv") + query)
        texts = [
            page.content.decode(),
            b"".join(table.streaming_content).decode(),
            support_unit.api.get(API + query).content.decode(),
        ]
        for text in texts:
            for someone in (focal_point, other_focal_point, submitter):
                assert (someone.person.email in text) == (someone in shown)
    show(focal_point, submitter, to="")
    assert (
        "Nobody chose" in support_unit.client.get(reverse("stakeholders:contacts")).content.decode()
    )


def test_whoever_leaves_is_on_no_list(support_unit, focal_point):
    second = seat(focal_point.stakeholder)
    show(second)
    Membership.objects.filter(person=second.person).update(until="2021-01-01")
    assert support_unit.api.get(API).json() == []


def test_it_is_the_support_units(focal_point, visitor):
    for name in ("contacts", "contacts-csv"):
        url = reverse(f"stakeholders:{name}")
        assert focal_point.client.get(url).status_code == 404
        assert visitor.client.get(url)["Location"].startswith("/accounts/login/")
    assert focal_point.api.get(API).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_however_long(
    support_unit, focal_point, django_assert_num_queries, number
):
    show(*(seat(focal_point.stakeholder) for _ in range(number)))
    url = reverse("stakeholders:contacts")
    support_unit.client.get(url)
    with django_assert_num_queries(6):
        support_unit.client.get(url)


@pytest.mark.parametrize(
    ("to", "readers"),
    [
        ("", set()),
        ("support_unit", {"support_unit"}),
        ("participants", {"support_unit", "member"}),
        ("public", {"support_unit", "member", "visitor"}),
    ],
)
def test_a_contact_reaches_whom_its_owner_chose_and_is_withdrawn_at_once(
    support_unit, focal_point, submitter, visitor, to, readers
):
    page = f"/stakeholders/{focal_point.stakeholder.pk}/"
    twin = f"/api/v1{page}contacts/"
    readings = {"support_unit": support_unit, "member": submitter, "visitor": visitor}

    def seeing() -> set[str]:
        found = set()
        for name, someone in readings.items():
            texts = [someone.client.get(url).content.decode() for url in (page, twin)]
            shown = [focal_point.person.email in text for text in texts]
            assert shown[0] == shown[1]
            found |= {name} if shown[0] else set()
        return found

    show(focal_point, to=to)
    assert seeing() == readers
    listed = support_unit.api.get(API).json()
    assert [row["shown_to"] for row in listed] == ([to] if to else [])
    assert all(row["consented_at"] for row in listed)
    show(focal_point, to="")
    assert seeing() == set()
    assert support_unit.api.get(API).json() == []
    assert Membership.objects.get(person=focal_point.person).contact_consented_at is None


def test_a_consent_keeps_its_date_until_it_changes(focal_point):
    show(focal_point, to="participants")
    first = Membership.objects.get(person=focal_point.person).contact_consented_at
    show(focal_point, to="participants")
    assert Membership.objects.get(person=focal_point.person).contact_consented_at == first
    with pytest.raises(Invalid):
        show(focal_point, to="the press")
    api = focal_point.api
    seat_id = Membership.objects.get(person=focal_point.person).pk
    sent = {"function": "", "contact_audience": ""}
    done = api.patch(f"/api/v1/memberships/{seat_id}/", sent).json()
    assert (done["contact_audience"], done["contact_consented_at"]) == ("", None)
