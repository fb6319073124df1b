"""The forms in which the Support Unit builds a questionnaire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gfmd_platform.interface.forms import TermsField
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.taxonomy import queries as taxonomy

from ..enums import WRITTEN_PARTS, ColumnType, QuestionType
from ..handbooks import marked_choices
from ..models import DraftQuestion
from ..questionnaire import Column, Pairs, QuestionShape, key_for
from .answers import plain


class LinesField(forms.CharField):
    """One name a line; a name that stood before keeps its value. Cleans to (value, label) pairs."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "dir": "auto"}))
        self.before: dict[str, str] = {}
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> Pairs:  # type: ignore[override]
        pairs: list[tuple[str, str]] = []
        for line in (super().clean(value) or "").splitlines():
            text = " ".join(line.split())
            if not text:
                continue
            # "value = label" keeps what reports have answered while the words change.
            given, equals, label = text.partition(" = ")
            taken = [v for v, _label in pairs]
            if equals and given.isascii() and " " not in given:
                pairs.append((given, label))
            else:
                pairs.append((self.before.get(text) or key_for(text, taken, default="a"), text))
        return tuple(pairs)


class QuestionBuildForm(forms.Form):
    """A question of any type; what its type does not need is left empty."""

    part = forms.ChoiceField(
        label=_("Part"),
        choices=lambda: [(p.value, f"{p.value}: {p.label}") for p in WRITTEN_PARTS],
    )
    label = forms.CharField(
        label=_("Question"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    hint = forms.CharField(
        label=_("Hint"), required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    type = forms.ChoiceField(
        label=_("What is the answer?"), choices=QuestionType.choices, widget=forms.RadioSelect
    )
    per_commitment = forms.BooleanField(
        label=_("Ask it of each registered commitment"), required=False
    )
    is_key_message = forms.BooleanField(
        label=_("It is a key message: reviews quote it first"), required=False
    )
    word_guide = forms.IntegerField(
        label=_("About how many words are enough"),
        required=False,
        min_value=1,
        max_value=5000,
        help_text=_("For texts. A guide for the writer, never a limit."),
    )
    choices = LinesField(
        label=_("Answers to choose from"),
        help_text=_(
            "For choices: one a line. To reword one that was asked, write “value = words”."
        ),
    )
    unit = forms.CharField(
        label=_("Unit"),
        required=False,
        max_length=80,
        help_text=_("For numbers, such as per cent."),
    )
    minimum = forms.DecimalField(
        label=_("Usually at least"), required=False, max_digits=24, decimal_places=6
    )
    maximum = forms.DecimalField(
        label=_("Usually at most"), required=False, max_digits=24, decimal_places=6
    )
    columns = LinesField(
        label=_("Columns"),
        help_text=_(
            "For tables: one a line. Begin a line with # where numbers go; a unit may follow "
            "in brackets."
        ),
    )
    fixed_rows = LinesField(
        label=_("Rows"),
        help_text=_("For tables: one a line. Left empty, reporters add their own rows."),
    )
    continues = forms.ChoiceField(
        label=_("It takes over the answers to"),
        required=False,
        help_text=_("A question that was asked before in this cycle and is no longer."),
    )

    fills = forms.MultipleChoiceField(
        label=_("Headings of other reviews that its answers fill"),
        required=False,
        choices=marked_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where none is chosen, the answers go where those of the part go."),
    )

    def __init__(
        self,
        *args: Any,
        question: DraftQuestion | None = None,
        earlier: Sequence[tuple[str, str]] = (),
        part: str = "",
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {"part": part or "a", "type": QuestionType.LONG_TEXT}
        if question is not None:
            names = (
                "part",
                "label",
                "hint",
                "type",
                "per_commitment",
                "is_key_message",
                "word_guide",
                "unit",
                "continues",
                "fills",
            )
            initial = {name: getattr(question, name) for name in names} | {
                "minimum": plain(question.minimum),
                "maximum": plain(question.maximum),
                "choices": _lines(question.choices),
                "fixed_rows": _lines(question.fixed_rows),
                "columns": "\n".join(_column_line(column) for column in question.columns),
            }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.question = question
        self.fields["continues"].choices = [("", gettext("None")), *earlier]  # type: ignore[attr-defined]
        if question is not None:
            self._remember("choices", question.choices)
            self._remember("fixed_rows", question.fixed_rows)
            columns = [(column["key"], _column_line(column)) for column in question.columns]
            self._remember("columns", columns)

    def _remember(self, name: str, pairs: Any) -> None:
        self.fields[name].before = {label: value for value, label in pairs}  # type: ignore[attr-defined]

    def clean_columns(self) -> tuple[Column, ...]:
        found = []
        for key, line in self.cleaned_data["columns"]:
            is_number = line.startswith("#")
            label, bracket, unit = line.lstrip("# ").partition(" (")
            if is_number and bracket:
                unit = unit.rstrip(")")
            else:
                label, unit = line.lstrip("# "), ""
            if not label:
                raise ValidationError(_("Name each column."))
            kind = ColumnType.NUMBER if is_number else ColumnType.TEXT
            found.append(Column(key, label, kind.value, unit))
        return tuple(found)

    def shape(self) -> QuestionShape:
        """The question, with only what its type needs."""
        data = self.cleaned_data
        kind = data["type"]
        is_text = kind in (QuestionType.LONG_TEXT, QuestionType.SHORT_TEXT)
        is_choice = kind in (QuestionType.CHOICE, QuestionType.CHOICES)
        is_number, is_table = kind == QuestionType.NUMBER, kind == QuestionType.TABLE
        return QuestionShape(
            key=self.question.key if self.question else "",
            part=data["part"],
            type=kind,
            label=data["label"],
            hint=data["hint"],
            word_guide=data["word_guide"] if is_text else None,
            is_key_message=data["is_key_message"],
            choices=data["choices"] if is_choice else (),
            per_commitment=data["per_commitment"],
            unit=data["unit"] if is_number else "",
            minimum=data["minimum"] if is_number else None,
            maximum=data["maximum"] if is_number else None,
            columns=data["columns"] if is_table else (),
            fixed_rows=data["fixed_rows"] if is_table else (),
            continues=data["continues"],
            fills=tuple(data["fills"]),
        )


def _lines(pairs: Any) -> str:
    return "\n".join(label for _value, label in pairs)


def _column_line(column: dict[str, str]) -> str:
    line = column["label"]
    if column["type"] == ColumnType.NUMBER:
        line = f"# {line}"
        if column.get("unit"):
            line += f" ({column['unit']})"
    return line


class TargetsForm(forms.Form):
    targets = TermsField(
        label=_("Targets in focus"),
        help_text=_("Named on the page of part b."),
        required=False,
        choices=lambda: taxonomy.choices_grouped("targets"),
        coerce=UUID,
    )


class AudienceForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), help_text=_("Such as: stakeholders that are not States.")
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of stakeholders"),
        choices=StakeholderKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class BeginForm(forms.Form):
    copy_of = forms.ChoiceField(label=_("Begin with the questions of"), required=False)

    def __init__(self, *args: Any, sources: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copy_of"].choices = [  # type: ignore[attr-defined]
            ("", gettext("This cycle, as they are asked now")),
            *((str(pk), name) for pk, name in sources),
        ]
