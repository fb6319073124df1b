"""A questionnaire with every type of question, for tests."""

from __future__ import annotations

from decimal import Decimal

from gfmd_platform.cycles.questionnaire import Column, QuestionShape

EVERY_TYPE = [
    QuestionShape("a_narrative", "a", "long_text", "What changed?", word_guide=500),
    QuestionShape("a_key_message", "a", "short_text", "Key message", is_key_message=True),
    QuestionShape(
        "fees",
        "b",
        "number",
        "Average fee",
        unit="per cent",
        minimum=Decimal(0),
        maximum=Decimal(9),
    ),
    QuestionShape("law", "b", "choice", "Is there a law?", choices=(("yes", "Yes"), ("no", "No"))),
    QuestionShape(
        "groups",
        "b",
        "choices",
        "Who is covered?",
        choices=(("women", "Women"), ("children", "Children"), ("men", "Men")),
    ),
    QuestionShape(
        "corridors",
        "b",
        "table",
        "Corridors",
        columns=(Column("where", "Where"), Column("cost", "Cost", "number", "USD")),
    ),
    QuestionShape(
        "years",
        "b",
        "table",
        "Permits by year",
        columns=(Column("permits", "Permits", "number"),),
        fixed_rows=(("2025", "2025"), ("2026", "2026")),
    ),
    QuestionShape("evidence", "c", "file", "The evaluation"),
    QuestionShape("lesson", "c", "long_text", "What was learned from it?", per_commitment=True),
    QuestionShape("d_narrative", "d", "long_text", "What emerges?"),
]
