"""The shipped lists against what is known of them: counts, codes, and other people's tables."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from babel import Locale
from django.conf import settings
from django_countries import countries
from django_countries.data import COUNTRIES

from gfmd_platform.taxonomy import files
from gfmd_platform.taxonomy.enums import PlaceKind, Relation, TermKind
from gfmd_platform.taxonomy.shapes import PlaceData, TaxonomyData, TermData

TARGETS_OF_GOALS = {
    **{"1": 7, "2": 8, "3": 13, "4": 10, "5": 9, "6": 8, "7": 5, "8": 12, "9": 8, "10": 10},
    **{"11": 10, "12": 11, "13": 5, "14": 10, "15": 12, "16": 12, "17": 19},
}
ROUND_TABLES = {
    "RT1": {2, 5, 6, 12, 18},
    "RT2": {4, 8, 9, 10, 11, 13, 21},
    "RT3": {14, 15, 16, 19, 20, 22},
    "RT4": {1, 3, 7, 17, 23},
}
GOALS_IN_FOCUS = {
    2017: {1, 2, 3, 5, 9, 14, 17},
    2018: {6, 7, 11, 12, 15, 17},
    2019: {4, 8, 10, 13, 16, 17},
    2022: {4, 5, 14, 15, 17},
    2023: {6, 7, 9, 11, 17},
    2024: {1, 2, 13, 16, 17},
    2025: {3, 5, 8, 14, 17},
    2026: {6, 7, 9, 11, 17},
}
INDICATORS = """10.7.1 10.7.2 10.7.3 10.7.4 10.c.1 8.8.1 8.8.2 8.7.1 5.2.1 5.2.2 16.2.1 16.2.2
16.2.3 16.9.1 17.3.2 17.18.1 17.18.2 17.18.3 3.c.1 4.b.1 1.5.1 1.5.2 1.5.3 1.5.4 13.1.1 13.1.2
13.1.3"""


@pytest.fixture(scope="module")
def data() -> TaxonomyData:
    return files.read()


def of(data: TaxonomyData, framework: str, *kinds: str) -> list[TermData]:
    return [t for t in data.terms.values() if t.framework == framework and t.kind in kinds]


def countries_of(data: TaxonomyData) -> list[PlaceData]:
    return [p for p in data.places.values() if p.kind in (PlaceKind.STATE, PlaceKind.AREA)]


def test_the_lists_are_complete(data: TaxonomyData) -> None:
    counted = Counter((t.framework, t.kind) for t in data.terms.values())
    source = "gfmd-recollection-2017"
    assert counted[source, TermKind.CLUSTER] == 6
    assert counted[source, TermKind.ACTION_AREA] == 21
    assert counted[source, TermKind.CROSS_CUTTING] == 7
    options = [counted[source, kind] for kind in ("option_policy", "option_practical")]
    assert (options, sum(options)) == ([71, 77], 148)
    assert counted["gcm-2018", TermKind.OBJECTIVE] == 23
    assert counted["gcm-2018", TermKind.GUIDING_PRINCIPLE] == 10
    assert counted["sdg-2015", TermKind.GOAL] == 17
    assert counted["sdg-2015", TermKind.TARGET] == 169
    assert counted["imrf-2022", TermKind.ROUND_TABLE] == 4
    assert counted["sutherland-2017", TermKind.RECOMMENDATION] == 16
    assert counted["gfmd-summits", TermKind.SUMMIT] == 15


def test_every_target_stands_under_its_goal_without_gaps(data: TaxonomyData) -> None:
    for goal, number in TARGETS_OF_GOALS.items():
        codes = [t.code.split(".")[1] for t in of(data, "sdg-2015", "target") if t.parent == goal]
        assert len(codes) == number
        numbers = [int(code) for code in codes if code.isdigit()]
        letters = [code for code in codes if not code.isdigit()]
        assert numbers == list(range(1, len(numbers) + 1))
        assert letters == [chr(ord("a") + n) for n in range(len(letters))]


def test_targets_have_a_short_label_of_our_own(data: TaxonomyData) -> None:
    for term in of(data, "sdg-2015", "target", "goal"):
        assert 1 <= len(term.wordings[0].label.split()) <= 12, term.code


def test_what_is_migration_related_says_why(data: TaxonomyData) -> None:
    related = {
        t.code: t.relevance_reason for t in of(data, "sdg-2015", "target") if t.migration_related
    }
    named = ["5.2", "8.7", "8.8", "10.7", "10.c", "16.2", "16.9", "17.3", "17.18", "3.c", "4.b"]
    assert set(named) < set(related)
    assert [code for code in named if related[code].startswith("Editorial")] == []
    assert all(reason.endswith(".") for reason in related.values())


def test_indicators_belong_to_their_target_and_have_unit_and_custodian(data: TaxonomyData) -> None:
    terms = {t.code: t for t in of(data, "sdg-2015", "indicator")}
    assert set(INDICATORS.split()) <= set(terms)
    assert len(terms) == len(data.indicators)
    for code, term in terms.items():
        assert code.rpartition(".")[0] == term.parent
        assert data.terms[f"sdg-2015:{term.parent}"].migration_related


def test_objectives_carry_the_paragraph_of_the_compact(data: TaxonomyData) -> None:
    """Objective n is set out in paragraph n + 16."""
    for term in of(data, "gcm-2018", "objective"):
        assert term.source_ref == f"A/RES/73/195, para. {int(term.code) + 16}"


def test_round_tables_cover_each_objective_once(data: TaxonomyData) -> None:
    covered: dict[str, set[int]] = {}
    for link in data.crosswalks:
        if link.relation == Relation.COVERS:
            table = link.from_ref.split(":")[1]
            covered.setdefault(table, set()).add(int(link.to_ref.split(":")[1]))
            assert (link.editorial, link.source) == (False, "A/RES/73/326")
    assert covered == ROUND_TABLES
    assert sorted(n for table in covered.values() for n in table) == list(range(1, 24))
    for table, objectives in covered.items():
        label = data.terms[f"imrf-2022:{table}"].wordings[0].label
        assert {int(n) for n in re.findall(r"\d+", label.split(":")[1])} == objectives


def test_goals_in_focus(data: TaxonomyData) -> None:
    found: dict[int, set[int]] = {}
    for focus in data.focus:
        found.setdefault(focus.year, set()).add(int(focus.goal.split(":")[1]))
    assert {year: found[year] for year in GOALS_IN_FOCUS} == GOALS_IN_FOCUS
    assert all(17 in goals for goals in found.values())
    assert {f.year for f in data.focus if f.uncertainty} == {2027}


def test_every_cluster_and_area_leads_to_the_compact_and_to_the_agenda(data: TaxonomyData) -> None:
    leads: dict[str, set[str]] = {}
    for link in data.crosswalks:
        leads.setdefault(link.from_ref, set()).add(link.to_ref.split(":")[0])
    for term in of(data, "gfmd-recollection-2017", "cluster", "action_area"):
        assert "gcm-2018" in leads[term.ref]
    for term in of(data, "gfmd-recollection-2017", "action_area"):
        assert "sdg-2015" in leads[term.ref]
    for term in of(data, "gcm-2018", "objective"):
        assert "sdg-2015" in leads[term.ref]


def test_every_objective_is_reached_from_an_action_area(data: TaxonomyData) -> None:
    areas = {t.ref for t in of(data, "gfmd-recollection-2017", "action_area")}
    reached = {link.to_ref for link in data.crosswalks if link.from_ref in areas}
    missing = [t.code for t in of(data, "gcm-2018", "objective") if t.ref not in reached]
    assert missing == []


def test_bridges_lead_to_targets_that_say_why_they_matter(data: TaxonomyData) -> None:
    reached = {link.to_ref for link in data.crosswalks if link.to_ref.startswith("sdg-2015:")}
    assert [ref for ref in reached if not data.terms[ref].migration_related] == []


def test_what_we_drew_is_marked_and_what_we_did_not_has_a_source(data: TaxonomyData) -> None:
    for link in data.crosswalks:
        assert link.editorial == (link.source == ""), link


def test_member_states_and_observers(data: TaxonomyData) -> None:
    status = Counter(p.un_status for p in countries_of(data))
    assert (status["member"], status["observer"]) == (193, 2)
    assert all(p.kind == PlaceKind.STATE for p in countries_of(data) if p.un_status)
    assert not [p for p in data.places.values() if p.kind == PlaceKind.STATE and not p.un_status]


def test_codes_are_those_of_iso_3166(data: TaxonomyData) -> None:
    """Against the table of django-countries, which is compiled from ISO by others."""
    mine = {p.iso2: (p.iso3, p.code) for p in countries_of(data)}
    theirs = {
        code: (countries.alpha3(code), f"{countries.numeric(code):03}")
        for code in COUNTRIES
        if code != "TW"  # in ISO 3166, not in M49
    }
    assert mine == theirs


def test_every_name_is_near_what_cldr_calls_the_place(data: TaxonomyData) -> None:
    """CLDR's names differ from M49's; a shared word shows that no two rows were swapped."""
    territories = Locale("en").territories
    renamed = {"PS", "VA", "LA", "BQ", "RU", "ST", "VN", "SY"}

    def words(name: str) -> set[str]:
        return set(re.findall(r"[^\W\d_]{3,}", name.casefold())) - {
            "and",
            "the",
            "islands",
            "saint",
        }

    strangers = [
        p.iso2
        for p in countries_of(data)
        if p.iso2 not in renamed and not words(p.wordings[0].label) & words(territories[p.iso2])
    ]
    assert strangers == []


def test_regions_are_those_of_cldr(data: TaxonomyData) -> None:
    territories = Locale("en").territories
    kinds = (PlaceKind.WORLD, PlaceKind.REGION, PlaceKind.SUBREGION, PlaceKind.INTERMEDIATE)
    regions = [p for p in data.places.values() if p.kind in kinds]
    assert Counter(p.kind for p in regions) == {
        **{"world": 1, "region": 5, "subregion": 17, "intermediate": 7}
    }
    renamed = {"001", "053", "057", "035", "030", "034", "419"}
    for place in regions:
        if place.code not in renamed:
            known = territories[place.code].casefold().replace("-", " ")
            mine = place.wordings[0].label.casefold().replace("-", " ")
            assert known.split()[-1] == mine.split()[-1], place.code


def test_each_country_lies_in_a_region(data: TaxonomyData) -> None:
    for place in countries_of(data):
        kinds = []
        above = place.parent
        while above:
            kinds.append(data.places[above].kind)
            above = data.places[above].parent
        assert kinds[-1] == PlaceKind.WORLD
        assert PlaceKind.REGION in kinds or place.code == "010"


def test_the_docs_describe_every_framework_and_own_up_to_what_is_uncertain(
    data: TaxonomyData,
) -> None:
    text = (Path(settings.BASE_DIR) / "docs" / "taxonomy.md").read_text(encoding="utf-8")
    for code, framework in data.frameworks.items():
        assert f"`{code}`" in text, code
        assert framework.wordings[0].label in text, code
    uncertain = {t.framework for t in data.terms.values() if t.uncertainty}
    section = text.split("## What is uncertain")[1]
    assert [code for code in uncertain if f"`{code}`" not in section] == []
    assert "2027" in section
