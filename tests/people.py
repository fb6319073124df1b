"""The cast of the tests: who they are, what they stand for, and their browsers.

Fixtures for all tests (`support_unit`, `chair`, `focal_point`, `colleague`, `other_focal_point`,
`submitter`, `visitor`); factories for whoever needs more of the same.

    def test_a_colleague_may_draft(colleague):
        create_example(by=colleague.actor, ...)
        assert colleague.client.get("/desk/").status_code == 200
"""

from __future__ import annotations

import datetime as dt
import time
import zlib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import factory
import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from gfmd_platform.access import Actor
from gfmd_platform.records.operations import begin
from gfmd_platform.stakeholders.enums import (
    GroupCode,
    MemberRole,
    StakeholderKind,
    StakeholderState,
)
from gfmd_platform.stakeholders.factors import FactorAdapter
from gfmd_platform.stakeholders.models import (
    Group,
    GroupMembership,
    Membership,
    Person,
    Stakeholder,
)
from gfmd_platform.stakeholders.operations.profiles import add_version
from gfmd_platform.taxonomy.enums import PlaceKind
from gfmd_platform.taxonomy.models import Place, PlaceName, TaxonomyRelease
from gfmd_platform.taxonomy.operations import sort_key
from gfmd_platform.taxonomy.queries import forget

LONG_AGO = dt.date(2020, 1, 1)
PASSWORD = "a quiet river in autumn"


@dataclass
class Someone:
    """A person of the cast. `person` and `stakeholder` are None for the visitor."""

    person: Person | None = None
    stakeholder: Stakeholder | None = None

    @property
    def actor(self) -> Actor:
        """Who they are now: asked anew each time, so that a test sees seats begin and end."""
        if self.person is None:
            return Actor.visitor()
        return Actor.of(Person.objects.get(pk=self.person.pk))

    @cached_property
    def client(self) -> Client:
        """A browser, signed in."""
        return self._signed_in(Client())

    @cached_property
    def api(self) -> APIClient:
        """An API client with the same session rules, speaking JSON."""
        return self._signed_in(APIClient())

    def _signed_in(self, client: Any) -> Any:
        if self.person is not None:
            sign_in(client, self.person)
        return client


#: The key of the authenticator app that everybody of the cast has.
APP_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@cache
def _encrypted_key() -> str:
    return FactorAdapter().encrypt(APP_KEY)


def give_app(person: Person) -> Authenticator:
    """An authenticator app with `APP_KEY`."""
    made, _ = Authenticator.objects.get_or_create(
        user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": _encrypted_key()}}
    )
    return made


def sign_in(client: Any, person: Person) -> None:
    """As after a password and the code of an app, a moment ago."""
    give_app(person)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    now = time.time()
    session["account_authentication_methods"] = [
        {"method": "password", "at": now, "email": person.email},
        {"method": "mfa", "at": now, "type": "totp"},
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


class PersonFactory(factory.django.DjangoModelFactory[Person]):
    """With `password=` they can sign in with it; otherwise with a mailed code."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")

    @classmethod
    def _create(cls, model_class: type[Person], *args: Any, **kwargs: Any) -> Person:
        from allauth.account.models import EmailAddress

        person = model_class.objects.create_user(**kwargs)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        return person


def make_place(code: str = "X01", name: str = "Arvania", region: str = "002") -> Place:
    """An invented country, with just as much of the world as it needs."""
    found = Place.objects.filter(code=code).first()
    if found is not None:
        return found
    release = _release_with(f"{code} {name} {region}")
    world, _ = Place.objects.get_or_create(
        code="001", defaults={"kind": PlaceKind.WORLD, "since": release}
    )
    parent, _ = Place.objects.get_or_create(
        code=region, defaults={"kind": PlaceKind.REGION, "parent": world, "since": release}
    )
    place = Place.objects.create(
        code=code, kind=PlaceKind.STATE, parent=parent, invented=True, since=release
    )
    PlaceName.objects.create(
        place=place, language="en", name=name, sort_key=sort_key(name), since=release
    )
    forget()
    return place


def _release_with(place: str) -> TaxonomyRelease:
    """The release in force, as one that has this place too.

    The taxonomy in memory is known by its release's number and moment. The moment is moved by
    what is added, so that tests with the same places share one picture instead of reading the
    whole taxonomy anew.
    """
    release = TaxonomyRelease.objects.order_by("-no").first()
    if release is None:
        release = TaxonomyRelease(content_hash="0" * 64, loaded_at=timezone.now())
    release.loaded_at += dt.timedelta(microseconds=zlib.crc32(place.encode()))
    release.save()
    return release


class StakeholderFactory(factory.django.DjangoModelFactory[Stakeholder]):
    """Confirmed, with its first version; `state=` for another state (then without versions)."""

    class Meta:
        model = Stakeholder

    name = factory.Sequence(lambda n: f"Network {n}")
    kind = StakeholderKind.CIVIL_SOCIETY
    state = StakeholderState.CONFIRMED

    @classmethod
    def _create(cls, model_class: type[Stakeholder], *args: Any, **kwargs: Any) -> Stakeholder:
        now = timezone.now()
        record = begin("stakeholder", owner_id=None, now=now)
        record.owner = record
        record.save(update_fields=["owner"])
        kwargs.setdefault("sort_name", sort_key(kwargs["name"]))
        stakeholder = model_class.unscoped.create(record=record, state_at=now, **kwargs)
        if stakeholder.state == StakeholderState.CONFIRMED:
            add_version(stakeholder, by=Actor.system(), now=now)
        return stakeholder


def make_state(name: str = "Arvania", code: str = "X01") -> Stakeholder:
    """A participating State of an invented country."""
    return StakeholderFactory(name=name, kind=StakeholderKind.STATE, country=make_place(code, name))


def seat(stakeholder: Stakeholder, role: str = MemberRole.FOCAL_POINT, **person: Any) -> Someone:
    """A new person with a seat in the stakeholder."""
    someone = Someone(PersonFactory(**person), stakeholder)
    Membership.objects.create(
        person=someone.person, stakeholder=stakeholder, role=role, since=LONG_AGO
    )
    return someone


def in_group(code: str, *, person: Person | None = None, stakeholder: Any = None) -> None:
    """Put a person (Support Unit) or a stakeholder (all other groups) into a group."""
    group, _ = Group.objects.get_or_create(code=code)
    GroupMembership.objects.create(
        group=group, person=person, stakeholder=stakeholder, since=LONG_AGO
    )


@pytest.fixture
def state(db: None) -> Stakeholder:
    """Arvania, a participating State."""
    return make_state("Arvania", "X01")


@pytest.fixture
def other_state(db: None) -> Stakeholder:
    """Belmora, another participating State."""
    return make_state("Belmora", "X02")


@pytest.fixture
def network(db: None) -> Stakeholder:
    """A civil society organisation."""
    return StakeholderFactory(name="Harbour Network", kind=StakeholderKind.CIVIL_SOCIETY)


@pytest.fixture
def focal_point(state: Stakeholder) -> Someone:
    """Speaks for Arvania."""
    return seat(state, name="Amina Focal", email="amina@arvania.example")


@pytest.fixture
def colleague(state: Stakeholder) -> Someone:
    """Drafts for Arvania."""
    return seat(
        state, MemberRole.CONTRIBUTOR, name="Bruno Colleague", email="bruno@arvania.example"
    )


@pytest.fixture
def other_focal_point(other_state: Stakeholder) -> Someone:
    """Speaks for Belmora."""
    return seat(other_state, name="Carla Other", email="carla@belmora.example")


@pytest.fixture
def submitter(network: Stakeholder) -> Someone:
    """Speaks for a civil society organisation."""
    return seat(network, name="Dawit Submitter", email="dawit@harbour.example")


@pytest.fixture
def support_unit(db: None) -> Someone:
    """Sits in the Support Unit."""
    someone = Someone(PersonFactory(name="Elena Support", email="elena@support.example"))
    in_group(GroupCode.SUPPORT_UNIT, person=someone.person)
    return someone


@pytest.fixture
def chair(db: None) -> Someone:
    """Focal point of the State that holds the Chair-in-Office."""
    chairing = make_state("Corvia", "X03")
    in_group(GroupCode.CHAIR_IN_OFFICE, stakeholder=chairing)
    return seat(chairing, name="Farid Chair", email="farid@corvia.example")


@pytest.fixture
def visitor(db: None) -> Someone:
    """Not signed in."""
    return Someone()
