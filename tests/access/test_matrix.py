"""Every address, asked with every method by every role, answers as `matrix.csv` says.

The rows are generated from the URL resolver and reviewed by people: after a new route run
`python3 manage.py test tests/access --write-matrix` and read the difference before committing it.
Answers: `ok` reached (also a form with errors) · `sign-in` asked to sign in · `no` refused ·
`none` does not exist for them · `method` not offered.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from tests.people import PersonFactory, Someone

from .routes import Route, all_routes
from .world import DRAFTED, THINGS, World, things_for

MATRIX = Path(__file__).with_name("matrix.csv")
ROLES = (
    "visitor",
    "submitter",
    "colleague",
    "focal_point",
    "other_focal_point",
    "support_unit",
    "chair",
    "operator",
)
WRITER = "focal_point"  # whose drafts say `DRAFTED` where nobody else may read it
Key = tuple[str, str, str]  # route, method, thing


def declared() -> dict[Key, dict[str, str]]:
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return {
            (row["route"], row["method"], row["thing"]): {role: row[role] for role in ROLES}
            for row in csv.DictReader(file)
        }


def expected_keys() -> set[Key]:
    """What must be declared: each route and method, for each thing that its address can name."""
    return {
        (route.name, method, thing)
        for route in all_routes().values()
        for method in route.methods
        for thing in things_for(route)
    }


@pytest.fixture
def operator(db: None) -> Someone:
    return Someone(PersonFactory(name="Olga Operator", is_staff=True))


@pytest.fixture
def cast(
    visitor: Someone,
    submitter: Someone,
    colleague: Someone,
    focal_point: Someone,
    other_focal_point: Someone,
    support_unit: Someone,
    chair: Someone,
    operator: Someone,
) -> dict[str, Someone]:
    return dict(
        zip(
            ROLES,
            (
                visitor,
                submitter,
                colleague,
                focal_point,
                other_focal_point,
                support_unit,
                chair,
                operator,
            ),
            strict=True,
        )
    )


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_the_declared_one(
    role: str, cast: dict[str, Someone], world: World, request: pytest.FixtureRequest
) -> None:
    routes = all_routes()
    answers, leaks = {}, []
    for key in sorted(expected_keys()):
        answers[key], content = ask(cast[role].client, routes[key[0]], key, world)
        if role != WRITER and DRAFTED.encode() in content:
            leaks.append(key)
    assert leaks == [], f"{role} reads what is drafted"
    if request.config.getoption("write_matrix", default=False):
        write(role, answers)
    told = declared()
    wrong = [
        f"{' '.join(key)}: got {answer}, declared {told[key][role]}"
        for key, answer in answers.items()
        if key in told and answer != told[key][role]
    ]
    assert wrong == []


def test_no_route_is_undeclared_and_no_declaration_is_left_over() -> None:
    have, need = set(declared()), expected_keys()
    assert sorted(need - have) == [], "undeclared: see this file's first lines"
    assert sorted(have - need) == [], "no such route any more"


def ask(client: Client, route: Route, key: Key, world: World) -> tuple[str, bytes]:
    """The kind of answer and what it says, with whatever the request changed undone."""
    _, method, thing = key
    signed_in = client.cookies.output(header="", sep=";")
    address = reverse(route.name, kwargs=world.arguments(route, thing))
    with transaction.atomic():
        response = client.generic(
            method,
            address,
            data=b"{}" if route.name.startswith("api:") else b"",
            content_type="application/json"
            if route.name.startswith("api:")
            else "application/x-www-form-urlencoded",
        )
        content = response.getvalue()
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(signed_in)
    return kind_of(response), content


def kind_of(response: HttpResponse) -> str:
    if response.status_code == 401 or (
        response.status_code in (302, 303)
        and response["Location"].startswith(resolve_url(settings.LOGIN_URL))
    ):
        return "sign-in"
    if response.status_code >= 500:
        return f"error {response.status_code}"
    return {403: "no", 404: "none", 405: "method"}.get(response.status_code, "ok")


def write(role: str, answers: dict[Key, str]) -> None:
    """Write one role's answers; rows of routes that are gone go too."""
    known = declared()
    with MATRIX.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["route", "method", "thing", *ROLES])
        for key, answer in answers.items():
            row = {**known.get(key, {}), role: answer}
            writer.writerow([*key, *(row.get(name, "") for name in ROLES)])


def test_things_are_named_by_some_route() -> None:
    named = {thing for route in all_routes().values() for thing in things_for(route)}
    assert set(THINGS) <= named
