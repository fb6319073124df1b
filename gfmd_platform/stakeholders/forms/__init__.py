"""Shapes and words of errors. Forms never save; operations do."""

from .leaving import LeaveForm
from .refusals import add_refusal, attempt
from .stakeholders import (
    AcceptForm,
    ApplicationForm,
    ConfirmForm,
    DeclineForm,
    EditForm,
    EndMandateForm,
    FilterForm,
    HandOverForm,
    InviteForm,
    MandateForm,
    MembershipForm,
    NominationForm,
    ProfileForm,
    RegisterForm,
    RenewForm,
    SupportUnitInviteForm,
)

__all__ = [
    "AcceptForm",
    "ApplicationForm",
    "ConfirmForm",
    "DeclineForm",
    "EditForm",
    "EndMandateForm",
    "FilterForm",
    "HandOverForm",
    "InviteForm",
    "LeaveForm",
    "MandateForm",
    "MembershipForm",
    "NominationForm",
    "ProfileForm",
    "RegisterForm",
    "RenewForm",
    "SupportUnitInviteForm",
    "add_refusal",
    "attempt",
]
