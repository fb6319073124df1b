"""Tagged PDF (PDF/UA-1) by typst: a template of ours and data as JSON, never text as markup.

Templates read `json("data.json")`; whatever a person typed arrives there as a string and cannot
become code. Fonts come from packages, so that every machine sets the same pages; for a script that
none of them has, the system's fonts are tried, and then the passage says that it is left out.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import structlog
import typst
from django.utils.translation import gettext as _

log = structlog.get_logger(__name__)

HOUSE = Path(__file__).parent / "typst"
#: Packages that bring fonts; those that are not installed are left out.
FONT_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "cvttf_NotoSansCJK_Regular")

_NO_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")
#: A text of which more than this share cannot be set is left out as a whole.
_READABLE = 0.2
_PDF = {"format": "pdf", "pdf_standards": ["ua-1"]}
_PPI = 144.0


@cache
def _fonts(system: bool) -> typst.Fonts:
    folders = []
    for package in FONT_PACKAGES:
        spec = find_spec(package)
        if spec is not None and spec.origin:
            home = Path(spec.origin).parent
            folders.append(str(home / "files" if (home / "files").is_dir() else home))
    return typst.Fonts(
        include_system_fonts=system, include_embedded_fonts=True, font_paths=list(folders)
    )


def render_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """Set `template` (a .typ file) with `data`. The same input gives the same bytes.

    Raises typst.TypstError when the template does not compile or would not be accessible.
    """
    return _with_fonts(data, partial(_set, template))


def render_pictures(charts: Sequence[dict[str, Any]], language: str) -> list[bytes]:
    """Charts (`typst/charts.typ`) as PNG, for documents that cannot draw; their words must stand
    beside them. Raises as `render_pdf`."""
    if not charts:
        return []
    data = {"language": language, "charts": list(charts)}
    made: list[bytes] = _with_fonts(data, partial(_set, HOUSE / "pictures.typ", pictures=True))
    return made


def _with_fonts(data: dict[str, Any], make: Callable[..., Any]) -> Any:
    """What `make` makes: with our fonts, else with the system's, else with words that say what
    cannot be set."""
    try:
        return make(data, system=False)
    except typst.TypstError as error:
        if not _missing(error):
            raise
    for _attempt in range(8):
        try:
            return make(data, system=True)
        except typst.TypstError as error:
            missing = _missing(error)
            if not missing:
                raise
            log.warning("documents.no_font", characters=len(missing))
            data = _without(data, missing)
    raise RuntimeError("Some characters of this document cannot be set")


def page_count(pdf: bytes) -> int:
    """How many pages a document made here has, as the root of its pages says.

    Raises ValueError for what was not made by `render_pdf`.
    """
    found = _PAGES.search(pdf)
    if found is None:
        raise ValueError("No count of pages in this file")
    return int(found[1])


def _missing(error: typst.TypstError) -> set[str]:
    texts = _NO_GLYPH.findall(f"{error.message}\n{error.diagnostic}")
    return {character for text in texts for character in text if not character.isspace()}


def _without(value: Any, missing: set[str]) -> Any:
    """The same data, with texts that no font can set replaced by a sentence that says so."""
    if isinstance(value, dict):
        return {key: _without(item, missing) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without(item, missing) for item in value]
    if not isinstance(value, str) or not missing & set(value):
        return value
    letters = [character for character in value if not character.isspace()]
    if sum(character in missing for character in letters) > _READABLE * len(letters):
        return _(
            "[This text is written in a script for which there is no font here. It stands in full "
            "in the web edition.]"
        )
    return "".join("?" if character in missing else character for character in value)


def _set(template: Path, data: dict[str, Any], *, system: bool, pictures: bool = False) -> Any:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for source in (*HOUSE.glob("*.typ"), template):
            (root / source.name).write_bytes(source.read_bytes())
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        made = typst.compile(
            str(root / template.name),
            root=str(root),
            font_paths=_fonts(system),
            timestamp=0,
            **({"format": "png", "ppi": _PPI} if pictures else _PDF),
        )
    if pictures:  # one page comes as its bytes, several as a list
        return [made] if isinstance(made, bytes) else made
    return made
