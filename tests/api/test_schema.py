"""The API against its own description: whatever is sent, it answers in its own words."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.people import Someone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TRIES = 2


@pytest.mark.parametrize("who", ["visitor", "support_unit"])
def test_nothing_that_is_sent_breaks_the_api(who: str, request: pytest.FixtureRequest) -> None:
    described = Client().get("/api/schema/?format=json").json()
    someone: Someone = request.getfixturevalue(who)
    faults: list[str] = []
    for found in schemathesis.openapi.from_dict(described).get_all_operations():
        faults += faults_of(found.ok(), someone)
    assert faults == []


def faults_of(operation: Any, someone: Someone) -> list[str]:
    """What came back as a failure of ours, over a few seeded requests of the described shape."""
    faults: list[str] = []
    client = someone.api
    client.raise_request_exception = False

    @seed(2026)
    @settings(
        max_examples=TRIES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def tried(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy())
        body = case.body if isinstance(case.body, dict | list | str) else {}
        with transaction.atomic():
            answer = client.generic(
                case.method,
                case.formatted_path,
                json.dumps(body),
                content_type="application/json",
                query_params=case.query or {},
            )
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            faults.append(f"{operation.label}: {answer.status_code} for {body!r} {case.query!r}")

    tried()
    return faults


def test_every_error_is_a_problem_in_words(visitor: Someone, focal_point: Someone) -> None:
    asked = [
        visitor.api.get("/api/v1/examples/00000000-0000-0000-0000-000000000000/"),
        visitor.api.post("/api/v1/examples/", {}, format="json"),
        focal_point.api.post("/api/v1/commitments/", {"title": 7}, format="json"),
        focal_point.api.delete("/api/v1/examples/"),
    ]
    for answer in asked:
        assert answer.status_code >= 400
        assert answer["Content-Type"].startswith("application/problem+json")
        assert answer.json()["title"]
        assert answer.json()["detail"]


def test_the_description_is_openapi_3_1_and_its_page_needs_nothing_from_elsewhere(
    visitor: Someone,
) -> None:
    assert visitor.client.get("/api/schema/?format=json").json()["openapi"].startswith("3.1")
    page = visitor.client.get("/api/").content.decode()
    assert "://cdn" not in page
    assert "https://" not in page.replace("https://www.w3.org", "")
