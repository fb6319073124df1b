"""What an operation refuses becomes errors beside the fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.forms import BaseForm

from gfmd_platform.access.exceptions import Invalid

Result = TypeVar("Result")


def add_refusal(form: BaseForm, refusal: Invalid) -> None:
    """Put the operation's errors where their fields are, the others above the form."""
    for field, messages in refusal.errors.items():
        for message in messages:
            form.add_error(field if field in form.fields else None, message)


def attempt(form: BaseForm, operation: Callable[[], Result]) -> Result | None:
    """The operation's result; None when the form or the operation refused, with the errors kept in
    the form."""
    if not form.is_valid():
        return None
    try:
        return operation()
    except Invalid as refusal:
        add_refusal(form, refusal)
        return None
