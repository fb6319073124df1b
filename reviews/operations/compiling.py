"""Asking for a compilation, and calling it off."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import WrongState
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.operations import lock
from gfmd_platform.taxonomy.models import TaxonomyRelease

from .. import measures, sources
from ..enums import UNFINISHED, CompilationState, Part, PartState
from ..facts import facts_of
from ..models import Compilation, CompilationPart, Review
from ..ringing import ring_compilation
from ..rules import CURRENT
from ..transitions import REVIEW


@dataclass(frozen=True)
class Requested:
    """`joined` says that the job was running already."""

    compilation: Compilation
    joined: bool


@transaction.atomic
def request_compilation(*, review_id: UUID, by: Actor, now: dt.datetime) -> Requested:
    """Freeze what stands now and have it counted; a second request joins the job that runs.

    Raises NotVisible, NotAllowed or WrongState.
    """
    review = lock(Review, review_id)
    REVIEW.check(review, "compile", by=by)
    running = Compilation.objects.filter(review=review, state__in=UNFINISHED).first()
    if running is not None:
        return Requested(running, joined=True)
    last = Compilation.objects.filter(review=review).order_by("-no").first()
    release = TaxonomyRelease.objects.order_by("-no").first()
    compilation = Compilation.objects.create(
        review=review,
        no=last.no + 1 if last else 1,
        instant=now,
        requested_by=actor_ref(by),
        state_at=now,
        taxonomy_release=release.no if release else 0,
        facts=facts_of(review),
        rules=CURRENT,
        measures={key: measure.revision for key, measure in measures.current().items()},
    )
    counted = sources.freeze(compilation_id=compilation.pk, cycle_id=review.cycle_id)
    CompilationPart.objects.bulk_create(
        CompilationPart(compilation=compilation, part=part, position=position, lease_until=now)
        for position, part in enumerate(Part.values)
    )
    REVIEW.move(
        review,
        "compile",
        by=by,
        now=now,
        data={"compilation": str(compilation.pk), "no": compilation.no, "sources": counted},
    )
    ring_compilation(compilation.pk)
    return Requested(compilation, joined=False)


@transaction.atomic
def cancel_compilation(*, review_id: UUID, by: Actor, now: dt.datetime) -> Compilation:
    """Call off the job that runs; what was written before stays as it was.

    Raises NotVisible, NotAllowed, or WrongState when none runs.
    """
    review = lock(Review, review_id)
    check(by, "compile", review)
    running = (
        Compilation.objects.select_for_update().filter(review=review, state__in=UNFINISHED).first()
    )
    if running is None:
        raise WrongState(_("No compilation is running."), state=review.state)
    running.state = CompilationState.CANCELLED
    running.state_at = now
    running.save(update_fields=["state", "state_at"])
    record_event(
        verb="review.cancel_compilation",
        record_id=review.pk,
        by=by,
        now=now,
        data={"compilation": str(running.pk), "no": running.no},
    )
    return running


@transaction.atomic
def run_failed_again(*, review_id: UUID, by: Actor, now: dt.datetime) -> Compilation:
    """Try the failed parts of the latest compilation once more, from the sources that it froze;
    parts that are done stay as they are.

    Raises NotVisible, NotAllowed, or WrongState when the latest compilation has not failed.
    """
    review = lock(Review, review_id)
    REVIEW.check(review, "compile", by=by)
    latest = Compilation.objects.select_for_update().filter(review=review).order_by("-no").first()
    if latest is None or latest.state != CompilationState.FAILED:
        raise WrongState(_("The latest compilation has not failed."), state=review.state)
    latest.state = CompilationState.WAITING
    latest.state_at = now
    latest.save(update_fields=["state", "state_at"])
    latest.parts.filter(state=PartState.FAILED).update(
        state=PartState.WAITING, lease_until=now, attempts=0, error=""
    )
    record_event(
        verb="review.run_failed_again",
        record_id=review.pk,
        by=by,
        now=now,
        data={"compilation": str(latest.pk), "no": latest.no},
    )
    ring_compilation(latest.pk)
    return latest
