"""The cast comes in by the doors that everybody uses: nomination, application, invitation."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from gfmd_platform.access import Actor
from gfmd_platform.notifications.models import Mail
from gfmd_platform.stakeholders import operations as people
from gfmd_platform.stakeholders.assurance import needs_second_factor
from gfmd_platform.stakeholders.enums import GroupCode, StakeholderKind
from gfmd_platform.stakeholders.invented import give_authenticator
from gfmd_platform.stakeholders.models import Person, Stakeholder
from gfmd_platform.taxonomy.models import Place, PlaceName
from gfmd_platform.taxonomy.operations import add_invented_places

from .story import PASSWORD, Story, read

ARRIVAL = 400


def tell(story: Story) -> None:
    """Countries, Support Unit, States with their focal points, and the others."""
    cast = read("cast")
    places = _countries(cast["countries"], story.ago(ARRIVAL))
    _support_unit(cast["support_unit"], story.ago(ARRIVAL))
    for number, row in enumerate(cast["states"]):
        _state(story, row, places[row["country"]], story.ago(ARRIVAL - 5 - number))
    for number, row in enumerate(cast["others"]):
        _other(story, row, places[row["country"]], story.ago(ARRIVAL - 40 - 3 * number))
    give_authenticators()


def give_authenticators(*emails: str) -> None:
    """Whoever must have a second factor gets one, as if they had set it up on its page: all
    people, or those named."""
    everybody = Person.objects.order_by("pk")
    for person in everybody.filter(email__in=emails) if emails else everybody:
        if needs_second_factor(Actor.of(person)):
            give_authenticator(person)


def _countries(rows: list[dict[str, Any]], now: dt.datetime) -> dict[str, Place]:
    for row in rows:
        add_invented_places(names=[row["name"]], region=row["region"], now=now)
    names = PlaceName.objects.in_force().filter(place__invented=True).select_related("place")
    return {name.name: name.place for name in names}


def _support_unit(rows: list[dict[str, Any]], now: dt.datetime) -> None:
    first, *others = rows
    token = people.create_support_unit_link(by=Actor.system(), now=now)
    accepted = people.accept_invitation(
        token=token, **first, password=PASSWORD, by=Actor.visitor(), now=now
    )
    for row in others:
        people.invite_to_support_unit(**row, by=Actor.of(accepted.person), now=now)
        follow_link(row["email"], now)


def _state(story: Story, row: dict[str, Any], country: Place, now: dt.datetime) -> None:
    state = people.register_stakeholder(
        name=row["name"],
        kind=StakeholderKind.STATE,
        country=country,
        description=row["description"],
        by=story.support_unit,
        now=now,
    )
    story.stakeholders[row["name"]] = state
    for name, email, function in row["focal_points"]:
        people.record_nomination(
            stakeholder=state,
            name=name,
            email=email,
            function=function,
            reference=f"Note verbale {now:%Y}/{row['name'][:3].upper()}/07",
            dated=(now - dt.timedelta(days=6)).date(),
            by=story.support_unit,
            now=now,
        )
        follow_link(email, now)
    for name, email in row["contributors"]:
        people.invite_member(
            stakeholder=state,
            name=name,
            email=email,
            role="contributor",
            by=story.speaker(row["name"]),
            now=now,
        )
        follow_link(email, now)
    if row.get("chair"):
        people.record_mandate(
            group=GroupCode.CHAIR_IN_OFFICE,
            stakeholder=state,
            since=now.date(),
            by=story.support_unit,
            now=now,
        )


def _other(story: Story, row: dict[str, Any], country: Place, now: dt.datetime) -> None:
    name, email = row["applicant"]
    applied = people.apply_for(
        name=row["name"],
        kind=row["kind"],
        country=country,
        description=row["description"],
        applicant_name=name,
        applicant_email=email,
        by=Actor.visitor(),
        now=now,
    )
    assert applied is not None
    follow_link(email, now)
    later = now + dt.timedelta(days=2)
    story.stakeholders[row["name"]] = people.confirm(
        stakeholder=Stakeholder.unscoped.get(pk=applied.pk), by=story.support_unit, now=later
    )


def follow_link(email: str, now: dt.datetime) -> None:
    """Do what the person does who gets the mail: open its link, choose a password, accept."""
    mail = Mail.objects.filter(to=email, secret=True).latest("created_at", "pk")
    found = re.search(r"/invitations/accept/([^/\s]+)/", mail.body_text)
    assert found is not None, "the mail has a link"
    people.accept_invitation(token=found[1], password=PASSWORD, by=Actor.visitor(), now=now)


def sign_ins() -> list[tuple[str, str]]:
    """Whom a newcomer may sign in as: (email, who that is), one for each part to play."""
    cast = read("cast")
    told = [(row["email"], f"{row['name']}, Support Unit") for row in cast["support_unit"][:1]]
    for row in cast["states"]:
        state = row["name"]
        part = "focal point and Chair-in-Office" if row.get("chair") else "focal point"
        told += [(email, f"{name}, {part}, {state}") for name, email, _ in row["focal_points"]]
        told += [(email, f"{name}, contributor, {state}") for name, email in row["contributors"]]
    drafting = read("drafting")
    told += [
        (row["email"], f"{row['name']}, contributor, {row['unit']}, {drafting['owner']}")
        for row in drafting["writers"]
    ]
    for row in cast["others"][:2]:
        name, email = row["applicant"]
        kind = StakeholderKind(row["kind"]).label.lower()
        told.append((email, f"{name}, {row['name']} ({kind})"))
    return told
