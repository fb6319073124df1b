"""Commitments by hand and over the API."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from commitments.models import Commitment, CommitmentVersion
from tests.people import seat

from .making import an_action_area, make_commitment, make_cycle, make_report

pytestmark = pytest.mark.django_db

CANARY = "kingfisher-draft-canary"


def body(response):
    return response.content.decode()


def filled(**values):
    return {
        "title": "Fair recruitment in five corridors",
        "wording": "No worker pays for a job.",
        "kind": "policy",
        "beneficiaries": "Workers recruited abroad",
        "due_on_day": "",
        "due_on_month": "6",
        "due_on_year": "2030",
        "action_areas": [str(an_action_area())],
        "indicators-TOTAL_FORMS": "2",
        "indicators-INITIAL_FORMS": "0",
        "indicators-0-name": "Workers who paid a fee",
        "indicators-0-unit": "per cent",
        "indicators-0-direction": "decrease",
        "indicators-0-baseline_value": "40",
        "indicators-0-baseline_on_year": "2025",
        "indicators-0-target_value": "0",
        "indicators-1-direction": "increase",
    } | values


def test_a_commitment_is_written_checked_and_registered_by_hand(focal_point, visitor):
    client = focal_point.client
    new = client.post(reverse("commitments:new"), filled(check="yes"))
    commitment = Commitment.unscoped.get()
    check = reverse("commitments:check", args=[commitment.pk])
    assert new["Location"] == check
    shown = body(client.get(check))
    for words in ("No worker pays for a job.", "June 2030", "Workers who paid a fee", "at once"):
        assert words in shown
    done = client.post(check, {"revision": commitment.revision})
    detail = reverse("commitments:detail", args=[commitment.pk])
    assert done["Location"] == detail
    page = body(visitor.client.get(detail))
    for words in ("No worker pays for a job.", "Arvania", "June 2030", "per cent"):
        assert words in page
    assert "Fair recruitment" in body(visitor.client.get(reverse("commitments:index")))


def test_what_is_missing_is_said_before_it_is_registered(focal_point):
    client = focal_point.client
    client.post(reverse("commitments:new"), filled(wording="", action_areas=[]))
    commitment = Commitment.unscoped.get()
    refused = client.post(
        reverse("commitments:check", args=[commitment.pk]), {"revision": commitment.revision}
    )
    assert refused.status_code == 422
    assert "Say what will be done." in body(refused)
    assert "at least one action area" in body(refused)


def test_wrong_values_stay_in_the_form_beside_their_errors(focal_point):
    wrong = filled(title="", due_on_year="soon", **{"indicators-0-unit": ""})
    page = focal_point.client.post(reverse("commitments:new"), wrong)
    text = body(page)
    assert page.status_code == 422
    for words in ('href="#id_due_on', "No worker pays for a job.", "soon", "Give its unit."):
        assert words in text
    assert not Commitment.unscoped.exists()


@pytest.mark.parametrize(
    "hostile",
    [
        {"indicators-TOTAL_FORMS": "many"},
        {"indicators-TOTAL_FORMS": "99999"},
        {"indicators-0-baseline_value": "1e999"},
        {"indicators-0-baseline_value": "NaN"},
        {"indicators-0-key": "not-a-key"},
        {"action_areas": ["not-a-term", "' OR 1=1 --"]},
        {"kind": "<script>"},
        {"title": "x" * 5000},
        {"wording": "a\x00b"},
        {"due_on_month": "13"},
        {"owner": "nobody"},
    ],
)
def test_hostile_forms_are_refused_or_kept_as_text_and_never_an_error(focal_point, hostile):
    page = focal_point.client.post(reverse("commitments:new"), filled(**hostile))
    assert page.status_code in (302, 422)
    if page.status_code == 422:
        assert "No worker pays for a job." in body(page) or "wording" in hostile


def test_an_own_indicator_of_somebody_else_is_not_taken_over(focal_point, other_focal_point):
    from .test_commitments import COST

    theirs = make_commitment(other_focal_point, indicators=[COST]).indicators.get()
    focal_point.client.post(
        reverse("commitments:new"), filled(**{"indicators-0-key": str(theirs.key)})
    )
    mine = Commitment.unscoped.get(title="Fair recruitment in five corridors")
    assert mine.indicators.get().key != theirs.key


def test_a_stale_form_shows_both_texts_and_can_be_saved_over(focal_point, state):
    commitment = make_commitment(focal_point, registered=False)
    url = reverse("commitments:edit", args=[commitment.pk])
    assert seat(state).client.post(url, filled(wording="Hers", revision="1")).status_code == 302
    page = focal_point.client.post(url, filled(wording="His", revision="1"))
    assert page.status_code == 409
    assert {"Hers", "His"} <= set(re.findall(r"\w+", body(page)))
    again = filled(wording="His", revision=str(page.context["revision"]))
    assert focal_point.client.post(url, again).status_code == 302
    assert Commitment.unscoped.get().wording == "His"


def test_an_amendment_is_published_with_its_reason_and_a_readable_difference(focal_point, visitor):
    commitment = make_commitment(focal_point)
    client = focal_point.client
    client.post(
        reverse("commitments:edit", args=[commitment.pk]),
        filled(wording="Below two per cent.", revision=str(commitment.revision)),
    )
    detail = reverse("commitments:detail", args=[commitment.pk])
    assert "Below two per cent." not in body(visitor.client.get(detail))
    check = reverse("commitments:check", args=[commitment.pk])
    revision = Commitment.unscoped.get().revision
    assert client.post(check, {"revision": revision, "reason": ""}).status_code == 422
    client.post(check, {"revision": revision, "reason": "We can do better."})
    second = body(visitor.client.get(reverse("commitments:version", args=[commitment.pk, 2])))
    assert "We can do better." in second
    assert "<del>" in second
    assert "<ins>" in second
    assert (
        visitor.client.get(reverse("commitments:version", args=[commitment.pk, 1])).status_code
        == 200
    )


def test_a_withdrawn_commitment_says_so_and_why(focal_point, visitor):
    commitment = make_commitment(focal_point)
    url = reverse("commitments:withdraw", args=[commitment.pk])
    assert "stays public" in body(focal_point.client.get(url))
    focal_point.client.post(url, {"reason": "Overtaken by a treaty."})
    page = body(visitor.client.get(reverse("commitments:detail", args=[commitment.pk])))
    assert "Overtaken by a treaty." in page
    assert "Withdrawn" in page


def test_a_draft_is_deleted_by_hand(focal_point):
    commitment = make_commitment(focal_point, registered=False)
    url = reverse("commitments:discard", args=[commitment.pk])
    assert "for good" in body(focal_point.client.get(url))
    focal_point.client.post(url)
    assert not Commitment.unscoped.exists()


def test_a_contributor_writes_and_is_told_who_registers(colleague):
    commitment = make_commitment(colleague, registered=False)
    check = reverse("commitments:check", args=[commitment.pk])
    assert "A focal point registers it" in body(colleague.client.get(check))
    assert colleague.client.post(check, {"revision": "1"}).status_code == 403


@pytest.mark.parametrize("name", ["detail", "edit", "check", "withdraw", "discard"])
def test_somebody_elses_draft_does_not_exist(
    focal_point, other_focal_point, support_unit, chair, visitor, name
):
    draft = make_commitment(focal_point, registered=False)
    url = reverse(f"commitments:{name}", args=[draft.pk])
    for someone in (other_focal_point, support_unit, chair):
        assert someone.client.get(url).status_code == 404
        assert someone.client.post(url).status_code in (404, 405)
    assert visitor.client.get(url).status_code in (302, 404)


def test_the_list_is_narrowed_by_theme_kind_and_words(
    focal_point, other_focal_point, visitor, django_assert_max_num_queries
):
    from gfmd_platform.taxonomy import queries as taxonomy

    areas = taxonomy.terms("action_area")
    far = next(a for a in areas if a.parent.code != areas[0].parent.code)
    make_commitment(focal_point, title="Near", terms=[areas[0].id])
    make_commitment(other_focal_point, title="Far", kind="legal", terms=[far.id])
    index = reverse("commitments:index")

    def found(**asked):
        page = visitor.client.get(index, asked)
        return {row.current_version.title for row, *_more in page.context["rows"]}

    assert found() == {"Near", "Far"}
    assert found(term=areas[0].parent.ref) == {"Near"}
    assert found(term=far.ref) == {"Far"}
    assert found(kind="legal") == {"Far"}
    assert found(q="nea") == {"Near"}
    assert found(term="no:such") == set()
    assert found(kind="<script>", state="x", by="y", owner="z", sort="'; --", page="no") == {
        "Near",
        "Far",
    }


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("list", 5), ("detail", 11), ("version", 11)])
def test_lists_and_pages_cost_the_same_however_much_there_is(
    focal_point, visitor, support_unit, django_assert_num_queries, name, queries, number
):
    from .test_commitments import COST

    for _i in range(number):
        commitment = make_commitment(focal_point, indicators=[COST] * number)
    make_report(make_cycle(support_unit), focal_point)
    url = {
        "list": reverse("commitments:index"),
        "detail": reverse("commitments:detail", args=[commitment.pk]),
        "version": reverse("commitments:version", args=[commitment.pk, 1]),
    }[name]
    visitor.client.get(url)
    with django_assert_num_queries(queries):
        assert visitor.client.get(url).status_code == 200


def test_titles_with_marks_are_shown_once_escaped(focal_point, visitor):
    title = "Women's & men's <b>pay</b> \"equal\""
    commitment = make_commitment(focal_point, title=title)
    for url in (
        reverse("commitments:index"),
        reverse("commitments:detail", args=[commitment.pk]),
    ):
        text = body(visitor.client.get(url))
        assert "Women&#x27;s &amp; men&#x27;s &lt;b&gt;pay&lt;/b&gt;" in text
        assert "&amp;amp;" not in text
        assert "<b>pay" not in text


def test_versions_stay_with_the_words_they_had(focal_point):
    make_commitment(focal_point, title="First title")
    assert CommitmentVersion.objects.get().title == "First title"
