"""Doing the work of a compilation: claimed by lease, safe to do twice, joined once.

A worker claims a part (committed at once, so that everybody sees it), then computes it while it
holds the part's row lock. A worker that dies loses the lock with its connection; when its lease
has run out as well, the next worker takes the part. A slow but living one keeps both out.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import Q

from gfmd_platform.access import Actor
from gfmd_platform.ids import new_id
from gfmd_platform.ledger.operations import record_event

from ..compiling import compute, joined, measures_of
from ..compiling.documents import digest, parse
from ..enums import EDITION_FORMATS, UNFINISHED, CompilationState, PartState, ReviewState
from ..models import (
    Approval,
    Compilation,
    CompilationDocument,
    CompilationPart,
    Review,
)
from ..ringing import ring_compilation, ring_files
from .publishing import approval_in_force

log = structlog.get_logger(__name__)

#: Only bridges the moment between a claim and its lock: a living worker is known by the lock.
LEASE = dt.timedelta(seconds=5)
FIRST_RETRY = dt.timedelta(seconds=5)
MAX_ATTEMPTS = 6


def run_next_part(*, compilation_id: UUID, now: dt.datetime) -> bool:
    """Take one part that waits and compute it; the last one joins them all. False when none
    was left to take. The system's own step: it asks for no actor."""
    part = _claim(compilation_id, now)
    if part is None:
        _finish(compilation_id, now)
        return False
    try:
        _compute(part)
    except Exception as error:
        log.exception("reviews.part_failed", part=part.part, compilation=str(compilation_id))
        _put_off(part, error, now)
    else:
        _finish(compilation_id, now)
    return True


def sweep(*, now: dt.datetime) -> int:
    """Ring again for all work that nobody does: after a lost message, an emptied Redis, a killed
    worker. Returns for how many compilations and approved texts."""
    rung = 0
    for approval in _approved_without_files():
        ring_files(approval.pk)
        rung += 1
    unfinished = Compilation.objects.filter(state__in=UNFINISHED)
    for compilation in unfinished:
        takeable = compilation.parts.filter(_takeable(now)).count()
        left = compilation.parts.exclude(state=PartState.DONE).exists()
        if takeable or not left:
            ring_compilation(compilation.pk, times=max(1, min(takeable, 2)))
            rung += 1
    return rung


def _approved_without_files() -> list[Approval]:
    return [
        approval
        for review in Review.unscoped.filter(state=ReviewState.APPROVED)
        if (approval := approval_in_force(review)) is not None
        and approval.files.count() < len(EDITION_FORMATS)
    ]


def _takeable(now: dt.datetime) -> Q:
    return Q(state__in=[PartState.WAITING, PartState.RUNNING], lease_until__lte=now)


@transaction.atomic
def _claim(compilation_id: UUID, now: dt.datetime) -> CompilationPart | None:
    part = (
        CompilationPart.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(_takeable(now), compilation_id=compilation_id, compilation__state__in=UNFINISHED)
        .order_by("position")
        .first()
    )
    if part is None:
        return None
    part.state = PartState.RUNNING
    part.token = new_id()
    part.lease_until = now + LEASE
    part.attempts += 1
    part.save(update_fields=["state", "token", "lease_until", "attempts"])
    Compilation.objects.filter(pk=compilation_id, state=CompilationState.WAITING).update(
        state=CompilationState.RUNNING, state_at=now
    )
    return part


@transaction.atomic
def _compute(claimed: CompilationPart) -> None:
    part = (
        CompilationPart.objects.select_for_update(of=("self",))
        .select_related("compilation")
        .filter(pk=claimed.pk, token=claimed.token, state=PartState.RUNNING)
        .first()
    )
    if part is None:  # somebody else has it by now; theirs will be the same
        return
    compilation = part.compilation
    part.result = compute(part.part, compilation=compilation, measures=measures_of(compilation))
    part.state = PartState.DONE
    part.error = ""
    part.save(update_fields=["result", "state", "error"])


@transaction.atomic
def _put_off(part: CompilationPart, error: Exception, now: dt.datetime) -> None:
    """Try again later, ever more slowly; after the last attempt the compilation has failed."""
    final = part.attempts >= MAX_ATTEMPTS
    CompilationPart.objects.filter(pk=part.pk, token=part.token, state=PartState.RUNNING).update(
        state=PartState.FAILED if final else PartState.WAITING,
        lease_until=now + FIRST_RETRY * 2 ** (part.attempts - 1),
        error=type(error).__name__,
    )
    if not final:
        return
    compilation = Compilation.objects.select_for_update().get(pk=part.compilation_id)
    if compilation.state in UNFINISHED:
        compilation.state = CompilationState.FAILED
        compilation.state_at = now
        compilation.save(update_fields=["state", "state_at"])
        record_event(
            verb="review.compilation_failed",
            record_id=compilation.review_id,
            by=Actor.system(),
            now=now,
            data={"compilation": str(compilation.pk), "part": part.part},
        )


@transaction.atomic
def _finish(compilation_id: UUID, now: dt.datetime) -> None:
    """Join the parts once they are all done; under the job's lock, so that it happens once."""
    parts = list(CompilationPart.objects.filter(compilation=compilation_id).values("state"))
    if not parts or any(part["state"] != PartState.DONE for part in parts):
        return
    # The review first, as in every other operation: one order of locks.
    review_id = Compilation.objects.values_list("review_id", flat=True).get(pk=compilation_id)
    review = Review.unscoped.select_for_update(of=("self",)).get(pk=review_id)
    compilation = Compilation.objects.select_for_update().get(pk=compilation_id)
    if compilation.state not in UNFINISHED:
        return
    results = {part.part: part.result or "" for part in compilation.parts.all()}
    content = joined(compilation, results)
    CompilationDocument.objects.create(
        compilation=compilation, content=content, content_hash=digest(content)
    )
    _write_rows(compilation, parse(content))
    compilation.state = CompilationState.COMPLETE
    compilation.state_at = now
    compilation.save(update_fields=["state", "state_at"])
    review.compilation = compilation
    review.revision += 1
    review.save(update_fields=["compilation", "revision"])
    record_event(
        verb="review.compiled",
        record_id=review.pk,
        by=Actor.system(),
        now=now,
        data={"compilation": str(compilation.pk), "no": compilation.no, "hash": digest(content)},
    )


def _write_rows(compilation: Compilation, document: dict[str, Any]) -> None:
    """The rows behind the pages of figures and quotations, in one statement each."""
    parts = document["parts"].values()
    figures = [figure for part in parts for figure in part["figures"]]
    said = [quotation for part in parts for quotation in part.get("quotations", ())]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO reviews_figure (compilation_id, key, measure, cell, value, n_sources)
            SELECT %s, * FROM
                unnest(%s::text[], %s::text[], %s::jsonb[], %s::numeric[], %s::int[])
            """,
            [
                compilation.pk,
                [f["key"] for f in figures],
                [f["measure"] for f in figures],
                [json.dumps(f["cell"]) for f in figures],
                [f["value"] for f in figures],
                [f["sources"] for f in figures],
            ],
        )
        cursor.execute(
            """
            INSERT INTO reviews_quotation
                (compilation_id, source_id, key, start, "end", text_hash, position)
            SELECT s.compilation_id, s.id, q.key, q.start, q.stop, q.hash, q.position - 1 FROM
                unnest(%s::uuid[], %s::text[], %s::int[], %s::int[], %s::text[]) WITH ORDINALITY
                    AS q (version, key, start, stop, hash, position)
            JOIN reviews_compilationsource s
              ON s.compilation_id = %s AND s.kind IN ('report', 'joint_report')
             AND s.version_id = q.version
            """,
            [
                [q["version"] for q in said],
                [q["key"] for q in said],
                [q["start"] for q in said],
                [q["end"] for q in said],
                [q["sha256"] for q in said],
                compilation.pk,
            ],
        )
