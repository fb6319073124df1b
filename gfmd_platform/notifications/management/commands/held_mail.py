from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gfmd_platform.notifications.holding import drop_held, held, release_held


class Command(BaseCommand):
    help = (
        "Shows mail that is held back after a restore, since it may have been sent before; "
        "sends or drops what you choose."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_mutually_exclusive_group()
        steps.add_argument("--release", nargs="+", metavar="ID", help="send these (or `all`)")
        steps.add_argument("--drop", nargs="+", metavar="ID", help="never send these (or `all`)")

    def handle(
        self, *args: Any, release: list[str] | None, drop: list[str] | None, **options: Any
    ) -> None:
        if release:
            count = release_held(ids=_ids(release), now=timezone.now())
            self.stdout.write(f"{count} mails are on their way.")
        elif drop:
            self.stdout.write(f"{drop_held(ids=_ids(drop))} mails will not be sent.")
        else:
            self._show()

    def _show(self) -> None:
        rows = list(held())
        for mail in rows:
            self.stdout.write(f"{mail.pk}  {mail.created_at:%Y-%m-%d %H:%M}  {mail.to}")
            self.stdout.write(f"    {mail.subject}")
        self.stdout.write(f"{len(rows)} mails are held back.")


def _ids(words: list[str]) -> list[UUID] | None:
    if words == ["all"]:
        return None
    try:
        return [UUID(word) for word in words]
    except ValueError:
        raise CommandError("Give the mails' identifiers as they are listed, or `all`.") from None
