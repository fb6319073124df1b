"""What a verification found, as plain data: stored as JSON, shown, and printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class FigureDiffers:
    """`printed` is what the edition's document says, `page` the row behind the figure's page.
    Each is "value (number of sources)", or empty where there is none."""

    key: str
    printed: str
    recomputed: str
    page: str


@dataclass(frozen=True)
class SourceDiffers:
    """A counted version whose content no longer has the hash that was frozen. `recomputed` is
    empty where the version is gone."""

    kind: str
    record: str
    version: str
    no: int
    frozen: str
    recomputed: str


@dataclass(frozen=True)
class ErasedSource:
    """A counted version whose words the law made us erase: no breach."""

    kind: str
    record: str
    version: str
    no: int
    ground: str
    at: str


#: What else can differ, in words for `Other.facts`.
OTHERS: dict[str, str | Promise] = {
    "document": gettext_lazy("The stored document does not have its hash."),
    "text": gettext_lazy("The text does not have its hash."),
    "file": gettext_lazy("The %(format)s file does not have its hash."),
    "no_file": gettext_lazy("The %(format)s file is gone."),
    "entry": gettext_lazy("%(part)s, %(list)s: what is said of version %(version)s differs."),
    "list": gettext_lazy("%(part)s, %(list)s: an entry differs that names no version."),
    "order": gettext_lazy("%(part)s: the order of entries differs."),
    "member": gettext_lazy("The document's “%(name)s” differs."),
}


@dataclass(frozen=True)
class Other:
    """`what` is a key of `OTHERS`."""

    what: str
    facts: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(OTHERS[self.what]) % self.facts


@dataclass(frozen=True)
class Compared:
    """How many figures of a measure were compared, and how many of them differ."""

    measure: str
    figures: int
    differ: int


@dataclass
class Verification:
    """What was compared, and every difference. `breaches` is empty when all is well."""

    figures: int = 0
    quotations: int = 0
    files: int = 0
    sources: int = 0
    measures: list[Compared] = field(default_factory=list)
    figures_differ: list[FigureDiffers] = field(default_factory=list)
    sources_differ: list[SourceDiffers] = field(default_factory=list)
    erased: list[ErasedSource] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        return not (self.figures_differ or self.sources_differ or self.others)

    @property
    def breaches(self) -> list[str]:
        return list(self._in_words())

    def _in_words(self) -> Iterator[str]:
        for figure in self.figures_differ:
            if figure.printed != figure.recomputed:
                yield _("%(key)s: printed %(printed)s, recomputed %(recomputed)s.") % {
                    "key": figure.key,
                    "printed": figure.printed or _("nothing"),
                    "recomputed": figure.recomputed or _("nothing"),
                }
            else:
                yield _("%(key)s: printed %(printed)s, yet its page says %(page)s.") % {
                    "key": figure.key,
                    "printed": figure.printed,
                    "page": figure.page or _("nothing"),
                }
        for source in self.sources_differ:
            where = {"no": source.no, "kind": source.kind, "record": source.record}
            if source.recomputed:
                yield (_("Version %(no)d of %(kind)s %(record)s is not what was counted.") % where)
            else:
                yield _("Version %(no)d of %(kind)s %(record)s is gone.") % where
        yield from map(str, self.others)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Verification:
        return cls(
            **{
                **stored,
                "measures": [Compared(**row) for row in stored["measures"]],
                "figures_differ": [FigureDiffers(**row) for row in stored["figures_differ"]],
                "sources_differ": [SourceDiffers(**row) for row in stored["sources_differ"]],
                "others": [Other(**row) for row in stored["others"]],
                "erased": [ErasedSource(**row) for row in stored["erased"]],
            }
        )
