from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gfmd_platform.backups.contents import check_backup
from gfmd_platform.backups.exceptions import BackupRefused
from gfmd_platform.backups.keys import read_keys


class Command(BaseCommand):
    help = "Reads a backup from end to end and compares everything in it with its manifest."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key-file", type=Path, help="the secret age key")

    def handle(self, *args: Any, file: Path, key_file: Path | None, **options: Any) -> None:
        try:
            found = check_backup(file, read_keys(key_file, settings.ENVIRONMENT.backup_key))
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        head, manifest = found.head, found.manifest
        ledger = manifest["ledger"]
        self.stdout.write(
            f"Taken {head['made_at']} by version {head['application']}, "
            f"{'encrypted' if found.encrypted else 'NOT encrypted'}\n"
            f"{len(manifest['tables'])} tables, {found.rows} rows, {len(manifest['files'])} files\n"
            f"{ledger['events']} events in {ledger['seals']} seals; last root {ledger['root']}"
        )
        if lost := manifest["lost_files"]:
            self.stdout.write(f"Without {len(lost)} files that were lost: {', '.join(lost)}")
        self.stdout.write("The backup is whole.")
