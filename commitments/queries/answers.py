"""Reading single answers of a draft, and those whose question is no longer asked."""

from __future__ import annotations

from pathlib import PurePath
from uuid import UUID

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.cycles.enums import QuestionType
from gfmd_platform.cycles.models import Question
from gfmd_platform.cycles.values import file_of
from gfmd_platform.records.models import StoredFile

from ..asking import asked_question, last_asked
from ..models import DraftAnswer, DraftFile, Report, ReportVersion
from ..sections import section_of, sections_for


def question_of(report: Report, key: str) -> Question | None:
    """The question of a key: as the report's questionnaire asks it, else as it was asked last."""
    return asked_question(report, key) or last_asked(report, [key]).get(key)


def draft_file(
    actor: Actor, report: Report, key: str, subject: UUID | None
) -> tuple[StoredFile, str]:
    """The file that answers a question, and its name without ending, for those who may read the
    question's part. Raises NotVisible.
    """
    sections_for(actor, report).require(section_of(report, key))
    row = DraftAnswer.objects.filter(report=report, key=key, subject=subject).first()
    question = question_of(report, key)
    is_file = question is not None and question.type == QuestionType.FILE
    held = file_of(row.value) if row is not None and is_file else None
    if held is None:
        raise NotVisible("No such file.")
    attached = DraftFile.objects.filter(report=report, stored=held["sha256"])
    file = attached.select_related("stored").first()
    if file is None:
        raise NotVisible("No such file.")
    return file.stored, PurePath(held["name"]).stem


def version_file(version: ReportVersion, answer_id: UUID) -> tuple[StoredFile, str]:
    """The file of a submitted answer, and its name without ending.

    Raises NotVisible when there is none.
    """
    row = version.answers.select_related("stored").filter(pk=answer_id).first()
    held = file_of(row.value) if row is not None else None
    if row is None or row.stored is None or held is None:
        raise NotVisible("No such file.")
    return row.stored, PurePath(held["name"]).stem
