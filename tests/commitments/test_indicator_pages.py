"""Indicators in public: what reporters gave, the custodian's first, drawn and told."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from commitments.models import CommitmentVersionIndicator, CustodianBatch, CustodianValue
from gfmd_platform.documents.charts import Point, Series, line_chart, nice_ticks

from .making import choose, make_commitment, make_cycle, start, submit
from .test_commitments import COST
from .test_report_drafts import observe

pytestmark = pytest.mark.django_db
REF = "sdg-2015:10.7.1"
PAGE = f"/indicators/{REF}/"


@pytest.fixture
def cycle(state, other_state, support_unit):
    return make_cycle(support_unit)


def report_values(cycle, someone, *values, visibility="public", **more):
    report = start(cycle, someone)
    for period, dims, value in values:
        observe(report, someone, period=period, dims=dims, value=value, **more)
    choose(report, someone, visibility)
    submit(report, someone)
    return report


def read(someone, address=PAGE, **asked):
    return someone.client.get(address, asked).content.decode()


def test_values_stand_by_reporter_and_period_with_a_drawing_and_a_sentence(
    cycle, focal_point, visitor
):
    report_values(
        cycle, focal_point, ("2024", "", "6.4"), ("2025", "", "5.9"), ("2025", "sex=female", "7.1")
    )
    page = read(visitor)
    assert "Arvania: from 6.4 in 2024 to 5.9 in 2025 (per cent)." in page
    assert "<svg" in page and "style=" not in page.split("<svg")[1].split("</svg>")[0]
    table = page.split("Values by reporter and period")[-1]
    assert ">6.4<" in table and ">5.9<" in table and ">7.1<" not in table
    assert ">7.1<" in read(visitor, dims="sex=female")
    assert "6.4" in read(visitor, dims="nonsense")
    assert visitor.client.get("/indicators/10.7.1/")["Location"] == PAGE
    assert visitor.client.get("/indicators/99/").status_code == 404


def test_what_is_not_public_is_not_there(
    cycle, focal_point, other_focal_point, visitor, support_unit
):
    report_values(cycle, focal_point, ("2025", "", "41.5"), visibility="support_unit")
    draft = start(cycle, other_focal_point)
    observe(draft, other_focal_point, value="42.5")
    for address in (PAGE, f"{PAGE}values.csv", f"/api/v1/indicator-values/{REF}/"):
        answer = visitor.client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"41.5" not in content and b"42.5" not in content
    assert "41.5" in read(support_unit)
    assert "42.5" not in read(support_unit)


def test_page_table_and_api_say_the_same(cycle, focal_point, visitor):
    report_values(cycle, focal_point, ("2025", "sex=female", "7.1"), source="Labour survey")
    sent = visitor.client.get(f"{PAGE}values.csv")
    text = b"".join(sent.streaming_content).decode("utf-8-sig")
    assert "Labour survey" in text and ",female," in text
    asked = visitor.api.get(f"/api/v1/indicator-values/{REF}/", {"dims": "sex=female"}).json()
    assert [(v["period"], v["value"], v["dims"]) for v in asked["values"]] == [
        ("2025", "7.1", {"sex": "female"})
    ]
    wrong = visitor.api.get(f"/api/v1/indicator-values/{REF}/", {"dims": "sex=x"})
    assert wrong.status_code == 400


def test_an_own_indicator_has_a_page_once_its_commitment_is_registered(cycle, focal_point, visitor):
    draft = make_commitment(focal_point, registered=False, indicators=[COST])
    key = draft.indicators.get().key
    assert visitor.client.get(f"/indicators/{key}/").status_code == 404
    made = make_commitment(focal_point, indicators=[COST])
    key = CommitmentVersionIndicator.objects.get(version=made.current_version).key
    report = start(cycle, focal_point)
    observe(report, focal_point, term_id=None, indicator_key=key, value="4.4")
    choose(report, focal_point)
    submit(report, focal_point)
    page = read(visitor, f"/indicators/{key}/")
    assert ">4.4<" in page and made.title in page


def table(tmp_path, *lines):
    path = tmp_path / "values.csv"
    path.write_text("\n".join(["indicator,place,period,value,sex", *lines]))
    return path


def take(path, **more):
    given = {"source": "Global database", "date": dt.date(2026, 7, 1)} | more
    call_command("import_custodian_values", path, **given)


def test_the_custodians_value_stands_first(cycle, focal_point, state, visitor, tmp_path):
    report_values(cycle, focal_point, ("2025", "", "5.9"))
    path = table(tmp_path, f"10.7.1,{state.country_id},2025,6.25,")
    take(path, dry_run=True)
    assert not CustodianBatch.objects.exists()
    take(path)
    take(path)
    assert CustodianBatch.objects.count() == 1
    page = read(visitor).split("Values by reporter and period")[-1]
    assert page.index(">6.25<") < page.index(">5.9<")
    assert "value: Global database" in page
    later = table(tmp_path, f"10.7.1,{state.country_id},2025,6.5,")
    take(later, date=dt.date(2026, 9, 1))
    page = read(visitor)
    assert ">6.5<" in page and ">6.25<" not in page
    asked = visitor.api.get(f"/api/v1/indicator-values/{REF}/").json()
    assert [v["value"] for v in asked["custodian_values"]] == ["6.5"]


def test_a_table_with_a_wrong_row_writes_nothing(tmp_path, state):
    good = f"10.7.1,{state.country_id},2025,6.25,"
    for wrong in ("0.0.0,004,2025,1,", "10.7.1,ZZZ,2025,1,", "10.7.1,004,2025,many,", good):
        with pytest.raises(CommandError):
            take(table(tmp_path, good, wrong))
    assert not CustodianValue.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_however_many_values(
    cycle, focal_point, visitor, number, django_assert_num_queries
):
    report_values(
        cycle,
        focal_point,
        *((str(2022 + n), dims, "5") for n in range(number) for dims in ("", "sex=male")),
    )
    client = visitor.client
    for address, queries in (
        (PAGE, 3),
        ("/indicators/", 2),
        (f"/api/v1/indicator-values/{REF}/", 3),
    ):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)


def test_a_drawing_is_wellformed_small_and_keeps_odd_words_as_words():
    points = [Point(dt.date(2000 + n, 7, 1), n * 1.5, str(2000 + n)) for n in range(30)]
    series = [Series(f"<b>{n}</b> & “name”", points[n:]) for n in range(6)]
    svg = line_chart(series, label='A "sentence" & more', target=12.0, target_label="<Target>")
    root = ElementTree.fromstring(svg)
    assert root.attrib["aria-label"] == 'A "sentence" & more'
    assert not [e for e in root.iter() if e.tag.endswith(("style", "script", "}b"))]
    assert len(svg) < 30_000
    one = line_chart([Series("x", points[:1])], label="x")
    assert ElementTree.fromstring(one) is not None
    for wrong in ([], [Series("x", [])], [Series("x", points)] * 7):
        with pytest.raises(ValueError, match="one to six"):
            line_chart(wrong, label="x")


@pytest.mark.parametrize(
    ("low", "high"), [(0, 0), (5, 5), (-3, 4), (0.001, 0.002), (95, 100), (1e12, 3e12)]
)
def test_the_axis_has_a_few_round_numbers_around_the_values(low, high):
    ticks = nice_ticks(low, high)
    assert 2 <= len(ticks) <= 8
    assert ticks[0] <= low and ticks[-1] >= high
