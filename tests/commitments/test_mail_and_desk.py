"""What reaches whom: mail after each step, and what waits on a desk."""

from __future__ import annotations

import pytest
from django.urls import reverse

from commitments import operations
from gfmd_platform.ledger.operations import deliver_due
from gfmd_platform.notifications.models import Mail
from gfmd_platform.stakeholders.desk import desk_of
from gfmd_platform.stakeholders.models import Membership
from tests.people import seat

from .making import LATER, NOW, make_commitment, make_cycle, make_report, start
from .test_report_drafts import invite

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(state, support_unit, focal_point):
    cycle = make_cycle(support_unit)
    deliver_due(now=NOW)
    Mail.objects.all().delete()
    return cycle


def delivered():
    """(template, address) of the mail that the events so far have brought, delivered twice."""
    for _time in range(2):
        deliver_due(now=LATER)
    return sorted((mail.template, mail.to) for mail in Mail.objects.all())


def test_a_submission_sends_the_receipt_to_all_focal_points_and_a_notice_to_the_support_unit(
    cycle, focal_point, colleague, support_unit, state, other_focal_point
):
    second = seat(state)
    report = make_report(cycle, focal_point)
    assert delivered() == sorted(
        [
            ("reports/receipt", focal_point.person.email),
            ("reports/receipt", second.person.email),
            ("reports/handed_in", support_unit.person.email),
        ]
    )
    receipt = Mail.objects.get(to=focal_point.person.email)
    version = report.versions.get()
    for words in (version.receipt_key, version.content_hash, "Everybody", "/receipt/1/"):
        assert words in receipt.body_text


def test_an_acknowledgement_goes_to_the_focal_points(cycle, focal_point, support_unit):
    report = make_report(cycle, focal_point)
    operations.acknowledge_report(report_id=report.pk, by=support_unit.actor, now=LATER)
    assert ("reports/acknowledged", focal_point.person.email) in delivered()


def test_a_withdrawal_is_told_to_the_support_unit(cycle, focal_point, support_unit):
    report = make_report(cycle, focal_point)
    operations.withdraw_report(
        report_id=report.pk, reason="A wrong file.", by=focal_point.actor, now=LATER
    )
    assert ("reports/withdrawn", support_unit.person.email) in delivered()


def test_an_invited_colleague_is_told_and_nobody_else(cycle, focal_point, colleague):
    report = start(cycle, focal_point)
    invite(report, focal_point, colleague)
    assert delivered() == [("reports/write_along", colleague.person.email)]


def test_an_invitation_that_was_ended_before_the_mail_went_out_sends_none(
    cycle, focal_point, colleague
):
    report = start(cycle, focal_point)
    invite(report, focal_point, colleague)
    membership = Membership.objects.get(person=colleague.person)
    operations.remove_contributor(
        report_id=report.pk, membership_id=membership.pk, by=focal_point.actor, now=NOW
    )
    assert delivered() == []


def waiting(someone):
    return {
        (section.code, item.url) for section in desk_of(someone.actor) for item in section.items
    }


def test_the_desk_follows_a_report_from_invitation_to_acknowledgement(
    cycle, focal_point, colleague, support_unit
):
    begin = f"{reverse('reports:start', args=[cycle.pk])}?for={focal_point.stakeholder.pk}"
    assert waiting(focal_point) == {("yours", begin)}
    assert waiting(colleague) == set()
    report = start(cycle, focal_point)
    draft = ("drafts", reverse("reports:draft", args=[report.pk]))
    assert waiting(focal_point) == {draft}
    assert waiting(colleague) == set()
    invite(report, focal_point, colleague)
    assert waiting(colleague) == {("yours", draft[1])}
    assert waiting(support_unit) == set()
    make_report(cycle, focal_point)
    assert waiting(focal_point) == set()
    handed_in = ("yours", reverse("reports:detail", args=[report.pk]))
    assert waiting(support_unit) == {handed_in}
    operations.acknowledge_report(report_id=report.pk, by=support_unit.actor, now=LATER)
    assert waiting(support_unit) == set()


def test_who_declined_is_not_asked_again(cycle, focal_point, state):
    operations.decline_cycle(
        cycle_id=cycle.pk, stakeholder_id=state.pk, reason="", by=focal_point.actor, now=NOW
    )
    assert waiting(focal_point) == set()


def test_a_drafted_commitment_waits_on_its_members_desks(focal_point, colleague, submitter):
    draft = make_commitment(colleague, registered=False)
    item = ("drafts", reverse("commitments:check", args=[draft.pk]))
    assert waiting(focal_point) == waiting(colleague) == {item}
    assert waiting(submitter) == set()


@pytest.mark.parametrize("number", [1, 3])
def test_a_desk_costs_the_same_however_much_waits(
    support_unit, focal_point, django_assert_num_queries, number
):
    for _i in range(number):
        start(make_cycle(support_unit), focal_point)
        make_cycle(support_unit)
        make_commitment(focal_point, registered=False)
    actor = focal_point.actor
    from commitments.desk import provide

    list(provide(actor))
    with django_assert_num_queries(1):
        assert len(list(provide(actor))) == 3 * number
