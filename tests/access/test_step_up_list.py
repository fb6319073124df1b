"""Every address that changes something is either among those that need a fresh confirmation, or
here, with the reason why not. A route of tomorrow fails until somebody has thought about it."""

from __future__ import annotations

import csv

import pytest

from gfmd_platform.access.step_up import STEP_UP
from tests.people import Someone
from tests.stakeholders.factors import grow_old

from .test_matrix import MATRIX, ROLES

FREE: dict[str, str] = {
    "signing in, and showing who one is: these ask for the means themselves": """
        account_change_password account_confirm_login_code account_email
        account_email_verification_sent account_login account_logout account_reauthenticate
        account_reauthenticate_mail account_request_login_code account_reset_password
        account_reset_password_from_key account_set_password mfa_activate_totp mfa_add_webauthn
        mfa_authenticate mfa_deactivate_totp mfa_edit_webauthn mfa_generate_recovery_codes
        mfa_login_webauthn mfa_reauthenticate mfa_reauthenticate_webauthn mfa_remove_webauthn
        stakeholders:renewal""",
    "a mailed link is the proof, and the account joins nobody but its owner": """
        stakeholders:invitation api:invitation-accept api:invitation-look""",
    "one's own account, in one's own name": """
        account api:me-list api:membership-detail api:session-detail api:session-end-others
        usersessions_list interface:language interface:theme cycles:mute api:cycle-mute""",
    "open to everybody": "reports:verify-receipt api:receipt-list",
    "an application, which the Support Unit decides": "stakeholders:apply api:stakeholder-apply",
    "writing a draft: nothing leaves the stakeholder, and every text can be brought back": """
        api:commitment-amend api:commitment-drop-amendment api:commitment-list
        commitments:autosave commitments:edit commitments:new
        api:report-keep-proposals api:report-last-year api:report-leave-out-proposals
        api:report-reopen-proposals reports:last-year
        api:report-upload api:report-uploads api:report-upload-item reports:returned reports:upload
        api:report-upload-row
        api:report-adopt api:report-again api:report-answer api:report-answer-file
        api:report-bring-back api:report-bring-back-all api:report-comment api:report-copy-beside
        api:report-correct api:report-drop-correction api:report-list api:report-margin
        api:report-margin-read
        api:report-observation api:report-observations api:report-observations-bulk
        api:report-readers api:report-ready api:report-status-of api:report-suggestion
        api:report-suggestions reports:adopt reports:beside reports:choices reports:correct
        reports:field-history reports:grid reports:grid-save reports:grid-source
        reports:hand-back reports:history-back reports:margin reports:part reports:save
        reports:start reports:start-joint reports:title api:report-joint api:report-title
        reports:statuses reports:value reports:value-new reports:value-table reports:values
        api:example-drop-update api:example-files api:example-list api:example-recall
        api:example-reopen api:example-revise partnerships:example-add-file
        partnerships:example-autosave partnerships:example-edit partnerships:example-new
        partnerships:example-remove-file
        api:partnership-amend api:partnership-drop-changes api:partnership-list
        partnerships:partnership-autosave partnerships:partnership-edit
        partnerships:partnership-new
        stakeholders:edit api:stakeholder-detail""",
    "what is said to the Support Unit alone, and can be taken back": """
        reports:decline api:report-decline api:report-rejoin
        reports:in-preparation api:report-in-preparation""",
    "progress of what was published: each step stays, and another can follow": """
        api:commitment-milestones api:milestone-change api:milestone-drop api:milestone-reach
        api:milestone-take-up commitments:milestone-new commitments:milestone-step
        api:deliverable-deliver api:deliverable-detail api:deliverable-drop api:deliverable-list
        api:deliverable-start api:deliverable-take-up-again partnerships:deliverable-new
        partnerships:deliverable-step api:partnership-conclude api:partnership-resume""",
    "links between public records, which either side ends": """
        api:commitment-serving api:service-confirm api:service-decline api:service-end
        commitments:service commitments:serving""",
    "comments inside a group, which publish nothing": """
        reviews:round api:review-round-comment""",
    "taking an invitation back, before it was answered": """
        api:co-signatory-take-back reports:co-signatory-revoke
        api:signatory-take-back commitments:signatory-revoke api:partner-take-back
        partnerships:partner-revoke""",
    "the Support Unit's text, which nobody reads before it is sent; each step can be undone": """
        api:review-bring-back api:review-comment api:review-comments api:review-leave
        api:review-leave-out api:review-move api:review-section-quotations
        api:review-section-quotations-by-rule api:review-take api:review-take-in
        api:review-word-limit reviews:arrange reviews:choose reviews:leave-out reviews:limit
        reviews:section-comment reviews:section-history reviews:take""",
    "the Support Unit's daily work, in nobody else's name": """
        cycles:remind api:cycle-remind
        cycles:audience-remove api:cycle-audience
        api:cycle-question-draft api:cycle-question-draft-issue api:cycle-question-draft-move
        api:cycle-question-draft-question api:cycle-question-draft-questions
        api:cycle-question-draft-targets api:cycle-question-drafts
        api:cycle-audiences api:cycle-close api:cycle-detail api:cycle-list api:cycle-more-time
        api:cycle-open api:cycle-questions api:cycle-reminders api:cycle-reopen
        cycles:audience cycles:build cycles:close cycles:edit cycles:give-up cycles:issue
        cycles:more-time cycles:new cycles:open cycles:question cycles:question-new
        cycles:questionnaire cycles:reminders cycles:reopen
        reports:acknowledge api:report-acknowledge
        reports:ask commitments:ask api:commitment-questions api:report-questions
        api:question-follow-up api:question-close
        reviews:consultation api:review-consultation reviews:round-work api:review-rounds
        api:review-round api:review-settle
        api:review-cancel api:review-check api:review-compile api:review-correct api:review-list
        api:review-run-again
        api:review-hand-over api:review-input reviews:hand-over reviews:outline
        reviews:outline-heading reviews:outline-heading-new
        api:review-section api:review-send api:review-take-back reviews:autosave reviews:begin
        reviews:cancel reviews:check reviews:compile reviews:correct reviews:run_again
        reviews:section reviews:send reviews:take_back api:stakeholder-decline
        api:stakeholder-reopen
        api:example-decline api:example-publish api:example-refer api:example-remove
        api:example-request-changes partnerships:moderate-example-answer
        api:partnership-hold api:partnership-release""",
}


def changing() -> set[str]:
    """Routes that take another method than GET from somebody who is signed in."""
    found = set()
    with MATRIX.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            answers = {row[role] for role in ROLES if role != "visitor"}
            if row["method"] != "GET" and answers != {"method"}:
                found.add(row["route"])
    return found


def test_every_route_that_changes_something_was_thought_about() -> None:
    free = [route for routes in FREE.values() for route in routes.split()]
    assert len(free) == len(set(free)), "each once"
    assert not set(free) & STEP_UP
    assert changing() == STEP_UP | set(free)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("post", "/reports/{pk}/draft/colleagues/"),
        ("post", "/reports/{pk}/draft/clearance/"),
        ("post", "/reports/{pk}/draft/clearance/chain/"),
        ("post", "/reports/{pk}/draft/discard/"),
        ("post", "/commitments/{pk}/signatories/"),
        ("post", "/commitments/signatories/{pk}/"),
        ("post", "/partnerships/{pk}/withdraw/"),
        ("post", "/api/v1/reports/{pk}/contributors/"),
        ("put", "/api/v1/reports/{pk}/draft/clearance/"),
        ("delete", "/api/v1/reports/{pk}/"),
        ("post", "/api/v1/signatories/{pk}/confirm/"),
    ],
)
def test_it_is_asked_before_anything_is_looked_up(
    focal_point: Someone, method: str, address: str
) -> None:
    pk = "018f0000-0000-7000-8000-000000000000"
    is_api = address.startswith("/api/")
    browser = focal_point.api if is_api else focal_point.client
    grow_old(browser)
    # A form cannot pass for another method.
    sent = {"_method": "GET"} if not is_api else None
    more = {} if is_api else {"HTTP_X_HTTP_METHOD_OVERRIDE": "GET", "HTTP_HX_REQUEST": "true"}
    answer = getattr(browser, method)(address.format(pk=pk), sent, **more)
    if is_api:
        assert answer.json()["type"] == "step-up-required"
    else:
        assert "reauthenticate" in answer["Location"]


@pytest.mark.django_db
def test_writing_and_other_steps_at_the_same_address_stay_free(focal_point: Someone) -> None:
    pk = "018f0000-0000-7000-8000-000000000000"
    grow_old(focal_point.client)
    grow_old(focal_point.api)
    assert focal_point.client.post(f"/partnerships/{pk}/resume/").status_code == 404
    assert focal_point.api.patch(f"/api/v1/commitments/{pk}/", {}).status_code == 404
