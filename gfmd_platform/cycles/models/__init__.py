from .cycles import GENEVA, Cycle, CycleGoal, CycleInvitation
from .questionnaires import (
    CycleAudience,
    Question,
    QuestionContent,
    Questionnaire,
    QuestionnaireTarget,
)

__all__ = [
    "GENEVA",
    "Cycle",
    "CycleAudience",
    "CycleGoal",
    "CycleInvitation",
    "Question",
    "QuestionContent",
    "Questionnaire",
    "QuestionnaireTarget",
]
