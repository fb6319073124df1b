from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gfmd_platform.ledger.queries import verify


class Command(BaseCommand):
    help = "Recomputes the hash chain over all events and says what does not fit."

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify()
        self.stdout.write(f"{found.events} events in {found.seals} seals; last root {found.root}")
        if found.oldest_unsealed:
            age = (timezone.now() - found.oldest_unsealed).total_seconds()
            self.stdout.write(f"{found.unsealed} events unsealed, the oldest for {age:.0f} s")
        for breach in found.breaches:
            self.stderr.write(breach)
        if found.breaches:
            raise CommandError("The ledger does not verify.")
        self.stdout.write("The ledger verifies.")
