"""Mail that follows the steps of an example. Each is promised once per event and reader."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from gfmd_platform.ledger import consumers
from gfmd_platform.ledger.models import Event
from gfmd_platform.notifications.operations import queue_mail
from gfmd_platform.stakeholders.models import Person

from .models import Example, ExampleDecision
from .queries.people import chair, focal_points, moderators

#: Verb of the event → template of the mail to the author's focal points.
TO_AUTHOR = {
    "example.submit": "example_received",
    "example.request_changes": "example_changes_asked",
    "example.publish": "example_published",
    "example.decline": "example_declined",
    "example.refer": "example_referred",
    "example.withdraw": "example_withdrawn",
}


def tell_author(event: Event) -> None:
    example = _example(event)
    if example is None or example.record.owner_id is None:
        return
    _send(
        event,
        example,
        focal_points([example.record.owner_id]),
        template=TO_AUTHOR[event.verb],
        link=reverse("partnerships:example-status", args=[example.pk]),
    )


def tell_moderators(event: Event) -> None:
    example = _example(event)
    if example is None:
        return
    _send(
        event,
        example,
        moderators(except_for=example.record.owner_id),
        template="example_waiting",
        link=reverse("partnerships:moderate-example", args=[example.pk]),
    )


def tell_chair(event: Event) -> None:
    example = _example(event)
    if example is None:
        return
    _send(
        event,
        example,
        chair(except_for=example.record.owner_id),
        template="example_for_chair",
        link=reverse("partnerships:moderate-example", args=[example.pk]),
    )


def _example(event: Event) -> Example | None:
    return (
        Example.unscoped.select_related("submitted_version", "record__owner__stakeholder")
        .filter(pk=event.record_id)
        .first()
    )


def _send(
    event: Event, example: Example, readers: Iterable[Person], *, template: str, link: str
) -> None:
    """The mail names the submitted text and the answer of this event, whatever came later."""
    decision = ExampleDecision.objects.filter(pk=event.data.get("decision")).first()
    version = decision.version if decision else example.submitted_version
    owner = example.record.owner
    context: dict[str, Any] = {
        "title": version.title if version else example.title,
        "stakeholder": owner.stakeholder.name if owner else "",
        "reason": decision.reason if decision else "",
        "decided_as": decision.get_decided_as_display() if decision else "",  # type: ignore[attr-defined]
        "fields": len(event.data.get("fields", [])),
        "is_update": version.no > 1 if version else False,
        "still_public": example.published_version_id is not None,
        "link": link,
    }
    for person in readers:
        queue_mail(
            key=f"{template}:{event.pk}:{person.pk}",
            to=person.email,
            language=person.language,
            template=template,
            context={**context, "name": person.name},
            now=event.at,
            record_id=example.pk,
        )


def register() -> None:
    consumers.register("examples.tell_author", TO_AUTHOR, tell_author)
    consumers.register("examples.tell_moderators", ["example.submit"], tell_moderators)
    consumers.register("examples.tell_chair", ["example.refer"], tell_chair)
