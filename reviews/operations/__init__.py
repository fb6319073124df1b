from .beginning import begin_review
from .compiling import cancel_compilation, request_compilation, run_failed_again
from .deciding import approve, return_with_words, send_to_chair, take_back
from .publishing import prepare_correction, publish, render_files
from .quoting import object_to_quotation, open_quotation_check, withdraw_objection
from .running import run_next_part, sweep
from .verifying import request_check, ring_checks_again, run_check
from .writing import write_section

__all__ = [
    "approve",
    "begin_review",
    "cancel_compilation",
    "object_to_quotation",
    "open_quotation_check",
    "prepare_correction",
    "publish",
    "render_files",
    "request_check",
    "request_compilation",
    "return_with_words",
    "ring_checks_again",
    "run_check",
    "run_failed_again",
    "run_next_part",
    "send_to_chair",
    "sweep",
    "take_back",
    "withdraw_objection",
    "write_section",
]
