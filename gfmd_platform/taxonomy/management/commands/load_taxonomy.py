"""`manage.py load_taxonomy`: bring the database to what the data files say."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gfmd_platform.taxonomy import files
from gfmd_platform.taxonomy.operations import load
from gfmd_platform.taxonomy.shapes import TaxonomyError


class Command(BaseCommand):
    help = "Load frameworks, terms, indicators and places from the data files. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=files.DATA, help="Other data files.")
        parser.add_argument("--check", action="store_true", help="Read and check; write nothing.")

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        try:
            data = files.read(folder)
        except TaxonomyError as error:
            listed = "\n".join(f"  {fault}" for fault in error.faults)
            raise CommandError(
                f"The taxonomy in {folder} has {len(error.faults)} fault(s); nothing was "
                f"loaded.\n{listed}"
            ) from error
        held = (
            f"{len(data.frameworks)} frameworks, {len(data.terms)} terms, "
            f"{len(data.crosswalks)} crosswalks, {len(data.places)} places"
        )
        if check:
            self.stdout.write(f"Taxonomy is sound: {held}.")
            return
        loaded = load(data=data, now=timezone.now())
        if not loaded.changed:
            self.stdout.write(f"Taxonomy unchanged, release {loaded.release.no}: {held}.")
            return
        self.stdout.write(f"Taxonomy release {loaded.release.no}: {held}.")
        for what, number in sorted(loaded.changes.items()):
            self.stdout.write(f"  {what}: {number}")
