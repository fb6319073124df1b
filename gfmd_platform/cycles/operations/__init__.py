"""Every step that can be taken with review cycles and what they ask."""

from .by_hand import plan_reminder, remind_by_hand
from .contacts import note_contacts
from .cycles import (
    FIELDS,
    close_cycle,
    create_cycle,
    edit_cycle,
    invite_newcomer,
    note_participation,
    open_cycle,
    reopen_cycle,
)
from .questionnaires import (
    add_question,
    begin_draft,
    discard_draft,
    edit_question,
    issue_questionnaire,
    move_question,
    remove_audience,
    remove_question,
    revise_questionnaire,
    save_audience,
    set_targets,
)
from .reminders import give_more_time, mute_reminders, send_reminders, set_reminders

__all__ = [
    "FIELDS",
    "add_question",
    "begin_draft",
    "close_cycle",
    "create_cycle",
    "discard_draft",
    "edit_cycle",
    "edit_question",
    "give_more_time",
    "invite_newcomer",
    "issue_questionnaire",
    "move_question",
    "mute_reminders",
    "note_contacts",
    "note_participation",
    "open_cycle",
    "plan_reminder",
    "remind_by_hand",
    "remove_audience",
    "remove_question",
    "reopen_cycle",
    "revise_questionnaire",
    "save_audience",
    "send_reminders",
    "set_reminders",
    "set_targets",
]
