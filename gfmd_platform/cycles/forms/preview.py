"""A questionnaire as reporters will see it: the same fields, and nothing is saved."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from ..models import QuestionContent
from .answers import field_for


class PreviewForm(forms.Form):
    mark_optional = False

    def __init__(self, questions: Iterable[QuestionContent], *, commitment: str) -> None:
        """`commitment` stands for each of the reporter's commitments."""
        super().__init__(auto_id="preview_%s")
        for question in questions:
            label = f"{question.label} – {commitment}" if question.per_commitment else ""
            self.fields[question.key] = field_for(question, label=label)
