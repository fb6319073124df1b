"""Forms as the platform draws them: renderer, fields and widgets for any Django form."""

from .dates import DatePartField, DayField
from .fields import HintedChoice, TermsField, words
from .renderer import InterfaceBoundField, InterfaceRenderer

__all__ = [
    "DatePartField",
    "DayField",
    "HintedChoice",
    "InterfaceBoundField",
    "InterfaceRenderer",
    "TermsField",
    "words",
]
