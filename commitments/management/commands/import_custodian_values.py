"""`manage.py import_custodian_values FILE`: the published series of custodian agencies."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from commitments.operations.custodians import import_custodian_values
from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Refused
from gfmd_platform.imports.columns import Column, map_columns
from gfmd_platform.imports.exceptions import TableRefused
from gfmd_platform.imports.tables import read_table
from gfmd_platform.taxonomy import queries as taxonomy


class Command(BaseCommand):
    help = (
        "Take over values that a custodian agency published, as one batch that never changes. "
        "Every row's fate is shown; with a wrong row nothing is written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="A .csv or .xlsx table.")
        parser.add_argument("--source", required=True, help="Who published it, and where.")
        parser.add_argument(
            "--date", required=True, type=dt.date.fromisoformat, help="Of publication: 2026-07-01."
        )
        parser.add_argument("--dry-run", action="store_true", help="Show; write nothing.")

    def handle(
        self, *args: Any, file: Path, source: str, date: dt.date, dry_run: bool, **options: Any
    ) -> None:
        columns = [
            Column("indicator", required=True, aliases=("indicator code", "code")),
            Column("place", required=True, aliases=("area", "geoareacode", "iso3", "m49")),
            Column("period", required=True, aliases=("year", "time period")),
            Column("value", required=True, aliases=("obs value",)),
            Column("unit", aliases=("units",)),
            Column("footnote", aliases=("note",)),
            *(Column(term.code) for term in taxonomy.dimensions() if term.code != "place"),
        ]
        try:
            mapping = map_columns(read_table(file), columns)
            result = import_custodian_values(
                rows=[(row.line, row.values) for row in mapping.rows],
                source=source,
                published_on=date,
                dry_run=dry_run,
                by=Actor.system(),
                now=timezone.now(),
            )
        except (TableRefused, Refused) as refused:
            raise CommandError(f"{refused}\nNothing was written.") from None
        for line in result.lines():
            self.stdout.write(line)
        if result.refused:
            raise CommandError("Nothing was written.")
        self.stdout.write("Written." if result.written else "Nothing was written.")
