"""Nothing that was saved is lost: earlier texts are read, brought back, and merged."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from commitments import operations
from commitments.models import DraftAnswer, DraftObservation, DraftRevision
from commitments.queries import history
from commitments.sections import sections_for
from gfmd_platform.access.exceptions import NotAllowed, NotVisible, StaleRevision

from .asked import EVERY_TYPE
from .making import LATER, NOW, attach, make_commitment, make_cycle, start, write
from .second_year import say
from .test_report_drafts import observe
from .test_sharing import give

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(state, other_state, support_unit, focal_point):
    return start(make_cycle(support_unit), focal_point)


def back(report, by, revision, standing, key="a_narrative", subject=None):
    operations.bring_back(
        report_id=report.pk,
        key=key,
        subject=subject,
        revision=revision,
        standing=standing,
        by=by.actor,
        now=LATER,
    )


def stands(key="a_narrative"):
    return DraftAnswer.objects.get(key=key).value


def test_an_earlier_text_comes_back_as_a_new_revision(report, focal_point):
    for text in ("One", "Two", ""):
        write(report, focal_point, text)
    back(report, focal_point, 1, 3)
    assert stands() == "One"
    history = DraftRevision.objects.filter(key="a_narrative").order_by("revision")
    assert [row.value and row.value["value"] for row in history] == ["One", "Two", "", "One"]
    with pytest.raises(StaleRevision):
        back(report, focal_point, 2, 3)
    with pytest.raises(NotVisible):
        back(report, focal_point, 99, 4)


def test_a_value_that_was_taken_out_comes_back_whole(report, focal_point):
    row = observe(report, focal_point, value="7", source="Bank")
    operations.remove_observation(
        report_id=report.pk, observation_id=row.pk, revision=1, by=focal_point.actor, now=NOW
    )
    back(report, focal_point, 1, 2, key="observation", subject=row.pk)
    found = DraftObservation.objects.get()
    assert (found.pk, found.term_id, found.source) == (row.pk, row.term_id, "Bank")
    assert found.revision == 3


def test_only_who_writes_a_part_sees_and_brings_back_its_texts(report, focal_point, colleague):
    write(report, focal_point, "Ours a")
    write(report, focal_point, "kingfisher", key="b_narrative")
    give(report, focal_point, colleague, "a")
    page = colleague.client.get(reverse("reports:history", args=[report.pk])).content.decode()
    assert "Ours a" in page
    assert "kingfisher" not in page
    url = reverse("reports:field-history", args=[report.pk, "b_narrative"])
    assert colleague.client.get(url).status_code == 404
    assert colleague.client.post(url, {"revision": "1", "standing": "1"}).status_code == 404
    with pytest.raises(NotVisible):
        back(report, colleague, 1, 1, key="b_narrative")
    give(report, focal_point, colleague, "a", reads_all=True)
    assert colleague.client.get(url).status_code == 200
    with pytest.raises(NotAllowed):
        back(report, colleague, 1, 1, key="b_narrative")


def test_the_page_of_a_field_brings_back(report, focal_point):
    write(report, focal_point, "Fees were abolished")
    write(report, focal_point, "Fees were raised")
    url = reverse("reports:field-history", args=[report.pk, "a_narrative"])
    page = focal_point.client.get(url).content.decode()
    assert "<del>" in page
    assert "Amina Focal" in page
    assert focal_point.client.post(url, {"revision": "1", "standing": "2"}).status_code == 302
    assert stands() == "Fees were abolished"


def test_the_whole_draft_comes_back_as_it_was(report, focal_point):
    commitment = make_commitment(focal_point)
    write(report, focal_point, "Before")
    kept = observe(report, focal_point, value="1")
    then = NOW + dt.timedelta(minutes=1)
    later = NOW + dt.timedelta(minutes=2)
    write(report, focal_point, "After", now=later)
    write(report, focal_point, "New", key="d_narrative", now=later)
    operations.save_status(
        report_id=report.pk,
        commitment_id=commitment.pk,
        status="done",
        note="x",
        revision=0,
        by=focal_point.actor,
        now=later,
    )
    operations.remove_observation(
        report_id=report.pk, observation_id=kept.pk, revision=1, by=focal_point.actor, now=later
    )
    url = reverse("reports:history-back", args=[report.pk])
    page = focal_point.client.get(url, {"at": then.isoformat()}).content.decode()
    assert "Before" in page
    assert focal_point.client.post(url, {"at": then.isoformat()}).status_code == 302
    assert (stands(), stands("d_narrative")) == ("Before", "")
    assert report.statuses.get().status == ""
    assert DraftObservation.objects.get().number == "1"


def test_two_who_wrote_one_field_get_a_proposal_and_choose(report, focal_point):
    write(report, focal_point, "Fees fell in two corridors. More follows in spring.")
    write(report, focal_point, "Fees fell in two corridors. More follows in autumn.")
    url = reverse("reports:part", args=[report.pk, "a"])
    mine = "Fees fell in three corridors. More follows in spring."
    merged = "Fees fell in three corridors. More follows in autumn."
    page = focal_point.client.post(url, {"a_narrative": mine, "revision": ["1"]})
    assert page.status_code == 409
    assert merged in page.content.decode()
    saved = focal_point.client.post(
        reverse("reports:save", args=[report.pk]),
        {"field": "a_narrative", "value": mine, "revision": "1"},
    )
    assert saved.status_code == 409
    assert saved.json()["merged"] == {"text": merged, "clashes": 0}
    chosen = {"field": "a_narrative", "mine": mine, "a_narrative": merged, "revision": "2"}
    focal_point.client.post(url, chosen | {"choice": "theirs"})
    assert stands().endswith("autumn.")
    focal_point.client.post(url, chosen | {"choice": "mine"})
    assert stands() == mine
    focal_point.client.post(url, chosen | {"choice": "merged", "revision": "3"})
    assert stands() == merged


def test_two_who_wrote_one_note_get_a_proposal_and_choose_without_script(report, focal_point):
    commitment = make_commitment(focal_point)
    other = make_commitment(focal_point, title="Visas for nurses")
    begun = "Fees fell in two corridors. More follows in spring."
    hers = "Fees fell in two corridors. More follows in autumn."
    mine = "Fees fell in three corridors. More follows in spring."
    both = "Fees fell in three corridors. More follows in autumn."
    say(report, focal_point, commitment, "under_way", begun)
    say(report, focal_point, commitment, "done", hers)
    client, url = focal_point.client, reverse("reports:statuses", args=[report.pk])
    names = [(f"{made.pk}-status", f"{made.pk}-note") for made in (commitment, other)]
    sent = {
        **{names[0][0]: "changed", names[0][1]: mine, names[1][0]: "done", names[1][1]: "Ours."},
        "about": [commitment.pk, other.pk],
        "revision": ["1", "0"],
    }
    page = client.post(url, sent)
    assert page.status_code == 409
    (conflict,) = page.context["conflicts"]
    assert (conflict["merged"], conflict["clashes"]) == (both, 0)
    text = page.content.decode()
    assert "You chose “Changed”; saved is “Done”." in text
    assert hers in text
    assert mine in text
    stands = report.statuses.get(commitment=commitment)
    assert (stands.status, stands.note) == ("done", hers)
    assert report.statuses.get(commitment=other).note == "Ours."

    shown = {
        **{"field": names[0][1], names[0][1]: both, names[0][0]: "under_way", "mine": mine},
        **{"about": commitment.pk, "mine_status": "changed", "revision": str(conflict["revision"])},
    }
    client.post(url, shown | {"choice": "theirs"})
    stands.refresh_from_db()
    assert stands.note == hers
    client.post(url, shown | {"choice": "merged"})
    stands.refresh_from_db()
    assert (stands.status, stands.note) == ("under_way", both)
    assert client.post(url, shown | {"choice": "mine"}).status_code == 409
    client.post(url, shown | {"choice": "mine", "revision": str(stands.revision)})
    stands.refresh_from_db()
    assert (stands.status, stands.note) == ("changed", mine)
    assert report.statuses.get(commitment=other).note == "Ours."
    gone = shown | {"about": report.pk, "choice": "merged"}
    assert client.post(url, gone).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_however_much_there_is(
    report, focal_point, django_assert_num_queries, number
):
    for n in range(number):
        write(report, focal_point, f"text {n}")
        observe(report, focal_point, value=str(n))
    for name, more, queries in (
        ("history", [], 12),
        ("field-history", ["a_narrative"], 9),
    ):
        url = reverse(f"reports:{name}", args=[report.pk, *more])
        focal_point.client.get(url)
        with django_assert_num_queries(queries):
            assert focal_point.client.get(url).status_code == 200


def test_a_file_is_shown_by_its_name_and_a_choice_by_its_label(focal_point, support_unit):
    draft = start(make_cycle(support_unit, questions=EVERY_TYPE), focal_point)
    attach(draft, focal_point, key="evidence")
    choice = next(question for question in EVERY_TYPE if question.type == "choice")
    value, label = choice.choices[0]
    write(draft, focal_point, value, key=choice.key)
    lines = history.shown(draft, history.lines_of(draft, sections_for(focal_point.actor, draft)))
    assert [line.after for line in lines] == [str(label), "Evaluation.pdf"]
