"""`manage.py import_examples FILE`: practice examples from a CSV or Excel table."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Refused
from gfmd_platform.imports.exceptions import TableRefused
from gfmd_platform.imports.fates import ImportResult
from gfmd_platform.imports.tables import read_table
from gfmd_platform.stakeholders.models import Person
from partnerships.operations.imports import carry_out, plan
from partnerships.table_rows import read_rows


class Command(BaseCommand):
    help = (
        "Read practice examples from a table. Every row's fate is shown before anything is "
        "written; a table can be read again. Rows without an owner go to the archive."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="A .csv or .xlsx table.")
        parser.add_argument("--dry-run", action="store_true", help="Show; write nothing.")
        parser.add_argument(
            "--source", default="table", help="A name for the table, under which rows are known."
        )
        parser.add_argument(
            "--stakeholder", type=UUID, help="Rows become drafts of this stakeholder."
        )
        parser.add_argument("--by", metavar="E-MAIL", help="The member in whose name they are.")

    def handle(
        self,
        *args: Any,
        file: Path,
        dry_run: bool,
        source: str,
        stakeholder: UUID | None,
        by: str | None,
        **options: Any,
    ) -> None:
        actor = self.actor(stakeholder, by)
        self.run_import(file, source, actor=actor, owner_id=stakeholder, dry_run=dry_run)

    def actor(self, stakeholder: UUID | None, email: str | None) -> Actor:
        if stakeholder is None and email is None:
            return Actor.system()
        if stakeholder is None or email is None:
            raise CommandError("Give --stakeholder and --by together.")
        person = Person.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}.")
        return Actor.of(person)

    def run_import(
        self, file: Path, source: str, *, actor: Actor, owner_id: UUID | None, dry_run: bool
    ) -> None:
        try:
            table = read_table(file)
            read = read_rows(table)
        except TableRefused as refused:
            raise CommandError(f"{refused}\nNothing was written.") from None
        self.stdout.write(f"{file.name}: {table.form}, {len(read.rows)} rows.")
        for remark in read.remarks:
            self.stdout.write(remark)
        planned = plan(rows=read.rows, source=source)
        result = ImportResult(rows=[item.told for item in planned])
        for line in result.lines():
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
            return
        try:
            carry_out(
                planned=planned, source=source, by=actor, now=timezone.now(), owner_id=owner_id
            )
        except (Refused, RuntimeError) as error:
            raise CommandError(f"{error}\nNothing was written.") from error
        if result.refused:
            raise CommandError(
                f"Written, except for the {len(result.refused)} rows that were refused."
            )
        self.stdout.write("Written.")
