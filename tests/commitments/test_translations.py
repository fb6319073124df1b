"""Translations beside what was submitted: named, never in its place."""

from __future__ import annotations

import pytest
from django.urls import reverse

from commitments import operations
from commitments.models import ReportVersion, VersionTranslation
from commitments.operations import TranslatedText
from commitments.report_content import of_version
from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible, StaleRevision
from gfmd_platform.search.models import SearchEntry

from .making import LATER, NOW, make_cycle, make_report
from .test_sharing import give

pytestmark = pytest.mark.django_db
ORIGINAL = "Recruitment fees were abolished in two corridors."
ARABIC = "أُلغيت رسوم التوظيف."


@pytest.fixture
def cycle(state, other_state, support_unit):
    return make_cycle(support_unit)


@pytest.fixture
def report(cycle, focal_point):
    return make_report(cycle, focal_point)


def translate(report, by, text=ARABIC, *, language="ar", revision=0, key="a_narrative"):
    return operations.translate_version(
        report_id=report.pk,
        no=1,
        language=language,
        texts=[TranslatedText(key, text, revision)],
        by=by.actor,
        now=LATER,
    )


def page(someone, report, name="version", **query):
    args = [report.pk, 1] if name == "version" else [report.pk]
    return someone.client.get(reverse(f"reports:{name}", args=args), query).content.decode()


def test_a_translation_stands_beside_the_original_under_its_translators_name(
    report, focal_point, visitor
):
    assert "As submitted" not in page(visitor, report)
    translate(report, focal_point)
    for name in ("version", "detail"):
        assert ARABIC not in page(visitor, report, name)
        shown = page(visitor, report, name, **{"in": "ar"})
        assert f'<div lang="ar" dir="rtl"><p>{ARABIC}</p></div>' in shown
        assert ORIGINAL not in shown
        assert "Translation by Amina Focal of Arvania;" in shown
        assert ORIGINAL in page(visitor, report, name, **{"in": "xx"})
    version = ReportVersion.objects.get(subject=report)
    assert of_version(version).hash == version.content_hash
    assert ARABIC not in str(SearchEntry.objects.filter(record_id=report.pk).values())


def test_a_newer_text_replaces_it_and_the_history_is_kept(report, focal_point):
    translate(report, focal_point)
    assert translate(report, focal_point, revision=1) == [], "nothing differs"
    with pytest.raises(StaleRevision):
        translate(report, focal_point, "أخرى", revision=0)
    translate(report, focal_point, "أخرى", revision=1)
    assert "أخرى" in page(focal_point, report, **{"in": "ar"})
    translate(report, focal_point, "", revision=2)
    assert "As submitted" not in page(focal_point, report)
    rows = VersionTranslation.objects.order_by("revision").values_list("text", flat=True)
    assert list(rows) == [ARABIC, "أخرى", ""]


def test_only_texts_of_the_version_into_another_language(report, focal_point):
    with pytest.raises(Invalid):
        translate(report, focal_point, "The same", language="en")
    with pytest.raises(Invalid):
        translate(report, focal_point, language="xx")
    with pytest.raises(NotVisible):
        translate(report, focal_point, key="b_narrative")


def test_members_named_by_a_focal_point_translate_and_nobody_else(
    cycle, report, focal_point, colleague, other_focal_point, support_unit
):
    for someone in (colleague, other_focal_point, support_unit):
        with pytest.raises(NotAllowed):
            translate(report, someone)
    operations.correct_report(report_id=report.pk, by=focal_point.actor, now=NOW)
    give(report, focal_point, colleague, "a")
    translate(report, colleague)
    assert "Translation by Bruno Colleague of Arvania;" in page(
        support_unit, report, **{"in": "ar"}
    )


def test_whoever_may_not_read_the_version_reads_no_translation(
    cycle, focal_point, colleague, other_focal_point, visitor
):
    report = make_report(cycle, focal_point, visibility="support_unit")
    translate(report, focal_point)
    for someone in (colleague, other_focal_point, visitor):
        assert ARABIC not in page(someone, report, **{"in": "ar"})
        url = f"/api/v1/reports/{report.pk}/versions/1/translations/"
        assert someone.api.get(url).status_code == 404


def test_the_form_shows_both_and_keeps_what_is_refused(
    report, focal_point, django_assert_num_queries
):
    url = reverse("reports:translate", args=[report.pk, 1])
    assert "Translate this report" in focal_point.client.get(url).content.decode()
    asked = {"in": "ar", "section": "a"}
    with django_assert_num_queries(12):
        shown = focal_point.client.get(url, asked).content.decode()
    assert ORIGINAL in shown
    assert 'name="text--a_narrative" rows="8" lang="ar" dir="rtl"' in shown
    sent = {**asked, "text--a_narrative": ARABIC, "revision--a_narrative": "0"}
    done = focal_point.client.post(url, sent)
    assert done["Location"].endswith("/versions/1/?in=ar")
    other = {**sent, "text--a_narrative": "أخرى"}
    stale = focal_point.client.post(url, other)
    assert stale.status_code == 409
    assert {ARABIC, "أخرى"} <= {text for text in (ARABIC, "أخرى") if text in stale.content.decode()}
    assert focal_point.client.post(url, {**other, "revision--a_narrative": "1"}).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_as_often_for_three_languages_as_for_one(
    report, focal_point, visitor, number, django_assert_num_queries
):
    for language in ("ar", "fr", "es")[:number]:
        translate(report, focal_point, "Autre", language=language)
    for name, queries in (("detail", 7), ("version", 7)):
        page(visitor, report, name, **{"in": "ar"})
        with django_assert_num_queries(queries):
            page(visitor, report, name, **{"in": "ar"})


def test_the_api_does_the_same(report, focal_point, other_focal_point, visitor):
    url = f"/api/v1/reports/{report.pk}/versions/1/translations/"
    sent = {"language": "fr", "texts": [{"key": "a_narrative", "text": "Supprimés."}]}
    assert other_focal_point.api.put(url, sent, format="json").status_code == 403
    assert focal_point.api.put(url, sent, format="json").status_code == 200
    sent = {"language": "fr", "texts": [{"key": "a_narrative", "text": "Abolis."}]}
    assert focal_point.api.put(url, sent, format="json").status_code == 409
    (row,) = visitor.api.get(url).json()
    assert (row["text"], row["by"], row["revision"]) == ("Supprimés.", "Amina Focal", 1)
