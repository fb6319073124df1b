from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gfmd_platform.search.operations import rebuild


class Command(BaseCommand):
    help = "Makes the search index anew from what is public, while readers use the old one."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind, seen, made in rebuild():
            self.stdout.write(f"{kind}: {made} of {seen} records are public")
        self.stdout.write("The index is made anew.")
