"""A report as a document: what its readers may read of a version, its writers of a draft.

Documents are in the report's language; each answer keeps its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gfmd_platform.cycles.enums import Part, QuestionType
from gfmd_platform.cycles.models import Question
from gfmd_platform.cycles.queries import questions_of
from gfmd_platform.cycles.values import file_of, in_words, table_of
from gfmd_platform.documents.paper import Drawing, Grid, Paper

from ..enums import Progress
from ..models import Report
from ..naming import signature_lines
from ..proposals import mark_of
from ..queries import drafts
from ..queries.reports import ShownObservation, ShownVersion
from ..queries.trends import drawn_for_paper
from ..report_content import draft_rows
from ..sections import Sections, label_of_section


def of_version(report: Report, content: ShownVersion) -> Paper:
    """A version as it was submitted (no query; one for a joint report)."""
    version = content.version
    with translation.override(version.language):
        paper = _paper(report, version.language)
        paper.title = version.joint_name or paper.title
        paper.facts = [
            _("Version %(no)d, submitted on %(day)s")
            % {"no": version.no, "day": date_format(version.at, "j F Y")},
            _("Content hash (SHA-256): %s") % version.content_hash,
            *([version.lodging.mark] if hasattr(version, "lodging") else []),
            *(signature_lines(version)),
        ]
        paper.footer = f"{paper.title} – " + _("version %d") % version.no
        for part in content.parts:
            paper.heading(1, label_of_section(part.code))
            for answer in part.answers:
                paper.heading(2, answer.name, answer.question_language)
                if answer.table is not None:
                    paper.blocks.append(grid(answer.table, answer.question_language))
                else:
                    kind: Any = "quotation" if answer.is_key_message else "prose"
                    paper.say(answer.value, answer.language, kind)
            if not part.answers:
                paper.say(_("Nothing is said on this part."), kind="soft")
        if content.statuses:
            _statuses(
                paper,
                ((row.commitment_version.title, row.status, row.note) for row in content.statuses),
            )
        if content.observations:
            _values(paper, content.observations)
        return paper


def of_draft(report: Report, sections: Sections) -> Paper:
    """What the draft says in the parts that the reader may read, empty questions included."""
    with translation.override(report.language):
        paper = _paper(report, report.language)
        paper.facts = [_("Draft, not submitted. For its writers only.")]
        if not sections.is_whole:
            paper.facts.append(_("These are the parts that you may read."))
        paper.footer = f"{paper.title} – " + _("draft")
        rows = draft_rows(report)
        parts = [p for p in questions_of(report.questionnaire_id) if p.code in sections.reads]
        fields = drafts.fields_of(report, parts)
        language = report.questionnaire.language
        for part in parts:
            paper.heading(1, label_of_section(part.code))
            for field in fields[part.code]:
                paper.heading(2, field.label, language)
                row = rows.answers.get(field.key)
                words, written_in = (row.value, row.language) if row else ("", None)
                answer(paper, field.question, words, written_in)
                mark = mark_of(row)
                if mark is not None and not mark.is_kept:
                    paper.say(f"{mark.words}. {_('Not kept yet.')}", kind="soft")
        if Part.COMMITMENTS in sections.reads:
            tasks = drafts.commitment_tasks(report, rows.statuses)
            said = [(t.commitment.current_version.title, t.status, t.note) for t in tasks]  # type: ignore[union-attr]
            if said:
                _statuses(paper, said)
        if Part.INDICATORS in sections.reads and rows.observations:
            _values(paper, [value.shown for value in drafts.draft_values(rows)])
        return paper


def answer(paper: Paper, question: Question, value: str, language: str | None) -> None:
    """One answer below its heading; an empty one says so."""
    table = table_of(question, value)
    if not value.strip():
        paper.say(_("Left out"), kind="soft")
    elif table is not None:
        paper.blocks.append(grid(table, language or paper.language))
    elif question.type == QuestionType.FILE:
        held = file_of(value)
        paper.say(_("File: %s") % (held["name"] if held else value))
    else:
        kind: Any = "quotation" if question.is_key_message else "prose"
        paper.say(in_words(question, value), language or "", kind)


def _paper(report: Report, language: str) -> Paper:
    paper = Paper(
        title=report.name,
        language=language,
        kicker=f"{_('Joint report') if report.is_joint else _('Voluntary progress report')}"
        f" – {report.cycle.title}",
        contents=_("Contents"),
    )
    if settings.DEMO:
        paper.say(_("A demonstration: its stakeholders and countries are invented."), kind="soft")
    return paper


def grid(table: Any, language: str) -> Grid:
    """A table of an answer as it stands in a document."""
    head = [*([""] if table.has_names else []), *table.head]
    first = int(table.has_names)
    rows = [
        [*([name] if table.has_names else []), *(cell for cell, _label, _number in cells)]
        for name, cells in table.rows
    ]
    numbers: tuple[int, ...] = ()
    if table.rows:
        cells = table.rows[0][1]
        numbers = tuple(n + first for n, cell in enumerate(cells) if cell[2])
    return Grid("", head, rows, language, numbers)


def _statuses(paper: Paper, said: Iterable[tuple[str, str, str]]) -> None:
    paper.heading(1, label_of_section(Part.COMMITMENTS))
    head = [_("Commitment"), _("Where it stands"), _("Note")]
    rows = [
        [title, str(Progress(status).label) if status else _("Left out"), note]
        for title, status, note in said
    ]
    paper.blocks.append(Grid("", head, rows))


def _values(paper: Paper, values: Sequence[ShownObservation]) -> None:
    paper.heading(1, label_of_section(Part.INDICATORS))
    paper.say(
        _(
            "For global indicators the value of the custodian agency stands first; these are the "
            "reporter's own."
        ),
        kind="soft",
    )
    head = [_("Indicator"), _("Period"), _("Value"), _("Who is counted, source, notes")]
    rows = []
    for value in values:
        row = value.row
        final: Any = row
        notes = [row.dims_label, row.population, row.source, row.footnote]
        if row.explanation:
            notes.append(_("Explained by the reporter: %s") % row.explanation)
        rows.append(
            [
                value.indicator,
                row.period,
                f"{row.number} {row.unit}",
                "\n".join([*filter(None, notes), str(final.get_finality_display())]),
            ]
        )
    paper.blocks.append(Grid("", head, rows, numbers=(2,)))
    _trends(paper, values)


def _trends(paper: Paper, values: Sequence[ShownObservation]) -> None:
    """A line for each indicator with totals of several periods; its numbers stand above."""
    named: dict[Any, list[ShownObservation]] = {}
    for value in values:
        named.setdefault((value.commitment_id, value.indicator), []).append(value)
    for same in named.values():
        trend = drawn_for_paper(same[0].indicator, [value.row for value in same])
        if trend is not None:
            paper.blocks.append(Drawing(trend.svg, trend.sentence, paper.language))
