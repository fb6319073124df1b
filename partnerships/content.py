"""The fields of a practice example, said once (see `fields`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gfmd_platform.taxonomy.enums import TermKind

from .fields import Content, Field, Shape, Values, Words

SECTIONS: dict[str, Words] = {
    "what": _("What was done"),
    "where": _("Where, by whom, since when"),
    "results": _("What came of it"),
    "others": _("What others can learn"),
    "themes": _("What it responds to"),
    "contact": _("Contact"),
}

LONG = 6000
SHORT = 2000

FIELDS: tuple[Field, ...] = (
    Field("title", _("Title"), Shape.LINE, "what", 200, required=True),
    Field("kind", _("Policy or practice"), Shape.KIND, "what", required=True),
    Field("summary", _("What was done"), Shape.TEXT, "what", LONG, required=True),
    Field("language", _("Language of this text"), Shape.LANGUAGE, "what", required=True),
    Field("countries", _("Countries and areas"), Shape.PLACES, "where", 30),
    Field("by_whom", _("Others who carried it out"), Shape.LINE, "where", 500),
    Field("since", _("Since"), Shape.DATE, "where", required=True),
    Field("until", _("Until"), Shape.DATE, "where"),
    Field("reach", _("Whom it reached"), Shape.TEXT, "results", SHORT),
    Field("cost", _("What it cost, and who paid"), Shape.TEXT, "results", SHORT),
    Field("results", _("Results"), Shape.TEXT, "results", LONG),
    Field("results_basis", _("How the results are known"), Shape.TEXT, "results", SHORT),
    Field("lessons", _("Lessons"), Shape.TEXT, "others", LONG),
    Field("to_repeat", _("What others need to repeat it"), Shape.TEXT, "others", LONG),
    Field("links", _("Links"), Shape.LINKS, "others", 10),
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
        "options",
        _("Options of the Recollection it realises"),
        Shape.TERMS,
        "themes",
        20,
        term_kinds=(TermKind.OPTION_POLICY, TermKind.OPTION_PRACTICAL),
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
    Field(
        "guiding_principles",
        _("Guiding principles of the Global Compact"),
        Shape.TERMS,
        "themes",
        10,
        term_kinds=(TermKind.GUIDING_PRINCIPLE,),
    ),
    Field("contact_withheld", _("Show no contact with this example"), Shape.FLAG, "contact"),
    Field(
        "source_numbers",
        _("Numbers in the source"),
        Shape.WORDS,
        "contact",
        10,
        archive_only=True,
    ),
    Field(
        "source_note", _("Where the source says it"), Shape.LINE, "contact", 300, archive_only=True
    ),
)

MISSING_WORDS: dict[str, Words] = {
    "title": _("Give the example a title."),
    "kind": _("Say whether it is a policy or a practice."),
    "summary": _("Say what was done."),
    "since": _("Say since when; the year is enough."),
    "action_areas": _("Choose at least one action area."),
}

EXAMPLE = Content(SECTIONS, FIELDS, MISSING_WORDS)
BY_NAME = EXAMPLE.by_name
WRITTEN = EXAMPLE.written
TERM_FIELDS = EXAMPLE.term_fields
COLUMNS = EXAMPLE.columns
empty_values = EXAMPLE.empty_values
values_of = EXAMPLE.values_of
missing = EXAMPLE.missing

__all__ = [
    "BY_NAME",
    "COLUMNS",
    "EXAMPLE",
    "FIELDS",
    "SECTIONS",
    "TERM_FIELDS",
    "WRITTEN",
    "Field",
    "Shape",
    "Values",
    "empty_values",
    "missing",
    "values_of",
]
