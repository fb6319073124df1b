"""Finding by words: in six languages, with typing mistakes, and whatever people type."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from gfmd_platform.search.criteria import Criteria
from gfmd_platform.search.text import QueryText, excerpt, marked, segmented, sort_key

from .conftest import World, ask, titles

LANGUAGES = {
    "en": ("Training recruiters", "Recruiter trainings for agencies", "recruiting training"),
    "fr": ("Économie des migrations", "Les économies locales", "economie migration"),
    "es": ("Formación de trabajadores", "Cursos para trabajadoras", "formacion trabajador"),
    "ru": ("Права трудящихся", "Защита мигрантов", "право мигрант"),
    "ar": ("حقوق المهاجرين", "حماية العمال", "مهاجرين"),
    "pt": ("Integração local", "Sem gramática própria", "integracao"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_found_in_any_form_and_without_accents(world: World, language: str) -> None:
    title, summary, typed = LANGUAGES[language]
    world.publish(title, summary=summary, language=language)
    world.publish("Something else", summary="about nothing")
    assert titles(f"q={typed}") == [title]


@pytest.mark.parametrize(
    "typed", ["移民", "移民工人", "工人的权利", "利", "权", "移民 权利", '"移民工"']
)
def test_chinese_is_found_by_any_part_of_it(world: World, typed: str) -> None:
    world.publish("保护移民工人的权利", language="zh-hans", summary="公平招聘")
    world.publish("侨汇", language="zh-hans", summary="降低费用")
    found = ask(f"q={typed}")
    assert [hit.title for hit in found.hits] == ["保护移民工人的权利"]
    assert "<mark>" in found.hits[0].marked_title


def test_chinese_characters_that_do_not_follow_each_other_are_not_a_match(world: World) -> None:
    world.publish("工移人民", language="zh-hans")
    assert titles("q=移民") == []


def test_the_title_counts_more_than_the_text(world: World) -> None:
    world.publish("Something else", text="remittances", age=0)
    world.publish("Remittances", age=10)
    assert titles("q=remittances") == ["Remittances", "Something else"]
    assert titles("q=remittances&sort=newest") == ["Something else", "Remittances"]


def test_lists_by_title_disregard_case_accents_and_quotation_marks(world: World) -> None:
    for title in ("zebra", "Éclair", "“Apple”", "banana"):
        world.publish(title)
    assert titles("sort=title") == ["“Apple”", "banana", "Éclair", "zebra"]


def test_names_of_those_whose_it_is_are_found(world: World) -> None:
    world.publish("Fair fees", names=["Migrants' Voice of Arvenia"])
    assert titles("q=arvenia+voice") == ["Fair fees"]


def test_phrases_alternatives_and_exclusions(world: World) -> None:
    world.publish("Fair recruitment fees")
    world.publish("Recruitment that is fair")
    world.publish("Equidad en la formación", language="es")
    assert titles('q="fair recruitment"') == ["Fair recruitment fees"]
    assert titles("q=recruitment -fees") == ["Recruitment that is fair"]
    assert set(titles("q=fees or formación")) == {
        "Fair recruitment fees",
        "Equidad en la formación",
    }
    assert titles("q=-fair -recruitment") == ["Equidad en la formación"]


def test_a_word_misspelt_leads_to_a_suggestion_that_finds_something(world: World) -> None:
    world.publish("Recruitment without fees")
    found = ask("q=recrutment fees")
    assert found.total == 0
    assert found.suggestion == "recruitment fees"
    assert titles(f"q={found.suggestion}") == ["Recruitment without fees"]


def test_nothing_is_suggested_that_is_no_longer_public(world: World) -> None:
    record = world.publish("Recruitment")
    world.withdraw(record)
    assert ask("q=recrutment").suggestion == ""


def test_words_that_are_found_are_not_corrected(world: World) -> None:
    world.publish("Recruitment")
    assert ask("q=recruitment").suggestion == ""


HOSTILE = [
    "'; DROP TABLE search_searchentry; --",
    "a' OR '1'='1",
    "%s %(x)s %%",
    "a & | ! ( ) <-> :* b:",
    '"unclosed',
    "--",
    "-",
    "\x00\x01",
    "\\",
    "the of and",
    "x" * 5000,
    "😀 🇺🇳",
    "移" * 500,
    "-移",
    "{% now %} {{ x }}",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_is_only_text(world: World, typed: str) -> None:
    world.publish("Fair fees")
    query = QueryDict(mutable=True)
    query["q"] = typed
    found = ask(query.urlencode())
    assert found.total in (0, 1)
    assert ask().total == 1
    again = Criteria.parse(QueryDict(found.criteria.querystring()[1:]))
    assert again.query == found.criteria.query


def test_what_is_shown_is_escaped_and_what_was_found_is_marked(world: World) -> None:
    world.publish("Fees <b>& more</b>", summary="<script>alert(1)</script> lower fees")
    [hit] = ask("q=fees").hits
    assert hit.marked_title == "<mark>Fees</mark> &lt;b&gt;&amp; more&lt;/b&gt;"
    assert "<script>" not in hit.marked_summary
    assert hit.marked_summary.endswith("&lt;/script&gt; lower <mark>fees</mark>")
    assert titles("q=alert") == ["Fees <b>& more</b>"]


def test_marks_in_the_text_itself_are_dropped(world: World) -> None:
    world.publish("Fees \ue000x\ue001")
    assert ask("q=fees").hits[0].marked_title == "<mark>Fees</mark> x"
    assert marked("\ue000open") == "open"


def test_a_long_text_is_cut_around_what_was_found() -> None:
    text = "one two three " * 40 + "\ue000found\ue001" + " four five six" * 40
    part = excerpt(text, [])
    assert "\ue000found\ue001" in part
    assert part.startswith("… ") and part.endswith(" …")
    assert len(part) < 260


def test_how_words_are_cut() -> None:
    assert segmented("第移民a工").split() == ["第移", "移民", "民", "a", "工"]
    assert sort_key("“Équité”") == "equite”"
    assert QueryText.parse("移民").positive == '"移民"'
    assert QueryText.parse("移").prefixes == ("移",)
    assert QueryText.parse('a -b -"c d"').negative == ("b", '"c d"')
