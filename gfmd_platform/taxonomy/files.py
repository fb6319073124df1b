"""Reading and checking the data files, before anything touches the database.

Every fault of every file is collected and named with file and line, so that whoever edits the
data repairs all of it in one go.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .enums import PlaceKind, Relation, TermKind, UNStatus
from .shapes import (
    CrosswalkData,
    FocusData,
    FrameworkData,
    IndicatorData,
    PlaceData,
    RemarkData,
    SummitData,
    TaxonomyData,
    TaxonomyError,
    TermData,
    WordingData,
)

DATA = Path(__file__).parent / "data"

Row = dict[str, str]


class Reader:
    """Reads one folder of data files into a TaxonomyData, noting every fault."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []
        self.data = TaxonomyData()
        self.expected: dict[str, dict[str, int]] = {}

    def fault(self, where: str, what: str) -> None:
        self.faults.append(f"{where}: {what}")

    def rows(self, path: Path, needed: str) -> Iterator[tuple[str, Row]]:
        """Each row with where it stands; `needed` names the columns, split by spaces."""
        name = path.relative_to(self.folder)
        try:
            with path.open(encoding="utf-8-sig", newline="") as handle:
                reader = csv.DictReader(handle)
                columns = reader.fieldnames or []
                if missing := [column for column in needed.split() if column not in columns]:
                    self.fault(str(name), f"has no column {', '.join(missing)}")
                    return
                for row in reader:
                    where = f"{name}, line {reader.line_num}"
                    if None in row or None in row.values():
                        self.fault(where, f"needs {len(columns)} cells")
                        continue
                    yield where, {key: value.strip() for key, value in row.items()}
        except FileNotFoundError:
            self.fault(str(name), "is missing")
        except UnicodeDecodeError as error:
            self.fault(str(name), f"is not UTF-8 ({error.reason} at byte {error.start})")

    def read(self) -> TaxonomyData:
        self._frameworks()
        for path in sorted(self.folder.glob("**/*terms*.csv")):
            self._terms(path)
        self._indicators()
        places = self.folder / "places.csv"
        self._places(places)
        self._summits()
        self._labels()
        self._order()
        self._focus()
        self._remarks()
        for path in sorted(self.folder.glob("**/*crosswalks*.csv")):
            self._crosswalks(path)
        self._counts()
        if self.faults:
            raise TaxonomyError(self.faults)
        return self.data

    def _frameworks(self) -> None:
        for where, row in self.rows(
            self.folder / "frameworks.csv",
            "code family version title short_title source url valid_from expects note",
        ):
            code = row["code"]
            if code in self.data.frameworks:
                self.fault(where, f"framework {code} stands here twice")
            if row["valid_from"] and not re.fullmatch(r"\d{4}-\d\d-\d\d", row["valid_from"]):
                self.fault(where, f"{row['valid_from']!r} is no date like 2018-12-19")
            self.data.frameworks[code] = FrameworkData(
                code,
                row["family"],
                row["version"],
                row["source"],
                row["url"],
                row["valid_from"],
                row["note"],
                [WordingData("en", row["title"], row["short_title"])],
            )
            self.expected[code] = {}
            for part in row["expects"].split():
                kind, _, number = part.partition("=")
                if kind not in TermKind.values or not number.isdigit():
                    self.fault(where, f"expects should read like target=169, not {part!r}")
                    continue
                self.expected[code][kind] = int(number)

    def _terms(self, path: Path) -> None:
        for where, row in self.rows(path, "framework code parent kind label"):
            reason = row.get("relevance_reason", "")
            self._term(
                where,
                TermData(
                    framework=row["framework"],
                    code=row["code"],
                    kind=row["kind"],
                    parent=row["parent"],
                    migration_related=bool(reason),
                    relevance_reason=reason,
                    source_ref=row.get("source_ref", ""),
                    uncertainty=row.get("uncertainty", ""),
                ),
                WordingData(
                    "en",
                    row["label"],
                    row.get("short_label", ""),
                    row.get("label_source", ""),
                    row.get("definition", ""),
                ),
            )

    def _term(self, where: str, term: TermData, wording: WordingData) -> None:
        if term.framework not in self.data.frameworks:
            self.fault(where, f"unknown framework {term.framework!r}")
        if term.kind not in TermKind.values:
            self.fault(where, f"unknown kind {term.kind!r}; there are {', '.join(TermKind)}")
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,19}", term.code):
            self.fault(where, f"code {term.code!r} isn't letters, digits, dots and hyphens")
        if not wording.label:
            self.fault(where, f"{term.ref} has no label")
        if term.ref in self.data.terms:
            self.fault(where, f"{term.ref} stands here twice")
        term.wordings.append(wording)
        self.data.terms[term.ref] = term

    def _indicators(self) -> None:
        for where, row in self.rows(
            self.folder / "indicators.csv",
            "framework code target label unit custodians relevance_reason note",
        ):
            term = TermData(
                framework=row["framework"],
                code=row["code"],
                kind=TermKind.INDICATOR,
                parent=row["target"],
                migration_related=bool(row["relevance_reason"]),
                relevance_reason=row["relevance_reason"],
                uncertainty=row.get("uncertainty", ""),
            )
            custodians = [name.strip() for name in row["custodians"].split(";") if name.strip()]
            if not row["unit"] or not custodians:
                self.fault(where, f"indicator {row['code']} needs a unit and a custodian")
            self._term(where, term, WordingData("en", row["label"]))
            self.data.indicators.append(
                IndicatorData(term.ref, row["unit"], custodians, row["note"])
            )

    def _places(self, path: Path) -> None:
        seen: Counter[tuple[str, str]] = Counter()
        for where, row in self.rows(path, "code parent kind iso2 iso3 un_status name note"):
            if not re.fullmatch(r"[0-9]{3}", row["code"]):
                self.fault(where, f"{row['code']!r} is no M49 code of three digits")
            if row["kind"] not in PlaceKind.values:
                self.fault(where, f"unknown kind {row['kind']!r}")
            if row["un_status"] not in UNStatus.values:
                self.fault(where, f"unknown UN status {row['un_status']!r}")
            for column in ("code", "iso2", "iso3", "name"):
                value = row[column]
                seen[column, value] += 1
                if value and seen[column, value] > 1:
                    self.fault(where, f"{column} {value} stands here twice")
            self.data.places[row["code"]] = PlaceData(
                row["code"],
                row["parent"],
                row["kind"],
                row["iso2"],
                row["iso3"],
                row["un_status"],
                row["note"],
                [WordingData("en", row["name"], source="UN M49")],
            )
        for place in self.data.places.values():
            if place.parent and place.parent not in self.data.places:
                self.fault(str(path.name), f"{place.code} lies in unknown {place.parent}")

    def _summits(self) -> None:
        for where, row in self.rows(
            self.folder / "summits.csv",
            "framework number year label place uncertainty",
        ):
            if not (row["number"].isdigit() and row["year"].isdigit()):
                self.fault(where, "number and year are whole numbers")
                continue
            if row["place"] not in self.data.places:
                self.fault(where, f"unknown place {row['place']!r}")
            term = TermData(
                row["framework"],
                row["number"],
                TermKind.SUMMIT,
                "",
                uncertainty=row["uncertainty"],
            )
            self._term(where, term, WordingData("en", row["label"]))
            self.data.summits.append(
                SummitData(term.ref, int(row["number"]), int(row["year"]), row["place"])
            )

    def _labels(self) -> None:
        """Other languages: `labels/fr.csv` and `place_names/fr.csv`, each with its source."""
        for path in sorted(self.folder.glob("labels/*.csv")):
            for where, row in self.rows(path, "ref label short_label source"):
                owner = self.data.terms.get(row["ref"]) or self.data.frameworks.get(row["ref"])
                self._wording(where, owner, row["ref"], path.stem, row["label"], row)
        for path in sorted(self.folder.glob("place_names/*.csv")):
            for where, row in self.rows(path, "code name source"):
                owner_place = self.data.places.get(row["code"])
                self._wording(where, owner_place, row["code"], path.stem, row["name"], row)

    def _wording(
        self,
        where: str,
        owner: TermData | FrameworkData | PlaceData | None,
        ref: str,
        language: str,
        label: str,
        row: Row,
    ) -> None:
        if owner is None:
            self.fault(where, f"names unknown {ref!r}")
        elif not label or not row["source"]:
            self.fault(where, f"{ref} needs a text and the source of that text")
        elif language in {wording.language for wording in owner.wordings}:
            self.fault(where, f"{ref} has two labels in {language}")
        else:
            owner.wordings.append(
                WordingData(
                    language,
                    label,
                    row.get("short_label", ""),
                    row["source"],
                    row.get("definition", ""),
                )
            )

    def _order(self) -> None:
        """Give each term its place in its document: parents first, else as the files say."""
        children: dict[str, list[TermData]] = {}
        for term in self.data.terms.values():
            parent = f"{term.framework}:{term.parent}" if term.parent else ""
            if parent and parent not in self.data.terms:
                self.fault(term.ref, f"its parent {parent!r} is in no file")
            children.setdefault(parent or term.framework, []).append(term)
        ordered: dict[str, TermData] = {}

        def walk(key: str) -> None:
            for term in children.get(key, ()):
                if term.ref not in ordered:
                    term.position = len(ordered) + 1
                    ordered[term.ref] = term
                    walk(term.ref)

        for code in self.data.frameworks:
            walk(code)
        for ref in self.data.terms.keys() - ordered.keys():
            if not any(fault.startswith(ref) for fault in self.faults):
                self.fault(ref, "stands below itself, or below a term with a fault")
        self.data.terms = ordered

    def _focus(self) -> None:
        for where, row in self.rows(
            self.folder / "goals_in_focus.csv", "year goals source uncertainty"
        ):
            if not row["year"].isdigit():
                self.fault(where, f"{row['year']!r} is no year")
                continue
            for goal in row["goals"].split():
                if goal not in self.data.terms:
                    self.fault(where, f"unknown goal {goal!r}")
                    continue
                self.data.focus.append(
                    FocusData(int(row["year"]), goal, row["source"], row["uncertainty"])
                )

    def _remarks(self) -> None:
        """Notes, reasons, units and doubts in other languages: `remarks/fr.csv`."""
        said = self.data.said()
        for path in sorted(self.folder.glob("remarks/*.csv")):
            seen: set[str] = set()
            for where, row in self.rows(path, "english text source"):
                if row["english"] not in said:
                    self.fault(where, f"no row says {row['english']!r}")
                elif not row["text"] or not row["source"]:
                    self.fault(where, f"{row['english']!r} needs a text and its source")
                elif row["english"] in seen:
                    self.fault(where, f"{row['english']!r} stands here twice")
                seen.add(row["english"])
                self.data.remarks.append(
                    RemarkData(row["english"], path.stem, row["text"], row["source"])
                )

    def _crosswalks(self, path: Path) -> None:
        seen: set[tuple[str, str, str]] = set()
        for where, row in self.rows(path, "from to relation editorial source"):
            if row["relation"] not in Relation.values:
                self.fault(where, f"unknown relation {row['relation']!r}")
            if row["editorial"] not in ("yes", "no"):
                self.fault(where, "editorial is yes or no")
            if row["editorial"] == "no" and not row["source"]:
                self.fault(where, "a bridge that isn't editorial names its source")
            for end in row["to"].split():
                for ref in (row["from"], end):
                    if ref not in self.data.terms:
                        self.fault(where, f"unknown term {ref!r}")
                if end == row["from"]:
                    self.fault(where, f"{end} leads to itself")
                key = (row["from"], end, row["relation"])
                if key in seen:
                    self.fault(where, f"{' '.join(key)} stands here twice")
                seen.add(key)
                self.data.crosswalks.append(
                    CrosswalkData(*key, row["editorial"] == "yes", row["source"])
                )

    def _counts(self) -> None:
        found = Counter((term.framework, term.kind) for term in self.data.terms.values())
        for code, kinds in self.expected.items():
            for kind, number in kinds.items():
                if found[code, kind] != number:
                    self.fault(code, f"should have {number} {kind}, has {found[code, kind]}")


def read(folder: Path = DATA) -> TaxonomyData:
    """All data files of a folder; raises TaxonomyError."""
    return Reader(folder).read()
