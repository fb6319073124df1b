"""The forms of a deliverable: the plan, and what each step asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..deliverable_content import DELIVERABLE
from .writing import ContentForm, Makers

_make = Makers(DELIVERABLE)


class DeliverableForm(ContentForm):
    """What is delivered, by when; with `partners`, by whom."""

    content = DELIVERABLE

    responsible = forms.ChoiceField(
        label=_("Partner responsible"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a partner that has accepted.")},
    )
    title = _make.line("title", _("A specific thing: a course, a law, a report, an office."))
    description = _make.text(
        "description", _("So that everybody can tell when it is there."), rows=4
    )
    due_on = _make.date("due_on", _("A month or a year is enough."))
    language = _make.language()

    def __init__(self, *args: Any, partners: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(partners) > 1:
            self.fields["responsible"].choices = partners  # type: ignore[attr-defined]
        else:
            del self.fields["responsible"]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "responsible"}


class ChangeForm(DeliverableForm):
    """Words and date; `reason` only where readers have seen what stood before."""

    reason = _make.text("reason", _("Readers see it beside the change."), rows=3)

    def __init__(self, *args: Any, is_draft: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_draft:
            del self.fields["reason"]


class EvidenceForm(ContentForm):
    content = DELIVERABLE

    evidence = _make.text(
        "evidence", _("How one can see that it was delivered: a text, a place, a number."), rows=5
    )
    evidence_link = _make.link("evidence_link", _("Where it can be seen on the web, if it can."))


class DropForm(ContentForm):
    content = DELIVERABLE

    reason = _make.text("reason", _("Readers see it on the page of the deliverable."), rows=4)
