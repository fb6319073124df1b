"""Reading an edition on the web: looking for words in it, knowing its rules, citing it."""

from __future__ import annotations

import re

import pytest

from tests.people import Someone

from .test_pages import published, text_of, write
from .world import World

pytestmark = pytest.mark.django_db


def test_words_are_found_in_text_tables_and_quotations_with_their_places(
    world: World, chair: Someone, visitor: Someone
) -> None:
    write(world, "Fées & others: {{commitments}} in all.\n\nAnother.", key="commitments")
    published(world, chair)
    address = f"/reviews/{world.review.pk}/"
    for query, section in (
        ("fees OTHERS", "Commitments"),
        ("3 in all", "Commitments"),
        ("eleven weeks", "Part a: leaving no migrant behind"),
        ("civil society: 1", "Who took part"),
        ("births abroad", "Commitment"),
    ):
        response = visitor.client.get(address, {"q": query})
        page = response.content.decode()
        shown = page[page.index('class="stack found"') :]
        hit = re.search(r'<li><a href="#([^"]+)">([^<]+)</a>', shown)
        assert hit, query
        assert hit[2] == section
        assert f'id="{hit[1]}"' in page, "the link leads to a place in the page"
    nothing = text_of(visitor.client.get(address, {"q": "<b>nowhere</b>"}))
    assert "0 passages with “<b>nowhere</b>”" in nothing
    assert "CANARY" not in text_of(visitor.client.get(address, {"q": "canary"})).replace(
        "“canary”", ""
    )
    for empty in ("", "   ", "\u0301"):
        assert b'class="stack found"' not in visitor.client.get(address, {"q": empty}).content


def test_tables_tell_by_which_rules_they_are_counted(
    world: World, chair: Someone, visitor: Someone
) -> None:
    published(world, chair)
    page = visitor.client.get(f"/reviews/{world.review.pk}/")
    assert page.content.count(b"<summary>How do we know?</summary>") > 5
    assert "Stakeholders that were confirmed when the compilation was frozen." in text_of(page)
    assert b'fill="url(#share-' in page.content


def test_an_edition_and_its_paragraphs_are_cited_in_three_forms(
    world: World, chair: Someone, visitor: Someone
) -> None:
    edition = published(world, chair)
    base = f"/reviews/{world.review.pk}/editions/1/"
    at = f"http://localhost:8000{base}"
    page = text_of(visitor.client.get(base))
    said = (
        "Global Forum on Migration and Development, “Review of 2027”, edition 1, 24 November 2026"
    )
    assert f"{said}, {at}." in page
    paragraph = re.search(
        r'id="(p-introduction-[0-9a-f]{8})"', visitor.client.get(base).content.decode()
    )
    assert paragraph
    asked = {"paragraph": paragraph[1]}
    text = visitor.client.get(f"{base}cite/txt/", asked).content.decode()
    assert text == f"{said}, {at}#{paragraph[1]}."
    bibtex = visitor.client.get(f"{base}cite/bib/", asked)
    assert f"url = {{{at}#{paragraph[1]}}}" in bibtex.content.decode()
    assert "attachment" in bibtex["Content-Disposition"]
    ris = visitor.client.get(f"{base}cite/ris/", {"paragraph": "x\r\nER  - "}).content.decode()
    assert f"UR  - {at}\r\nER  - \r\n" in ris, "what is no paragraph is left out"
    assert visitor.client.get(f"{base}cite/doc/").status_code == 404
    api = visitor.client.get(f"/api/v1/reviews/{edition.review_id}/editions/1/").json()
    assert api["citation"]["txt"] == f"{said}, {at}."
