"""How the manuscript looks as JSON to those who write it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from ..models import ManuscriptSection, SectionComment
from ..operations.arranging import MOST_WORDS
from ..operations.remarking import MOST_OF_A_COMMENT
from ..operations.writing import MOST, MOST_OF_A_NOTE
from ..queries.manuscript import Earlier, Outline, SaidHere, SectionPage


class Read(serializers.Serializer[Any]):
    """`revision` is the one you have read, 0 before anything was saved of the section."""

    revision = serializers.IntegerField(min_value=0)


class SectionWrite(Read):
    """`leave` lets others write the section after this save."""

    body = serializers.CharField(allow_blank=True, max_length=MOST)
    leave = serializers.BooleanField(required=False, default=True)


class SectionTake(serializers.Serializer[Any]):
    """`over` takes it from whoever has it."""

    over = serializers.BooleanField(required=False, default=False)


class LeaveOut(Read):
    reason = serializers.CharField(max_length=MOST_OF_A_NOTE)


class QuotationsWrite(Read):
    """The ids of those to print, and why; in place of the rule's choice."""

    chosen = serializers.ListField(child=serializers.CharField(max_length=100), max_length=5000)
    note = serializers.CharField(max_length=MOST_OF_A_NOTE)


class SectionBringBack(serializers.Serializer[Any]):
    """`revision` is whose text is wanted, `standing` the one you have read as the present one."""

    revision = serializers.IntegerField(min_value=1)
    standing = serializers.IntegerField(min_value=0)


class SectionCommentWrite(serializers.Serializer[Any]):
    comment = serializers.CharField(max_length=MOST_OF_A_COMMENT)


class CommentResolve(serializers.Serializer[Any]):
    resolved = serializers.BooleanField()


class SectionMove(serializers.Serializer[Any]):
    """`revision` is the review's as you have read it."""

    key = serializers.CharField(max_length=30)
    up = serializers.BooleanField()
    revision = serializers.IntegerField(min_value=1)


class WordLimit(serializers.Serializer[Any]):
    """`revision` is the review's as you have read it."""

    limit = serializers.IntegerField(allow_null=True, min_value=1, max_value=MOST_WORDS)
    revision = serializers.IntegerField(min_value=1)


def taken_json(section: ManuscriptSection, is_taken: bool) -> dict[str, Any] | None:
    if not is_taken:
        return None
    return {"by": str(section.taken_by), "saved_at": section.taken_at}


def outline_json(outline: Outline) -> dict[str, Any]:
    return {
        "words": outline.words,
        "word_limit": outline.limit,
        "sections": [
            {
                "key": row.section.key,
                "title": row.label,
                "revision": row.section.revision,
                "words": row.words,
                "hidden": row.section.hidden,
                "problems": [str(problem) for problem in row.problems],
                "open_comments": row.comments,
                "taken": taken_json(row.section, row.is_taken),
            }
            for row in outline.rows
        ],
    }


def section_json(section: ManuscriptSection) -> dict[str, Any]:
    return {
        "key": section.key,
        "revision": section.revision,
        "body": section.body,
        "hidden": section.hidden,
        "quotations": section.quotations,
        "quotations_note": section.quotations_note,
    }


def section_page_json(page: SectionPage) -> dict[str, Any]:
    return section_json(page.section) | {
        "words": page.words,
        "problems": [str(problem) for problem in page.problems],
        "taken": taken_json(page.section, page.is_taken),
        "figures": [
            {
                "key": figure.key,
                "title": figure.title,
                "cell": [value for _dimension, value in figure.cell],
                "value": figure.value,
            }
            for figure in page.figures
        ],
    }


def said_json(said: SaidHere) -> dict[str, Any]:
    return {
        "id": said.id,
        "text": said.quote.text,
        "language": said.quote.language,
        "by": said.quote.by,
        "printed": said.is_printed,
        "by_rule": said.by_rule,
    }


def earlier_json(line: Earlier) -> dict[str, Any]:
    return {
        "revision": line.row.revision,
        "at": line.row.at,
        "by": line.who,
        "body": line.after,
        "changes": list(line.changes),
    }


def comment_json(comment: SectionComment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "comment": comment.body,
        "by": str(comment.by or ""),
        "at": comment.at,
        "resolved_at": comment.resolved_at,
    }
