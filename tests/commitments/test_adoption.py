"""A questionnaire that changes in mid-cycle: open drafts adopt it, and no answer is dropped."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from django.urls import reverse

from commitments import operations
from commitments.models import DraftAnswer, DraftRevision, Report
from commitments.report_content import of_draft
from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible, StaleRevision
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.cycles.operations import revise_questionnaire
from gfmd_platform.cycles.questionnaire import QuestionShape

from .making import LATER, NOW, choose, make_cycle, start, submit, write

pytestmark = pytest.mark.django_db


def asks(*keys: str, **continues: str) -> list[QuestionShape]:
    return [
        QuestionShape(k, "a", "long_text", f"What of {k}?", continues=continues.get(k, ""))
        for k in keys
    ]


@pytest.fixture
def cycle(support_unit) -> Cycle:
    return make_cycle(support_unit, questions=asks("a_narrative", "fees", "law"))


@pytest.fixture
def report(cycle, focal_point) -> Report:
    return start(cycle, focal_point)


def ask(cycle, support_unit, questions):
    return revise_questionnaire(
        cycle_id=cycle.pk, questions=questions, by=support_unit.actor, now=LATER
    )


def adopt(report, someone, made):
    return operations.adopt_questionnaire(
        report_id=report.pk, questionnaire_id=made.pk, by=someone.actor, now=LATER
    )


def said(report) -> dict[str, str]:
    return dict(DraftAnswer.objects.filter(report=report).values_list("key", "value"))


def test_answers_stay_move_or_are_kept_beside(cycle, report, focal_point, support_unit):
    for key in ("a_narrative", "fees", "law"):
        write(report, focal_point, f"On {key}", key=key)
    made = ask(cycle, support_unit, asks("a_narrative", "costs", costs="fees"))
    page = focal_point.client.get(reverse("reports:draft", args=[report.pk])).content.decode()
    assert "The questions of this cycle changed" in page
    url = reverse("reports:adopt", args=[report.pk])
    shown = focal_point.client.get(url).content.decode()
    assert "What of costs?" in shown and "Is no longer asked" in shown
    assert focal_point.client.post(url, {"questionnaire": made.pk}).status_code == 302
    assert said(report) == {"a_narrative": "On a_narrative", "costs": "On fees", "law": "On law"}
    content = of_draft(Report.unscoped.get(pk=report.pk))
    assert [answer.key for answer in content.answers] == ["a_narrative", "costs"]
    for name in ("draft", "check"):
        told = focal_point.client.get(reverse(f"reports:{name}", args=[report.pk]))
        assert "kept beside and will not be submitted" in told.content.decode()


def test_a_submitted_version_keeps_its_questions_and_what_stands_beside_survives(
    cycle, report, focal_point, support_unit
):
    write(report, focal_point, "On law", key="law")
    write(report, focal_point, "The rest")
    adopt(report, focal_point, ask(cycle, support_unit, asks("a_narrative")))
    choose(report, focal_point)
    version = submit(report, focal_point)
    assert list(version.answers.values_list("key", flat=True)) == ["a_narrative"]
    ask(cycle, support_unit, asks("a_narrative", "d_new"))
    assert version.questionnaire.no == 2
    operations.correct_report(report_id=report.pk, by=focal_point.actor, now=LATER)
    page = focal_point.client.get(reverse("reports:beside", args=[report.pk]))
    assert "On law" in page.content.decode()


def test_an_answer_beside_is_copied_below_what_stands(
    cycle, report, focal_point, other_focal_point, support_unit
):
    write(report, focal_point, "On law", key="law")
    write(report, focal_point, "First")
    adopt(report, focal_point, ask(cycle, support_unit, asks("a_narrative")))
    url = reverse("reports:beside", args=[report.pk])
    assert focal_point.client.post(url, {"from": "law", "to": "a_narrative"}).status_code == 302
    assert said(report) == {"law": "On law", "a_narrative": "First\n\nOn law"}
    assert other_focal_point.client.get(url).status_code == 404
    assert focal_point.client.post(url, {"from": "law", "to": "nothing"}).status_code == 404


def test_a_save_under_the_old_key_after_adoption_is_kept(cycle, report, focal_point, support_unit):
    write(report, focal_point, "First", key="fees")
    write(report, focal_point, "On law", key="law")
    adopt(report, focal_point, ask(cycle, support_unit, asks("a_narrative", "costs", costs="fees")))
    save = reverse("reports:save", args=[report.pk])
    sent = {"field": "fees", "value": "First and more", "revision": "1"}
    assert focal_point.client.post(save, sent).json()["revision"] == 2
    focal_point.client.post(save, {"field": "law", "value": "More law", "revision": "1"})
    assert said(report) == {"costs": "First and more", "law": "More law"}
    assert focal_point.client.post(save, sent | {"field": "never"}).status_code == 404


def test_a_page_of_the_old_questions_saves_every_field(cycle, report, focal_point, support_unit):
    adopt(report, focal_point, ask(cycle, support_unit, asks("costs", "a_narrative", costs="fees")))
    url = reverse("reports:part", args=[report.pk, "a"])
    sent = {
        "asked": ["a_narrative", "fees", "law"],
        "revision": ["0", "0", "0"],
        "a_narrative": "One",
        "fees": "Two",
        "law": "Three",
    }
    assert focal_point.client.post(url, sent).status_code == 302
    assert said(report) == {"a_narrative": "One", "costs": "Two", "law": "Three"}


def test_what_the_new_question_cannot_take_stays_beside(cycle, report, focal_point, support_unit):
    write(report, focal_point, "about three", key="fees")
    number = QuestionShape("fee", "b", "number", "Fee", continues="fees")
    adopt(report, focal_point, ask(cycle, support_unit, [*asks("a_narrative"), number]))
    assert said(report) == {"fees": "about three"}
    with pytest.raises(Invalid):
        operations.copy_aside(
            report_id=report.pk,
            key="fees",
            subject=None,
            to="fee",
            to_subject=None,
            by=focal_point.actor,
            now=LATER,
        )


def test_only_what_was_shown_is_adopted_and_only_by_a_focal_point(
    cycle, report, focal_point, colleague, support_unit
):
    first = ask(cycle, support_unit, asks("a_narrative"))
    second = ask(cycle, support_unit, asks("a_narrative", "fees"))
    with pytest.raises(StaleRevision):
        adopt(report, focal_point, first)
    with pytest.raises((NotAllowed, NotVisible)):
        adopt(report, colleague, second)
    adopt(report, focal_point, second)
    assert adopt(report, focal_point, second).questionnaire_id == second.pk


def test_giving_up_a_correction_gives_up_the_new_questions_too(
    cycle, report, focal_point, support_unit
):
    write(report, focal_point, "On fees", key="fees")
    choose(report, focal_point)
    version = submit(report, focal_point)
    operations.correct_report(report_id=report.pk, by=focal_point.actor, now=LATER)
    adopt(report, focal_point, ask(cycle, support_unit, asks("a_narrative", "costs", costs="fees")))
    operations.discard_correction(report_id=report.pk, by=focal_point.actor, now=LATER)
    standing = Report.unscoped.get(pk=report.pk)
    assert standing.questionnaire_id == version.questionnaire_id
    assert {k: v for k, v in said(report).items() if v} == {"fees": "On fees"}


@pytest.mark.parametrize("seed", range(12))
def test_no_history_of_changes_loses_an_accepted_answer(
    seed, cycle, report, focal_point, support_unit
):
    """Random questions, saves under old and new keys, and adoptions. Writers add to what stands, so
    every text that was accepted stands in the draft at every moment, and in the history."""
    rng = random.Random(seed)
    names = ["a_narrative", "fees", "law", "x1", "x2", "x3"]
    accepted: list[str] = []
    made = None
    for step in range(14):
        choice = rng.random()
        if choice < 0.45:
            key = rng.choice(names)
            row = DraftAnswer.objects.filter(report=report, key=key).first()
            text = f"text {step}"
            try:
                saved = operations.save_answer(
                    report_id=report.pk,
                    key=key,
                    value=f"{row.value} {text}".strip() if row else text,
                    revision=row.revision if row else 0,
                    by=focal_point.actor,
                    now=NOW,
                )
            except (NotVisible, StaleRevision):  # nothing was accepted
                continue
            accepted.append(text)
            assert text in saved.value
        elif choice < 0.75:
            asked = rng.sample(names, rng.randint(1, 4))
            gone = [name for name in names if name not in asked]
            links = {k: rng.choice(gone) for k in asked if rng.random() < 0.5}
            once: dict[str, str] = {}
            for key, old in links.items():
                if old not in once.values():
                    once[key] = old
            made = ask(cycle, support_unit, [replace(q) for q in asks(*asked, **once)])
        elif made is not None:
            adopt(report, focal_point, made)
        words = " ".join(DraftAnswer.objects.filter(report=report).values_list("value", flat=True))
        assert all(text in words for text in accepted)
    history = " ".join(
        str(value)
        for value in DraftRevision.objects.filter(report=report).values_list("value", flat=True)
    )
    assert all(text in history for text in accepted)


def test_the_api_adopts_and_copies_too(cycle, report, focal_point, support_unit):
    write(report, focal_point, "On law", key="law")
    ask(cycle, support_unit, asks("a_narrative"))
    base = f"/api/v1/reports/{report.pk}/draft"
    body = focal_point.client.get(f"{base}/").json()
    assert body["asked"] != body["questionnaire"]
    sent = {"questionnaire": body["asked"]}
    adopted = focal_point.api.post(f"{base}/adopt/", sent, format="json").json()
    assert [(a["key"], a["is_asked"]) for a in adopted["answers"]] == [("law", False)]
    copied = focal_point.api.post(
        f"{base}/copy-beside/", {"key": "law", "to": "a_narrative"}, format="json"
    )
    assert copied.json()["value"] == "On law"
