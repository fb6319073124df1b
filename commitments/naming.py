"""How a joint report is called wherever it is read: nobody shall take it for one stakeholder's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from gfmd_platform.stakeholders.enums import MemberRole

if TYPE_CHECKING:
    from .models import ReportVersion


def joint_name(names: Sequence[str], title: str) -> str:
    """ "Joint report of X, Y and Z: title"."""
    words = {"names": get_text_list(list(names), _("and")), "title": title}
    return _("Joint report of %(names)s: %(title)s") % words


def signatures(version: ReportVersion) -> list[tuple[str, str]]:
    """Lead and co-signatories of a joint report's version: who, in which capacity, when (one
    query; none for the report of one stakeholder)."""
    if not version.authors:
        return []
    told = [(_("Lead"), version.authors[0])]
    for row in version.co_signatories.order_by("name", "pk"):
        role = str(MemberRole(row.capacity).label) if row.capacity in MemberRole.values else ""
        at = f"{date_format(row.confirmed_at, 'j F Y, H:i')} UTC"
        told.append((_("Co-signatory"), ", ".join(x for x in (row.name, role, at) if x)))
    return told


def signature_lines(version: ReportVersion) -> list[str]:
    return [f"{label}: {text}" for label, text in signatures(version)]
