"""The fields of a partnership, said once (see `fields`).

They answer what the UN's own registries of partnerships ask, so that nobody has to answer twice.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gfmd_platform.taxonomy.enums import TermKind

from .fields import Content, Field, Shape

LONG = 6000
SHORT = 2000

SECTIONS: dict[str, str | Promise] = {
    "what": _("What the partners do together"),
    "where": _("Where and until when"),
    "means": _("With what, and how it will be known"),
    "themes": _("What it responds to"),
}

FIELDS: tuple[Field, ...] = (
    Field("title", _("Title"), Shape.LINE, "what", 200, required=True),
    Field("summary", _("What the partners will do"), Shape.TEXT, "what", LONG, required=True),
    Field("why", _("Why together"), Shape.TEXT, "what", LONG),
    Field("beneficiaries", _("For whom"), Shape.TEXT, "what", SHORT),
    Field("language", _("Language of this text"), Shape.LANGUAGE, "what", required=True),
    Field("countries", _("Countries and areas"), Shape.PLACES, "where", 30),
    Field("since", _("Begins"), Shape.DATE, "where", required=True),
    Field("until", _("Ends"), Shape.DATE, "where"),
    Field("resources", _("Resources, in money or in kind"), Shape.TEXT, "means", SHORT),
    Field("measured", _("How progress is measured"), Shape.TEXT, "means", SHORT),
    Field(
        "action_areas",
        _("Action areas"),
        Shape.TERMS,
        "themes",
        10,
        required=True,
        term_kinds=(TermKind.ACTION_AREA,),
    ),
    Field(
        "objectives",
        _("Objectives of the Global Compact"),
        Shape.TERMS,
        "themes",
        23,
        term_kinds=(TermKind.OBJECTIVE,),
    ),
    Field(
        "targets",
        _("Targets of the 2030 Agenda"),
        Shape.TERMS,
        "themes",
        30,
        term_kinds=(TermKind.TARGET,),
    ),
)

PARTNERSHIP = Content(
    SECTIONS,
    FIELDS,
    {
        "title": _("Give the partnership a title."),
        "summary": _("Say what the partners will do."),
        "since": _("Say when it begins; the year is enough."),
        "action_areas": _("Choose at least one action area."),
    },
)
