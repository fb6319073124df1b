from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gfmd_platform.records import generated_docs


class Command(BaseCommand):
    help = "Writes docs/states.md and docs/permissions.md from the code's tables."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what is outdated")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            if names := generated_docs.outdated(settings.BASE_DIR):
                raise CommandError(f"Outdated: {', '.join(names)}. Run `manage.py write_docs`.")
            return
        for name in generated_docs.write(settings.BASE_DIR):
            self.stdout.write(f"written: {name}")
