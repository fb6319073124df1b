"""A draft and the people at it: who may write what, what they see, and what stands.

The rules of who writes which part, and what a stale save is, are written here a second time on
purpose: a history is judged by them and not by the code it tests.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from commitments import operations
from commitments.models import Commitment, Report
from gfmd_platform.access import Actor
from gfmd_platform.cycles.questionnaire import QuestionShape
from gfmd_platform.stakeholders.enums import MemberRole
from gfmd_platform.stakeholders.models import Membership, Stakeholder
from tests.commitments.making import NOW, choose, make_commitment, make_cycle, start
from tests.people import Someone, seat

STATUS, OBSERVATION = "status", "observation"
FieldKey = tuple[str, UUID | None]


def asks(key: str, part: str, type_: str = "long_text", **more: Any) -> QuestionShape:
    return QuestionShape(key, part, type_, f"What of {key}?", **more)


_LAW = asks("law", "b", "choice", choices=(("yes", "Yes"), ("no", "No")))
_LESSON = asks("lesson", "c", per_commitment=True)
#: What the cycle asks, in turn: questions are renamed, dropped, asked in another way, come back.
QUESTIONS = (
    [asks("a_narrative", "a"), asks("b_narrative", "b"), _LAW, _LESSON, asks("d_narrative", "d")],
    [asks("a_narrative", "a"), asks("b_story", "b", continues="b_narrative"), _LESSON],
    [
        asks("a_long", "a", continues="a_narrative"),
        asks("b_story", "b"),
        asks("law_in_words", "b", continues="law"),
        asks("d_narrative", "d"),
    ],
)
PARTS = {q.key: q.part for questions in QUESTIONS for q in questions} | {
    STATUS: "commitments",
    OBSERVATION: "indicators",
}
ALL = frozenset(PARTS.values())
#: The first two speak for the State; the others have these parts to begin with.
GIVEN = (frozenset("a") | {"commitments"}, frozenset("cd"), frozenset("b") | {"indicators"})


@dataclass
class Editor:
    """`seen` is what their screen shows: revision and text of each field they opened."""

    someone: Someone
    actor: Actor
    writes: frozenset[str]
    membership: UUID | None = None
    seen: dict[FieldKey, tuple[int, str]] = field(default_factory=dict)
    refused: dict[FieldKey, tuple[str, str]] = field(default_factory=dict)


@dataclass
class Desk:
    report: Report
    support_unit: Someone
    editors: list[Editor]
    commitments: list[Commitment]

    @property
    def hot(self) -> list[FieldKey]:
        """Where people meet."""
        return [("a_narrative", None), ("b_narrative", None), (STATUS, self.commitments[0].pk)]

    @property
    def fields(self) -> list[FieldKey]:
        plain: list[FieldKey] = [
            (key, None) for key in PARTS if key not in (STATUS, OBSERVATION, "lesson")
        ]
        each = [(key, c.pk) for key in ("lesson", STATUS) for c in self.commitments]
        return plain + each

    def fresh(self) -> None:
        """Before another history: everybody opens the draft anew."""
        for number, editor in enumerate(self.editors):
            editor.seen, editor.refused = {}, {}
            editor.writes = ALL if number < 2 else GIVEN[number - 2]


def make_desk(state: Stakeholder, support_unit: Someone) -> Desk:
    """Two focal points and three colleagues, each with parts of their own."""
    speakers = [seat(state), seat(state)]
    helpers = [seat(state, MemberRole.CONTRIBUTOR) for _ in GIVEN]
    report = start(make_cycle(support_unit, questions=QUESTIONS[0]), speakers[0])
    choose(report, speakers[0])
    promised = [make_commitment(speakers[0], title=f"Promise {n}") for n in (1, 2)]
    editors = [Editor(someone, someone.actor, ALL) for someone in speakers]
    for someone, parts in zip(helpers, GIVEN, strict=True):
        row = Membership.objects.get(person=someone.person)
        give(report, speakers[0].actor, row.pk, parts, now=NOW)
        editors.append(Editor(someone, someone.actor, parts, row.pk))
    return Desk(report, support_unit, editors, promised)


def give(
    report: Report, by: Actor, membership: UUID, parts: frozenset[str], *, now: dt.datetime
) -> None:
    operations.invite_contributor(
        report_id=report.pk, membership_id=membership, sections=sorted(parts), by=by, now=now
    )


_ALL = """
SELECT 'field', key, subject_id, revision,
       jsonb_build_object('value', value, 'language', language)::text
  FROM commitments_draftanswer WHERE report_id = %(report)s
UNION ALL SELECT 'field', 'status', commitment_id, revision,
       jsonb_build_object('status', status, 'note', note, 'language', language)::text
  FROM commitments_draftstatus WHERE report_id = %(report)s
UNION ALL SELECT 'field', 'observation', id, revision,
       jsonb_build_object('source', source, 'footnote', footnote, 'period', period)::text
  FROM commitments_draftobservation WHERE report_id = %(report)s
UNION ALL SELECT 'history', key, subject, revision, value::text
  FROM commitments_draftrevision WHERE report_id = %(report)s
UNION ALL SELECT 'comment', '', id, 0, to_jsonb(body)::text
  FROM commitments_draftcomment WHERE report_id = %(report)s
UNION ALL SELECT 'earlier', '', t.comment_id, 0, to_jsonb(t.body)::text
  FROM commitments_draftcommenttext t JOIN commitments_draftcomment c ON c.id = t.comment_id
 WHERE c.report_id = %(report)s
UNION ALL SELECT 'suggestion', state, id, 0, to_jsonb(text)::text
  FROM commitments_suggestion WHERE report_id = %(report)s
UNION ALL SELECT 'report', '', record_id, 0, to_jsonb(drafting)::text
  FROM commitments_report WHERE record_id = %(report)s
"""


@dataclass(frozen=True)
class Standing:
    """All that a draft holds, in plain values."""

    fields: dict[FieldKey, tuple[int, dict[str, str]]]
    history: dict[tuple[str, UUID | None, int], dict[str, Any] | None]
    comments: dict[UUID, str]
    earlier_comments: frozenset[tuple[UUID, str]]
    suggestions: dict[UUID, tuple[str, str]]
    drafting: bool

    @classmethod
    def of(cls, report: Report) -> Standing:
        """One query, so that a history costs what its steps cost."""
        found: dict[str, list[tuple[str, UUID, int, Any]]] = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.execute(_ALL, {"report": report.pk})
            for what, key, subject, revision, said in cursor:
                found[what].append((key, subject, revision, json.loads(said) if said else None))
        return cls(
            {(key, subject): (revision, said) for key, subject, revision, said in found["field"]},
            {(key, subject, no): said for key, subject, no, said in found["history"]},
            {pk: body for _, pk, _, body in found["comment"]},
            frozenset((pk, body) for _, pk, _, body in found["earlier"]),
            {pk: (state, text) for state, pk, _, text in found["suggestion"]},
            bool(found["report"][0][3]),
        )

    def text(self, place: FieldKey) -> tuple[int, str]:
        """Revision and words of a field; nothing before its first save."""
        revision, said = self.fields.get(place, (0, {}))
        return revision, words_of(place[0], said)

    def changed_since(self, before: Standing) -> set[FieldKey]:
        places = self.fields.keys() | before.fields.keys()
        return {p for p in places if self.fields.get(p) != before.fields.get(p)}


def words_of(key: str, said: dict[str, Any] | None) -> str:
    name = {STATUS: "note", OBSERVATION: "source"}.get(key, "value")
    return str((said or {}).get(name, ""))
