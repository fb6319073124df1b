from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import WrongState
from gfmd_platform.notifications.rendering import absolute
from gfmd_platform.stakeholders.operations import create_support_unit_link


class Command(BaseCommand):
    help = (
        "Print a one-time link with which the first person of the Support Unit makes their "
        "account. It is good for 72 hours; an earlier one dies."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--another",
            action="store_true",
            help="even if the Support Unit has members (when none of them can sign in any more)",
        )

    def handle(self, *args: Any, another: bool, **options: Any) -> None:
        try:
            token = create_support_unit_link(by=Actor.system(), now=timezone.now(), another=another)
        except WrongState as refusal:
            raise CommandError(f"{refusal} Use --another if none of them can sign in.") from None
        self.stdout.write(absolute(reverse("stakeholders:invitation", args=[token])))
