"""The pages of partnerships and deliverables, as browsers without script use them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from partnerships.models import Deliverable, Partner, Partnership, PartnershipVersion
from partnerships.operations import deliverables
from partnerships.operations import partnerships as operations
from tests.people import LONG_AGO, Someone, StakeholderFactory, seat, sign_in

from .examples import AREA, COUNTRY, NOW, OBJECTIVE, OTHER_COUNTRY, TARGET
from .ships import (
    again,
    amend,
    decline,
    draft,
    due,
    edit,
    form_data,
    invite,
    joined,
    now_is,
    plan,
    registered,
    report,
    step,
    values,
)

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
TITLE = values()["title"]


def hidden(pattern: str, page: str) -> str:
    """What a hidden field of the page holds."""
    found = re.search(pattern, page)
    assert found is not None
    return found[1]


def page(someone: Someone, address: str, status: int = 200, **data: Any) -> str:
    response = someone.client.get(address, data)
    assert response.status_code == status, response.content.decode()[:400]
    return response.content.decode()


def send(someone: Someone, address: str, status: int = 302, **data: Any) -> str:
    response = someone.client.post(address, data)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode() if status != 302 else response["Location"]


# --- the public list


def test_the_list_shows_what_is_registered_and_nothing_of_drafts(
    focal_point: Someone, support_unit: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    draft(focal_point, title="A secret draft")
    edit(partnership, focal_point, title="A secret change")
    held = registered(focal_point, title="A secret on hold")
    step(operations.hold_partnership, held, support_unit, reason="No.")
    shown = page(visitor, "/partnerships/")
    assert TITLE in shown
    assert "Led by Arvania" in shown
    assert "1 partnership" in shown
    assert "secret" not in shown


def test_an_empty_list_says_what_to_do(visitor: Someone) -> None:
    assert "No partnership has been registered yet" in page(visitor, "/partnerships/")


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ({"action_area": AREA}, True),
        ({"action_area": "gfmd-recollection-2017:C6.1"}, False),
        ({"objective": OBJECTIVE}, True),
        ({"objective": "gcm-2018:23"}, False),
        ({"target": TARGET}, True),
        ({"target": "sdg-2015:1.1"}, False),
        ({"country": COUNTRY}, True),
        ({"country": "AF"}, True),
        ({"country": OTHER_COUNTRY}, False),
        ({"state": "registered"}, True),
        ({"state": "concluded"}, False),
    ],
)
def test_the_list_is_narrowed_by_the_public_version(
    focal_point: Someone, visitor: Someone, query: dict[str, str], finds: bool
) -> None:
    partnership = registered(focal_point, objectives=[OBJECTIVE], targets=[TARGET])
    edit(partnership, focal_point, objectives=["gcm-2018:23"], countries=[OTHER_COUNTRY])
    assert (TITLE in page(visitor, "/partnerships/", **query)) is finds


@pytest.mark.parametrize(
    "query",
    [
        {"action_area": "C1.2"},
        {"country": "Atlantis"},
        {"state": "draft"},
        {"stakeholder": "x"},
        {"page": "9" * 30},
        {"action_area": "a\x00b", "sort": "\x00"},
    ],
)
def test_a_filter_that_means_nothing_shows_the_list(
    focal_point: Someone, visitor: Someone, query: dict[str, str]
) -> None:
    registered(focal_point)
    assert TITLE in page(visitor, "/partnerships/", **query)


def test_the_list_is_narrowed_to_a_partner_that_accepted(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    invite(partnership, submitter, focal_point)
    for someone, finds in ((focal_point, True), (other_focal_point, True), (submitter, False)):
        query = {"stakeholder": str(someone.stakeholder.pk)}
        assert (TITLE in page(visitor, "/partnerships/", **query)) is finds


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_asks_the_same_number_of_queries_whatever_its_length(
    focal_point: Someone,
    other_focal_point: Someone,
    visitor: Someone,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    for n in range(number):
        partnership = registered(focal_point, title=f"Partnership {n}", objectives=[OBJECTIVE])
        joined(partnership, other_focal_point, focal_point)
    visitor.client.get("/partnerships/")
    with django_assert_num_queries(9):
        visitor.client.get("/partnerships/")


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_asks_the_same_number_of_queries_whatever_stands_on_it(
    focal_point: Someone,
    visitor: Someone,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    partnership = registered(focal_point)
    for n in range(number):
        other = seat(StakeholderFactory(name=f"Partner {n}"))
        joined(partnership, other, focal_point)
        thing = plan(partnership, other)
        report(deliverables.start_deliverable, thing, other)
        edit(partnership, focal_point, why=f"Reason {n}")
        amend(partnership, focal_point)
    focal_point.client.get("/desk/")
    for someone, address, queries in (
        (visitor, f"/partnerships/{partnership.pk}/", 6),
        (visitor, f"/partnerships/{partnership.pk}/versions/2/", 6),
        (visitor, f"/deliverables/{thing.pk}/", 2),
        (focal_point, f"/partnerships/{partnership.pk}/", 12),
        (focal_point, f"/partnerships/{partnership.pk}/partners/", 9),
        (focal_point, f"/deliverables/{thing.pk}/", 7),
    ):
        with django_assert_num_queries(queries):
            page(someone, address)


def test_the_table_can_be_downloaded_and_runs_nothing_in_a_spreadsheet(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point, title="=HYPERLINK(1)", objectives=[OBJECTIVE])
    joined(partnership, other_focal_point, focal_point)
    invite(partnership, submitter, focal_point)
    done = registered(focal_point, title="A done one")
    step(operations.conclude_partnership, done, focal_point)
    response = visitor.client.get("/partnerships/table.csv")
    assert response["Content-Type"].startswith("text/csv")
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = {row["title"]: row for row in csv.DictReader(io.StringIO(content))}
    assert rows["'=HYPERLINK(1)"]["objectives"] == OBJECTIVE
    assert rows["'=HYPERLINK(1)"]["partners"] == "Belmora"
    assert rows["A done one"]["state"] == "concluded"
    narrowed = visitor.client.get("/partnerships/table.csv", {"state": "concluded"})
    assert b"HYPERLINK" not in b"".join(narrowed.streaming_content)


# --- one partnership


def test_a_page_shows_partners_deliverables_and_their_states_in_words(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    invite(partnership, submitter, focal_point)
    moved = plan(partnership, focal_point, other_focal_point, title="A joint form")
    report(
        deliverables.change_deliverable,
        moved,
        other_focal_point,
        values={"due_on": "2028", "reason": "The law took longer."},
    )
    done = plan(partnership, focal_point, title="A first meeting")
    report(
        deliverables.deliver,
        done,
        focal_point,
        evidence="Minutes are public.",
        evidence_link="https://example.org/minutes",
    )
    shown = page(visitor, f"/partnerships/{partnership.pk}/")
    for words in ("Belmora", "Implementing partner", "A joint form", "Date changed", "2028"):
        assert words in shown
    for words in ("Delivered", "Minutes are public.", "https://example.org/minutes", "Lead"):
        assert words in shown
    assert "Harbour Network" not in shown
    assert "late" not in re.sub("<[^>]+>", " ", shown).lower().split()


def test_hostile_text_is_shown_as_text(
    focal_point: Someone, other_focal_point: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point, title=HOSTILE, summary=HOSTILE * 3, why=HOSTILE)
    thing = plan(partnership, focal_point, title=HOSTILE, description=HOSTILE)
    report(deliverables.drop_deliverable, thing, focal_point, reason=HOSTILE)
    edit(partnership, focal_point, why=f"More {HOSTILE}")
    amend(partnership, focal_point, reason=HOSTILE)
    partner = invite(partnership, other_focal_point, focal_point, note=HOSTILE)
    base = f"/partnerships/{partnership.pk}/"
    for someone, address in (
        (visitor, "/partnerships/"),
        (visitor, base),
        (visitor, f"{base}versions/2/"),
        (visitor, f"/deliverables/{thing.pk}/"),
        (focal_point, f"{base}partners/"),
        (focal_point, f"{base}edit/"),
        (other_focal_point, f"/partnerships/invitations/{partner.pk}/"),
        (other_focal_point, "/desk/"),
    ):
        shown = page(someone, address)
        assert "<script>alert" not in shown, address
        assert "<img src=x" not in shown, address
        assert "&lt;script&gt;alert(1)" in shown, address


def test_a_dangerous_link_is_no_evidence(focal_point: Someone) -> None:
    thing = plan(registered(focal_point), focal_point)
    for link in ("javascript:alert(1)", "data:text/html,x", "not a link", "http://" + "a" * 600):
        shown = send(
            focal_point,
            f"/deliverables/{thing.pk}/deliver/",
            422,
            revision=str(thing.revision),
            evidence="See there.",
            evidence_link=link,
        )
        assert 'href="#id_evidence_link"' in shown
        assert "See there." in shown
    assert now_is(thing).state == "planned"


def test_versions_are_listed_and_compared(focal_point: Someone, visitor: Someone) -> None:
    partnership = registered(focal_point, why="Begin small.")
    assert "What changed" not in page(visitor, f"/partnerships/{partnership.pk}/versions/1/")
    edit(partnership, focal_point, why="Begin big.")
    amend(partnership, focal_point, reason="It went well.")
    shown = page(visitor, f"/partnerships/{partnership.pk}/")
    assert f"/partnerships/{partnership.pk}/versions/1/" in shown
    shown = page(visitor, f"/partnerships/{partnership.pk}/versions/2/")
    assert re.search(r"<del>.*small.*</del><ins>.*big.*</ins>", shown)
    assert "It went well." in shown
    for no in (3, 99999999999999):
        page(visitor, f"/partnerships/{partnership.pk}/versions/{no}/", 404)


def test_what_is_not_public_is_not_found_by_others_on_any_address(
    focal_point: Someone,
    submitter: Someone,
    chair: Someone,
    support_unit: Someone,
    visitor: Someone,
) -> None:
    partnership = draft(focal_point)
    thing = plan(partnership, focal_point)
    partner = invite(partnership, seat(StakeholderFactory()), focal_point)
    base, part = f"/partnerships/{partnership.pk}/", f"/deliverables/{thing.pk}/"
    asked = f"/partnerships/invitations/{partner.pk}/"
    steps = ("conclude/", "withdraw/", "discard/", "drop_changes/", "hold/", "release/")
    paths = [f"{base}{path}" for path in ("edit/", "check/", "partners/", *steps)]
    paths += [f"{part}{path}" for path in ("start/", "change/", "deliver/", "drop/", "remove/")]
    paths += [f"{base}deliverables/new/", asked, f"{asked}leave/"]
    for someone in (submitter, chair, support_unit):
        for path in (base, part, f"{base}versions/1/", *paths):
            page(someone, path, 404)
        for path in (*paths, f"{asked}take-back/", f"{base}autosave/"):
            data = form_data(answer="accept", reason="Because.", field="title", value="Mine")
            assert someone.client.post(path, data).status_code == 404, path
    for path in (base, part, f"{base}versions/1/"):
        page(visitor, path, 404)
    assert again(partnership).title == TITLE
    assert Partner.objects.get(pk=partner.pk).answer == "invited"


def test_a_stranger_cannot_tell_a_draft_from_nothing(
    focal_point: Someone, submitter: Someone
) -> None:
    def answer(pk: object) -> str:
        shown = page(submitter, f"/partnerships/{pk}/", 404).replace(str(pk), "")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", shown)

    assert answer(draft(focal_point).pk) == answer(uuid4())


# --- writing


def test_a_partnership_is_written_checked_and_registered_in_one_sitting(
    focal_point: Someone, visitor: Someone
) -> None:
    form = page(focal_point, "/partnerships/new/")
    key = hidden(r'name="key" value="([0-9a-f-]{36})"', form)
    where = send(focal_point, "/partnerships/new/", **form_data(key=key, check="yes"))
    assert where == f"/partnerships/{key}/check/"
    shown = page(focal_point, where)
    assert values()["summary"] in shown
    assert "January 2026" in shown
    assert "Everybody can read it at once" in shown
    assert send(focal_point, where, revision="1") == f"/partnerships/{key}/"
    assert TITLE in page(visitor, f"/partnerships/{key}/")
    assert PartnershipVersion.objects.get().no == 1


def test_the_same_form_sent_from_two_tabs_makes_one_draft_and_one_version(
    focal_point: Someone,
) -> None:
    key = str(uuid4())
    for _ in range(2):
        send(focal_point, "/partnerships/new/", **form_data(key=key))
    for _ in range(2):
        assert send(focal_point, f"/partnerships/{key}/check/", revision="1").endswith(f"{key}/")
    assert Partnership.unscoped.count() == PartnershipVersion.objects.count() == 1


def test_wrong_values_stay_in_the_form_and_the_summary_leads_to_their_fields(
    focal_point: Someone,
) -> None:
    data = form_data(since_year="last year", language="klingon", why="Kept words")
    shown = send(focal_point, "/partnerships/new/", 422, **data)
    assert 'href="#id_since"' in shown
    assert 'href="#id_language"' in shown
    assert "last year" in shown
    assert "Kept words" in shown
    shown = send(focal_point, "/partnerships/new/", 422, **form_data(title="x" * 300))
    assert 'href="#id_title"' in shown
    assert "x" * 300 in shown
    shown = send(focal_point, "/partnerships/new/", 422, **form_data(summary="a\x00b"))
    assert "Null characters are not allowed" in shown
    assert not Partnership.unscoped.exists()


def test_what_is_missing_is_said_before_registering_and_leads_to_the_fields(
    focal_point: Someone,
) -> None:
    partnership = draft(focal_point, title="", action_areas=[])
    address = f"/partnerships/{partnership.pk}/check/"
    shown = page(focal_point, address)
    assert f"/partnerships/{partnership.pk}/edit/#id_title" in shown
    assert f"/partnerships/{partnership.pk}/edit/#id_action_areas" in shown
    assert "Register and make it public" not in shown
    send(focal_point, address, 422, revision="1")


def test_a_contributor_is_told_who_registers(colleague: Someone) -> None:
    address = f"/partnerships/{draft(colleague).pk}/check/"
    assert "A focal point of Arvania registers" in page(colleague, address)
    send(colleague, address, 403, revision="1")


def test_two_people_saving_one_draft_see_both_texts(
    focal_point: Someone, colleague: Someone
) -> None:
    partnership = draft(focal_point)
    address = f"/partnerships/{partnership.pk}/edit/"
    send(colleague, address, **form_data(why="What the colleague thinks."))
    shown = send(focal_point, address, 409, **form_data(why="What the focal point thinks."))
    assert "What the colleague thinks." in shown
    assert "What the focal point thinks." in shown
    assert again(partnership).why == "What the colleague thinks."
    revision = hidden(r'name="revision" value="(\d+)"', shown)
    send(focal_point, address, **form_data(why="Both.", revision=revision))
    assert again(partnership).why == "Both."


def test_text_sent_after_the_session_ended_waits_for_its_writer(focal_point: Someone) -> None:
    partnership = draft(focal_point)
    thing = plan(partnership, focal_point)
    browser = Client()
    written = {
        f"/partnerships/{partnership.pk}/edit/": form_data(why="Written for an hour."),
        f"/deliverables/{thing.pk}/change/": {"description": "Written for an hour.", **due()},
        f"/partnerships/{partnership.pk}/partners/": {"note": "Written for an hour."},
    }
    for address, data in written.items():
        assert "login" in browser.post(address, data)["Location"]
    sign_in(browser, focal_point.person)
    for address in written:
        assert "Written for an hour." in browser.get(address).content.decode(), address
        assert "Written for an hour." not in browser.get(address).content.decode(), address


def test_each_field_is_saved_while_it_is_written(focal_point: Someone, colleague: Someone) -> None:
    key = str(uuid4())
    address = f"/partnerships/{key}/autosave/"
    begin = f"{address}?for={focal_point.stakeholder.pk}"

    def save(to: str, **data: Any) -> Any:
        return focal_point.client.post(to, data)

    assert save(begin, field="title", value="Corridor", revision="1").json()["revision"] == 1
    parts = {"since_day": "", "since_month": "4", "since_year": "2019"}
    assert save(address, field="since", revision="1", **parts).json()["revision"] == 2
    assert save(address, field="countries", value=[COUNTRY], revision="2").status_code == 200
    partnership = Partnership.unscoped.get()
    assert (partnership.title, partnership.since) == ("Corridor", "2019-04")
    stale = save(address, field="title", value="Late", revision="2")
    assert stale.status_code == 409
    assert stale.json()["theirs"] == {"title": "Corridor"}
    assert save(address, field="language", value="klingon", revision="3").status_code == 422
    assert save(address, field="state", value="registered", revision="3").status_code == 400
    assert Client().post(address, {"field": "title"}).status_code == 401


def test_changes_are_published_with_a_reason_or_dropped(
    focal_point: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    base = f"/partnerships/{partnership.pk}/"
    revision = str(partnership.revision)
    send(focal_point, f"{base}edit/", **form_data(title="Better", revision=revision))
    assert "changes that are not published" in page(focal_point, base)
    assert "Better" not in page(visitor, base)
    revision = str(again(partnership).revision)
    shown = send(focal_point, f"{base}check/", 422, revision=revision, reason="")
    assert 'href="#id_reason"' in shown
    send(focal_point, f"{base}check/", revision=revision, reason="We learnt more.")
    assert "Better" in page(visitor, base)
    assert "Nothing differs" in page(focal_point, f"{base}check/")
    edit(partnership, focal_point, title="Worse")
    assert "given up" in page(focal_point, f"{base}drop_changes/")
    send(focal_point, f"{base}drop_changes/")
    assert again(partnership).title == "Better"


def test_a_text_changed_since_it_was_checked_is_checked_again(
    focal_point: Someone, colleague: Someone
) -> None:
    partnership = draft(focal_point)
    edit(partnership, colleague, why="New.")
    address = f"/partnerships/{partnership.pk}/check/"
    assert send(focal_point, address, revision="1") == address
    assert "changed since you looked" in page(focal_point, address)
    assert again(partnership).state == "draft"


def test_consequences_are_named_before_a_step(
    focal_point: Someone, support_unit: Someone, visitor: Someone
) -> None:
    base = f"/partnerships/{registered(focal_point).pk}/"
    assert "stays public" in page(focal_point, f"{base}conclude/")
    send(focal_point, f"{base}conclude/")
    assert "Concluded" in page(visitor, base)
    page(focal_point, f"{base}conclude/", 409)
    send(focal_point, f"{base}resume/")
    assert "leaves the public pages" in page(support_unit, f"{base}hold/")
    assert 'href="#id_reason"' in send(support_unit, f"{base}hold/", 422, reason="")
    send(support_unit, f"{base}hold/", reason="It names a person.")
    page(visitor, base, 404)
    assert "It names a person." in page(focal_point, base)
    page(focal_point, f"{base}release/", 403)
    send(support_unit, f"{base}release/")
    assert TITLE in page(visitor, base)
    page(support_unit, f"{base}withdraw/", 403)
    assert "cannot be registered again" in page(focal_point, f"{base}withdraw/")
    send(focal_point, f"{base}withdraw/")
    page(visitor, base, 404)
    mine = draft(focal_point)
    assert "deleted for good" in page(focal_point, f"/partnerships/{mine.pk}/discard/")
    send(focal_point, f"/partnerships/{mine.pk}/discard/")
    assert not Partnership.unscoped.filter(pk=mine.pk).exists()


def test_who_has_no_seat_is_told_how_to_take_part(support_unit: Someone, visitor: Someone) -> None:
    assert "How to take part" in page(support_unit, "/partnerships/new/", 403)
    assert visitor.client.get("/partnerships/new/").status_code == 302


def test_who_has_several_seats_says_who_leads(submitter: Someone) -> None:
    second = StakeholderFactory(name="Second Network")
    submitter.person.memberships.create(stakeholder=second, role="contributor", since=LONG_AGO)
    assert "Who leads it?" in page(submitter, "/partnerships/new/")
    address = f"/partnerships/new/?for={second.pk}"
    assert "Second Network" in page(submitter, address)
    send(submitter, address, **form_data(key=str(uuid4())))
    assert Partnership.unscoped.get().record.owner_id == second.pk


# --- partners


def test_the_lead_invites_and_the_invited_read_and_accept(
    focal_point: Someone, other_focal_point: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    plan(partnership, focal_point)
    base = f"/partnerships/{partnership.pk}/"
    assert "Nobody has been asked yet" in page(focal_point, f"{base}partners/")
    who = str(other_focal_point.stakeholder.pk)
    shown = send(focal_point, f"{base}partners/", 422, stakeholder=who)
    assert 'href="#id_role"' in shown
    send(focal_point, f"{base}partners/", stakeholder=who, role="funding", note="Please join.")
    assert "Please join." in page(focal_point, f"{base}partners/")
    address = f"/partnerships/invitations/{Partner.objects.get(stakeholder=who).pk}/"
    assert address in page(other_focal_point, "/desk/")
    assert address in page(other_focal_point, base)
    for _ in range(2):
        shown = page(other_focal_point, address)
        assert "Please join." in shown
        assert "Funding partner" in shown
        assert "A shared contract form" in shown
    assert Partner.objects.get(stakeholder=who).answer == "invited"
    assert "Belmora" not in page(visitor, base)
    assert "Choose an answer" in send(other_focal_point, address, 422, answer="perhaps")
    send(other_focal_point, address, answer="accept")
    send(other_focal_point, address, answer="accept")  # a colleague, or another tab
    assert "Belmora" in page(visitor, base)
    assert "has accepted" in send(other_focal_point, address, 409, answer="decline")
    assert "Belmora" in page(visitor, base)


def test_a_refusal_is_seen_by_the_lead_alone(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, support_unit: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, submitter, focal_point)
    partner = invite(partnership, other_focal_point, focal_point)
    send(other_focal_point, f"/partnerships/invitations/{partner.pk}/", answer="decline")
    base = f"/partnerships/{partnership.pk}/"
    assert "Declined" in page(focal_point, f"{base}partners/")
    for someone in (submitter, support_unit):
        assert "Belmora" not in page(someone, base)
        page(someone, f"{base}partners/", 404)
    shown = page(other_focal_point, f"/partnerships/invitations/{partner.pk}/")
    assert "has declined" in shown
    assert "Nothing is asked of you" in shown


def test_an_invitation_taken_back_shows_nothing_of_the_draft(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    partnership = draft(focal_point)
    partner = invite(partnership, other_focal_point, focal_point)
    address = f"/partnerships/invitations/{partner.pk}/"
    assert TITLE in page(other_focal_point, address)
    send(focal_point, f"{address}take-back/")
    shown = page(other_focal_point, address)
    assert "was taken back" in shown
    assert TITLE not in shown
    page(other_focal_point, f"/partnerships/{partnership.pk}/", 404)
    assert "was taken back" in send(other_focal_point, address, 409, answer="accept")


def test_a_partner_leaves_after_reading_what_that_means(
    focal_point: Someone, other_focal_point: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    partner = joined(partnership, other_focal_point, focal_point)
    address = f"/partnerships/invitations/{partner.pk}/leave/"
    assert address in page(other_focal_point, f"/partnerships/{partnership.pk}/")
    assert "passes to Arvania" in page(other_focal_point, address)
    assert Partner.objects.get(pk=partner.pk).answer == "accepted"
    send(other_focal_point, address)
    assert "Belmora" not in page(visitor, f"/partnerships/{partnership.pk}/")
    page(other_focal_point, address, 409)


# --- deliverables


def test_a_deliverable_is_planned_started_changed_and_delivered(
    focal_point: Someone, other_focal_point: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    new = f"/partnerships/{partnership.pk}/deliverables/new/"
    data = {"title": "A joint form", "description": "", "language": "en", **due()}
    shown = send(focal_point, new, 422, **data)
    assert 'href="#id_responsible"' in shown
    send(focal_point, new, **data, responsible=str(other_focal_point.stakeholder.pk))
    thing = Deliverable.unscoped.get()
    address = f"/deliverables/{thing.pk}/"

    def revision() -> str:
        return str(now_is(thing).revision)

    assert f"{address}start/" in page(other_focal_point, address)
    assert f"{address}start/" not in page(visitor, address)
    send(other_focal_point, f"{address}start/", revision=revision())
    changed = {**data, **due("2028", ""), "revision": revision()}
    shown = send(other_focal_point, f"{address}change/", 422, **changed)
    assert 'href="#id_reason"' in shown
    send(other_focal_point, f"{address}change/", **changed, reason="The law took longer.")
    shown = send(other_focal_point, f"{address}deliver/", 422, revision=revision(), evidence=" ")
    assert 'href="#id_evidence"' in shown
    proof = {"evidence": "In the gazette.", "evidence_link": "https://example.org/g"}
    send(other_focal_point, f"{address}deliver/", revision=revision(), **proof)
    shown = page(visitor, address)
    for words in ("In the gazette.", "Date changed", "The law took longer.", "Version 4"):
        assert words in shown
    page(other_focal_point, f"{address}change/", 409)


def test_a_partner_plans_for_itself_alone(focal_point: Someone, other_focal_point: Someone) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    new = f"/partnerships/{partnership.pk}/deliverables/new/"
    assert "Belmora is responsible." in page(other_focal_point, new)
    data = {"title": "A joint form", "language": "en", **due()}
    send(other_focal_point, new, **data, responsible=str(focal_point.stakeholder.pk))
    assert Deliverable.unscoped.get().record.owner_id == other_focal_point.stakeholder.pk


def test_two_people_reporting_on_one_deliverable_see_both_texts(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    thing = plan(partnership, other_focal_point)
    stale = str(thing.revision)
    report(
        deliverables.change_deliverable,
        thing,
        other_focal_point,
        values={"description": "Two pages.", "reason": "Clearer."},
    )
    data = {"title": thing.title, "description": "Three pages.", "language": "en", **due()}
    address = f"/deliverables/{thing.pk}/change/"
    shown = send(focal_point, address, 409, **data, reason="Longer.", revision=stale)
    assert "Two pages." in shown
    assert "Three pages." in shown
    assert now_is(thing).description == "Two pages."
    fresh = hidden(r'name="revision" value="(\d+)"', shown)
    send(focal_point, address, **data, reason="Longer.", revision=fresh)
    assert now_is(thing).description == "Three pages."


def test_a_plan_in_a_draft_is_changed_without_a_reason_and_can_be_removed(
    focal_point: Someone,
) -> None:
    thing = plan(draft(focal_point), focal_point)
    address = f"/deliverables/{thing.pk}/"
    assert f"{address}remove/" in page(focal_point, address)
    data = {"title": "Another", "language": "en", **due("2029", ""), "revision": "1"}
    send(focal_point, f"{address}change/", **data)
    changed = now_is(thing)
    assert (changed.title, changed.date_changed, changed.current_version) == (
        "Another",
        False,
        None,
    )
    page(focal_point, f"{address}start/", 409)
    assert "deleted for good" in page(focal_point, f"{address}remove/")
    send(focal_point, f"{address}remove/")
    assert not Deliverable.unscoped.exists()


# --- desk and shelf


def test_the_desk_lists_invitations_drafts_and_what_is_due_soon_without_reproach(
    focal_point: Someone,
    other_focal_point: Someone,
    colleague: Someone,
    support_unit: Someone,
    time_machine: Any,
) -> None:
    time_machine.move_to(NOW)
    partnership = registered(focal_point)
    partner = invite(partnership, other_focal_point, focal_point)
    mine = draft(focal_point, title="A draft of ours")
    near = plan(partnership, focal_point, title="Near", due_on="2026-04-15")
    gone = plan(partnership, focal_point, title="Gone by", due_on="2026-02")
    far = plan(partnership, focal_point, title="Far", due_on="2026")
    shown = page(focal_point, "/desk/")
    for record in (near, gone):
        assert f"/deliverables/{record.pk}/" in shown
    assert f"/deliverables/{far.pk}/" not in shown
    assert f"/partnerships/{mine.pk}/edit/" in shown
    assert "late" not in re.sub("<[^>]+>", " ", shown).lower().split()
    assert f"/partnerships/{mine.pk}/edit/" in page(colleague, "/desk/")
    assert f"/invitations/{partner.pk}/" in page(other_focal_point, "/desk/")
    decline(partner, other_focal_point)
    assert f"/invitations/{partner.pk}/" not in page(other_focal_point, "/desk/")
    later = NOW + dt.timedelta(hours=1)
    step(operations.hold_partnership, partnership, support_unit, reason="A name.", now=later)
    assert "See the reason" in page(focal_point, "/desk/")
    assert "Read it and decide" not in page(support_unit, "/desk/")
    edit(partnership, focal_point, summary="Without it.")
    amend(partnership, focal_point, now=later)
    assert "Read it and decide" in page(support_unit, "/desk/")


def test_a_stakeholders_page_lists_the_partnerships_it_takes_part_in(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    invite(partnership, submitter, focal_point)
    for someone, listed in ((focal_point, True), (other_focal_point, True), (submitter, False)):
        shown = page(visitor, f"/stakeholders/{someone.stakeholder.pk}/")
        assert (TITLE in shown) is listed
