"""Of which part of the whole a value speaks: one meaning, one written form."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.disaggregation import (
    NoSuchCategory,
    canonical,
    categories,
    describe,
    parents,
    split,
)
from commitments.report_content import Answer, Observation, ReportContent
from gfmd_platform.taxonomy import queries as taxonomy

pytestmark = pytest.mark.django_db

FREE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@st.composite
def some_dims(draw: st.DrawFn) -> dict[str, str]:
    chosen = {}
    for term in taxonomy.dimensions():
        standard = [c.code.removeprefix(f"{term.code}.") for c in categories(term)]
        category = draw(st.one_of(st.just(""), st.sampled_from(standard), FREE.map("~{}".format)))
        if category:
            chosen[term.code] = category
    return chosen


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_written_form_is_one_and_comes_back(data: st.DataObject) -> None:
    dims = data.draw(some_dims())
    try:
        text = canonical(dims)
    except NoSuchCategory as error:
        assert "too long" in str(error)
        return
    turned = dict(reversed(dims.items()))
    assert canonical(turned) == text
    assert canonical(text) == text
    assert canonical(split(text)) == text
    assert sorted(split(text)) == sorted(dims)
    assert bool(describe(text)) == bool(dims)
    assert all(len(split(above)) in (len(dims) - 1, len(dims)) for _c, _d, above in parents(text))


@pytest.mark.parametrize(
    ("dims", "text"),
    [
        ({}, ""),
        ({"sex": "", "age": "  "}, ""),
        ({"sex": "female", "age": "18-24"}, "age=18-24;sex=female"),
        ({"sex": "Women and girls"}, "sex=female"),
        ({"sex": "~women and  girls"}, "sex=female"),
        ({"place": "~Northern   province"}, "place=~Northern province"),
        ({"place": "~a;b=c%"}, "place=~a%3Bb%3Dc%25"),
    ],
)
def test_spellings_of_one_meaning_are_one_text(dims: dict[str, str], text: str) -> None:
    assert canonical(dims) == text


@pytest.mark.parametrize(
    "dims",
    [
        {"colour": "blue"},
        {"sex": "femal"},
        {"place": "~"},
        {"place": "~" + "x" * 81},
        {"place": "~a\x07b"},
        "sex",
        "sex=",
        "sex=female;sex=male",
        ["sex"],
    ],
)
def test_what_is_no_category_is_refused_with_words(dims: object) -> None:
    with pytest.raises(NoSuchCategory) as refusal:
        canonical(dims)
    assert str(refusal.value)


def test_finer_categories_lie_in_coarser_ones() -> None:
    assert parents("age=0-4;sex=female") == [
        ("age", "0-4", "age=0-17;sex=female"),
        ("sex", "female", "age=0-4"),
    ]
    assert parents("place=~Coast") == [("place", "~Coast", "")]


def _content(**later: str) -> ReportContent:
    """A version as one was submitted before there were dimensions."""
    content = ReportContent(
        report_id=UUID(int=1),
        no=1,
        questionnaire_id=UUID(int=2),
        language="en",
        visibility="public",
        may_quote=True,
    )
    content.answers = [Answer("a_narrative", "Fees fell.", "en")]
    values = {
        "period": "2025",
        "value": Decimal("12.500000"),
        "unit": "per cent",
        "population": "women",
        "source": "Labour survey",
        "footnote": "",
        "finality": "final",
        "sent_to_custodian": "yes",
    }
    content.observations = [Observation(UUID(int=3), None, values | later)]
    return content


def test_receipts_of_before_still_name_what_was_handed_in() -> None:
    stored = "b2c1828a929368151814c0b883c389a02a6600fac0b3b4832688d51a0bf9256a"
    silent = {"dims": "", "cleared": "unknown", "cleared_by": "", "explanation": ""}
    assert _content().hash == stored
    assert _content(**silent).hash == stored
    for name, said in [("dims", "sex=female"), ("cleared", "yes"), ("explanation", "A new law.")]:
        assert _content(**silent | {name: said}).hash != stored
