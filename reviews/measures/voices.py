from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..enums import Part
from .base import Measure

LETTERS = ("a", "b", "c", "d")
#: The part in which States and others stand apart.
EMERGING = "d"
VOICES = ("states", "others")

MEASURES = (
    Measure(
        key="answers",
        revision=1,
        part=Part.VOICES,
        title=_("Reports that answer a part"),
        definition=_(
            "Stakeholders whose counted report answers at least one question of the part (a to d)."
        ),
        rows="""
            SELECT s.id AS source_id, s.owner_id AS subject, q.part,
                   CASE WHEN s.stakeholder_kind = 'state' THEN 'states' ELSE 'others' END AS voice
              FROM source s
              JOIN commitments_reportversion v ON v.id = s.version_id
              JOIN cycles_question q ON q.questionnaire_id = v.questionnaire_id
              JOIN commitments_reportversionanswer a ON a.version_id = v.id AND a.key = q.key
             WHERE s.kind = 'report' AND q.part IN ('a', 'b', 'c', 'd')
        """,
        cuts=(("part",), ("part", "voice")),
        fill=(("part",), ("part", "voice")),
        domains={"part": lambda c: LETTERS, "voice": lambda c: VOICES},
    ),
)
