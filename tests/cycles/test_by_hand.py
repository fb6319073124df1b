"""Reminders by hand: seen first, sent once, and only to whoever has not answered."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from commitments import operations as reporting
from gfmd_platform.access.exceptions import Invalid, NotAllowed, WrongState
from gfmd_platform.cycles import operations
from gfmd_platform.cycles.models import Cycle, CycleContact, ReminderByHand
from gfmd_platform.ledger.models import Event
from gfmd_platform.notifications.models import Mail
from gfmd_platform.stakeholders.models import Membership
from tests.commitments.making import NOW, make_cycle, make_report, start, write
from tests.people import seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(support_unit, focal_point, other_focal_point, submitter) -> Cycle:
    return make_cycle(support_unit)


def url(cycle: Cycle) -> str:
    return reverse("cycles:remind", args=[cycle.pk])


def words(page, **changes: object) -> dict[str, object]:
    """What the page's form would send."""
    shown = page.context
    return {
        "id": str(shown["reminder_id"]),
        "seen": shown["plan"].mark,
        "stakeholder": [str(pk) for pk in shown["chosen"]],
        "sentence": "",
        "step": "send",
    } | changes


def by_hand() -> list[Mail]:
    return list(Mail.objects.filter(template="cycles/by_hand").order_by("to"))


def test_a_reminder_goes_out_as_it_was_shown_and_once(cycle, support_unit, focal_point):
    client = support_unit.client
    page = client.get(url(cycle), {"stakeholder": focal_point.stakeholder.pk})
    shown = client.post(
        url(cycle), words(page, step="preview", sentence="We can  help <by> phone.")
    )
    _recipient, subject, text = shown.context["samples"][0]
    assert "We can help <by> phone." in text
    assert by_hand() == []
    send = words(shown, sentence="We can help <by> phone.")
    for _press in range(2):
        assert client.post(url(cycle), send)["Location"] == reverse("cycles:board", args=[cycle.pk])
    (mail,) = by_hand()
    assert (mail.to, mail.subject, mail.body_text) == (focal_point.person.email, subject, text)
    contact = CycleContact.objects.get(kind="by_hand")
    assert (contact.people, contact.reminder.sentence) == (1, "We can help <by> phone.")
    event = Event.objects.get(verb="cycle.remind")
    assert event.data["mails"] == 1
    assert "phone" not in str(event.data)
    board = client.get(reverse("cycles:board", args=[cycle.pk])).content.decode()
    assert "Reminded by the Support Unit" in board


def test_a_group_is_told_apart_from_whom_it_leaves_out_and_why(
    cycle, support_unit, focal_point, other_focal_point, submitter
):
    second = seat(focal_point.stakeholder, name="Mona Muted")
    operations.mute_reminders(
        cycle_id=cycle.pk,
        stakeholder_id=focal_point.stakeholder.pk,
        mutes=True,
        by=second.actor,
        now=NOW,
    )
    make_report(cycle, other_focal_point)
    Membership.objects.filter(stakeholder=submitter.stakeholder).update(until=dt.date(2021, 1, 1))
    page = support_unit.client.get(url(cycle))
    plan = page.context["plan"]
    assert [each.seat.person for each in plan.recipients] == [focal_point.person]
    left_out = {(each.stakeholder, each.person): each.reason for each in plan.left_out}
    assert left_out[("Belmora", "")] == "It submitted."
    assert left_out[("Harbour Network", "")] == "It has no focal point on record."
    assert "Wishes no reminders" in left_out[("Arvania", "Mona Muted")]
    text = page.content.decode()
    assert "It submitted." in text and "Mona Muted" in text
    declined = support_unit.client.get(url(cycle), {"stakeholder": "no-id", "chosen": "yes"})
    assert declined.status_code == 302


def test_whoever_declined_gets_none(cycle, support_unit, focal_point):
    reporting.decline_cycle(
        cycle_id=cycle.pk,
        stakeholder_id=focal_point.stakeholder.pk,
        reason="An election year",
        by=focal_point.actor,
        now=NOW,
    )
    page = support_unit.client.get(url(cycle), {"stakeholder": focal_point.stakeholder.pk})
    assert page.context["plan"].recipients == []
    assert "said that it will not report" in page.content.decode()
    assert support_unit.client.post(url(cycle), words(page)).status_code == 422
    assert by_hand() == []


def test_what_changed_since_it_was_seen_is_shown_again_and_not_sent(
    cycle, support_unit, focal_point
):
    page = support_unit.client.get(url(cycle), {"stakeholder": focal_point.stakeholder.pk})
    changed = support_unit.client.post(url(cycle), words(page, sentence="Another sentence"))
    assert changed.status_code == 422
    assert "Another sentence" in changed.context["samples"][0][2]
    seat(focal_point.stakeholder)
    grown = support_unit.client.post(
        url(cycle), words(changed, sentence="Another sentence") | {"id": "not an id"}
    )
    assert len(grown.context["plan"].recipients) == 2
    assert by_hand() == [] and not ReminderByHand.objects.exists()
    too_long = support_unit.client.post(url(cycle), words(grown, sentence="x" * 601))
    assert too_long.status_code == 422


def test_the_preview_is_the_same_whether_a_draft_exists_or_not(cycle, support_unit, focal_point):
    def mark() -> str:
        return support_unit.client.get(url(cycle)).context["plan"].mark

    before = mark()
    write(start(cycle, focal_point), focal_point, "Canary in the draft")
    assert mark() == before


def test_only_the_support_unit_reminds_and_only_while_the_cycle_is_open(
    cycle, support_unit, focal_point
):
    send = {
        "cycle_id": cycle.pk,
        "reminder_id": uuid4(),
        "stakeholder_ids": [focal_point.stakeholder.pk],
        "sentence": "",
        "seen": "",
        "now": NOW,
    }
    with pytest.raises(NotAllowed):
        operations.remind_by_hand(**send, by=focal_point.actor)
    with pytest.raises(Invalid):
        operations.remind_by_hand(**send, by=support_unit.actor)
    operations.close_cycle(cycle_id=cycle.pk, by=support_unit.actor, now=NOW)
    with pytest.raises(WrongState):
        operations.remind_by_hand(**send, by=support_unit.actor)
    assert support_unit.client.get(url(cycle)).status_code == 409


def test_the_api_previews_and_sends_once(cycle, support_unit, focal_point):
    address = f"/api/v1/cycles/{cycle.pk}/remind/"
    asked = {
        "id": str(uuid4()),
        "stakeholders": [str(focal_point.stakeholder.pk)],
        "sentence": "Call us.",
    }
    assert focal_point.api.post(address, asked, format="json").status_code == 403
    plan = support_unit.api.post(address, asked, format="json").json()
    assert [each["email"] for each in plan["recipients"]] == [focal_point.person.email]
    assert by_hand() == []
    for _time in range(2):
        sent = support_unit.api.post(address, asked | {"seen": plan["seen"]}, format="json")
        assert sent.status_code == 200
    assert [mail.body_text for mail in by_hand()] == [plan["mails"][0]["text"]]


@pytest.mark.parametrize("number", [1, 3])
def test_the_preview_costs_the_same_however_many(
    cycle,
    support_unit,
    focal_point,
    other_focal_point,
    submitter,
    django_assert_num_queries,
    number,
):
    chosen = [s.stakeholder.pk for s in (focal_point, other_focal_point, submitter)[:number]]
    support_unit.client.get(url(cycle), {"stakeholder": chosen})
    with django_assert_num_queries(8):
        support_unit.client.get(url(cycle), {"stakeholder": chosen})
