"""A joint report: each co-signatory confirms the words it is named under, and nobody else is."""

from __future__ import annotations

import pytest
from django.urls import reverse

from commitments import operations, receipts
from commitments.models import CoSignatory, Report
from commitments.policies import readable_report_versions
from commitments.queries import prefill, signing
from commitments.report_content import of_version
from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible, WrongState
from gfmd_platform.cycles.models import CycleInvitation
from gfmd_platform.ledger.models import Event
from gfmd_platform.ledger.operations import deliver_due
from gfmd_platform.notifications.models import Mail
from gfmd_platform.search.models import SearchEntry

from .making import LATER, NOW, choose, make_cycle, make_report, start, submit, write
from .signing import TITLE, begin, confirm, invite, make_joint_report, text_hash, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(support_unit, focal_point, other_focal_point, submitter):
    """Opened when all of them took part, so that each is invited."""
    return make_cycle(support_unit)


@pytest.fixture
def third(submitter):
    """A focal point of a network that no State speaks for."""
    return submitter


def participation(cycle, someone):
    return CycleInvitation.objects.get(cycle=cycle, stakeholder=someone.stakeholder).state


def test_a_version_names_who_confirmed_and_nobody_else(
    cycle, focal_point, other_focal_point, third, visitor
):
    report = written(cycle, focal_point, visibility="public")
    confirm(invite(report, focal_point, other_focal_point), other_focal_point)
    invite(report, focal_point, third)

    version = submit(report, focal_point)

    lead, other = focal_point.stakeholder.name, other_focal_point.stakeholder.name
    assert version.authors == [lead, other]
    assert version.joint_name == f"Joint report of {lead} and {other}: {TITLE}"
    (row,) = version.co_signatories.all()
    assert (row.capacity, row.confirmed_at) == ("focal_point", NOW)
    assert row.membership.person == other_focal_point.person
    assert of_version(version).hash == version.content_hash
    page = visitor.client.get(f"/reports/{report.pk}/").content.decode()
    assert other in page
    assert third.stakeholder.name not in page


def test_it_stands_beside_ones_own_report_and_counts_for_nobody(
    cycle, focal_point, other_focal_point
):
    joint = make_joint_report(cycle, focal_point, other_focal_point)
    assert participation(cycle, focal_point) == "invited"
    assert participation(cycle, other_focal_point) == "invited"

    own = start(cycle, focal_point)
    assert own.pk != joint.pk
    assert begin(cycle, focal_point, title="Another").pk != joint.pk
    operations.decline_cycle(
        cycle_id=cycle.pk,
        stakeholder_id=other_focal_point.stakeholder.pk,
        reason="",
        by=other_focal_point.actor,
        now=NOW,
    )
    operations.withdraw_report(report_id=joint.pk, reason="Late", by=focal_point.actor, now=NOW)
    assert participation(cycle, other_focal_point) == "declined"


def test_the_support_units_page_of_a_stakeholder_lists_the_joint_reports_it_signed(
    cycle, focal_point, other_focal_point, support_unit
):
    joint = make_joint_report(cycle, focal_point, other_focal_point, visibility="support_unit")
    begin(cycle, focal_point, title="A draft is nobody's to see")
    for someone, leads in ((focal_point, True), (other_focal_point, False)):
        pk = someone.stakeholder.pk
        shown = support_unit.client.get(reverse("cycles:stakeholder-reporting", args=[pk]))
        assert reverse("reports:detail", args=[joint.pk]) in shown.content.decode()
        asked = support_unit.api.get(f"/api/v1/cycles/reporting/?stakeholder={pk}").json()
        assert [row["leads"] for row in asked["joint_reports"]] == [leads]


def test_the_same_title_twice_is_one_draft(cycle, focal_point):
    assert begin(cycle, focal_point).pk == begin(cycle, focal_point).pk
    with pytest.raises(Invalid):
        begin(cycle, focal_point, title="  ")


def test_nobody_submits_a_joint_report_alone(cycle, focal_point, other_focal_point):
    report = written(cycle, focal_point, visibility="public")
    invite(report, focal_point, other_focal_point)
    with pytest.raises(Invalid) as refused:
        submit(report, focal_point)
    assert list(refused.value.errors) == ["co_signatories"]


def test_an_edit_reopens_a_confirmation_and_is_told_once(cycle, focal_point, other_focal_point):
    report = written(cycle, focal_point, visibility="public")
    row = confirm(invite(report, focal_point, other_focal_point), other_focal_point)
    before = text_hash(report)
    assert not signing.waiting_for(other_focal_point.actor).exists()

    write(report, focal_point, "Other words.", now=LATER)
    write(report, focal_point, "Others again.", now=LATER)
    choose(report, focal_point, "participants")

    with pytest.raises(Invalid):
        submit(report, focal_point)
    assert signing.waiting_for(other_focal_point.actor).get() == row
    deliver_due(now=LATER)
    told = Mail.objects.filter(template="joint_reports/reopened")
    assert [mail.to for mail in told] == [other_focal_point.person.email]
    with pytest.raises(Invalid):
        operations.confirm_joint_report(
            co_signatory_id=row.pk, text_hash=before, by=other_focal_point.actor, now=LATER
        )

    write(report, focal_point, "We agreed on one contract.", now=LATER)
    choose(report, focal_point, "public")  # the old words stand confirmed again
    assert not signing.waiting_for(other_focal_point.actor).exists()
    assert submit(report, focal_point).authors[1:] == [other_focal_point.stakeholder.name]


def test_taking_out_a_value_or_another_title_reopens_it_too(cycle, focal_point, other_focal_point):
    from .test_report_drafts import observe

    report = written(cycle, focal_point, visibility="public")
    value = observe(report, focal_point)
    row = confirm(invite(report, focal_point, other_focal_point), other_focal_point)
    operations.remove_observation(
        report_id=report.pk, observation_id=value.pk, revision=1, by=focal_point.actor, now=LATER
    )
    row.refresh_from_db()
    assert row.reopened_at == LATER

    confirm(row, other_focal_point)
    operations.rename_joint_report(
        report_id=report.pk, title="Fairer", revision=1, by=focal_point.actor, now=LATER
    )
    row.refresh_from_db()
    assert row.reopened_at == LATER


def test_only_those_asked_read_the_words_and_nothing_around_them(
    cycle, focal_point, other_focal_point, third, support_unit, colleague
):
    report = written(cycle, focal_point, text="kingfisher", visibility="public")
    row = invite(report, focal_point, other_focal_point)
    address = f"/reports/co-signatories/{row.pk}/"
    assert b"kingfisher" in other_focal_point.client.get(address).content
    for someone in (third, support_unit, colleague, focal_point):
        assert someone.client.get(address).status_code == 404
        assert someone.client.get(f"/api/v1/co-signatories/{row.pk}/").status_code == 404
    for page in ("history/", "a/margin/", "colleagues/", "", "co-signatories/", "document/docx/"):
        answer = other_focal_point.client.get(f"/reports/{report.pk}/draft/{page}")
        assert answer.status_code == 403, page
    assert other_focal_point.client.get(f"/api/v1/reports/{report.pk}/draft/").status_code == 403
    with pytest.raises(NotAllowed):
        write(report, other_focal_point, "Mine")


def test_who_declined_or_was_taken_back_reads_nothing_more(
    cycle, focal_point, other_focal_point, third
):
    report = written(cycle, focal_point, text="kingfisher", visibility="public")
    row = invite(report, focal_point, other_focal_point)
    operations.decline_joint_report(co_signatory_id=row.pk, by=other_focal_point.actor, now=NOW)
    taken_back = invite(report, focal_point, third)
    operations.revoke_co_signatory(co_signatory_id=taken_back.pk, by=focal_point.actor, now=NOW)
    for someone, asked in ((other_focal_point, row), (third, taken_back)):
        page = someone.client.get(f"/reports/co-signatories/{asked.pk}/")
        assert b"kingfisher" not in page.content
        assert TITLE.encode() not in page.content
        assert not Report.unscoped.visible_to(someone.actor).filter(pk=report.pk).exists()
    with pytest.raises(WrongState):
        confirm(row, other_focal_point)
    with pytest.raises(NotVisible):
        operations.confirm_joint_report(
            co_signatory_id=row.pk, text_hash="", by=third.actor, now=NOW
        )


def test_a_draft_is_in_no_list_search_mail_or_event(cycle, focal_point, other_focal_point, visitor):
    report = begin(cycle, focal_point, title="The kingfisher pact")
    write(report, focal_point, "kingfisher")
    choose(report, focal_point, "public")
    row = invite(report, focal_point, other_focal_point)
    deliver_due(now=NOW)
    confirm(row, other_focal_point)
    write(report, focal_point, "kingfisher, kingfisher", now=LATER)
    deliver_due(now=LATER)
    assert not SearchEntry.objects.filter(record_id=report.pk).exists()
    assert Mail.objects.filter(template__startswith="joint_reports/").count() == 3
    for mail in Mail.objects.all():
        assert "kingfisher" not in f"{mail.subject}{mail.body_text}"
    assert not any("kingfisher" in str(event.data) for event in Event.objects.all())
    for url in ("/reports/", f"/cycles/{cycle.pk}/", "/api/v1/reports/", "/search/?q=kingfisher"):
        page = visitor.client.get(url).content.replace(b"q=kingfisher", b"")
        assert b"kingfisher pact" not in page


def test_a_correction_is_confirmed_anew(cycle, focal_point, other_focal_point, third):
    report = make_joint_report(cycle, focal_point, other_focal_point, third)
    operations.correct_report(report_id=report.pk, by=focal_point.actor, now=LATER)
    write(report, focal_point, "Corrected.", now=LATER)
    with pytest.raises(Invalid):
        submit(report, focal_point)
    row = CoSignatory.objects.get(report=report, stakeholder=third.stakeholder)
    confirm(row, third, now=LATER)
    second = submit(report, focal_point, now=LATER)
    assert second.authors[1:] == [third.stakeholder.name]
    first = report.versions.get(no=1)
    assert len(first.authors) == 3


def test_a_correction_given_up_leaves_the_signatures(cycle, focal_point, other_focal_point):
    report = make_joint_report(cycle, focal_point, other_focal_point)
    operations.correct_report(report_id=report.pk, by=focal_point.actor, now=LATER)
    write(report, focal_point, "Corrected.", now=LATER)
    operations.discard_correction(report_id=report.pk, by=focal_point.actor, now=LATER)
    row = report.co_signatories.get()
    assert (row.answer, row.answered_at) == ("confirmed", NOW)
    deliver_due(now=LATER)
    assert not Mail.objects.filter(template="joint_reports/reopened").exists()


def test_leaving_what_stands_makes_a_version_without_the_name(
    cycle, focal_point, other_focal_point, third
):
    report = make_joint_report(cycle, focal_point, other_focal_point, third)
    row = CoSignatory.objects.get(report=report, stakeholder=third.stakeholder)
    operations.leave_joint_report(co_signatory_id=row.pk, by=third.actor, now=LATER)
    report.refresh_from_db()
    version = report.current_version
    assert (version.no, len(version.authors), version.capacity) == (2, 2, "")
    assert [a.value for a in version.answers.all()] == ["We agreed on one contract."]
    checked = receipts.verify(version)
    assert checked.breaches == []
    assert len(report.versions.get(no=1).authors) == 3
    with pytest.raises(WrongState):
        operations.leave_joint_report(co_signatory_id=row.pk, by=third.actor, now=LATER)


def test_leaving_a_draft(cycle, focal_point, other_focal_point):
    report = written(cycle, focal_point, visibility="public")
    row = confirm(invite(report, focal_point, other_focal_point), other_focal_point)
    operations.leave_joint_report(co_signatory_id=row.pk, by=other_focal_point.actor, now=NOW)
    with pytest.raises(Invalid):
        submit(report, focal_point)
    assert other_focal_point.client.get(f"/reports/{report.pk}/").status_code == 404


def test_a_signature_reads_what_it_signed_whoever_else_may(cycle, focal_point, other_focal_point):
    report = make_joint_report(cycle, focal_point, other_focal_point, visibility="support_unit")
    page = other_focal_point.client.get(f"/reports/{report.pk}/")
    assert b"We agreed on one contract." in page.content
    assert readable_report_versions(other_focal_point.actor).count() == 1
    assert readable_report_versions(Actor.visitor()).count() == 0


def test_prefill_keeps_own_and_joint_reports_apart(
    cycle, focal_point, other_focal_point, support_unit
):
    make_joint_report(cycle, focal_point, other_focal_point, text="Joint words")
    make_report(cycle, focal_point, text="Own words")
    after = make_cycle(support_unit, title="Review of 2028", year=2028)
    own, joint = start(after, focal_point), begin(after, focal_point)

    def last(report):
        version = prefill.last_version(report)
        return version.answers.get().value if version else None

    assert last(own) == "Own words"
    assert last(joint) == "Joint words"
    assert last(begin(after, focal_point, title="Another")) is None


def test_a_deleted_draft_tells_those_who_were_asked(cycle, focal_point, other_focal_point):
    report = written(cycle, focal_point, visibility="public")
    invite(report, focal_point, other_focal_point)
    operations.discard_report(report_id=report.pk, by=focal_point.actor, now=LATER)
    assert Mail.objects.filter(template="joint_reports/given_up").count() == 1
    assert not CoSignatory.objects.exists()


def test_lodging_an_own_report_leaves_a_joint_one_alone(
    cycle, focal_point, other_focal_point, support_unit
):
    from commitments.queries.lodging import may_be_lodged_for

    make_joint_report(cycle, focal_point, other_focal_point)
    assert may_be_lodged_for(cycle).filter(pk=focal_point.stakeholder.pk).exists()
