from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commitments import receipts


class Command(BaseCommand):
    help = (
        "Compute the hash of a submitted report again from the stored rows, find its event in the "
        "ledger, and check the chain of seals in which it stands."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("receipt", help="the key of a receipt, or its PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        key, named = _read(options["receipt"])
        version = receipts.find(key) if key else None
        if version is None:
            raise CommandError("There is no such receipt.")
        checked = receipts.verify(version, named_hash=named)
        report = version.subject
        self.stdout.write(f"{report.stakeholder.name}, {report.cycle.title}, version {version.no}")
        self.stdout.write(f"submitted {version.at:%Y-%m-%d %H:%M:%S} UTC")
        self.stdout.write(f"hash {version.content_hash}")
        seal = checked.proof.seal if checked.proof else None
        self.stdout.write(f"seal {seal.no}, {seal.root}" if seal else "not yet sealed")
        for breach in checked.breaches:
            self.stderr.write(breach)
        if not checked.is_valid:
            raise CommandError("What is stored is not what was handed in.")
        self.stdout.write("The receipt is valid: what is stored is what was handed in.")


def _read(given: str) -> tuple[str, str]:
    if not given.lower().endswith(".pdf"):
        return given, ""
    path = Path(given)
    if not path.is_file():
        raise CommandError(f"There is no file {given}.")
    with path.open("rb") as file:
        return receipts.read_file(file)
