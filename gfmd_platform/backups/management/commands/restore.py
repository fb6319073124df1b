from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gfmd_platform.backups.exceptions import BackupRefused
from gfmd_platform.backups.keys import read_keys
from gfmd_platform.backups.restoring import restore_backup
from gfmd_platform.embedded.start import CannotStart, only_one


class Command(BaseCommand):
    help = "Restores a backup into an empty database: all of it, or nothing."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key-file", type=Path, help="the secret age key")
        parser.add_argument(
            "--into",
            metavar="DATABASE_URL",
            help="another database, as the role that owns it (for a drill)",
        )
        parser.add_argument(
            "--replace", action="store_true", help="drop everything the database holds"
        )
        listed = parser.add_mutually_exclusive_group()
        listed.add_argument("--erasures", type=Path, help="the list of erasures to apply again")
        listed.add_argument(
            "--without-erasures", action="store_true", help="go on though that list is lost"
        )

    def handle(
        self,
        *args: Any,
        file: Path,
        key_file: Path | None,
        into: str | None,
        replace: bool,
        erasures: Path | None,
        without_erasures: bool,
        **options: Any,
    ) -> None:
        settings.PLACES.run.mkdir(parents=True, exist_ok=True)
        alone = only_one(settings.PLACES) if into is None else contextlib.nullcontext()
        try:
            with alone:
                done = restore_backup(
                    path=file,
                    keys=read_keys(key_file, settings.ENVIRONMENT.backup_key),
                    now=timezone.now(),
                    into=into,
                    replace=replace,
                    erasures=erasures,
                    without_erasures=without_erasures,
                    say=self.stdout.write,
                )
        except (BackupRefused, CannotStart) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Restored as of {done.backup.head['made_at']}: {done.backup.rows} rows, "
            f"{len(done.backup.manifest['files'])} files, {done.seals} seals. "
            "Everybody signs in anew."
        )
        if done.erased:
            self.stdout.write(f"{done.erased} people were erased again.")
        if done.held_mails:
            self.stdout.write(
                f"{done.held_mails} mails are held back, since they may have been sent: see "
                "held_mail."
            )
