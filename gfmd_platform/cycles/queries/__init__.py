"""Reading cycles and what they ask, always beginning with what the actor may see."""

from .building import questionnaire_for, questions_by_audience
from .cycles import (
    AskedPart,
    by_parts,
    cycles_for,
    date_has_passed,
    get_cycle,
    get_cycle_and_actions,
    get_cycle_for,
    get_cycle_with_goals,
    goals_of,
    invitation_of,
    open_cycles,
    participation_by_kind,
    questions_of,
    steps_for,
)

__all__ = [
    "AskedPart",
    "by_parts",
    "cycles_for",
    "date_has_passed",
    "get_cycle",
    "get_cycle_and_actions",
    "get_cycle_for",
    "get_cycle_with_goals",
    "goals_of",
    "invitation_of",
    "open_cycles",
    "participation_by_kind",
    "questionnaire_for",
    "questions_by_audience",
    "questions_of",
    "steps_for",
]
