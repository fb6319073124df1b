"""Content in words, for summaries, differences and checks before a step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gfmd_platform.interface.forms.dates import spoken
from gfmd_platform.taxonomy import queries as taxonomy

from .enums import CommitmentKind, Direction
from .models import Commitment
from .periods import is_partial_date


def shown_content(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(label, text) of everything a commitment says, in the order of its page."""
    for name in ("title", "wording"):
        yield label_of(name), content[name]
    if content["kind"] in CommitmentKind.values:
        yield label_of("kind"), str(CommitmentKind(content["kind"]).label)
    for name in ("starts_on", "due_on"):
        yield label_of(name), spoken_date(content[name])
    for name in ("beneficiaries", "verification", "resources"):
        yield label_of(name), content[name]
    groups: dict[str, list[str]] = {}
    for entry in taxonomy.terms_by_id(UUID(term) for term in content["terms"]):
        groups.setdefault(entry.kind_label, []).append(entry.numbered)
    for kind, names in groups.items():
        yield kind, "\n".join(names)
    for indicator in content["indicators"]:
        label = _("Indicator: %(name)s") % {"name": indicator["name"]}
        yield label, shown_indicator(indicator)


def shown_indicator(values: dict[str, Any]) -> str:
    """An indicator in a line: from where to where, in which unit."""
    parts = [f"{values['unit']}, {Direction(values['direction']).label}"]
    for name, on, words in (
        ("baseline_value", "baseline_on", _("baseline %(value)s")),
        ("target_value", "target_on", _("target %(value)s")),
    ):
        if values[name] not in (None, ""):
            day = spoken_date(values[on])
            parts.append(words % {"value": values[name]} + (f" ({day})" if day else ""))
    return "; ".join(str(part) for part in parts)


def spoken_date(text: str) -> str:
    return spoken(text) if text and is_partial_date(text) else text


def label_of(name: str) -> str:
    label = str(Commitment._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]
