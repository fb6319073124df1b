"""One form field a question, in reports and in the preview alike. Fields clean to canonical text
(`values.py`); nothing is required, reporting is voluntary."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.interface.forms import words

from ..enums import ColumnType, QuestionType
from ..models import QuestionContent
from ..numbers import as_typed, shown_rows
from ..values import canonical, chosen_of, file_of, rows_of

#: Empty rows below what is written, and how many more the button gives.
SPARE_ROWS, MORE_ROWS = 1, 5


class AnswerField(forms.Field):
    """An answer that is no plain text: several, a number, a table. Cleans to canonical text."""

    def __init__(self, question: QuestionContent, *, language: str = "", **kwargs: Any) -> None:
        self.question = question
        self.language = language
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if self.question.type == QuestionType.CHOICES and isinstance(value, str):
            return chosen_of(value)
        return value

    def clean(self, value: Any) -> str:
        if self.question.type == QuestionType.CHOICES and isinstance(value, list):
            # A page of a conflict sends what was kept in one piece.
            value = value[0] if len(value) == 1 and value[0].startswith("[") else value
        try:
            typed = as_typed(self.question, value or "", language=self.language, name="value")
            return canonical(self.question, typed, name="value")
        except Invalid as refusal:
            raise ValidationError(refusal.errors["value"]) from None


class TableWidget(forms.Widget):
    """A table to fill in: fixed rows, or what is written and some empty rows below it."""

    template_name = "interface/forms/answer_table.html"
    use_fieldset = True

    def __init__(self, question: QuestionContent, language: str = "") -> None:
        self.question = question
        self.language = language
        self.spare = SPARE_ROWS
        super().__init__()

    def id_for_label(self, id_: str | None) -> str:
        return ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if name in data:
            return data.get(name)
        found: dict[str, dict[str, str]] = {}
        for sent, cell in data.items():
            start, _dot, column = sent.rpartition(".")
            if start.startswith(f"{name}.") and column:
                found.setdefault(start[len(name) + 1 :], {})[column] = cell
        if self.question.fixed_rows:
            return [{**cells, "row": row} for row, cells in found.items()]
        return [found[row] for row in sorted(found, key=lambda r: int(r) if r.isdecimal() else 0)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and not any(sent.startswith(f"{name}.") for sent in data)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = (
            [r for r in value if isinstance(r, dict)]
            if isinstance(value, list)
            else shown_rows(self.question, rows_of(value or ""), self.language)
        )
        widget = context["widget"]
        widget["columns"] = self.question.columns
        widget["is_open"] = not self.question.fixed_rows
        widget["language"] = self.language
        if self.question.fixed_rows:
            written = {row.get("row"): row for row in rows}
            numbered = [(k, label, written.get(k, {})) for k, label in self.question.fixed_rows]
        else:
            full = [row for row in rows if any(row.values())]
            numbered = [
                (str(i), _("Row %(n)d") % {"n": i + 1}, row)
                for i, row in enumerate([*full, *({} for _n in range(self.spare))])
            ]
        widget["rows"] = [
            {
                "label": label,
                "cells": [
                    {
                        "name": f"{name}.{key}.{column['key']}",
                        "label": column["label"],
                        "value": row.get(column["key"], ""),
                        "is_number": column["type"] == ColumnType.NUMBER,
                    }
                    for column in self.question.columns
                ],
            }
            for key, label, row in numbered
        ]
        return context


class AnswerFileWidget(forms.FileInput):
    """A file that stands already, with its link, and the field for a new one."""

    template_name = "interface/forms/answer_file.html"
    use_fieldset = True
    href = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """A new file; else the kept value as the page sent it back, empty when it is taken out."""
        if files.get(name) is not None:
            return files.get(name)
        return "" if data.get(f"{name}.remove") else data.get(name, "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        kept = value if isinstance(value, str) else ""
        context["widget"] |= {"kept": kept, "file": file_of(kept), "href": self.href}
        return context

    def format_value(self, value: Any) -> None:
        return None


class AnswerFileField(forms.Field):
    """Cleans to a new file, or to the canonical text of the one that stands."""

    widget = AnswerFileWidget

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not isinstance(data, str) or data != (initial or "")


def field_for(
    question: QuestionContent, *, label: str = "", language: str = "", spare: int = SPARE_ROWS
) -> forms.Field:
    """The field in which a question is answered. `language` is the one that is written in."""
    # Hints come from the questionnaire, and the form's template takes them for markup.
    common: dict[str, Any] = {
        "label": label or question.label,
        "help_text": escape(hint_of(question)),
    }
    if question.type == QuestionType.CHOICE:
        return forms.ChoiceField(
            required=False,
            choices=[("", _("No answer")), *question.choices],
            widget=forms.RadioSelect,
            **common,
        )
    if question.type == QuestionType.CHOICES:
        boxes = forms.CheckboxSelectMultiple(choices=question.choices)
        return AnswerField(question, widget=boxes, **common)
    if question.type == QuestionType.NUMBER:
        line = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        return AnswerField(question, language=language, widget=line, **common)
    if question.type == QuestionType.TABLE:
        table = TableWidget(question, language)
        table.spare = spare
        return AnswerField(question, language=language, widget=table, **common)
    if question.type == QuestionType.FILE:
        return AnswerFileField(required=False, **common)
    rows = 12 if question.type == QuestionType.LONG_TEXT else 3
    field = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto", "lang": language}),
        **common,
    )
    return words(field, question.word_guide) if question.word_guide else field


def hint_of(question: QuestionContent) -> str:
    """The hint, and what is expected of a number: a guide, never a limit."""
    parts = [question.hint]
    if question.type == QuestionType.NUMBER:
        if question.unit:
            parts.append(_("In %(unit)s.") % {"unit": question.unit})
        low, high = plain(question.minimum), plain(question.maximum)
        if low and high:
            parts.append(_("Usually between %(low)s and %(high)s.") % {"low": low, "high": high})
        elif low:
            parts.append(_("Usually %(low)s or more.") % {"low": low})
        elif high:
            parts.append(_("Usually %(high)s or less.") % {"high": high})
    return " ".join(part for part in parts if part)


def plain(number: Any) -> str:
    return "" if number is None else f"{number.normalize() + 0:f}"
