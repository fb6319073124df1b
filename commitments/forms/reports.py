"""The forms of a progress report: answers, statuses, values, and the choices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel import Locale
from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from gfmd_platform.cycles.enums import QuestionType
from gfmd_platform.cycles.forms.answers import (
    MORE_ROWS,
    SPARE_ROWS,
    AnswerFileWidget,
    field_for,
)
from gfmd_platform.cycles.numbers import shown_number
from gfmd_platform.interface.forms import HintedChoice, words
from gfmd_platform.interface.languages import TEXT_LANGUAGES
from gfmd_platform.taxonomy import queries as taxonomy

from ..asking import FieldKey
from ..disaggregation import FREE, categories, split
from ..enums import Cleared, Finality, Progress, SentToCustodian, Visibility
from ..models import CommitmentVersionIndicator, DraftAnswer
from ..proposals import Mark, mark_of
from ..queries.drafts import AskedField, CommitmentTask
from ..queries.prefill import Fact, LastValue


def language_choices() -> list[tuple[str, str]]:
    """Each language under its own name."""
    return [
        (code, (Locale.parse(code).get_display_name() or code).capitalize())
        for code in TEXT_LANGUAGES
    ]


class StartForm(forms.Form):
    language = forms.ChoiceField(
        label=_("In which language will you write?"), choices=language_choices
    )

    def __init__(self, *args: Any, before: str = "", **kwargs: Any) -> None:
        """`before` is the language of the last report, if there was one."""
        super().__init__(*args, **kwargs)
        spoken = before or (get_language() or "en").split("-")[0]
        self.fields["language"].initial = spoken if spoken in TEXT_LANGUAGES else "en"


class ConfirmForm(forms.Form):
    """The formal confirmation that comes with each submission."""

    speaks_for = forms.BooleanField(
        error_messages={"required": _("Confirm that you speak for your stakeholder.")}
    )

    def __init__(self, *args: Any, stakeholder: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaks_for"].label = gettext(
            "I confirm that I speak for %(stakeholder)s as its focal point, and that this is its "
            "report."
        ) % {"stakeholder": stakeholder}


class WithdrawalForm(forms.Form):
    reason = words(
        forms.CharField(
            label=_("Reason"),
            help_text=_("Shown with the date to whoever could read the report."),
            widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            max_length=2000,
        ),
        40,
    )


@dataclass(frozen=True)
class PartRow:
    """A field with the revision that the page has read, and what was brought in for it."""

    field: forms.BoundField
    revision: int
    mark: Mark | None = None
    last: LastValue | None = None


class BringInForm(StartForm):
    """Where something is known already."""

    brings_in = forms.BooleanField(
        label=_("Bring in what is known already"),
        help_text=_("As proposals: nothing of it is submitted before somebody keeps it."),
        required=False,
        initial=True,
    )


class PartForm(forms.Form):
    """One field a question, or one a question and commitment. Nothing is required: reporting is
    voluntary. `more` names the table that gets empty rows; `seen` is when the answers were read."""

    mark_optional = False

    def __init__(
        self,
        *args: Any,
        asked: Sequence[AskedField],
        answers: dict[FieldKey, DraftAnswer],
        language: str,
        more: str = "",
        seen: dt.datetime | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {field.name: field for field in asked}
        self.revisions: dict[str, int] = {}
        self.seen = seen
        self.marks: dict[str, Mark] = {}
        self.last_values: dict[str, LastValue] = {}
        for name, asked_field in self.asked.items():
            answer = answers.get(asked_field.key)
            spare = MORE_ROWS if name == more else SPARE_ROWS
            self.fields[name] = field_for(
                asked_field.question, label=asked_field.label, language=language, spare=spare
            )
            self.initial[name] = answer.value if answer else ""
            if asked_field.question.type == QuestionType.NUMBER:
                self.initial[name] = shown_number(self.initial[name], language)
            self.revisions[name] = answer.revision if answer else 0
            mark = mark_of(answer)
            if mark is not None and answer is not None and answer.value.strip():
                self.marks[name] = mark

    def link_files(self, href: Callable[[str], str]) -> None:
        """Have each file that stands lead to `href(name of the field)`."""
        for name, field in self.fields.items():
            if isinstance(field.widget, AnswerFileWidget):
                field.widget.href = href(name)

    def rows(self) -> list[PartRow]:
        return [
            PartRow(
                self[name],
                self.revisions[name],
                self.marks.get(name),
                self.last_values.get(name),
            )
            for name in self.fields
        ]

    @property
    def number_open(self) -> int:
        """How many answers wait to be kept."""
        return sum(not mark.is_kept for mark in self.marks.values())

    @property
    def number_kept(self) -> int:
        return sum(mark.is_kept for mark in self.marks.values())


class StatusForm(forms.Form):
    """Where one commitment stands."""

    mark_optional = False

    status = forms.ChoiceField(
        label=_("Where it stands"),
        required=False,
        choices=[("", _("No answer")), *Progress.choices],
        widget=forms.RadioSelect,
    )
    note = words(
        forms.CharField(
            label=_("Note"),
            help_text=_("What was done, what changed, or why it stopped."),
            required=False,
            strip=False,
            widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        ),
        80,
    )

    def __init__(self, *args: Any, task: CommitmentTask, **kwargs: Any) -> None:
        self.task = task
        self.facts: list[Fact] = []
        kwargs.setdefault("prefix", str(task.commitment.pk))
        kwargs.setdefault("initial", {"status": task.status, "note": task.note})
        super().__init__(*args, **kwargs)

    def shows(self, status: str, note: str) -> None:
        """Show what stands in place of what was sent."""
        self.is_bound = False
        self.initial = {"status": status, "note": note}


class ObservationForm(forms.Form):
    """A value of an indicator for a period."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    period = forms.CharField(
        label=_("Period"),
        help_text=_("A year (2025), a month (2025-06), or from and to (2024/2025)."),
    )
    value = forms.CharField(label=_("Value"), help_text=_("A number, such as 12.5."))
    unit = forms.CharField(
        label=_("Unit"), required=False, help_text=_("Left empty, the indicator's own unit.")
    )
    population = forms.CharField(
        label=_("Who is counted"),
        required=False,
        help_text=_("When it is not everybody: women, migrants under 25, one region."),
    )
    source = forms.CharField(
        label=_("Source"), required=False, help_text=_("Who published or keeps the value.")
    )
    footnote = forms.CharField(
        label=_("Footnote"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    finality = forms.ChoiceField(
        label=_("Provisional or final"), choices=Finality.choices, widget=forms.RadioSelect
    )
    sent_to_custodian = forms.ChoiceField(
        label=_("Was it sent to the agency that keeps the global series?"),
        help_text=_("For global indicators. The platform keeps no statistics beside theirs."),
        choices=SentToCustodian.choices,
        widget=forms.RadioSelect,
    )
    cleared = forms.ChoiceField(
        label=_("Has the statistical office cleared it?"),
        required=False,
        choices=Cleared.choices,
        widget=forms.RadioSelect,
    )
    cleared_by = forms.CharField(label=_("Which office"), required=False, max_length=160)
    explanation = forms.CharField(
        label=_("Explanation"),
        required=False,
        help_text=_("Where a value may look improbable. It is published beside the value."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(
        self, *args: Any, own: Sequence[CommitmentVersionIndicator] = (), fixed: str = "", **kw: Any
    ) -> None:
        """`fixed` names the indicator when a value is changed: its indicator stays."""
        kw["initial"] = {
            "finality": Finality.PROVISIONAL,
            "sent_to_custodian": SentToCustodian.UNKNOWN,
            "cleared": Cleared.UNKNOWN,
        } | kw.get("initial", {})
        super().__init__(*args, **kw)
        self._add_dimensions(split(self.initial.get("dims", "")))
        self.own = {f"own:{row.key}": row for row in own}
        if fixed:
            del self.fields["indicator"]
        else:
            self.fields["indicator"].choices = self._choices(own)  # type: ignore[attr-defined]

    def _add_dimensions(self, standing: dict[str, str]) -> None:
        """A list for each dimension, with the category of the reporter's own that stands."""
        for term in taxonomy.dimensions():
            found = [(c.code.removeprefix(f"{term.code}."), c.label) for c in categories(term)]
            held = standing.get(term.code, "")
            if held and held not in dict(found):
                found.append((held, held.removeprefix(FREE)))
            self.fields[f"dim_{term.code}"] = forms.ChoiceField(
                label=term.label,
                required=False,
                initial=held,
                choices=[("", _("Everybody")), *found],
            )
        order = list(self.fields)
        at = order.index("population")
        dims = [name for name in order if name.startswith("dim_")]
        self.order_fields([*order[:at], *dims, *order[at:]])

    @staticmethod
    def _choices(own: Sequence[CommitmentVersionIndicator]) -> list[Any]:
        ours = [(f"own:{row.key}", f"{row.name} ({row.unit})") for row in own]
        groups: list[Any] = [("", gettext("Choose an indicator"))]
        if ours:
            groups.append((gettext("Of your own commitments"), ours))
        for label, choices in taxonomy.indicator_choices():
            groups.append((label, [(f"term:{pk}", name) for pk, name in choices]))
        return groups

    def chosen(self) -> dict[str, UUID]:
        """What the operation takes for the chosen indicator."""
        kind, _colon, pk = self.cleaned_data["indicator"].partition(":")
        return {"indicator_key" if kind == "own" else "term_id": UUID(pk)}

    def values(self) -> dict[str, Any]:
        values = {
            k: v
            for k, v in self.cleaned_data.items()
            if k != "indicator" and not k.startswith("dim_")
        }
        values["dims"] = {
            k.removeprefix("dim_"): v for k, v in self.cleaned_data.items() if k.startswith("dim_")
        }
        if not values.get("unit"):
            values["unit"] = self._unit()
        return values

    def _unit(self) -> str:
        chosen = self.cleaned_data.get("indicator", "")
        if chosen in self.own:
            return self.own[chosen].unit
        if chosen.startswith("term:"):
            entry = taxonomy.current().terms.get(UUID(chosen.removeprefix("term:")))
            return entry.indicator.unit.english if entry and entry.indicator else ""
        return ""


_AUDIENCE_HINTS = {
    Visibility.PUBLIC: _("On the public pages, in the search, and for every reader of the API."),
    Visibility.PARTICIPANTS: _("Members of the stakeholders that take part, once signed in."),
    Visibility.SUPPORT_UNIT: _("Only the Support Unit, which counts it in the review."),
}


def _audiences() -> list[tuple[str, str]]:
    return [(v.value, HintedChoice(v.label, hint=_AUDIENCE_HINTS[v])) for v in Visibility]


class ChoicesForm(forms.Form):
    visibility = forms.ChoiceField(
        label=_("Who may read the report once it is submitted?"),
        choices=_audiences,
        widget=forms.RadioSelect,
    )
    may_quote = forms.TypedChoiceField(
        label=_("May the review quote from it?"),
        help_text=_("Quotations are printed as you wrote them, with your name."),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class DeclineForm(forms.Form):
    reason = words(
        forms.CharField(
            label=_("Reason"),
            help_text=_("If you wish to give one; the Support Unit reads it."),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        ),
        60,
    )
