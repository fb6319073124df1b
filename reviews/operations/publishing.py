"""Making the files of an approved text, publishing them, and correcting what was published."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.documents.tables import XLSX_TYPE
from gfmd_platform.documents.word import DOCX_TYPE
from gfmd_platform.records.operations import lock

from ..enums import EDITION_FORMATS, FileFormat, ReviewState, Verdict
from ..files import render
from ..manuscript import manuscript_hash, manuscript_of
from ..models import Approval, Edition, EditionFile, RenderedFile, Review
from ..storing import store_bytes
from ..transitions import REVIEW

CONTENT_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.WORD: DOCX_TYPE,
    FileFormat.EXCEL: XLSX_TYPE,
    FileFormat.JSON: "application/json",
}


def render_files(*, approval_id: UUID, now: dt.datetime) -> int:
    """Make what is missing of an approved text's files; returns how many were made.

    The system's own step. Run twice or side by side it leaves one file of each format.
    """
    approval = Approval.objects.select_related(
        "review__cycle", "review__record", "compilation__document"
    ).get(pk=approval_id)
    if approval.verdict != Verdict.APPROVED:
        return 0
    there = set(approval.files.values_list("format", flat=True))
    made = 0
    for format_ in EDITION_FORMATS:
        if format_ in there:
            continue
        stored = store_bytes(
            render(format_, approval=approval),
            content_type=CONTENT_TYPES[FileFormat(format_)],
            now=now,
        )
        made += len(
            RenderedFile.objects.bulk_create(
                [RenderedFile(approval=approval, format=format_, stored=stored)],
                ignore_conflicts=True,
            )
        )
    return made


#: The fields of a set time of publication, which holds only while a text is approved.
SCHEDULED = ("publish_at", "publish_zone")


def unscheduled(review: Review) -> tuple[str, ...]:
    """Forget a set time; the fields to be saved with the step that calls for it."""
    review.publish_at, review.publish_zone = None, ""
    return SCHEDULED


def approval_in_force(review: Review) -> Approval | None:
    """The approval under which the review may be published now."""
    if review.state != ReviewState.APPROVED:
        return None
    last = Approval.objects.filter(review=review).order_by("-at", "-id").first()
    return last if last is not None and last.verdict == Verdict.APPROVED else None


@transaction.atomic
def publish(*, review_id: UUID, by: Actor, now: dt.datetime) -> Edition:
    """Publish what the Chair approved as the next edition, with its files, in one step.

    Raises NotVisible, NotAllowed, or WrongState: nothing approved, files not ready, or a text that
    differs from the approved one.
    """
    review = lock(Review, review_id)
    REVIEW.check(review, "publish", by=by)
    approval = approval_in_force(review)
    if approval is None or approval.compilation_id != review.compilation_id:
        raise WrongState(_("This text has not been approved."), state=review.state)
    if manuscript_hash(manuscript_of(review)) != approval.manuscript_hash:
        raise WrongState(_("The text differs from the one approved."), state=review.state)
    files = {file.format: file for file in approval.files.all()}
    if not files.keys() >= set(EDITION_FORMATS):
        ring_again(approval.pk)
        raise WrongState(
            _("The files of this edition are still being made. Try again in a moment."),
            state=review.state,
        )
    edition = Edition.objects.create(
        review=review,
        no=approval.edition_no,
        compilation_id=approval.compilation_id,
        approval=approval,
        manuscript=approval.manuscript,
        manuscript_hash=approval.manuscript_hash,
        note=approval.correction_note,
        approved_at=approval.at,
        approved_by=approval.actor_ref,
        at=now,
    )
    EditionFile.objects.bulk_create(
        EditionFile(
            edition=edition,
            format=file.format,
            sha256=file.stored_id,
            stored_id=file.stored_id,
        )
        for file in files.values()
    )
    review.current_edition = edition
    review.correction_note = ""
    REVIEW.move(
        review,
        "publish",
        by=by,
        now=now,
        data={
            "edition": edition.no,
            "manuscript": edition.manuscript_hash,
            "files": {format_: file.stored_id for format_, file in sorted(files.items())},
        },
        fields=["current_edition", "correction_note", *unscheduled(review)],
    )
    _index(review)
    return edition


@transaction.atomic
def prepare_correction(*, review_id: UUID, note: str, by: Actor, now: dt.datetime) -> Review:
    """Open the text again for a corrected edition; the published one stays where it is.

    `note` says what is corrected and is printed in the new edition.
    Raises NotVisible, NotAllowed, WrongState or Invalid.
    """
    review = lock(Review, review_id)
    REVIEW.check(review, "correct", by=by)
    note = note.replace("\r\n", "\n").strip()
    if not note:
        raise Invalid({"note": [_("Say what is corrected. The new edition prints it.")]})
    if len(note) > 2000 or "\x00" in note:
        raise Invalid({"note": [_("A note has at most 2,000 characters.")]})
    review.correction_note = note
    REVIEW.move(review, "correct", by=by, now=now, fields=["correction_note"])
    return review


def ring_again(approval_id: UUID) -> None:
    """Outside the transaction that is about to be refused, so that the bell does ring."""
    from ..tasks import render_files as task

    try:
        task.apply_async([str(approval_id)], ignore_result=True, retry=False)
    except Exception:  # the sweep finds it
        return


def _index(review: Review) -> None:
    from gfmd_platform.search.operations import index

    index("review", review.pk)
