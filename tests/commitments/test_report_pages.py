"""A report by hand: from the cycle's page to the receipt, without a script."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from commitments import operations
from commitments.models import DraftAnswer, DraftObservation, DraftStatus, Report, ReportVersion
from gfmd_platform.cycles.models import CycleInvitation
from gfmd_platform.stakeholders.models import Membership
from tests.people import seat, sign_in

from .making import (
    LATER,
    NOW,
    choose,
    draft_hash,
    make_commitment,
    make_cycle,
    make_report,
    start,
    submit,
    write,
)
from .test_commitments import COST
from .test_report_drafts import observe

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(state, other_state, support_unit):
    return make_cycle(support_unit)


@pytest.fixture
def report(cycle, focal_point):
    return start(cycle, focal_point)


def address(name, report, *more):
    return reverse(f"reports:{name}", args=[report.pk, *more])


def body(response):
    return response.content.decode()


def test_a_focal_point_writes_and_submits_a_report_by_hand(cycle, focal_point, state):
    commitment = make_commitment(focal_point, indicators=[COST])
    client = focal_point.client
    assert "You are invited to report" in body(
        client.get(reverse("cycles:detail", args=[cycle.pk]))
    )
    begun = client.post(reverse("reports:start", args=[cycle.pk]), {"language": "fr"})
    report = Report.unscoped.get()
    assert begun["Location"] == address("draft", report)
    assert report.language == "fr"

    part = address("part", report, "a")
    assert client.post(
        part,
        {
            "a_narrative": "Récit",
            "a_key_message": "Message",
            "revision": ["0", "0"],
        },
    )["Location"] == address("draft", report)
    assert client.post(
        address("statuses", report),
        {
            f"{commitment.pk}-status": "under_way",
            f"{commitment.pk}-note": "En cours",
            "about": [str(commitment.pk)],
            "revision": ["0"],
        },
    )["Location"] == address("draft", report)
    indicator = commitment.indicators.get()
    assert client.post(
        address("value-new", report),
        {
            "indicator": f"own:{indicator.key}",
            "period": "2025",
            "value": "6.1",
            "finality": "provisional",
            "sent_to_custodian": "no",
        },
    )["Location"] == address("values", report)
    assert DraftObservation.objects.get().unit == indicator.unit
    assert client.post(
        address("choices", report),
        {"visibility": "public", "may_quote": "no", "revision": "0"},
    )["Location"] == address("draft", report)

    check = client.get(address("check", report))
    for words in ("Récit", "Message", "En cours", "6.1", "becomes public at once"):
        assert words in body(check)
    receipt = client.post(
        address("check", report), {"draft": check.context["content"].hash, "speaks_for": "on"}
    )
    assert receipt["Location"] == address("receipt", report, 1)
    version = ReportVersion.objects.get()
    shown = body(client.get(receipt["Location"]))
    assert version.receipt_key in shown
    assert version.content_hash in shown
    assert version.may_quote is False


def test_submitting_from_two_tabs_gives_the_same_receipt(report, focal_point):
    write(report, focal_point, "Once")
    choose(report, focal_point)
    sent = {"draft": draft_hash(report), "speaks_for": "on"}
    places = {
        focal_point.client.post(address("check", report), sent)["Location"] for _tab in range(3)
    }
    assert places == {address("receipt", report, 1)}
    assert ReportVersion.objects.count() == 1


def test_submitting_what_was_changed_since_asks_to_check_again(report, focal_point):
    write(report, focal_point, "Checked")
    choose(report, focal_point)
    sent = {"draft": draft_hash(report), "speaks_for": "on"}
    write(report, focal_point, "Changed")
    answer = focal_point.client.post(address("check", report), sent, follow=True)
    assert "changed since you checked it" in body(answer)
    assert not ReportVersion.objects.exists()


def test_an_empty_report_says_what_is_missing_with_links(report, focal_point):
    answer = focal_point.client.post(
        address("check", report), {"draft": draft_hash(report), "speaks_for": "on"}
    )
    assert answer.status_code == 422
    assert address("choices", report) in body(answer)


def test_a_stale_page_shows_both_texts_and_the_choice_between_them(report, focal_point, state):
    colleague = seat(state)
    write(report, colleague, "Hers")
    page = focal_point.client.post(
        address("part", report, "a"),
        {"a_narrative": "His", "a_key_message": "Kept", "revision": ["0", "0"]},
    )
    assert page.status_code == 409
    text = body(page)
    assert "Hers" in text
    assert "His" in text
    stands = dict(DraftAnswer.objects.values_list("key", "value"))
    assert stands == {"a_narrative": "Hers", "a_key_message": "Kept"}
    merged = focal_point.client.post(
        address("part", report, "a"),
        {"field": "a_narrative", "a_narrative": "Both", "revision": "1", "choice": "merged"},
    )
    assert merged.status_code == 302
    assert DraftAnswer.objects.get(key="a_narrative").value == "Both"


def test_autosave_saves_one_field_and_answers_with_its_revision(report, focal_point):
    url = address("save", report)

    def save(**data):
        return focal_point.client.post(url, data, headers={"accept": "application/json"})

    first = save(field="a_narrative", revision="0", value="One")
    assert (first.status_code, first.json()["revision"]) == (200, 1)
    stale = save(field="a_narrative", revision="0", value="Two")
    assert (stale.status_code, stale.json()["theirs"]) == (409, {"a_narrative": "One"})
    assert stale.json()["revision"] == 1
    assert save(field="a_narrative", revision="1", value="x" * 50_001).status_code == 422
    assert save(field="a_narrative", revision="one", value="x").status_code == 400
    assert save(field="no_such", revision="0", value="x").status_code == 404


def test_autosave_of_a_status_keeps_the_note_beside_it(report, focal_point):
    commitment = make_commitment(focal_point)
    url = address("save", report)
    for revision, (name, value) in enumerate([("note", "Two of five"), ("status", "under_way")]):
        answer = focal_point.client.post(
            url, {"field": f"{commitment.pk}-{name}", "revision": revision, "value": value}
        )
        assert answer.json()["revision"] == revision + 1
    row = DraftStatus.objects.get()
    assert (row.status, row.note) == ("under_way", "Two of five")


def test_after_the_session_ended_autosave_says_so_and_keeps_nothing(report, visitor):
    answer = visitor.client.post(
        address("save", report), {"field": "a_narrative", "revision": "0", "value": "Lost?"}
    )
    assert answer.status_code == 401
    assert not DraftAnswer.objects.exists()


def test_text_sent_after_the_session_ended_is_there_after_signing_in_again(
    report, focal_point, visitor
):
    part = address("part", report, "a")
    client = visitor.client
    sent = client.post(
        part, {"a_narrative": "Not lost", "a_key_message": "", "revision": ["0", "0"]}
    )
    assert sent["Location"].startswith("/accounts/login/")
    sign_in(client, focal_point.person)
    text = body(client.get(part))
    assert "Not lost" in text
    assert "not saved yet" in text


def test_a_correction_is_version_two_and_shows_what_changed(report, focal_point, visitor):
    write(report, focal_point, "We built ten houses")
    choose(report, focal_point)
    submit(report, focal_point)
    client = focal_point.client
    assert client.post(address("correct", report))["Location"] == address("draft", report)
    write(report, focal_point, "We built twelve houses")
    assert "ten" in body(visitor.client.get(address("detail", report)))
    submit(report, focal_point, now=LATER)
    second = body(visitor.client.get(address("version", report, 2)))
    assert re.search(r"<del>.*ten.*</del>", second)
    assert re.search(r"<ins>.*twelve.*</ins>", second)
    assert "ten houses" in body(visitor.client.get(address("version", report, 1)))


def test_an_earlier_version_keeps_the_audience_that_was_chosen_for_it(
    report, focal_point, visitor, support_unit, other_focal_point
):
    write(report, focal_point, "For the Support Unit")
    choose(report, focal_point, "support_unit")
    submit(report, focal_point)
    operations.correct_report(report_id=report.pk, by=focal_point.actor, now=LATER)
    write(report, focal_point, "For everybody")
    choose(report, focal_point, "public")
    submit(report, focal_point, now=LATER)
    first = address("version", report, 1)
    readers = (visitor, other_focal_point, support_unit, focal_point)
    assert [s.client.get(first).status_code for s in readers] == [404, 404, 200, 200]
    page = body(visitor.client.get(address("version", report, 2)))
    assert "For the Support Unit" not in page


def test_a_withdrawn_report_is_shown_as_such_without_its_words(
    cycle, focal_point, visitor, support_unit
):
    report = make_report(cycle, focal_point, text="Secret harbour")
    assert "Secret harbour" in body(visitor.client.get(address("detail", report)))
    refused = focal_point.client.post(address("withdraw", report))
    assert refused.status_code == 422, "a reason is asked for"
    focal_point.client.post(address("withdraw", report), {"reason": "A wrong annex."})
    for someone in (visitor, support_unit):
        page = someone.client.get(address("detail", report))
        assert "was withdrawn" in body(page)
        assert "A wrong annex." in body(page)
        assert "Secret harbour" not in body(page)
        assert someone.client.get(address("version", report, 1)).status_code == 404
    assert "Secret harbour" in body(focal_point.client.get(address("detail", report)))
    assert "Arvania" not in body(visitor.client.get(reverse("reports:index")))


def test_the_support_unit_acknowledges_from_the_reports_page(cycle, focal_point, support_unit):
    report = make_report(cycle, focal_point)
    detail = body(support_unit.client.get(address("detail", report)))
    assert address("acknowledge", report) in detail
    support_unit.client.post(address("acknowledge", report))
    again = body(support_unit.client.get(address("detail", report)))
    assert address("acknowledge", report) not in again
    assert "Acknowledged" in again


def test_a_colleague_is_invited_writes_and_is_let_go(report, focal_point, colleague):
    membership = Membership.objects.get(person=colleague.person)
    page = address("contributors", report)
    assert colleague.client.get(address("draft", report)).status_code == 404
    focal_point.client.post(page, {"membership": str(membership.pk), "sections": ["a"]})
    assert colleague.client.get(address("draft", report)).status_code == 200
    assert colleague.client.get(address("check", report)).status_code == 200
    for forbidden in ("choices", "contributors", "discard"):
        assert colleague.client.get(address(forbidden, report)).status_code == 403
    assert colleague.client.post(address("check", report), {"draft": "x"}).status_code == 403
    focal_point.client.post(page, {"remove": str(report.contributors.get().pk)})
    assert colleague.client.get(address("draft", report)).status_code == 404


def test_a_focal_point_declines_and_takes_it_back(cycle, focal_point, support_unit, state):
    url = reverse("reports:decline", args=[cycle.pk])
    focal_point.client.post(url, {"reason": "An election year"})
    board = reverse("cycles:board", args=[cycle.pk])
    assert "An election year" in body(support_unit.client.get(board))
    focal_point.client.post(url)
    assert CycleInvitation.objects.get(stakeholder=state).state == "invited"


def test_saying_in_preparation_is_a_choice_that_can_be_taken_back(report, focal_point, state):
    url = address("in-preparation", report)
    for says, expected in (("yes", "in_preparation"), ("no", "invited")):
        focal_point.client.post(url, {"says": says})
        assert CycleInvitation.objects.get(stakeholder=state).state == expected


def test_a_value_is_changed_and_taken_out_by_hand(report, focal_point):
    row = observe(report, focal_point)
    url = address("value", report, row.pk)
    data = {
        "period": "2025",
        "value": "7",
        "unit": "per cent",
        "finality": "final",
        "sent_to_custodian": "yes",
        "revision": "1",
    }
    assert focal_point.client.post(url, data)["Location"] == address("values", report)
    stale = focal_point.client.post(url, data | {"value": "8"})
    assert stale.status_code == 409
    assert "7" in body(stale)
    wrong = focal_point.client.post(url, data | {"value": "many", "revision": "2"})
    assert wrong.status_code == 422
    assert 'href="#id_value"' in body(wrong)
    assert "many" in body(wrong)
    gone = focal_point.client.post(url, {"revision": "2", "remove": "yes"})
    assert gone["Location"] == address("values", report)
    assert not DraftObservation.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", ["cycle", "draft", "part", "statuses", "values", "check", "list"])
def test_pages_cost_the_same_however_much_there_is(
    cycle, focal_point, django_assert_num_queries, name, number
):
    report = start(cycle, focal_point)
    for i in range(number):
        commitment = make_commitment(focal_point, indicators=[COST])
        observe(report, focal_point, period=f"202{i}")
        operations.save_status(
            report_id=report.pk,
            commitment_id=commitment.pk,
            status="done",
            note="x",
            revision=0,
            by=focal_point.actor,
            now=NOW,
        )
        write(report, focal_point, "text", key=["a_narrative", "b_narrative", "c_narrative"][i])
        make_report(cycle, seat_of_a_new_state(i))
    url, queries = {
        "cycle": (reverse("cycles:detail", args=[cycle.pk]), 12),
        "draft": (address("draft", report), 11),
        "part": (address("part", report, "a"), 8),
        "statuses": (address("statuses", report), 10),
        "values": (address("values", report), 12),
        "check": (address("check", report), 12),
        "list": (reverse("reports:index"), 7),
    }[name]
    focal_point.client.get(url)
    with django_assert_num_queries(queries):
        assert focal_point.client.get(url).status_code == 200


def seat_of_a_new_state(i):
    from tests.people import StakeholderFactory

    return seat(StakeholderFactory())


def test_a_commitment_registered_since_the_page_was_made_shifts_no_revision(cycle, focal_point):
    shown = make_commitment(focal_point, title="Shown on the page")
    report = start(cycle, focal_point)
    make_commitment(focal_point, title="A newcomer, first in the alphabet")
    sent = {
        f"{shown.pk}-status": "done",
        f"{shown.pk}-note": "All of it",
        "about": [str(shown.pk)],
        "revision": ["0"],
    }
    assert focal_point.client.post(address("statuses", report), sent).status_code == 302
    assert DraftStatus.objects.get().note == "All of it"
    assert (
        focal_point.client.post(
            address("statuses", report), sent | {f"{shown.pk}-note": "Stale"}
        ).status_code
        == 409
    )
