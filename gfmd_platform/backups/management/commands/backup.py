from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gfmd_platform.backups.exceptions import BackupRefused
from gfmd_platform.backups.keys import make_key, read_keys
from gfmd_platform.backups.taking import take_backup


class Command(BaseCommand):
    help = "Writes one file with the database and all files, checked and, with a key, encrypted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="the file to write; must not exist")
        parser.add_argument("--key-file", type=Path, help="age keys, public or secret")
        parser.add_argument("--make-key", action="store_true", help="print a new key, and end")
        parser.add_argument(
            "--without-lost-files",
            action="store_true",
            help="go on though stored files are lost; the backup names them",
        )

    def handle(
        self,
        *args: Any,
        file: Path | None,
        key_file: Path | None,
        make_key: bool,
        without_lost_files: bool,
        **options: Any,
    ) -> None:
        if make_key:
            self.stdout.write(_new_key())
            return
        if file is None:
            raise CommandError("Name the file to write.")
        try:
            keys = read_keys(key_file, settings.ENVIRONMENT.backup_key)
            found = take_backup(
                path=file, keys=keys, now=timezone.now(), without_lost_files=without_lost_files
            )
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"The backup could not be written: {error}") from error
        size = file.stat().st_size / 1e6
        self.stdout.write(f"{file}: {size:.1f} MB, {'encrypted' if keys else 'NOT encrypted'}")
        if found is None:
            self.stdout.write(
                "Only public keys are here: check it with verify_backup where the secret one is."
            )
            return
        self.stdout.write(
            f"Read again: {len(found.manifest['tables'])} tables, {found.rows} rows, "
            f"{len(found.manifest['files'])} files."
        )
        if lost := found.manifest["lost_files"]:
            self.stderr.write(f"{len(lost)} lost files are not in it: {', '.join(lost)}")


_new_key = make_key
