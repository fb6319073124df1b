"""A small taxonomy of its own, as files that tests can change."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gfmd_platform.taxonomy import queries

FILES = {
    "frameworks.csv": [
        "code,family,version,title,short_title,source,url,valid_from,expects,note",
        "tides-1,tides,1,Compact of the Tides,Tides,T/1,,2020-01-31,goal=2 target=2,",
        "moons-1,moons,1,Agenda of the Moons,Moons,M/1,,,,",
    ],
    "terms.csv": [
        "framework,code,parent,kind,label,short_label,relevance_reason",
        "tides-1,1,,goal,Ebb,,",
        "tides-1,1.1,1,target,Low water,,Names sailors",
        "tides-1,1.2,1,target,Mud flats,,",
        "tides-1,2,,goal,Flow,,",
        "moons-1,M1,,objective,Full moon,,",
    ],
    "indicators.csv": [
        "framework,code,target,label,unit,custodians,relevance_reason,note",
        "tides-1,1.1.1,1.1,Depth at low water,metres,Harbour Office; Navy,,",
    ],
    "places.csv": [
        "code,parent,kind,iso2,iso3,un_status,name,note",
        "001,,world,,,,World,",
        "150,001,region,,,,Europe,",
        "756,150,state,CH,CHE,member,Switzerland,",
        "248,150,area,AX,ALA,,Åland Islands,",
    ],
    "summits.csv": ["framework,number,year,label,place,uncertainty", "moons-1,7,2014,X,756,"],
    "goals_in_focus.csv": ["year,goals,source,uncertainty", "2024,tides-1:1 tides-1:2,T/2,"],
    "crosswalks.csv": [
        "from,to,relation,editorial,source",
        "moons-1:M1,tides-1:1 tides-1:1.1,addresses,yes,",
    ],
}


class Folder:
    """Data files of which single lines can be changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name, lines in FILES.items():
            self.write(name, lines)

    def write(self, name: str, lines: list[str]) -> None:
        file = self.path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text
        (self.path / name).write_text(text.replace(old, new), encoding="utf-8")

    def drop(self, name: str, start: str) -> None:
        lines = (self.path / name).read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if not line.startswith(start)]
        assert len(kept) < len(lines)
        self.write(name, kept)

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.path / name).open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture(autouse=True)
def _look_again() -> None:
    queries.forget()
