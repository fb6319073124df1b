"""Forms as the platform draws them: renderer, fields and widgets for any Django form."""

from .dates import DatePartField, DayField
from .fields import FilterForm, HintedChoice, TermsField, words
from .renderer import InterfaceBoundField, InterfaceRenderer

__all__ = [
    "DatePartField",
    "DayField",
    "FilterForm",
    "HintedChoice",
    "InterfaceBoundField",
    "InterfaceRenderer",
    "TermsField",
    "words",
]
