"""Reminders by a ladder: who gets which mail when, and what stops it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from commitments import operations as reports
from gfmd_platform.access.exceptions import Invalid, NotAllowed
from gfmd_platform.cycles import operations
from gfmd_platform.cycles.models import Cycle, CycleInvitation, CycleReminder
from gfmd_platform.cycles.tasks import SCHEDULE
from gfmd_platform.notifications.models import Mail
from gfmd_platform.stakeholders.models import Person
from tests.commitments.making import NOW, make_cycle, make_report, start, write
from tests.people import seat

pytestmark = pytest.mark.django_db

DAY = dt.date(2027, 5, 15)


@pytest.fixture
def cycle(support_unit, focal_point, other_focal_point) -> Cycle:
    return make_cycle(support_unit)


def at(days: int, hour: int = 12) -> dt.datetime:
    return dt.datetime.combine(DAY, dt.time(hour), dt.UTC) + dt.timedelta(days=days)


def remind(days: int, hour: int = 12) -> list[Mail]:
    """The mails that a run on that day adds."""
    before = set(Mail.objects.values_list("pk", flat=True))
    operations.send_reminders(now=at(days, hour))
    return list(Mail.objects.exclude(pk__in=before).order_by("to"))


def to(mails: list[Mail]) -> set[str]:
    return {mail.to for mail in mails}


@pytest.mark.parametrize(
    ("days", "number"), [(-60, 0), (-56, 1), (-21, 1), (-7, 1), (0, 1), (14, 1), (30, 0)]
)
def test_each_rung_goes_out_once_to_each_focal_point(cycle, focal_point, days, number):
    mails = [m for m in remind(days) if m.to == focal_point.person.email]
    assert len(mails) == number
    assert remind(days, hour=15) == [] and remind(days + 1) == []


def test_a_rung_that_was_missed_is_made_up_for_within_days(cycle):
    assert remind(-5) and not remind(-5)
    assert remind(3) == []


@pytest.mark.parametrize("answer", ["submitted", "declined"])
def test_it_stops_when_submitted_or_declined(cycle, focal_point, other_focal_point, answer):
    if answer == "submitted":
        make_report(cycle, focal_point)
    else:
        reports.decline_cycle(
            cycle_id=cycle.pk,
            stakeholder_id=focal_point.stakeholder.pk,
            reason="",
            by=focal_point.actor,
            now=NOW,
        )
    assert focal_point.person.email not in to(remind(-7))
    assert other_focal_point.person.email in to(remind(0))


def test_a_mail_is_the_same_whether_a_draft_exists_or_not(cycle, focal_point, other_focal_point):
    write(start(cycle, focal_point), focal_point, "Canary in the draft")
    mine, theirs = (
        next(m for m in Mail.objects.all() if m.to == someone.person.email and "remind" in m.key)
        for someone in (focal_point, other_focal_point)
        if remind(-7) is not None
    )

    def without_names(mail, someone):
        text = f"{mail.subject}\n{mail.body_text}"
        return text.replace(someone.stakeholder.name, "X").replace(someone.person.name, "Y")

    assert without_names(mine, focal_point) == without_names(theirs, other_focal_point)
    assert "Canary" not in mine.body_text


def test_whoever_has_more_time_is_reminded_by_its_own_day(
    cycle, focal_point, other_focal_point, support_unit
):
    operations.give_more_time(
        cycle_id=cycle.pk,
        stakeholder_id=focal_point.stakeholder.pk,
        until=DAY + dt.timedelta(days=10),
        by=support_unit.actor,
        now=NOW,
    )
    told = Mail.objects.get(to=focal_point.person.email, template="cycles/extended")
    assert "25 May 2027" in told.subject
    assert focal_point.person.email not in to(remind(0))
    assert to(remind(10)) >= {focal_point.person.email}


def test_more_time_is_the_support_units_to_give_and_nobody_elses_to_see(
    cycle, focal_point, other_focal_point, support_unit, visitor
):
    give = {"cycle_id": cycle.pk, "stakeholder_id": focal_point.stakeholder.pk, "now": NOW}
    with pytest.raises(NotAllowed):
        operations.give_more_time(until=DAY + dt.timedelta(1), by=focal_point.actor, **give)
    with pytest.raises(Invalid):
        operations.give_more_time(until=DAY, by=support_unit.actor, **give)
    url = reverse("cycles:more-time", args=[cycle.pk, focal_point.stakeholder.pk])
    assert support_unit.client.get(url).status_code == 200
    sent = {"until_day": "1", "until_month": "6", "until_year": "2027"}
    assert support_unit.client.post(url, sent).status_code == 302
    assert CycleInvitation.objects.get(stakeholder=focal_point.stakeholder).extended_to == dt.date(
        2027, 6, 1
    )
    page = reverse("cycles:detail", args=[cycle.pk])
    assert "1 June 2027" in focal_point.client.get(page).content.decode()
    for someone in (other_focal_point, visitor):
        assert "1 June 2027" not in someone.client.get(page).content.decode()


def test_a_focal_point_mutes_and_one_at_least_is_reminded(cycle, focal_point, other_focal_point):
    second = seat(focal_point.stakeholder)
    url = reverse("cycles:mute", args=[cycle.pk, focal_point.stakeholder.pk])
    assert focal_point.client.post(url, {"mutes": "yes"}).status_code == 302
    mails = to(remind(-7))
    assert focal_point.person.email not in mails and second.person.email in mails
    refused = second.client.post(url, {"mutes": "yes"}, follow=True).content.decode()
    assert "somebody must be" in refused
    assert other_focal_point.client.post(url, {"mutes": "yes"}).status_code == 403
    focal_point.client.post(url, {"mutes": "no"})
    assert focal_point.person.email in to(remind(0))


def test_the_ladder_is_data_of_the_cycle(cycle, support_unit, focal_point):
    url = reverse("cycles:reminders", args=[cycle.pk])
    assert "3 weeks before" in support_unit.client.get(url).content.decode()
    assert support_unit.client.post(url, {"days": ["-14", "0"]}).status_code == 302
    assert list(CycleReminder.objects.values_list("days", flat=True)) == [-14, 0]
    assert focal_point.client.post(url, {"days": []}).status_code == 403
    with pytest.raises(Invalid):
        operations.set_reminders(cycle_id=cycle.pk, days=[999], by=support_unit.actor, now=NOW)


def test_a_closed_cycle_reminds_nobody_and_beat_rings_each_hour(cycle, support_unit):
    operations.close_cycle(cycle_id=cycle.pk, by=support_unit.actor, now=NOW)
    assert remind(-7) == []
    assert SCHEDULE["cycles: remind focal points"]["schedule"] == 3600.0


def test_a_date_that_has_passed_closes_nothing_and_is_named_in_one_zone(cycle, focal_point):
    page = focal_point.client.get(reverse("cycles:detail", args=[cycle.pk])).content.decode()
    assert "(Europe/Zurich time)" in page
    assert 'data-local-time="2027-05-15T22:00:00+00:00"' in page
    assert cycle.takes_reports


def test_a_mail_tells_the_end_of_the_day_where_its_reader_is_too(
    cycle, focal_point, other_focal_point
):
    Person.objects.filter(pk=focal_point.person.pk).update(time_zone="Africa/Nairobi")
    bodies = {mail.to: mail.body_text for mail in remind(-7)}
    mine = bodies[focal_point.person.email]
    assert "(Europe/Zurich time)" in mine
    assert "\n\nFor you: until 16 May 2027, 01:00 (Africa/Nairobi).\n\n" in mine
    assert "For you" not in bodies[other_focal_point.person.email]


def test_the_api_does_the_same(cycle, support_unit, focal_point):
    base = f"/api/v1/cycles/{cycle.pk}"
    sent = support_unit.api.put(f"{base}/reminders/", {"days": [-7]}, format="json")
    assert sent.json()["days"] == [-7]
    more = {"stakeholder": str(focal_point.stakeholder.pk), "until": "2027-06-01"}
    assert support_unit.api.post(f"{base}/more-time/", more, format="json").status_code == 200
    assert focal_point.api.post(f"{base}/more-time/", more, format="json").status_code == 403
    mute = {"stakeholder": str(focal_point.stakeholder.pk), "mutes": False}
    assert focal_point.api.post(f"{base}/mute/", mute, format="json").status_code == 204
