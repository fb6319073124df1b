"""The same words have the same hash, however they were put together."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from gfmd_platform.records.hashing import canonical_json, content_hash

contents = st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none()))


@given(contents)
def test_the_order_of_keys_does_not_matter(content: dict[str, object]) -> None:
    assert content_hash(content) == content_hash(dict(reversed(content.items())))


@given(contents, st.text(), st.text())
def test_another_text_has_another_hash(content: dict[str, object], one: str, two: str) -> None:
    same = content_hash({**content, "text": one}) == content_hash({**content, "text": two})
    assert same == (one == two)


def test_numbers_and_dates_have_one_form() -> None:
    assert canonical_json({"v": Decimal("1.50")}) == canonical_json({"v": Decimal("1.5")})
    cairo = dt.timezone(dt.timedelta(hours=2))
    noon = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    assert canonical_json({"at": noon}) == canonical_json({"at": noon.astimezone(cairo)})
    assert canonical_json({"name": "Côte d’Ivoire"}) == '{"name":"Côte d’Ivoire"}'.encode()
