from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Refused
from gfmd_platform.notifications.rendering import absolute
from gfmd_platform.stakeholders.operations import create_renewal_link


class Command(BaseCommand):
    help = (
        "Print a one-time link with which a person of the Support Unit, or an operator, who lost "
        "every way to sign in sets up anew. Their factors and password go, their sessions end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the person's address")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        try:
            token = create_renewal_link(email=email, by=Actor.system(), now=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(absolute(reverse("stakeholders:renewal", args=[token])))
