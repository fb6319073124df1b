"""What a cycle asks: numbered questionnaires that never change, each for its audience."""

from __future__ import annotations

from django.db import models

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.taxonomy.models import Term

from ..enums import Part, QuestionType
from .cycles import Cycle


class CycleAudience(models.Model):
    """Kinds of stakeholders that a cycle asks questions of their own.

    Everybody else answers the cycle's main questionnaire. `questionnaire` is the newest that was
    issued for them; before the first one they answer the main one too. What was issued keeps its
    audience: one that is asked nothing any more stays with no kinds, since `ended_at`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="audiences")
    name = models.CharField(max_length=80)
    kinds = models.JSONField(default=list)
    questionnaire = models.ForeignKey(
        "Questionnaire", null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "name"],
                condition=models.Q(ended_at=None),
                name="cycle_audience_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Questionnaire(Immutable):
    """What a cycle asks of an audience (None: of everybody who is asked nothing of their own).

    A change is a new number, counted through the cycle; reports keep the one they answered until
    their writers adopt a newer one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="questionnaires")
    audience = models.ForeignKey(
        CycleAudience, null=True, on_delete=models.PROTECT, related_name="questionnaires"
    )
    no = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    language = models.CharField(max_length=12, default="en")
    targets = models.ManyToManyField(Term, through="QuestionnaireTarget", related_name="+")

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["cycle", "no"], name="questionnaire_once")]


class QuestionnaireTarget(Immutable):
    """A target that the questionnaire puts in focus; part b names them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="target_rows"
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "term"], name="questionnaire_target_once"
            )
        ]


class QuestionContent(models.Model):
    """One question; `key` is what answers are kept under and never changes its meaning.

    `word_guide` is about how many words are enough: a guide, never a limit; so are `minimum` and
    `maximum` of a number, which is in `unit`. `choices` holds [value, label] pairs. A table has
    `columns` ({key, label, type: text or number, unit}) and either `fixed_rows` ([key, label]) or
    rows that the writer adds. `per_commitment` asks once for each registered commitment.
    `is_key_message` marks the passage that a review may quote first. `continues` is the key of an
    earlier question whose answers this one takes over. `fills` names the headings of other reviews
    that its answers go to (`handbooks.marks`); without one, the part decides.
    """

    key = models.SlugField(max_length=40)
    part = models.CharField(max_length=20, choices=Part.choices)
    type = models.CharField(max_length=20, choices=QuestionType.choices)
    label = models.CharField(max_length=200)
    hint = models.TextField(blank=True)
    word_guide = models.PositiveSmallIntegerField(null=True)
    choices = models.JSONField(default=list)
    is_key_message = models.BooleanField(default=False)
    per_commitment = models.BooleanField(default=False)
    unit = models.CharField(max_length=80, blank=True)
    minimum = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    maximum = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    columns = models.JSONField(default=list)
    fixed_rows = models.JSONField(default=list)
    continues = models.SlugField(max_length=40, blank=True)
    fills = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True


class Question(QuestionContent, Immutable):
    """A question as it was issued."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="questions"
    )

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "key"], name="question_key_once"),
            models.UniqueConstraint(
                fields=["questionnaire", "position"], name="question_position_once"
            ),
        ]
