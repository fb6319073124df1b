"""From a row of somebody's table to the values of an example.

Understands the platform's own columns, those of the starter library, and the table that was read
out of the Thematic Recollection (cluster, area, titles, text, source_ids, source_urls).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.imports.columns import Column, Mapping, map_columns
from gfmd_platform.imports.tables import Table
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.queries import AGENDA, COMPACT, RECOLLECTION

from .cleaning import cleaned
from .content import BY_NAME, Values, empty_values

COLUMNS: tuple[Column, ...] = (
    Column("number"),
    Column("title", aliases=("titles",)),
    Column("kind"),
    Column("summary", required=True, aliases=("text", "what was done")),
    Column("by_whom", aliases=("stakeholders",)),
    Column("countries", aliases=("country",)),
    Column("since"),
    Column("until"),
    Column("reach"),
    Column("cost"),
    Column("results", aliases=("result",)),
    Column("results_basis"),
    Column("lessons"),
    Column("to_repeat"),
    Column("links", aliases=("source_urls",)),
    Column("language"),
    Column("cluster"),
    Column("area"),
    Column("action_areas", aliases=("action_area",)),
    Column("options"),
    Column("objectives"),
    Column("targets", aliases=("sdg_targets",)),
    Column("guiding_principles"),
    Column("source_numbers", aliases=("source_ids",)),
    Column("source_note", aliases=("page_note",)),
)
#: What a table need not have, yet a reader will miss.
_MISSED = ("countries", "since")
_TITLE_WORDS = 12
_PREFIX = {"action_areas": RECOLLECTION, "options": RECOLLECTION} | {
    "objectives": COMPACT,
    "guiding_principles": COMPACT,
    "targets": AGENDA,
}
_PLAIN_TEXTS = (
    "summary",
    "reach",
    "cost",
    "results",
    "results_basis",
    "lessons",
    "to_repeat",
    "source_note",
)


@dataclass(frozen=True)
class ReadRow:
    """`values` are clean where `reason` is empty. `key` tells the row, `digest` its content."""

    line: int
    title: str
    number: str
    key: str
    digest: str
    values: Values
    note: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ReadTable:
    rows: list[ReadRow]
    remarks: list[str] = field(default_factory=list)


def read_rows(table: Table) -> ReadTable:
    """Every row with its values or the reason why it has none, and remarks on the whole table.

    Raises TableRefused when a needed column is missing.
    """
    mapping = map_columns(table, COLUMNS)
    rows: list[ReadRow] = []
    seen: dict[str, int] = {}
    for mapped in mapping:
        row = _read(mapped.line, mapped.values)
        if row.key in seen and not row.reason:
            reason = _("The same row as line %d: same source number and title.") % seen[row.key]
            row = ReadRow(**{**row.__dict__, "reason": reason})
        seen.setdefault(row.key, row.line)
        rows.append(row)
    return ReadTable(rows, _remarks(table, mapping))


def _remarks(table: Table, mapping: Mapping) -> list[str]:
    remarks = []
    present = {" ".join(name.replace("_", " ").casefold().split()) for name in table.header}
    for name in _MISSED:
        column = next(c for c in COLUMNS if c.name == name)
        if not column.spellings & present:
            label = str(BY_NAME[name].label)
            remarks.append(_("There is no column for “%s”: it stays empty in every row.") % label)
    if mapping.unused:
        remarks.append(_("Not used: %s.") % ", ".join(mapping.unused))
    return remarks


def _read(line: int, cells: dict[str, str]) -> ReadRow:
    title, note = _title(cells)
    numbers = _parts(cells["source_numbers"])
    values: Values = {name: cells[name] for name in _PLAIN_TEXTS}
    values |= {
        "title": title,
        "kind": cells["kind"].casefold(),
        "language": cells["language"] or "en",
        "by_whom": _named(cells["by_whom"]),
        "since": cells["since"],
        "until": cells["until"],
        "countries": [_place_code(code) for code in _parts(cells["countries"])],
        "links": cells["links"].split(),
        "source_numbers": numbers,
        "contact_withheld": False,
    }
    for name, framework in _PREFIX.items():
        values[name] = [_ref(framework, code) for code in _parts(cells[name])]
    if cells["cluster"] and cells["area"] and not values["action_areas"]:
        values["action_areas"] = [_ref(RECOLLECTION, f"C{cells['cluster']}.{cells['area']}")]
    # A corrected text under the same title is the same row; without a title, only the text tells.
    key = content_hash([sorted(numbers), cells["title"] or cells["summary"]])
    reason = ""
    if not cells["summary"]:
        reason = _("There is no text.")
    else:
        try:
            values = cleaned(values, known=empty_values())
        except Invalid as invalid:
            reason = " ".join(
                f"{BY_NAME[name].label}: {' '.join(messages)}"
                for name, messages in invalid.errors.items()
            )
    digest = content_hash({**values, "number": cells["number"]}) if not reason else ""
    return ReadRow(line, title, cells["number"], key, digest, values, note, reason)


def _title(cells: dict[str, str]) -> tuple[str, str]:
    """The title, and what to say about where it comes from.

    A table that holds highlighted phrases in place of a title is given the first that is more than
    the name of a country or an abbreviation.
    """
    given = [part.strip() for part in cells["title"].split(" | ") if part.strip()]
    if len(given) == 1:
        return given[0], ""
    if given:
        countries = {place.name.casefold() for place in taxonomy.places()}
        telling = (p for p in given if p.casefold() not in countries and not _is_short(p))
        note = _("one of %d highlighted phrases serves as title") % len(given)
        return next(telling, given[0]), note
    words = cells["summary"].split()
    title = " ".join(words[:_TITLE_WORDS])
    if len(words) > _TITLE_WORDS:
        title = title.rstrip(",;:") + " …"
    return title[: BY_NAME["title"].limit], _("without a title: its first words serve as one")


def _is_short(phrase: str) -> bool:
    return phrase.isupper() and len(phrase) <= 6


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[\s;,]+", text) if part]


def _ref(framework: str, code: str) -> str:
    return code if ":" in code else f"{framework}:{code}"


def _place_code(code: str) -> str:
    """A spreadsheet takes the zeros from "024"."""
    return code.zfill(3) if code.isdecimal() else code


def _named(text: str) -> str:
    """ "Government of X [state]; [private_sector]" as a reader would write it."""
    names = []
    for entry in text.split(";"):
        name, _bracket, kind = entry.strip().partition("[")
        if name.strip():
            names.append(name.strip())
        elif kind:
            names.append(_("%s (not named)") % kind.rstrip("]").replace("_", " "))
    return "; ".join(names)
