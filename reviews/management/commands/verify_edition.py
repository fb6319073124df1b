from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from reviews.models import Edition
from reviews.verification import verify_edition


class Command(BaseCommand):
    help = (
        "Compute a published edition again from its frozen sources and compare figure by figure. "
        "Give the id of an edition or of a review (all its editions)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=UUID, help="of an edition, or of a review")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["id"]
        editions = (
            Edition.objects.filter(Q(pk=wanted) | Q(review=wanted))
            .select_related("compilation__document", "review__cycle")
            .order_by("no")
        )
        breaches = 0
        for edition in editions:
            try:
                found = verify_edition(edition)
            except LookupError as error:
                raise CommandError(f"Edition {edition.no}: {error.args[0]}.") from None
            breaches += len(found.breaches)
            self.stdout.write(
                f"{edition.review.cycle.title}, edition {edition.no}: {found.figures} figures, "
                f"{found.sources} sources, {found.quotations} quotations and {found.files} files "
                "compared; "
                + ("all agree." if not found.breaches else f"{len(found.breaches)} differ.")
            )
            for source in found.erased:
                self.stdout.write(
                    f"  Version {source.no} of {source.kind} {source.record} was erased by law on "
                    f"{source.at} ({source.ground}); its words are not compared."
                )
            for breach in found.breaches:
                self.stderr.write(f"  {breach}")
        if not editions:
            raise CommandError("There is no such edition.")
        if breaches:
            raise CommandError("The edition is not what its sources say.")
