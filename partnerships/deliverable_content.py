"""The fields of a deliverable, said once (see `fields`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .fields import Content, Field, Shape, Words

LONG = 4000
SHORT = 2000

SECTIONS: dict[str, Words] = {
    "what": _("What is delivered"),
    "how": _("What became of it"),
}

FIELDS: tuple[Field, ...] = (
    Field("title", _("What is delivered"), Shape.LINE, "what", 200, required=True),
    Field("description", _("How one will recognise it"), Shape.TEXT, "what", LONG),
    Field("due_on", _("Due"), Shape.DATE, "what", required=True),
    Field("language", _("Language of this text"), Shape.LANGUAGE, "what", required=True),
    Field("evidence", _("Evidence"), Shape.TEXT, "how", LONG),
    Field("evidence_link", _("Link to the evidence"), Shape.LINK, "how", 500),
    Field("reason", _("Reason"), Shape.TEXT, "how", SHORT),
)

DELIVERABLE = Content(
    SECTIONS,
    FIELDS,
    {
        "title": _("Say what is delivered."),
        "due_on": _("Say by when: a year, a month or a day."),
    },
)
