"""What has to be put right in a manuscript before it can be sent."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from django.utils.translation import gettext as _

from . import prose
from .compiling.documents import parse
from .manuscript import Manuscript
from .models import Compilation
from .objections import quotation_id
from .prose import Problem


def problems_of(
    manuscript: Manuscript, compilation: Compilation | None
) -> dict[str, list[Problem]]:
    """Per section that is not left out; only sections with a problem are there. Before the first
    compilation nobody knows which figures there will be, and nothing is said.

    The document is read only when the text refers to something in it.
    """
    if compilation is None:
        return {}
    refers = any("{{" in s["body"] or s.get("quotations") for s in manuscript)
    known = known_in(parse(compilation.document.content)) if refers else (set(), set())
    found = {s["key"]: problems_of_section(s, *known) for s in manuscript if not s.get("hidden")}
    return {key: problems for key, problems in found.items() if problems}


def known_in(document: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """The keys of a compilation's figures, and the ids of its quotations."""
    parts = document["parts"]
    figures = {figure["key"] for part in parts.values() for figure in part["figures"]}
    return figures, {quotation_id(q) for q in parts["voices"]["quotations"]}


def problems_of_section(
    section: Mapping[str, Any], figures: Container[str], quotations: Container[str]
) -> list[Problem]:
    """A section as in a manuscript."""
    found = prose.problems(section["body"], figures)
    if any(chosen not in quotations for chosen in section.get("quotations") or ()):
        message = _("A quotation that was chosen is no longer compiled. Choose again.")
        found.append(Problem(message))
    return found
