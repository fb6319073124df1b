"""Key messages as quotations: verbatim, only with consent, in an even-handed order."""

from __future__ import annotations

import hashlib
from typing import Any

from ..measures.context import Context
from ..measures.voices import EMERGING, LETTERS, VOICES
from ..rules import WHOLE
from .choosing import Heard, in_turn
from .rows import SOURCE, TURNS, select

# A key message is asked once; answers about single commitments are no message of the reporter.
# Consent to be quoted was asked apart from who may read the report. What was sent for the Support
# Unit's eyes only is not quoted, whatever was ticked beside it.
_QUOTABLE = """, said AS (
    SELECT s.id AS source_id, s.version_id, s.record_id, s.owner_id, s.stakeholder_kind, s.region,
           s.no, v.title, v.authors, q.key, q.label AS question, q.position, a.value AS text,
           a.language
      FROM source s
      JOIN commitments_reportversion v ON v.id = s.version_id
      JOIN cycles_question q ON q.questionnaire_id = v.questionnaire_id
      JOIN commitments_reportversionanswer a ON a.version_id = v.id AND a.key = q.key
       AND a.subject_id IS NULL
     WHERE s.kind IN ('report', 'joint_report') AND v.may_quote AND s.visibility <> 'support_unit'
       AND q.is_key_message AND q.part = %(part)s AND a.value <> ''
), speaker AS (
    SELECT DISTINCT owner_id, stakeholder_kind, region FROM said
)"""


def quotations(context: Context) -> list[dict[str, Any]]:
    """One a key message, in the order in which they are printed, by part; emerging issues those of
    States before those of others."""
    found: list[dict[str, Any]] = []
    heard = Heard()
    for letter in LETTERS:
        rows = select(
            f"{SOURCE}{_QUOTABLE}{TURNS}"
            " SELECT d.*, p.name FROM said d"
            " JOIN turn t ON t.owner_id = d.owner_id"
            " LEFT JOIN party p ON p.record_id = d.owner_id"
            " ORDER BY t.turn, d.position, d.key",
            context,
            part=letter,
            # Each part is drawn anew, so that the same region does not open all four.
            seed=f"{context.seed}:{letter}",
        )
        said = [_quotation(letter, row) for row in rows]
        if context.rules < WHOLE:
            found += said
            continue
        for voice in VOICES if letter == EMERGING else (None,):
            ordered = in_turn(
                [one for one in said if voice in (None, one["voice"])],
                seed=f"{context.seed}:{letter}",
                heard=heard,
            )
            heard.printed(ordered[: context.facts["messages_per_part"]])
            found += ordered
    return found


def joint_of(row: dict[str, Any]) -> dict[str, Any] | None:
    """Who signed a joint report together, and its title; the words around are of its readers'
    language."""
    return {"authors": row["authors"], "title": row["title"]} if row["authors"] else None


def _quotation(letter: str, row: dict[str, Any]) -> dict[str, Any]:
    text: str = row["text"]
    return {
        "part": letter,
        "by": row["name"] or ", ".join(row["authors"]),
        "stakeholder": str(row["owner_id"]),
        "kind": row["stakeholder_kind"],
        "region": row["region"],
        "voice": "states" if row["stakeholder_kind"] == "state" else "others",
        "report": str(row["record_id"]),
        "version": str(row["version_id"]),
        "no": row["no"],
        "key": row["key"],
        "question": row["question"],
        "language": row["language"],
        "start": 0,
        "end": len(text),
        "text": text,
        # Said only where it is so: other quotations look as they did before.
        **({"joint": joint} if (joint := joint_of(row)) else {}),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
