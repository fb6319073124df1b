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


class Direction(models.TextChoices):
    """Which way an indicator is meant to move."""

    INCREASE = "increase", _("should rise")
    DECREASE = "decrease", _("should fall")
    MAINTAIN = "maintain", _("should stay")


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
