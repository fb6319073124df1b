from .contacts import CycleContact, ReminderByHand
from .cycles import GENEVA, MESSAGES_PER_PART, Cycle, CycleGoal, CycleInvitation
from .drafts import DraftQuestion, DraftTarget, QuestionnaireDraft
from .questionnaires import (
    CycleAudience,
    Question,
    QuestionContent,
    Questionnaire,
    QuestionnaireTarget,
)
from .reminders import CycleReminder, ReminderMute

__all__ = [
    "GENEVA",
    "MESSAGES_PER_PART",
    "Cycle",
    "CycleAudience",
    "CycleContact",
    "CycleGoal",
    "CycleInvitation",
    "CycleReminder",
    "DraftQuestion",
    "DraftTarget",
    "Question",
    "QuestionContent",
    "Questionnaire",
    "QuestionnaireDraft",
    "QuestionnaireTarget",
    "ReminderByHand",
    "ReminderMute",
]
