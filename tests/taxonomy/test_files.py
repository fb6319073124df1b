"""Whoever edits the data files is told every fault, with its place, before anything is loaded."""

from __future__ import annotations

import pytest

from gfmd_platform.taxonomy import files
from gfmd_platform.taxonomy.shapes import TaxonomyError

from .conftest import Folder


def faults(folder: Folder) -> list[str]:
    with pytest.raises(TaxonomyError) as caught:
        files.read(folder.path)
    return caught.value.faults


def test_sound_files_are_read_in_the_order_of_their_documents(folder: Folder) -> None:
    data = files.read(folder.path)
    assert [t.code for t in data.terms.values() if t.framework == "tides-1"] == [
        *("1", "1.1", "1.1.1", "1.2", "2")
    ]
    positions = [t.position for t in data.terms.values()]
    assert positions == sorted(positions)
    assert data.indicators[0].custodians == ["Harbour Office", "Navy"]


def test_a_reason_makes_a_term_migration_related(folder: Folder) -> None:
    related = [t.code for t in files.read(folder.path).terms.values() if t.migration_related]
    assert related == ["1.1"]


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("terms.csv", "1.2,1,target", "1.2,9,target", "tides-1:1.2: its parent 'tides-1:9' is in"),
        ("terms.csv", "1.2,1,target", "1.2,1,tarjet", "terms.csv, line 4: unknown kind 'tarjet'"),
        ("terms.csv", "1.2,1,target", "1.1,1,target", "line 4: tides-1:1.1 stands here twice"),
        ("terms.csv", "1.2,1,target,Mud flats", "1.2,1,target,", "tides-1:1.2 has no label"),
        ("terms.csv", "tides-1,2,,goal", "tides-9,2,,goal", "unknown framework 'tides-9'"),
        ("terms.csv", "tides-1,2,,goal", "tides-1,a b,,goal", "code 'a b' isn't letters"),
        ("terms.csv", "tides-1,1,,goal,Ebb", "tides-1,1,2,goal,Ebb", ""),
        ("terms.csv", ",Mud flats,,", ",Mud flats,", "terms.csv, line 4: needs 7 cells"),
        ("terms.csv", "label,short_label", "lable,short_label", "terms.csv: has no column label"),
        ("terms.csv", "1.2,1,target,Mud flats,,", "1.2,1,goal,Mud flats,,", "should have 2 goal"),
        ("frameworks.csv", "goal=2", "goal:2", "should read like target=169"),
        ("indicators.csv", "metres", "", "needs a unit and a custodian"),
        ("places.csv", "756,150", "75,150", "'75' is no M49 code of three digits"),
        ("places.csv", "248,150", "248,151", "248 lies in unknown 151"),
        ("places.csv", "AX,ALA", "CH,ALA", "places.csv, line 5: iso2 CH stands here twice"),
        ("places.csv", "member", "friend", "unknown UN status 'friend'"),
        ("summits.csv", ",756,", ",757,", "unknown place '757'"),
        ("summits.csv", "2014", "soon", "number and year are whole numbers"),
        ("goals_in_focus.csv", "tides-1:2", "tides-1:3", "unknown goal 'tides-1:3'"),
        ("goals_in_focus.csv", "2024", "next", "'next' is no year"),
        ("crosswalks.csv", "tides-1:1.1", "tides-1:1.9", "unknown term 'tides-1:1.9'"),
        ("crosswalks.csv", "addresses", "adores", "unknown relation 'adores'"),
        ("crosswalks.csv", "yes", "maybe", "editorial is yes or no"),
        ("crosswalks.csv", "yes", "no", "a bridge that isn't editorial names its source"),
        ("crosswalks.csv", "tides-1:1.1", "tides-1:1", "tides-1:1 addresses stands here twice"),
        ("crosswalks.csv", "tides-1:1.1", "moons-1:M1", "leads to itself"),
        ("frameworks.csv", "2020-01-31", "31.1.2020", "'31.1.2020' is no date like 2018-12-19"),
    ],
)
def test_each_fault_is_named(folder: Folder, name: str, old: str, new: str, fault: str) -> None:
    if not fault:  # a term moved below another is no fault; a circle of them is
        folder.change("terms.csv", "tides-1,2,,goal", "tides-1,2,1,goal")
        fault = "stands below itself"
    folder.change(name, old, new)
    assert any(fault in found for found in faults(folder)), faults(folder)


def test_all_faults_of_all_files_are_told_at_once(folder: Folder) -> None:
    folder.change("terms.csv", "1.2,1,target", "1.2,1,tarjet")
    folder.change("places.csv", "member", "friend")
    (folder.path / "summits.csv").unlink()
    found = faults(folder)
    assert any("tarjet" in fault for fault in found)
    assert any("friend" in fault for fault in found)
    assert "summits.csv: is missing" in found


def test_a_file_in_another_encoding_is_named(folder: Folder) -> None:
    path = folder.path / "places.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    assert any("places.csv: is not UTF-8" in fault for fault in faults(folder))


def test_another_language_is_a_file_with_its_source(folder: Folder) -> None:
    folder.write("labels/fr.csv", ["ref,label,short_label,source", "tides-1:1,Jusant,,T/1 (fr)"])
    folder.write("place_names/fr.csv", ["code,name,source", "756,Suisse,M49 (fr)"])
    data = files.read(folder.path)
    assert [w.label for w in data.terms["tides-1:1"].wordings] == ["Ebb", "Jusant"]
    assert [w.label for w in data.places["756"].wordings] == ["Switzerland", "Suisse"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("tides-1:8,Jusant,,T/1", "names unknown 'tides-1:8'"),
        ("tides-1:1,Jusant,,", "needs a text and the source of that text"),
    ],
)
def test_a_translation_without_owner_or_source_is_refused(
    folder: Folder, line: str, fault: str
) -> None:
    folder.write("labels/fr.csv", ["ref,label,short_label,source", line])
    assert any(fault in found for found in faults(folder))


REMARKS = "english,text,source"


def test_what_is_said_of_a_row_has_other_languages_too(folder: Folder) -> None:
    folder.write("remarks/fr.csv", [REMARKS, "Names sailors,Nomme les marins,T/1 (fr)"])
    before = files.read(folder.path)
    (remark,) = before.remarks
    assert (remark.language, remark.text) == ("fr", "Nomme les marins")
    folder.change("remarks/fr.csv", "Nomme les", "Cite les")
    assert files.read(folder.path).digest != before.digest


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Names pilots,Nomme les pilotes,T/1", "no row says 'Names pilots'"),
        ("Names sailors,Nomme les marins,", "needs a text and its source"),
        ("metres,mètres,x\nmetres,m,x", "'metres' stands here twice"),
    ],
)
def test_a_remark_that_nobody_made_or_worded_is_refused(
    folder: Folder, line: str, fault: str
) -> None:
    folder.write("remarks/fr.csv", [REMARKS, line])
    assert any(fault in found for found in faults(folder))


def test_the_digest_follows_the_content_and_not_the_shape_of_the_files(folder: Folder) -> None:
    before = files.read(folder.path).digest
    text = (folder.path / "terms.csv").read_text(encoding="utf-8")
    (folder.path / "terms.csv").write_text(
        "\ufeff" + text.replace("Ebb", '"Ebb"'), encoding="utf-8"
    )
    assert files.read(folder.path).digest == before
    folder.change("terms.csv", "Mud flats", "Mudflats")
    assert files.read(folder.path).digest != before
