from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gfmd_platform.records.sweeping import GRACE, sweep_files


class Command(BaseCommand):
    help = "Shows stored files that no record refers to, and removes them when asked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="remove them")
        parser.add_argument(
            "--grace-days",
            type=int,
            default=GRACE.days,
            help=f"leave alone what is younger than this many days ({GRACE.days})",
        )

    def handle(self, *args: Any, delete: bool, grace_days: int, **options: Any) -> None:
        if grace_days < 0:
            raise CommandError("--grace-days must not be negative.")
        swept = sweep_files(now=timezone.now(), grace=dt.timedelta(days=grace_days), remove=delete)
        for name in swept.names:
            self.stdout.write(name)
        if swept.busy:
            raise CommandError(
                "Somebody copies or keeps files at the moment (a backup?): try again later."
            )
        size = f"{len(swept.names)} files, {swept.bytes / 1e6:.1f} MB"
        if delete:
            self.stdout.write(f"Removed {size} that nothing refers to.")
        else:
            self.stdout.write(f"{size} that nothing refers to. Remove them with --delete.")
