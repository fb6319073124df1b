"""One mail a day that tells of new comments beside drafts, and says nothing of either."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.urls import reverse

from gfmd_platform.access import Actor
from gfmd_platform.notifications.operations import queue_mail
from gfmd_platform.stakeholders.models import Membership, Person

from ..models import DraftComment
from ..queries.unread import unread_comments

#: Hour (UTC) from which the day before is told.
MORNING = 5


def tell_of_comments(*, now: dt.datetime) -> int:
    """Tell whoever has not read yesterday's comments beside parts that they read; to how many.

    From `MORNING` on, once a day and person, however often it is called.
    """
    today = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if now.astimezone(dt.UTC).hour < MORNING:
        return 0
    yesterday = {"at__gte": today - dt.timedelta(days=1), "at__lt": today}
    about = DraftComment.objects.filter(**yesterday).values("report__stakeholder")
    members = Membership.objects.current().filter(stakeholder__in=about, person__is_active=True)
    told = 0
    for person in Person.objects.filter(pk__in=members.values("person")).order_by("pk"):
        if unread_comments(Actor.of(person)).filter(**yesterday).exists():
            _tell(person, today, now)
            told += 1
    return told


@transaction.atomic
def _tell(person: Person, today: dt.datetime, now: dt.datetime) -> None:
    queue_mail(
        key=f"report_comments:{today:%Y-%m-%d}:{person.pk}",
        to=person.email,
        language=person.language,
        template="reports/comments",
        context={"name": person.name, "link": reverse("desk")},
        now=now,
        occasion=today,
    )
