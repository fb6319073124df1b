"""`manage.py import_starter_library`: the archive of 2017 (docs/starter-library.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from gfmd_platform.access import Actor
from partnerships.operations.imports import STARTER_LIBRARY

from .import_examples import Command as ImportExamples

DATA = Path(__file__).resolve().parents[2] / "data" / "starter_library.csv"


class Command(ImportExamples):
    help = "Load the starter library into the archive. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=DATA, help="Another data file.")
        parser.add_argument("--dry-run", action="store_true", help="Show; write nothing.")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        self.run_import(file, STARTER_LIBRARY, actor=Actor.system(), owner_id=None, dry_run=dry_run)
