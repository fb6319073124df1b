from .arranging import leave_section, limit_words, move_section, take_section
from .beginning import begin_review
from .circulating import attend_rounds, cancel_round, comment, plan_round, settle_comment
from .compiling import cancel_compilation, request_compilation, run_failed_again
from .deciding import approve, return_with_words, send_to_chair, take_back
from .handing_over import note_handing_over, save_input_outline
from .publishing import prepare_correction, publish, render_files
from .quoting import object_to_quotation, open_quotation_check, withdraw_objection
from .remarking import comment_section, resolve_section_comment
from .reserving import add_reservation, withdraw_reservation
from .running import run_next_part, sweep
from .scheduling import cancel_publication, publish_due, schedule_publication
from .sections import Taken
from .verifying import request_check, ring_checks_again, run_check
from .writing import (
    bring_back_section,
    choose_quotations,
    hide_section,
    show_section,
    write_section,
)

__all__ = [
    "Taken",
    "add_reservation",
    "approve",
    "attend_rounds",
    "begin_review",
    "bring_back_section",
    "cancel_compilation",
    "cancel_publication",
    "cancel_round",
    "choose_quotations",
    "comment",
    "comment_section",
    "hide_section",
    "leave_section",
    "limit_words",
    "move_section",
    "note_handing_over",
    "object_to_quotation",
    "open_quotation_check",
    "plan_round",
    "prepare_correction",
    "publish",
    "publish_due",
    "render_files",
    "request_check",
    "request_compilation",
    "resolve_section_comment",
    "return_with_words",
    "ring_checks_again",
    "run_check",
    "run_failed_again",
    "run_next_part",
    "save_input_outline",
    "schedule_publication",
    "send_to_chair",
    "settle_comment",
    "show_section",
    "sweep",
    "take_back",
    "take_section",
    "withdraw_objection",
    "withdraw_reservation",
    "write_section",
]
