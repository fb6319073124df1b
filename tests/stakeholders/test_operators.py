"""Operators look after accounts and touch no content."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client

from gfmd_platform.stakeholders.models import Person
from tests.people import PersonFactory, Someone

pytestmark = pytest.mark.django_db


def test_operators_sign_in_where_everybody_does() -> None:
    answer = Client().get("/operators/login/?next=/operators/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_an_operator_closes_an_account(focal_point: Someone) -> None:
    operator = Someone(PersonFactory(is_staff=True, is_superuser=True))
    assert focal_point.person is not None
    page = f"/operators/stakeholders/person/{focal_point.person.pk}/change/"
    assert operator.client.get(page).status_code == 200
    assert operator.client.post(page, {"is_active": ""}).status_code == 302
    assert not Person.objects.get(pk=focal_point.person.pk).is_active
    assert focal_point.client.get("/desk/").status_code == 302


def test_nobody_else_comes_in(focal_point: Someone, support_unit: Someone) -> None:
    for someone in (focal_point, support_unit):
        assert someone.client.get("/operators/").status_code == 302
        assert someone.client.get("/operators/stakeholders/person/").status_code in (302, 403)


def test_operators_see_accounts_and_no_content() -> None:
    ours = {m._meta.label for m in admin.site._registry if m.__module__.startswith("gfmd_platform")}
    assert ours <= {"stakeholders.Person"}
