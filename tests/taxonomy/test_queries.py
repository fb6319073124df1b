"""Reading: one query, cold or warm; choices as forms want them; the reader's language."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from gfmd_platform.taxonomy import files, queries
from gfmd_platform.taxonomy.operations import add_invented_places, load

from .conftest import Folder

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def test_it_costs_one_query_before_and_after_a_load(
    folder: Folder, django_assert_num_queries
) -> None:
    load(data=files.read(folder.path), now=NOW)
    with django_assert_num_queries(1):
        assert queries.current().by_ref["tides-1:1"].label == "Ebb"
    with django_assert_num_queries(1):
        assert queries.current().by_ref["tides-1:1"].label == "Ebb"


def test_a_load_is_seen_at_once(folder: Folder) -> None:
    load(data=files.read(folder.path), now=NOW)
    assert queries.term("tides-1:1").label == "Ebb"
    folder.change("terms.csv", "goal,Ebb", "goal,Ebb tide")
    load(data=files.read(folder.path), now=NOW + dt.timedelta(minutes=1))
    assert queries.term("tides-1:1").label == "Ebb tide"


def test_labels_come_in_the_readers_language_or_else_in_english(folder: Folder) -> None:
    folder.write("labels/fr.csv", ["ref,label,short_label,source", "tides-1:1,Jusant,,T/1 (fr)"])
    folder.write("place_names/fr.csv", ["code,name,source", "756,Suisse,M49 (fr)"])
    load(data=files.read(folder.path), now=NOW)
    with translation.override("fr-ch"):
        assert (queries.term("tides-1:1").label, queries.term("tides-1:1").language) == (
            *("Jusant", "fr"),
        )
        assert (queries.term("tides-1:2").label, queries.term("tides-1:2").language) == (
            *("Flow", "en"),
        )
        assert (queries.place("CH").name, queries.place("CHE").language) == ("Suisse", "fr")
        assert queries.term("tides-1:1").label_source == "T/1 (fr)"
    with translation.override("ar"):
        assert queries.term("tides-1:1").label == "Ebb"


def test_what_is_said_of_a_row_comes_in_the_readers_language_or_else_in_english(
    folder: Folder,
) -> None:
    folder.write(
        "remarks/fr.csv",
        [
            "english,text,source",
            "Names sailors,Nomme les marins,T/1 (fr)",
            "metres,mètres,T/1 (fr)",
        ],
    )
    load(data=files.read(folder.path), now=NOW)
    with translation.override("fr"):
        reason = queries.term("tides-1:1.1").relevance_reason
        assert (str(reason), reason.language) == ("Nomme les marins", "fr")
        assert str(queries.term("tides-1:1.1.1").indicator.unit) == "mètres"
    with translation.override("ar"):
        reason = queries.term("tides-1:1.1").relevance_reason
        assert (str(reason), reason.language) == ("Names sailors", "en")
    # Another English text isn't said in the French of the old one.
    folder.change("terms.csv", "Names sailors", "Names crews")
    folder.change("remarks/fr.csv", "Names sailors,Nomme les marins,T/1 (fr)\n", "")
    load(data=files.read(folder.path), now=NOW + dt.timedelta(minutes=1))
    with translation.override("fr"):
        assert str(queries.term("tides-1:1.1").relevance_reason) == "Names crews"


def test_action_areas_come_by_cluster() -> None:
    groups = queries.choices_grouped("action_areas")
    assert [name[:2] for name, _ in groups] == ["C1", "C2", "C3", "C4", "C5", "C6"]
    assert sum(len(choices) for _, choices in groups) == 21


def test_targets_come_by_goal_with_the_migration_related_first() -> None:
    groups = dict(queries.choices_grouped("targets"))
    assert len(groups) == 17
    codes = [label.split()[0] for _, label in groups["10 Reduced inequalities"]]
    assert codes == ["10.2", "10.3", "10.7", "10.c", "10.1", "10.4", "10.5", "10.6", "10.a", "10.b"]


@pytest.mark.parametrize(
    ("name", "number"),
    [("objectives", 23), ("guiding_principles", 10), ("cross_cutting", 7), ("goals", 17)],
)
def test_flat_choices(name: str, number: int) -> None:
    found = queries.choices_grouped(name)
    assert len(found) == number


def test_options_come_by_action_area() -> None:
    groups = queries.choices_grouped("options")
    assert len(groups) == 21
    assert sum(len(choices) for _, choices in groups) == 148


def test_an_unknown_list_of_choices_is_named() -> None:
    with pytest.raises(KeyError, match="'moods' is none of action_areas, objectives"):
        queries.choices_grouped("moods")


def test_countries_are_sorted_for_readers_and_told_from_invented_ones() -> None:
    add_invented_places(names=["Abaria"], region="002", now=NOW)
    names = [name for _, name in queries.country_choices()]
    assert names[0] == "Abaria"
    assert names.index("Åland Islands") < names.index("Albania")
    assert names.index("Türkiye") < names.index("Turkmenistan")
    assert [name for _, name in queries.country_choices(invented=True)] == ["Abaria"]
    assert [name for _, name in queries.region_choices()] == [
        *("Africa", "Americas", "Asia", "Europe", "Oceania")
    ]


def test_a_place_is_found_by_any_of_its_codes() -> None:
    assert {queries.place(code).name for code in ("756", "CH", "che")} == {"Switzerland"}
    assert queries.place("ZZ") is None
    assert queries.place("010").region is None


def test_terms_come_in_the_order_of_their_documents() -> None:
    wanted = [queries.term(ref).id for ref in ("sdg-2015:10.7", "gcm-2018:5", "gcm-2018:2")]
    assert [t.ref for t in queries.terms_by_id(wanted)] == [
        *("gcm-2018:2", "gcm-2018:5", "sdg-2015:10.7")
    ]


def test_bridges_are_seen_from_both_ends() -> None:
    table, objective = queries.term("imrf-2022:RT1"), queries.term("gcm-2018:5")
    assert objective in [link.other for link in table.leads_to]
    back = next(link for link in objective.led_from if link.other is table)
    assert (back.relation, back.editorial, back.source) == ("covers", False, "A/RES/73/326")


def test_before_the_first_load_there_is_nothing_and_no_error() -> None:
    from gfmd_platform.taxonomy.picture import EMPTY

    assert (EMPTY.of_kind(["goal"]), EMPTY.by_ref) == ([], {})


def test_entries_show_their_code_not_all_they_point_at() -> None:
    entry = queries.term("sdg-2015:10.7")
    assert [repr(entry), repr(entry.framework), repr(queries.place("756"))] == [
        *("sdg-2015:10.7", "sdg-2015", "756")
    ]
