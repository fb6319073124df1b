"""Joint commitments, milestones and what serves them, by hand and over the API."""

from __future__ import annotations

import pytest
from django.urls import reverse

from commitments.models import Commitment, Milestone, Service, Signatory
from tests.partnerships import ships

from .joint import invite, joint, text_hash
from .making import make_commitment, make_cycle, make_report

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


def url(name, *args):
    return reverse(f"commitments:{name}", args=args)


def test_a_stakeholder_is_invited_answers_and_is_shown(focal_point, other_focal_point, visitor):
    made = make_commitment(focal_point)
    other = other_focal_point.stakeholder
    page = url("signatories", made.pk)
    sent = focal_point.client.post(page, {"stakeholder": str(other.pk), "part": "Trains people"})
    assert sent.status_code == 302
    assert "Trains people" in body(focal_point.client.get(page))
    detail = url("detail", made.pk)
    assert other.name not in body(visitor.client.get(detail))
    asked = Signatory.objects.get()
    answer = url("signatory-answer", asked.pk)
    assert answer in body(other_focal_point.client.get("/desk/"))
    assert "Trains people" in body(other_focal_point.client.get(answer))
    wrong = other_focal_point.client.post(
        answer, {"answer": "confirm", "text_hash": "0" * 64, "part": "We train people."}
    )
    assert wrong.status_code == 422
    assert "We train people." in body(wrong)
    done = other_focal_point.client.post(
        answer,
        {"answer": "confirm", "text_hash": text_hash(made), "part": "We train people."},
    )
    assert done["Location"] == detail
    shown = body(visitor.client.get(detail))
    assert other.name in shown
    assert "We train people." in shown
    assert other.name in body(visitor.client.get(url("index")))
    left = other_focal_point.client.post(url("signatory-leave", asked.pk))
    assert left.status_code == 302
    assert "We train people." not in body(visitor.client.get(detail))
    assert "We train people." in body(visitor.client.get(url("version", made.pk, 2)))


def test_the_check_says_who_would_be_named(focal_point, other_focal_point, submitter):
    draft = make_commitment(focal_point, registered=False)
    invite(draft, focal_point, submitter)
    joint(draft, focal_point, other_focal_point)
    page = body(focal_point.client.get(url("check", draft.pk)))
    assert f"{other_focal_point.stakeholder.name} has confirmed this text and is named." in page
    assert f"{submitter.stakeholder.name} has not answered yet" in page


def test_an_invited_draft_leads_to_the_invitation(focal_point, other_focal_point):
    draft = make_commitment(focal_point, registered=False)
    asked = invite(draft, focal_point, other_focal_point)
    led = other_focal_point.client.get(url("detail", draft.pk))
    assert led["Location"] == url("signatory-answer", asked.pk)
    focal_point.client.post(url("signatory-revoke", asked.pk))
    assert other_focal_point.client.get(url("detail", draft.pk)).status_code == 404
    page = body(other_focal_point.client.get(url("signatory-answer", asked.pk)))
    assert "The invitation was taken back" in page
    assert draft.wording not in page


def test_a_milestone_is_planned_moved_and_reached_by_hand(focal_point, visitor):
    made = make_commitment(focal_point)
    new = url("milestone-new", made.pk)
    assert focal_point.client.post(new, {"title": ""}).status_code == 422
    focal_point.client.post(new, {"title": "Law before Parliament", "due_on_year": "2025"})
    milestone = Milestone.unscoped.get()
    detail = url("detail", made.pk)
    page = body(visitor.client.get(detail))
    assert "Law before Parliament" in page
    assert "Open" in page, "a date that passed is open, nothing worse"
    change = url("milestone-step", milestone.pk, "change")
    values = {
        "revision": "1",
        "title": "Law before Parliament",
        "due_on_month": "6",
        "due_on_year": "2030",
        "reason": "Elections",
    }
    assert focal_point.client.post(change, values).status_code == 302
    stale = focal_point.client.post(change, values | {"due_on_year": "2031"})
    assert stale.status_code == 409
    page = body(visitor.client.get(detail))
    for words in ("Date changed", "June 2030", "Elections", "2025"):
        assert words in page
    reach = url("milestone-step", milestone.pk, "reach")
    assert focal_point.client.post(reach, {"revision": "2"}).status_code == 422
    focal_point.client.post(reach, {"revision": "2", "link": "https://parliament.example/1"})
    assert "https://parliament.example/1" in body(visitor.client.get(detail))


def test_what_serves_a_commitment_is_shown_when_both_sides_say_so(
    focal_point, other_focal_point, visitor
):
    made = make_commitment(focal_point)
    ship = ships.registered(other_focal_point, title="Desks at the port")
    page = url("serving", made.pk)
    assert "Desks at the port" in body(other_focal_point.client.get(page))
    other_focal_point.client.post(page, {"serving": str(ship.pk)})
    service = Service.objects.get()
    detail = url("detail", made.pk)
    assert "Desks at the port" not in body(visitor.client.get(detail))
    question = url("service", service.pk)
    assert question in body(focal_point.client.get("/desk/"))
    assert question not in body(other_focal_point.client.get("/desk/"))
    assert visitor.client.get(question).status_code == 302
    focal_point.client.post(question, {"answer": "confirm"})
    assert "Desks at the port" in body(visitor.client.get(detail))
    theirs = reverse("partnerships:partnership", args=[ship.pk])
    assert made.title in body(visitor.client.get(theirs))
    other_focal_point.client.post(question, {"answer": "end"})
    assert made.title not in body(visitor.client.get(theirs))
    assert "Desks at the port" not in body(visitor.client.get(detail))


def test_the_whole_life_stands_on_one_page(focal_point, support_unit, visitor):
    made = make_commitment(
        focal_point,
        amount="2500000",
        currency="EUR",
        resource_kind="own",
        with_whom="Port authorities",
    )
    cycle = make_cycle(support_unit)
    from commitments import operations

    from .making import NOW, choose, start, submit, write

    report = start(cycle, focal_point)
    write(report, focal_point, "Some progress.")
    operations.save_status(
        report_id=report.pk,
        commitment_id=made.pk,
        status="under_way",
        note="Half way there",
        revision=0,
        by=focal_point.actor,
        now=NOW,
    )
    choose(report, focal_point, "public")
    submit(report, focal_point)
    page = body(visitor.client.get(url("detail", made.pk)))
    for words in (
        "Where it stands",
        "Under way",
        "Half way there",
        "2\u202f500\u202f000 EUR",
        "Own budget",
        "Port authorities",
        "Cite this version",
        reverse("api:commitment-detail", args=[made.pk]),
    ):
        assert words in page, words


def test_nothing_is_said_of_reports_that_the_reader_may_not_read(
    focal_point, support_unit, visitor
):
    made = make_commitment(focal_point)
    make_report(make_cycle(support_unit), focal_point, visibility="support_unit")
    page = body(visitor.client.get(url("detail", made.pk)))
    assert "Where it stands" not in page
    assert "No report that you can read" in page


def test_an_amendment_in_preparation_is_not_told_by_the_pages_around(
    focal_point, other_focal_point, submitter
):
    from commitments import operations

    from .making import NOW

    made = make_commitment(focal_point)
    asked = joint(made, focal_point, other_focal_point)
    operations.edit_commitment(
        commitment_id=made.pk, revision=None, by=focal_point.actor, now=NOW, title="Kingfisher"
    )
    for someone, page in (
        (other_focal_point, url("signatory-leave", asked.pk)),
        (other_focal_point, url("signatory-answer", asked.pk)),
        (other_focal_point, url("serving", made.pk)),
        (other_focal_point, "/desk/"),
        (submitter, url("serving", made.pk)),
    ):
        shown = someone.client.get(page)
        assert shown.status_code == 200
        assert "Kingfisher" not in body(shown)


@pytest.mark.parametrize("number", [1, 3])
def test_a_full_page_costs_the_same_however_much_there_is(
    focal_point, other_focal_point, submitter, chair, visitor, django_assert_num_queries, number
):
    from commitments import operations
    from commitments.content import IdentifierShape

    from .making import NOW

    made = make_commitment(
        focal_point, identifiers=[IdentifierShape("gcm-pledge", str(i)) for i in range(number)]
    )
    for other in (other_focal_point, submitter, chair)[:number]:
        joint(made, focal_point, other)
        milestone = operations.plan_milestone(
            commitment_id=made.pk, title="Step", due_on="2029", by=focal_point.actor, now=NOW
        )
        operations.drop_milestone(
            milestone_id=milestone.pk, revision=1, reason="No.", by=focal_point.actor, now=NOW
        )
        ship = ships.registered(focal_point)
        operations.propose_service(
            commitment_id=made.pk, serving_id=ship.pk, by=focal_point.actor, now=NOW
        )
    page = url("detail", made.pk)
    visitor.client.get(page)
    with django_assert_num_queries(11):
        assert visitor.client.get(page).status_code == 200


def test_the_api_does_what_the_pages_do(focal_point, other_focal_point, visitor):
    made = make_commitment(focal_point)
    api = reverse("api:commitment-detail", args=[made.pk])
    json = {"content_type": "application/json"}
    other = other_focal_point.stakeholder
    owner, asked = focal_point.client, other_focal_point.client
    invited = owner.post(f"{api}signatories/", {"stakeholder": str(other.pk)}, **json)
    assert invited.status_code == 201
    one = reverse("api:signatory-detail", args=[invited.json()["id"]])
    assert visitor.client.get(one).status_code in (401, 403)
    read = asked.get(one).json()
    assert read["text"]["title"] == made.title
    confirmed = asked.post(
        f"{one}confirm/", {"text_hash": read["text_hash"], "part": "Trains"}, **json
    )
    assert confirmed.json()["answer"] == "confirmed"
    planned = owner.post(f"{api}milestones/", {"title": "Step", "due_on": "2029"}, **json)
    step = planned.json()["milestones"][0]
    reached = owner.post(
        reverse("api:milestone-reach", args=[step["id"]]),
        {"revision": 1, "evidence": "Seen"},
        **json,
    )
    assert reached.json()["status"] == "reached"
    ship = ships.registered(other_focal_point)
    proposed = asked.post(f"{api}serving/", {"serving": str(ship.pk)}, **json)
    assert proposed.status_code == 201
    service = reverse("api:service-detail", args=[proposed.json()["id"]])
    assert asked.post(f"{service}confirm/", **json).status_code == 404
    assert owner.post(f"{service}confirm/", **json).json()["answer"] == "confirmed"
    public = visitor.client.get(api).json()
    assert [row["name"] for row in public["signatories"]] == [other.name]
    assert public["milestones"][0]["history"][1]["evidence"] == "Seen"
    assert public["served_by"][0]["record"] == str(ship.pk)
    assert "asked" not in public
    assert asked.post(f"{one}leave/", **json).json()["answer"] == "left"


def test_the_form_is_saved_field_by_field_from_the_first_word(focal_point, other_focal_point):
    page = focal_point.client.get(url("new"))
    key = page.context["key"]
    save = f"{url('autosave', key)}?for={focal_point.stakeholder.pk}"

    def write(field, value, revision, **more):
        return focal_point.client.post(
            save, {"field": field, "value": value, "revision": revision, **more}
        )

    first = write("wording", "No worker pays.", 1)
    assert first.status_code == 200
    draft = Commitment.unscoped.get(pk=key)
    assert draft.wording == "No worker pays."
    second = write("title", "Fair recruitment", first.json()["revision"])
    amount = write("amount", "12", second.json()["revision"])
    rows = {
        "indicators-TOTAL_FORMS": "1",
        "indicators-INITIAL_FORMS": "0",
        "indicators-0-name": "Fees",
        "indicators-0-unit": "per cent",
        "indicators-0-direction": "decrease",
    }
    third = write("indicators", "", amount.json()["revision"], **rows)
    assert third.status_code == 200, third.content
    draft.refresh_from_db()
    assert (draft.title, str(draft.amount)) == ("Fair recruitment", "12.00")
    assert draft.indicators.get().name == "Fees"
    stale = write("title", "Another", 1)
    assert stale.status_code == 409
    assert stale.json()["theirs"] == {"title": "Fair recruitment"}
    refused = write("amount", "much", third.json()["revision"])
    assert refused.status_code == 422
    assert "amount" in refused.json()["errors"]
    assert other_focal_point.client.post(save, {}).status_code in (400, 403, 404)
    theirs = other_focal_point.client.post(
        url("autosave", key), {"field": "title", "value": "Mine", "revision": "4"}
    )
    assert theirs.status_code == 404


def test_a_theme_saved_alone_leaves_the_other_themes(focal_point):
    from gfmd_platform.taxonomy.models import Term

    draft = make_commitment(focal_point, registered=False)
    objective = Term.objects.filter(kind="objective").first()
    area = draft.term_rows.get().term_id
    saved = focal_point.client.post(
        url("autosave", draft.pk),
        {"field": "objectives", "value": str(objective.pk), "revision": draft.revision},
    )
    assert saved.status_code == 200
    assert set(draft.term_rows.values_list("term_id", flat=True)) == {area, objective.pk}
    emptied = focal_point.client.post(
        url("autosave", draft.pk), {"field": "action_areas", "revision": saved.json()["revision"]}
    )
    assert emptied.status_code == 200
    assert set(draft.term_rows.values_list("term_id", flat=True)) == {objective.pk}


def test_a_number_elsewhere_is_kept_shown_and_compared(focal_point, visitor):
    from commitments import operations
    from commitments.content import IdentifierShape

    from .making import LATER

    made = make_commitment(focal_point, identifiers=[IdentifierShape("gcm-pledge", "P-77")])
    assert "P-77" in body(visitor.client.get(url("detail", made.pk)))
    operations.edit_commitment(
        commitment_id=made.pk,
        revision=None,
        identifiers=[IdentifierShape("gcm-pledge", "P-78")],
        by=focal_point.actor,
        now=LATER,
    )
    operations.amend_commitment(
        commitment_id=made.pk, revision=None, reason="Typo.", by=focal_point.actor, now=LATER
    )
    page = body(visitor.client.get(url("version", made.pk, 2)))
    assert "<del>" in page
    assert "P-78" in page
