"""How every Django form becomes a page: label, hint, error, control, in this order.

Browsers check nothing and cut nothing (no `required`, no `maxlength`, no `type=number`): whatever
a person typed reaches the server and comes back in the form with an error beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DASHES = BLANK_CHOICE_DASH[0][1]

#: What to do instead of what is wrong, where a field has no words of its own. By error code and
#: by kind of field, the most particular kind first.
WORDS: dict[str, list[tuple[type[forms.Field], _StrPromise]]] = {
    "required": [
        (forms.BooleanField, _("Tick this box to go on.")),
        (forms.FileField, _("Choose a file.")),
        (forms.MultipleChoiceField, _("Choose at least one.")),
        (forms.ModelMultipleChoiceField, _("Choose at least one.")),
        (forms.ChoiceField, _("Choose one.")),
        (forms.ModelChoiceField, _("Choose one.")),
        (forms.Field, _("Fill this in.")),
    ],
    "invalid_choice": [
        (forms.MultipleChoiceField, _("“%(value)s” is not on the list. Choose again.")),
        (forms.ChoiceField, _("“%(value)s” is not on the list. Choose again.")),
    ],
    "invalid": [
        (forms.IntegerField, _("Give a number in digits, such as 12.")),
        (forms.EmailField, _("Give an address such as name@example.org.")),
        (forms.URLField, _("Give an address such as https://example.org/page.")),
    ],
    "max_length": [
        (forms.FileField, _("Give the file a shorter name: %(max)d characters at most.")),
        (
            forms.CharField,
            _("Shorten this to %(limit_value)d characters; it has %(show_value)d now."),
        ),
    ],
}


def give_words(field: forms.Field) -> None:
    """Put our words in place of Django's stock ones; a field's own words stay."""
    stock = {
        code: message
        for kind in reversed(type(field).__mro__)
        for code, message in getattr(kind, "default_error_messages", {}).items()
        if kind.__module__.startswith("django.")
    }
    for code, kinds in WORDS.items():
        words = next((words for kind, words in kinds if isinstance(field, kind)), None)
        if words is not None and field.error_messages.get(code) == stock.get(code):
            field.error_messages[code] = words


def name_the_blank(field: forms.Field) -> None:
    """A menu's empty line says what it means, instead of Django's row of dashes."""
    words = _("Choose one") if field.required else _("None")
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = words
    elif isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.Select):
        field.widget.choices = [
            (value, words if value in ("", None) and label == DASHES else label)
            for value, label in field.widget.choices
        ]


class InterfaceBoundField(BoundField):
    """A field with what the templates ask of it."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        give_words(field)
        name_the_blank(field)
        widget = field.widget
        widget.attrs.pop("maxlength", None)
        widget.attrs.pop("minlength", None)
        if isinstance(widget, forms.NumberInput):
            whole = isinstance(field, forms.IntegerField) and not isinstance(
                field, (forms.DecimalField, forms.FloatField)
            )
            widget.input_type = "text"
            widget.attrs.setdefault("inputmode", "numeric" if whole else "decimal")
            widget.attrs.setdefault("autocomplete", "off")
            for limit in ("min", "max", "step"):
                widget.attrs.pop(limit, None)
        if isinstance(widget, forms.Textarea):
            widget.attrs.setdefault("rows", 4)
            widget.attrs.pop("cols", None)

    @property
    def word_guide(self) -> int | None:
        """About how many words are enough (a guide, never a limit)."""
        return getattr(self.field, "word_guide", None)

    @property
    def is_single_check(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def shows_optional(self) -> bool:
        """Optional fields say so; required ones need no mark."""
        return not self.field.required and getattr(self.form, "mark_optional", True)

    @property
    def control_id(self) -> str:
        """The id to which an error in the summary leads."""
        if self.use_fieldset and not self.is_single_check:
            return str(self.auto_id)
        return str(self.id_for_label or self.auto_id)

    @property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby
        if described is None or not self.word_guide or not self.auto_id:
            return described
        return f"{described} {self.auto_id}_words".strip()

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        if attrs.pop("required", False) and not self.use_fieldset:
            attrs["aria-required"] = "true"
        return attrs


class InterfaceRenderer(TemplatesSetting):
    """Set as FORM_RENDERER; draws forms with the templates in interface/forms/."""

    form_template_name = "interface/forms/form.html"
    formset_template_name = "interface/forms/formset.html"
    field_template_name = "interface/forms/field.html"
    bound_field_class = InterfaceBoundField
