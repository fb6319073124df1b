"""States and closed lists of the annual review."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gfmd_platform.stakeholders.enums import GroupCode


class ReviewState(models.TextChoices):
    """Where the next edition stands. What the public reads is the current edition."""

    OPEN = "open", _("Not yet compiled")
    WRITING = "writing", _("Being written")
    WITH_CHAIR = "with_chair", _("With the Chair-in-Office")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")


class CompilationState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    COMPLETE = "complete", _("Complete")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


#: A compilation in one of these is still going on; there is at most one for a review.
UNFINISHED = (CompilationState.WAITING, CompilationState.RUNNING)


class PartState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class CheckState(models.TextChoices):
    """Of a check of a published edition. One that waits may be at work: the row is locked then."""

    WAITING = "waiting", _("Being checked")
    DONE = "done", _("Checked")
    FAILED = "failed", _("Could not be checked")


class Part(models.TextChoices):
    """The pieces of a compilation, computed side by side; also the order of an edition."""

    PARTICIPATION = "participation", _("Participation")
    FOCUS = "focus", _("Goals in focus")
    COMMITMENTS = "commitments", _("Commitments")
    PARTNERSHIPS = "partnerships", _("Partnerships and deliverables")
    INDICATORS = "indicators", _("Indicators")
    VOICES = "voices", _("In the words of the reporters")
    EXAMPLES = "examples", _("Practice examples")
    GAPS = "gaps", _("Where no report says anything")
    CHANGE = "change", _("Since the last review")
    SOURCES = "sources", _("Sources")


class Verdict(models.TextChoices):
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")


class CommentOutcome(models.TextChoices):
    TAKEN = "taken", _("Taken")
    NOT_TAKEN = "not_taken", _("Not taken")


#: The groups to which the text circulates, in the usual order.
CIRCULATED_TO = (
    GroupCode.WORKING_GROUP,
    GroupCode.STEERING_GROUP,
    GroupCode.FRIENDS_OF_THE_FORUM,
)


class FileFormat(models.TextChoices):
    PDF = "pdf", _("PDF")
    WORD = "docx", _("Word")
    EXCEL = "xlsx", _("Excel")
    JSON = "json", _("JSON")


#: What each edition is published as, beside the web page.
EDITION_FORMATS = (FileFormat.PDF, FileFormat.WORD, FileFormat.EXCEL, FileFormat.JSON)
