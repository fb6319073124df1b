"""Every step that can be taken with commitments and progress reports."""

from .adoption import adopt_questionnaire
from .answers import attach_answer_file, copy_aside, save_answer
from .clearing import StepShape, clear_step, set_chain
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
from .history import bring_back, bring_back_all
from .lodged_rows import StatusGiven
from .lodging import confirm_lodged, lodge_report
from .margin_digest import tell_of_comments
from .margins import (
    accept_suggestion,
    comment,
    decline_suggestion,
    edit_comment,
    read_margin,
    resolve_comment,
    suggest,
)
from .milestones import (
    change_milestone,
    drop_milestone,
    plan_milestone,
    reach_milestone,
    take_up_milestone,
)
from .observations import put_observations, save_cell, save_column
from .prefill import bring_in, keep_proposals, leave_out_proposals, reopen_proposals
from .questions import (
    answer_question,
    ask_about_commitment,
    ask_question,
    close_question,
    follow_up_question,
)
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
from .returned_values import place_row
from .services import answer_service, end_service, propose_service
from .sharing import ask_again, hand_back, invite_by_mail, invite_contributor, remove_contributor
from .signatories import (
    confirm_part,
    decline_part,
    invite_signatory,
    leave_commitment,
    revoke_signatory,
)
from .signing import (
    confirm_joint_report,
    decline_joint_report,
    invite_co_signatory,
    leave_joint_report,
    rename_joint_report,
    revoke_co_signatory,
    start_joint_report,
)
from .submission import submit_report
from .translations import TranslatedText, translate_version
from .uploads import decide_item, remove_upload, upload_circular

__all__ = [
    "StatusGiven",
    "StepShape",
    "TranslatedText",
    "accept_suggestion",
    "acknowledge_report",
    "add_observation",
    "adopt_questionnaire",
    "amend_commitment",
    "answer_question",
    "answer_service",
    "ask_about_commitment",
    "ask_again",
    "ask_question",
    "attach_answer_file",
    "bring_back",
    "bring_back_all",
    "bring_in",
    "change_milestone",
    "clear_step",
    "close_question",
    "comment",
    "confirm_joint_report",
    "confirm_lodged",
    "confirm_part",
    "copy_aside",
    "correct_report",
    "decide_item",
    "decline_cycle",
    "decline_joint_report",
    "decline_part",
    "decline_suggestion",
    "discard_amendment",
    "discard_commitment",
    "discard_correction",
    "discard_report",
    "draft_commitment",
    "drop_milestone",
    "edit_comment",
    "edit_commitment",
    "end_service",
    "follow_up_question",
    "hand_back",
    "invite_by_mail",
    "invite_co_signatory",
    "invite_contributor",
    "invite_signatory",
    "keep_proposals",
    "leave_commitment",
    "leave_joint_report",
    "leave_out_proposals",
    "lodge_report",
    "place_row",
    "plan_milestone",
    "propose_service",
    "put_observations",
    "reach_milestone",
    "read_margin",
    "register_commitment",
    "remove_contributor",
    "remove_observation",
    "remove_upload",
    "rename_joint_report",
    "reopen_proposals",
    "resolve_comment",
    "revoke_co_signatory",
    "revoke_signatory",
    "save_answer",
    "save_cell",
    "save_choices",
    "save_column",
    "save_observation",
    "save_status",
    "say_in_preparation",
    "set_chain",
    "start_joint_report",
    "start_report",
    "submit_report",
    "suggest",
    "take_part_after_all",
    "take_up_milestone",
    "tell_of_comments",
    "translate_version",
    "upload_circular",
    "withdraw_commitment",
    "withdraw_report",
]
