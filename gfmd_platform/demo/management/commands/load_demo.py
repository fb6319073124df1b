from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from gfmd_platform.demo import commitments, examples, partnerships, people, reports, review
from gfmd_platform.demo.story import PASSWORD, Story
from gfmd_platform.stakeholders.models import Person


class Command(BaseCommand):
    help = "Tells the demonstration: invented stakeholders, through the operations people use."

    #: What `start` prints about it.
    password = PASSWORD
    sign_ins = staticmethod(people.sign_ins)

    def handle(self, *args: Any, **options: Any) -> None:
        if Person.objects.exists():
            self.stdout.write("There are people here already; the demonstration is not told twice.")
            return
        story = Story(now=timezone.now())
        with transaction.atomic():
            people.tell(story)
            examples.tell(story)
            commitments.tell(story)
            partnerships.tell(story)
            review.tell(story, reports.tell_past(story))
            reports.tell_current(story)
        self.stdout.write(f"Everybody's password: {PASSWORD}")
