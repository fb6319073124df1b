"""Fields for long taxonomies, and small helpers for any field."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms


class HintedChoice(str):
    """A choice's label with a second, quieter line: `HintedChoice("10.7", hint="Safe …")`."""

    hint: str

    def __new__(cls, label: object, *, hint: object = "") -> "HintedChoice":
        self = super().__new__(cls, label)
        self.hint = str(hint)
        return self


class FilterForm(forms.Form):
    """A form that narrows a list: everything in it may stay empty, so nothing says so."""

    mark_optional = False


def words(field: forms.Field, about: int) -> forms.Field:
    """Give `field` a word guide: "About 150 words are enough." A guide, never a limit."""
    field.word_guide = about  # type: ignore[attr-defined]
    return field


class TermsWidget(forms.CheckboxSelectMultiple):
    """Checkboxes in groups that open; what is chosen stays visible and is counted."""

    template_name = "interface/forms/terms.html"

    def __init__(self, *args: Any, open_below: int = 13, fold_from: int = 8, **kwargs: Any) -> None:
        """`open_below`: groups stand open while there are fewer terms than this in all;
        `fold_from`: from so many rows on (groups, or terms without a group) all are folded."""
        super().__init__(*args, **kwargs)
        self.open_below, self.fold_from = open_below, fold_from

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups: list[dict[str, Any]] = []
        for label, options, _index in context["widget"]["optgroups"]:
            # Django gives every ungrouped option a group of its own; we put neighbours together.
            if label is None and groups and groups[-1]["label"] is None:
                groups[-1]["options"].extend(options)
            else:
                groups.append({"label": label, "options": list(options)})
        for group in groups:
            group["chosen"] = sum(bool(option["selected"]) for option in group["options"])
        total = sum(len(group["options"]) for group in groups)
        context["widget"]["groups"] = groups
        context["widget"]["chosen"] = sum(group["chosen"] for group in groups)
        context["widget"]["open"] = total < self.open_below
        context["widget"]["total"] = total
        rows = sum(1 if group["label"] else len(group["options"]) for group in groups)
        context["widget"]["is_folded"] = rows >= self.fold_from
        return context


Choices = Iterable[tuple[Any, Any]]


class TermsField(forms.TypedMultipleChoiceField):
    """Several terms out of a long, grouped list.

    `choices` is a list or a callable (called when the form is made) of `(value, label)` pairs or
    `(group, [(value, label), …])`. `coerce` turns each chosen value into what the operation
    wants. Cleans to a list in the order of the choices sent.
    """

    widget = TermsWidget

    def __init__(
        self, *, choices: Choices | Callable[[], Choices], coerce: Callable = str, **kwargs: Any
    ) -> None:
        kwargs.setdefault("empty_value", [])
        super().__init__(choices=choices, coerce=coerce, **kwargs)
