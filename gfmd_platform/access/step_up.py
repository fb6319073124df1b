"""Which requests need that the person has shown, a short while ago, that it is they.

The only place. Names of routes, for requests that change something: what is done there is done in
the name of a State or another stakeholder, or decides who acts for one. Pages lead to the
confirmation and back, the API answers 403; see `gfmd_platform/stakeholders/middleware.py`.
"""

from __future__ import annotations

from django.http import HttpRequest

#: Acts in the stakeholder's name.
_SUBMITTING = {
    "reports:check",
    "reports:withdraw",
    "reports:lodge",
    "commitments:check",
    "commitments:withdraw",
    "api:report-submit",
    "api:report-withdraw",
    "api:lodging-list",
    "api:commitment-register",
    "api:commitment-withdraw",
}
#: Who acts for a stakeholder, who sits in a group.
_MEMBERSHIP = {
    "stakeholders:members",
    "stakeholders:resend",
    "stakeholders:revoke",
    "stakeholders:end-membership",
    "stakeholders:nominate",
    "stakeholders:renew-access",
    "stakeholders:groups",
    "stakeholders:end-mandate",
    "stakeholders:leave-support-unit",
    "api:stakeholder-invitations",
    "api:stakeholder-nominations",
    "api:invitation-resend",
    "api:invitation-revoke",
    "api:membership-end",
    "api:membership-hand-over",
    "api:membership-renew-access",
    "api:mandate-list",
    "api:mandate-end",
    "api:support-unit-invite",
    "api:support-unit-leave",
}
#: What cannot be taken back.
_LEAVING = {"erase-account", "api:me-erase"}
#: Pages on which one button of several is such an act: the value of its `step`.
_STEPS = {"stakeholders:my-membership": "hand_over"}

STEP_UP = frozenset(_SUBMITTING | _MEMBERSHIP | _LEAVING | set(_STEPS))

_READING = {"GET", "HEAD", "OPTIONS"}


def asks_step_up(route: str, request: HttpRequest) -> bool:
    """Whether this request is one of them."""
    if request.method in _READING or route not in STEP_UP:
        return False
    return route not in _STEPS or request.POST.get("step") == _STEPS[route]
