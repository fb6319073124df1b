"""Every step that can be taken with commitments and progress reports."""

from .answers import attach_answer_file, copy_aside, save_answer
from .commitments import (
    amend_commitment,
    discard_amendment,
    discard_commitment,
    draft_commitment,
    edit_commitment,
    register_commitment,
    withdraw_commitment,
)
from .corrections import discard_correction
from .drafts import (
    add_observation,
    remove_observation,
    save_choices,
    save_observation,
    save_status,
)
from .observations import put_observations, save_cell, save_column
from .reports import (
    acknowledge_report,
    correct_report,
    decline_cycle,
    discard_report,
    say_in_preparation,
    start_report,
    take_part_after_all,
    withdraw_report,
)
from .sharing import ask_again, hand_back, invite_by_mail, invite_contributor, remove_contributor
from .submission import submit_report

__all__ = [
    "acknowledge_report",
    "add_observation",
    "amend_commitment",
    "ask_again",
    "attach_answer_file",
    "copy_aside",
    "correct_report",
    "decline_cycle",
    "discard_amendment",
    "discard_commitment",
    "discard_correction",
    "discard_report",
    "draft_commitment",
    "edit_commitment",
    "hand_back",
    "invite_by_mail",
    "invite_contributor",
    "put_observations",
    "register_commitment",
    "remove_contributor",
    "remove_observation",
    "save_answer",
    "save_cell",
    "save_choices",
    "save_column",
    "save_observation",
    "save_status",
    "say_in_preparation",
    "start_report",
    "submit_report",
    "take_part_after_all",
    "withdraw_commitment",
    "withdraw_report",
]
