"""Loading: idempotent, in sets, nothing ever deleted, each change in a release of its own."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from gfmd_platform.taxonomy import files, queries
from gfmd_platform.taxonomy.models import (
    Crosswalk,
    Indicator,
    Place,
    PlaceName,
    TaxonomyRelease,
    Term,
    TermLabel,
    term_id,
)
from gfmd_platform.taxonomy.operations import Loaded, add_invented_places, load, sort_key

from .conftest import Folder

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
EBB = term_id("tides-1", "1")

pytestmark = pytest.mark.django_db


def loading(folder: Folder, minutes: int = 0) -> Loaded:
    return load(data=files.read(folder.path), now=NOW + dt.timedelta(minutes=minutes))


def test_the_shipped_files_are_what_a_fresh_installation_holds() -> None:
    out = StringIO()
    call_command("load_taxonomy", stdout=out)
    assert out.getvalue().startswith("Taxonomy unchanged, release ")


def test_a_second_load_changes_nothing(folder: Folder) -> None:
    first = loading(folder)
    again = loading(folder, minutes=1)
    assert first.changed
    assert not again.changed
    assert again.release == first.release
    assert TaxonomyRelease.objects.latest() == first.release


def test_a_second_load_costs_the_same_for_any_size(
    folder: Folder, django_assert_num_queries
) -> None:
    loading(folder)
    data = files.read(folder.path)
    shipped = files.read()
    with django_assert_num_queries(20):
        load(data=data, now=NOW)
    load(data=shipped, now=NOW)
    with django_assert_num_queries(20):
        load(data=shipped, now=NOW)


def test_a_term_keeps_its_identifier(folder: Folder) -> None:
    loading(folder)
    folder.change("terms.csv", "goal,Ebb", "goal,Ebb tide")
    loading(folder, minutes=1)
    assert Term.objects.get(framework="tides-1", code="1").pk == EBB
    # Records on every installation point at this: it must never change.
    assert str(term_id("gcm-2018", "1")) == "9edc52ab-e24e-51e6-874d-19a43349ef5c"


def test_a_changed_label_leaves_the_old_one_readable_in_its_release(folder: Folder) -> None:
    first = loading(folder)
    folder.change("terms.csv", "goal,Ebb", "goal,Ebb tide")
    second = loading(folder, minutes=1)
    assert dict(second.changes) == {"term labels changed": 1}

    def label(release: Loaded) -> str:
        return TermLabel.objects.as_of(release.release.no).get(term=EBB).label

    assert (label(first), label(second)) == ("Ebb", "Ebb tide")
    assert queries.term("tides-1:1").label == "Ebb tide"


def test_a_dropped_term_is_retired_and_still_shown_where_it_was_used(folder: Folder) -> None:
    loading(folder)
    folder.drop("terms.csv", "tides-1,1.2")
    folder.change("frameworks.csv", "target=2", "target=1")
    loaded = loading(folder, minutes=1)
    mud = term_id("tides-1", "1.2")
    assert loaded.changes["terms retired"] == 1
    assert Term.objects.get(pk=mud).until == loaded.release
    assert [t.code for t in queries.terms("target", framework="tides-1")] == ["1.1"]
    assert [t.label for t in queries.terms_by_id([mud])] == ["Mud flats"]
    assert "1.2" not in [t.code for t in queries.term("tides-1:1").children]


def test_a_term_that_comes_back_is_in_force_again(folder: Folder) -> None:
    loading(folder)
    folder.drop("terms.csv", "tides-1,1.2")
    folder.change("frameworks.csv", "target=2", "target=1")
    loading(folder, minutes=1)
    folder.change("frameworks.csv", "target=1", "target=2")
    folder.change("terms.csv", "tides-1,2,", "tides-1,1.2,1,target,Mud flats,,\ntides-1,2,")
    loaded = loading(folder, minutes=2)
    assert loaded.changes["terms restored"] == 1
    assert not Term.objects.get(framework="tides-1", code="1.2").until_id


def test_bridges_are_dropped_and_changed_with_their_history(folder: Folder) -> None:
    first = loading(folder)
    folder.change(
        "crosswalks.csv", "tides-1:1 tides-1:1.1,addresses,yes,", "tides-1:1,addresses,no,M/2"
    )
    second = loading(folder, minutes=1)
    assert (
        Crosswalk.objects.in_force().count() == Crosswalk.objects.as_of(second.release.no).count()
    )
    mine = Crosswalk.objects.filter(from_term=term_id("moons-1", "M1"))
    assert mine.in_force().count() == 1
    assert set(mine.as_of(first.release.no).values_list("editorial", flat=True)) == {True}
    assert mine.in_force().get().source == "M/2"


def test_details_follow_the_files(folder: Folder) -> None:
    loading(folder)
    folder.change("indicators.csv", "metres", "fathoms")
    assert dict(loading(folder, minutes=1).changes) == {"indicators changed": 1}
    assert Indicator.objects.get(term__framework="tides-1").unit == "fathoms"


def test_the_command_says_what_changed_and_what_is_wrong(folder: Folder) -> None:
    out = StringIO()
    call_command("load_taxonomy", folder=folder.path, check=True, stdout=out)
    assert out.getvalue().startswith("Taxonomy is sound: 2 frameworks, 7 terms")
    assert not Term.objects.filter(framework="tides-1").exists()
    call_command("load_taxonomy", folder=folder.path, stdout=out)
    assert "  terms added: 7" in out.getvalue()
    folder.change("terms.csv", "1.2,1,target", "1.2,9,target")
    folder.change("terms.csv", "goal,Ebb", "goal,Gone")
    with pytest.raises(CommandError, match=r"fault\(s\); nothing was loaded.\n.*tides-1:1.2"):
        call_command("load_taxonomy", folder=folder.path)
    assert TermLabel.objects.in_force().get(term=EBB).label == "Ebb"


def test_a_successor_is_loaded_beside_its_predecessor(folder: Folder) -> None:
    loading(folder)
    folder.change("frameworks.csv", "moons-1,", "tides-2,tides,2,Second Compact,,T/9,,,,\nmoons-1,")
    folder.change("terms.csv", "moons-1,M1", "tides-2,1,,goal,Ebb anew,,\nmoons-1,M1")
    loading(folder, minutes=1)
    assert queries.term("tides-2:1").id != queries.term("tides-1:1").id
    assert [f.code for f in queries.frameworks(family="tides")] == ["tides-1", "tides-2"]


def test_the_database_refuses_what_no_file_may_say() -> None:
    term = Term.objects.get(framework="gcm-2018", code="5")
    wrong = [
        lambda: Term.objects.filter(pk=term.pk).update(migration_related=True),
        lambda: Term.objects.filter(pk=term.pk).update(kind="whim"),
        lambda: Place.objects.filter(code="756").update(code="X01"),
        lambda: Place.objects.filter(code="756").update(parent=None),
        lambda: Crosswalk.objects.filter(editorial=False).update(source=""),
    ]
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_invented_countries_are_found_again_and_survive_a_load() -> None:
    places = add_invented_places(names=["Loriana", "Veshka"], region="002", now=NOW)
    again = add_invented_places(names=["Veshka"], region="002", now=NOW)
    assert again == [places[1]]
    assert all(place.code.startswith("X") and place.invented for place in places)
    call_command("load_taxonomy", stdout=StringIO())
    assert Place.objects.in_force().filter(pk__in=[p.pk for p in places]).count() == 2
    assert queries.place(places[0].code).name == "Loriana"
    assert queries.place(places[0].code).region.name == "Africa"
    assert "Loriana" not in [name for _, name in queries.country_choices(invented=False)]
    with pytest.raises(ValueError, match="99 invented countries"):
        add_invented_places(names=[f"Land {n}" for n in range(99)], region="002", now=NOW)
    assert not PlaceName.objects.filter(name="Land 1").exists()
    with pytest.raises(Place.DoesNotExist):
        add_invented_places(names=["Atlantis"], region="999", now=NOW)


@pytest.mark.parametrize(
    ("first", "second"),
    [("Åland Islands", "Albania"), ("Côte d’Ivoire", "Croatia"), ("Réunion", "Romania")],
)
def test_names_sort_as_readers_expect(first: str, second: str) -> None:
    assert sort_key(first) < sort_key(second)
    assert PlaceName.objects.in_force().get(name=first, language="en").sort_key == sort_key(first)
