"""What the data files say, in memory and not yet in the database."""

import hashlib
import json
from dataclasses import asdict, dataclass, field


class TaxonomyError(Exception):
    """The data files can't be loaded; `faults` says where and why, one line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class WordingData:
    language: str
    label: str
    short_label: str = ""
    source: str = ""
    definition: str = ""


@dataclass
class FrameworkData:
    code: str
    family: str
    version: str
    source: str
    url: str
    valid_from: str
    note: str
    wordings: list[WordingData] = field(default_factory=list)


@dataclass
class TermData:
    framework: str
    code: str
    kind: str
    parent: str
    position: int = 0
    migration_related: bool = False
    relevance_reason: str = ""
    source_ref: str = ""
    uncertainty: str = ""
    wordings: list[WordingData] = field(default_factory=list)

    @property
    def ref(self) -> str:
        return f"{self.framework}:{self.code}"


@dataclass
class PlaceData:
    code: str
    parent: str
    kind: str
    iso2: str
    iso3: str
    un_status: str
    note: str
    wordings: list[WordingData] = field(default_factory=list)


@dataclass(frozen=True)
class IndicatorData:
    ref: str
    unit: str
    custodians: list[str]
    note: str


@dataclass(frozen=True)
class SummitData:
    ref: str
    number: int
    year: int
    place: str


@dataclass(frozen=True)
class CrosswalkData:
    from_ref: str
    to_ref: str
    relation: str
    editorial: bool
    source: str


@dataclass(frozen=True)
class FocusData:
    year: int
    goal: str
    source: str
    uncertainty: str


@dataclass(frozen=True)
class RemarkData:
    """A note, reason, unit or doubt of some row, in another language."""

    english: str
    language: str
    text: str
    source: str


@dataclass
class TaxonomyData:
    """All of it, checked. `digest` is the same for the same content, whatever the files' shape."""

    frameworks: dict[str, FrameworkData] = field(default_factory=dict)
    terms: dict[str, TermData] = field(default_factory=dict)
    places: dict[str, PlaceData] = field(default_factory=dict)
    indicators: list[IndicatorData] = field(default_factory=list)
    summits: list[SummitData] = field(default_factory=list)
    crosswalks: list[CrosswalkData] = field(default_factory=list)
    focus: list[FocusData] = field(default_factory=list)
    remarks: list[RemarkData] = field(default_factory=list)

    def said(self) -> set[str]:
        """Every English note, reason, unit and doubt: what may have a translation."""
        return {
            *(f.note for f in self.frameworks.values()),
            *(t.relevance_reason for t in self.terms.values()),
            *(t.uncertainty for t in self.terms.values()),
            *(p.note for p in self.places.values()),
            *(i.note for i in self.indicators),
            *(i.unit for i in self.indicators),
            *(f.uncertainty for f in self.focus),
        } - {""}

    @property
    def digest(self) -> str:
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
