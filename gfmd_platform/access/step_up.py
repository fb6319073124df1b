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
    "api:question-answer",
    "reports:translate",
    "api:report-translations",
    "api:lodging-list",
    "api:commitment-register",
    "api:commitment-withdraw",
    "partnerships:example-check",
    "partnerships:partnership-check",
    "api:example-submit",
    "api:example-withdraw",
    "api:partnership-register",
    "api:partnership-withdraw",
}
#: Binding it to what others began, asking others to bind themselves, clearing its words.
_BINDING = {
    "commitments:signatories",
    "commitments:signatory-answer",
    "commitments:signatory-leave",
    "api:commitment-signatories",
    "api:signatory-confirm",
    "api:signatory-decline",
    "api:signatory-leave",
    "partnerships:partners",
    "partnerships:partner-answer",
    "partnerships:partner-leave",
    "api:partnership-invite",
    "api:partner-accept",
    "api:partner-decline",
    "api:partner-leave",
    "reports:clearance",
    "reports:co-signatories",
    "reports:co-signatory-answer",
    "reports:co-signatory-leave",
    "api:report-co-signatories",
    "api:co-signatory-confirm",
    "api:co-signatory-decline",
    "api:co-signatory-leave",
    "reports:confirm-lodged",
    "api:report-confirm-lodged",
    "api:report-clear",
    "reviews:quotations",
    "reviews:reservations",
    "api:review-reservations",
    "api:review-reservation",
    "api:review-object",
    "api:review-withdraw-objection",
}
#: The Chair's and the Support Unit's words that stand for the Forum.
_FORUM = {
    "reviews:approval",
    "reviews:publish",
    "reviews:schedule",
    "api:review-schedule",
    "api:review-approve",
    "api:review-return-",
    "api:review-publish",
}
#: Who acts for a stakeholder, who sits in a group, who writes and clears its drafts.
_MEMBERSHIP = {
    "stakeholders:application",
    "stakeholders:register",
    "api:stakeholder-confirm",
    "api:stakeholder-end",
    "api:stakeholder-register",
    "reports:contributors",
    "reports:chain",
    "api:report-contributors",
    "api:report-clearance",
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
_LEAVING = {"erase-account", "api:me-erase", "commitments:discard", "reports:discard"}
#: Pages on which one button of several is such an act: the value of its `step`.
_STEPS = {"stakeholders:my-membership": "hand_over", "reports:question": "answer"}
#: Addresses that name the step themselves (`verb`): those of them that are such acts.
_VERBS = {
    "partnerships:example-step": {"withdraw", "discard"},
    "partnerships:partnership-step": {"withdraw", "discard"},
}
#: Endpoints of which one method is such an act.
_METHODS = {
    "api:commitment-detail": "DELETE",
    "api:example-detail": "DELETE",
    "api:partnership-detail": "DELETE",
    "api:report-detail": "DELETE",
}

STEP_UP = frozenset(
    _SUBMITTING | _BINDING | _FORUM | _MEMBERSHIP | _LEAVING | set(_STEPS) | set(_VERBS)
).union(_METHODS)

_READING = {"GET", "HEAD", "OPTIONS"}


def asks_step_up(route: str, request: HttpRequest) -> bool:
    """Whether this request is one of them."""
    if request.method in _READING or route not in STEP_UP:
        return False
    if route in _METHODS:
        return request.method == _METHODS[route]
    if route in _VERBS:
        match = request.resolver_match
        return match is not None and match.kwargs.get("verb") in _VERBS[route]
    return route not in _STEPS or request.POST.get("step") == _STEPS[route]
