"""Print, or write, the page about the settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from gfmd_platform.settings.description import describe


class Command(BaseCommand):
    help = "Describe every setting, as docs/operators/settings.md does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write the page itself")

    def handle(self, *args: Any, write: bool, **options: Any) -> None:
        if write:
            (settings.BASE_DIR / "docs" / "operators" / "settings.md").write_text(describe())
        else:
            self.stdout.write(describe())
