"""The Support Unit's list of contacts: those who chose to be shown, and only those."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gfmd_platform.stakeholders.models import Membership
from tests.people import seat

pytestmark = pytest.mark.django_db

API = "/api/v1/stakeholders/shared-contacts/"


def show(*people, shows: bool = True) -> None:
    Membership.objects.filter(person__in=[p.person for p in people]).update(shows_contact=shows)


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
    show(focal_point, submitter, shows=False)
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
