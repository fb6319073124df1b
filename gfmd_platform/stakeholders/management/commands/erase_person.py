from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.stakeholders.enums import ErasureReason
from gfmd_platform.stakeholders.operations import erase_person


class Command(BaseCommand):
    help = "Erases a person's data for good; what they did stays their stakeholder's."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--reason",
            required=True,
            choices=[ErasureReason.REQUEST, ErasureReason.DUTY],
            help="request: they asked for it outside the platform; duty: the law asks for it",
        )
        parser.add_argument(
            "--leave-vacant",
            action="store_true",
            help="even if a stakeholder, or the Support Unit, is left with nobody",
        )

    def handle(
        self, *args: Any, email: str, reason: str, leave_vacant: bool, **options: Any
    ) -> None:
        try:
            person = erase_person(
                email=email,
                reason=reason,
                leave_vacant=leave_vacant,
                by=Actor.system(),
                now=timezone.now(),
            )
        except Invalid as refusal:
            words = [word for found in refusal.errors.values() for word in found]
            raise CommandError(" ".join(words)) from refusal
        except WrongState as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"The list of erasures cannot be written: {error}") from error
        self.stdout.write(f"Erased. The list of erasures names them as {person.pk}.")
