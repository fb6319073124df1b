"""Closed lists of commitments and progress reports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommitmentKind(models.TextChoices):
    """What the stakeholder puts in."""

    POLICY = "policy", _("Policy")
    LEGAL = "legal", _("Law or regulation")
    FINANCIAL = "financial", _("Money")
    TECHNICAL = "technical", _("Technical support")
    PROCESS = "process", _("Process or partnership")
    HUMAN_RESOURCES = "human_resources", _("People and skills")


class CommitmentState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REGISTERED = "registered", _("Registered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ResourceKind(models.TextChoices):
    """Where the means come from. Source: the ways in which pledges are usually financed."""

    OWN = "own", _("Own budget")
    GIVEN = "given", _("Funds that others have promised")
    SOUGHT = "sought", _("Funds still to be found")
    IN_KIND = "in_kind", _("In kind: staff, premises, advice")


class VersionCause(models.TextChoices):
    """What a version was made for."""

    TEXT = "text", _("The text")
    CONFIRMED = "confirmed", _("A signatory confirmed")
    LEFT = "left", _("A signatory left")


class SignatoryAnswer(models.TextChoices):
    """What a stakeholder says to a commitment it is asked to make jointly."""

    INVITED = "invited", _("Invited")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    LEFT = "left", _("Left")
    REVOKED = "revoked", _("Invitation taken back")


class MilestoneState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CHANGED = "changed", _("Date or words changed")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Dropped")


class ServiceAnswer(models.TextChoices):
    """Whether both sides say that a partnership or example serves a commitment."""

    PROPOSED = "proposed", _("Waits for an answer")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    ENDED = "ended", _("Taken out")


class Side(models.TextChoices):
    """Who proposed: the owner of the commitment, or of what serves it."""

    COMMITMENT = "commitment", _("Owner of the commitment")
    SERVING = "serving", _("Owner of what serves it")


class Direction(models.TextChoices):
    """Which way an indicator is meant to move."""

    INCREASE = "increase", _("should rise")
    DECREASE = "decrease", _("should fall")
    MAINTAIN = "maintain", _("should stay")


class ReportKind(models.TextChoices):
    """A joint report is of several: a coalition, a Mechanism, a regional group. It is never counted
    as the report of one of them."""

    OWN = "own", _("Own report")
    JOINT = "joint", _("Joint report")


class ReportState(models.TextChoices):
    """What others may know of a report. Whether a correction is being drafted is `drafting`."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Visibility(models.TextChoices):
    """Who may read a submitted version, as its stakeholder chose."""

    PUBLIC = "public", _("Everybody")
    PARTICIPANTS = "participants", _("Stakeholders of the Forum who are signed in")
    SUPPORT_UNIT = "support_unit", _("The Support Unit only")


class Progress(models.TextChoices):
    """Where the reporter says a commitment stands."""

    NOT_STARTED = "not_started", _("Not started")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    CHANGED = "changed", _("Changed")
    DROPPED = "dropped", _("Dropped")


class Origin(models.TextChoices):
    """Where a text comes from that nobody of this draft wrote."""

    LAST_REPORT = "last_report", _("From the last report")
    RECORDS = "records", _("From deliverables and milestones")
    BOTH = "both", _("From the last report, deliverables and milestones")


class Finality(models.TextChoices):
    PROVISIONAL = "provisional", _("Provisional")
    FINAL = "final", _("Final")


class SentToCustodian(models.TextChoices):
    """Whether the value went to the agency that keeps the indicator's global series."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("I do not know")


class Cleared(models.TextChoices):
    """Whether the reporter's statistical office stands behind the value."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("I do not know")


class SuggestionState(models.TextChoices):
    """What became of a suggested text."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class Channel(models.TextChoices):
    """How a report reached the Support Unit that was not written here."""

    NOTE_VERBALE = "note_verbale", _("note verbale")
    LETTER = "letter", _("letter")
    MAIL = "mail", _("mail")
    BY_HAND = "by_hand", _("document handed over")


class PieceFate(models.TextChoices):
    """What became of a piece of a file that came back."""

    OPEN = "open", _("To be decided")
    SAME = "same", _("Nothing changed")
    TAKEN = "taken", _("Taken over")
    MERGED = "merged", _("Put together with what stood")
    KEPT = "kept", _("Left out; what stood here stays")
    PLACED = "placed", _("Put where it belongs")


class QuestionState(models.TextChoices):
    """Whose move it is with a question of the Support Unit."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class QuestionEntryKind(models.TextChoices):
    QUESTION = "question", _("Question")
    ANSWER = "answer", _("Answer")
