"""Kinds and states of review cycles, and what a question asks for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CycleKind(models.TextChoices):
    HLPF = "hlpf", _("High-level Political Forum")
    REGIONAL = "regional", _("Regional review")
    IMRF = "imrf", _("International Migration Review Forum")
    THEMATIC = "thematic", _("Thematic review")


class CycleState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Part(models.TextChoices):
    """The four questions of the Dhaka summit, and what is asked beside them."""

    A = "a", _("Leaving no migrant behind")
    B = "b", _("Progress towards the migration-related targets")
    C = "c", _("What migrants contribute")
    D = "d", _("Emerging issues")
    COMMITMENTS = "commitments", _("Commitments")
    INDICATORS = "indicators", _("Indicators")


#: The parts that are answered in words, each on a page of its own.
WRITTEN_PARTS = (Part.A, Part.B, Part.C, Part.D)


class QuestionType(models.TextChoices):
    LONG_TEXT = "long_text", _("Long text")
    SHORT_TEXT = "short_text", _("Short text")
    CHOICE = "choice", _("One of several answers")
    CHOICES = "choices", _("Any of several answers")
    NUMBER = "number", _("Number")
    TABLE = "table", _("Table")
    FILE = "file", _("File")


#: Types whose answers are words; a question may change between these two under its key.
TEXT_TYPES = (QuestionType.LONG_TEXT, QuestionType.SHORT_TEXT)


class ColumnType(models.TextChoices):
    """What the cells of a table's column hold."""

    TEXT = "text", _("Words")
    NUMBER = "number", _("Number")


class InvitationState(models.TextChoices):
    """What the platform may know of a stakeholder in a cycle; of a draft it knows nothing."""

    INVITED = "invited", _("Invited")
    IN_PREPARATION = "in_preparation", _("In preparation")
    SUBMITTED = "submitted", _("Submitted")
    DECLINED = "declined", _("Declined")


#: Whoever submitted or declined is not reminded.
REMINDED = (InvitationState.INVITED, InvitationState.IN_PREPARATION)


class ContactKind(models.TextChoices):
    """On what occasion the platform wrote to a stakeholder's focal points."""

    OPENED = "opened", _("Told that the cycle is open")
    REMINDER = "reminder", _("Reminded by the ladder")
    BY_HAND = "by_hand", _("Reminded by the Support Unit")
    MORE_TIME = "more_time", _("Told of another date")
