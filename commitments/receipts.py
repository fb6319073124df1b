"""Receipts: what was handed in, when and by whom, and the proof that it still stands so.

A receipt is known by its key. Checking it computes the content hash again from the stored rows,
looks for the event of the submission, and follows the chain of seals in which that event stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gfmd_platform.documents.pdf import render_pdf
from gfmd_platform.ledger.models import ActorRef, Event
from gfmd_platform.ledger.queries import Proof, prove
from gfmd_platform.stakeholders.enums import MemberRole

from .models import ReportVersion
from .naming import signatures
from .report_content import fingerprints, of_version

TEMPLATE = Path(__file__).parent / "documents" / "receipt.typ"
#: Written into each file, where it can be found without reading its pages.
_MARK = re.compile(rb"gfmd-receipt:([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}):([0-9a-f]{64})")
_KEY = re.compile(r"[0-9A-Z]{16}")
MOST_BYTES = 2 * 1024**2


@dataclass(frozen=True)
class Checked:
    """What a check found. `breaches` is empty when what stands is what was handed in."""

    version: ReportVersion
    event: Event | None
    proof: Proof | None
    breaches: list[str] = field(default_factory=list)

    @property
    def is_valid(self) -> bool:
        return not self.breaches

    @property
    def is_sealed(self) -> bool:
        return self.proof is not None and self.proof.seal is not None


def plain_key(text: str) -> str:
    """A key as it is kept, however it was typed; "" when it cannot be one."""
    letters = re.sub(r"[\s\-\u2010-\u2015]", "", text).upper()
    letters = letters.translate(str.maketrans("OIL", "011"))
    if not _KEY.fullmatch(letters):
        return ""
    return "-".join(letters[i : i + 4] for i in range(0, 16, 4))


def read_file(file: IO[bytes]) -> tuple[str, str]:
    """The key and the content hash that a receipt's PDF names; two empty texts when it is none."""
    found = _MARK.search(file.read(MOST_BYTES))
    return (found[1].decode(), found[2].decode()) if found else ("", "")


def find(key: str) -> ReportVersion | None:
    """The version that a key stands for. Whoever holds a key may know this much of it."""
    wanted = plain_key(key)
    if not wanted:
        return None
    return (
        ReportVersion.objects.select_related("subject__stakeholder", "subject__cycle")
        .filter(receipt_key=wanted)
        .first()
    )


def verify(version: ReportVersion, *, named_hash: str = "") -> Checked:
    """Compare what is stored with what was handed in; `named_hash` is what a file says it was."""
    breaches = _content_breaches(version)
    if named_hash and named_hash != version.content_hash:
        breaches.append("The file names another content hash than the version has.")
    event = submission_of(version)
    proof = prove(event) if event is not None else None
    if event is None:
        breaches.append(f"The ledger holds no submission of version {version.no}.")
    else:
        if event.data.get("hash") != version.content_hash:
            breaches.append("The ledger names another content hash than the version has.")
        if event.at != version.at:
            breaches.append("The ledger names another instant than the version has.")
    return Checked(version, event, proof, [*breaches, *(proof.breaches if proof else ())])


def submission_of(version: ReportVersion) -> Event | None:
    """The event by which a version came to be."""
    return (
        Event.objects.filter(
            record_id=version.subject_id,
            verb__in=("report.submit", "report.lodge", "report.leave_co_signatory"),
            data__version=version.no,
        )
        .order_by("at", "pk")
        .first()
    )


def _content_breaches(version: ReportVersion) -> list[str]:
    content = of_version(version)
    if content.hash == version.content_hash:
        return []
    stood, stands = version.fingerprints, fingerprints(content)
    changed = [
        f"{place} was {'removed' if place not in stands else 'changed'}."
        for place in sorted(stood)
        if stands.get(place) != stood[place]
    ]
    added = [f"{place} was added." for place in sorted(stands) if stood and place not in stood]
    return [
        "The stored rows are not what was handed in: their content hash is another.",
        *changed,
        *added,
    ]


def capacity_of(version: ReportVersion) -> str:
    """Who spoke for the stakeholder, in words: name, role and function as far as they are still
    kept."""
    role = str(MemberRole(version.capacity).label) if version.capacity in MemberRole.values else ""
    refs = ActorRef.objects.select_related("person")
    ref = refs.filter(ref=version.actor_ref).first() if version.actor_ref else None
    name = str(ref.person) if ref is not None and ref.person is not None else ""
    seat = version.membership
    return ", ".join(part for part in (name, role, seat.function if seat else "") if part)


def by_whom(version: ReportVersion) -> str:
    """Who handed the version in, or how it came when the Support Unit lodged it."""
    lodging = getattr(version, "lodging", None)
    return lodging.mark if lodging is not None else capacity_of(version)


def facts(checked: Checked) -> list[tuple[str, str]]:
    """What the receipt prints, as label and text."""
    version = checked.version
    report = version.subject
    seal = checked.proof.seal if checked.proof else None
    at = f"{date_format(version.at, 'j F Y, H:i:s')} UTC"
    rows = [
        (_("Stakeholder"), "" if version.authors else report.stakeholder.name),
        (_("Joint report"), version.joint_name),
        *signatures(version),
        (_("Cycle"), report.cycle.title),
        (_("Report"), address(reverse("reports:version", args=[report.pk, version.no]))),
        (_("Version"), str(version.no)),
        (_("Submitted"), at),
        (_("Submitted by"), by_whom(version)),
        (_("Who may read it"), str(version.get_visibility_display())),
        (_("May be quoted"), _("Yes") if version.may_quote else _("No")),
        (_("Receipt"), version.receipt_key),
        (_("Content hash (SHA-256)"), version.content_hash),
        (_("Entry in the ledger"), str(checked.event.pk) if checked.event else ""),
        (_("Seal"), seal_in_words(checked)),
        (_("Seal's hash"), seal.root if seal else ""),
    ]
    return [(label, text) for label, text in rows if text]


def seal_in_words(checked: Checked) -> str:
    seal = checked.proof.seal if checked.proof else None
    if seal is None:
        return _("Not yet sealed; ask for the receipt again in a minute.")
    return _("No. %(no)d of %(at)s, place %(place)d") % {
        "no": seal.no,
        "at": f"{date_format(seal.at, 'j F Y, H:i:s')} UTC",
        "place": (checked.proof.position if checked.proof else 0) + 1,
    }


def as_pdf(checked: Checked) -> bytes:
    """The receipt as a tagged PDF in the reader's language."""
    version = checked.version
    return render_pdf(
        TEMPLATE,
        {
            "language": (get_language() or "en").split("-")[0],
            "title": _("Receipt %(key)s") % {"key": version.receipt_key},
            "heading": _("Version %(no)d was received") % {"no": version.no},
            "lede": _(
                "It stands as submitted and cannot be changed by anybody. A correction is a new "
                "version."
            ),
            "facts": facts(checked),
            "how": _("How to check this receipt"),
            "check": _(
                "Give the receipt's key, or this file, at the address below. The platform computes "
                "the hash again from what it has stored and follows the chain of seals."
            ),
            "address": address(reverse("reports:verify-receipt")),
            "mark": f"gfmd-receipt:{version.receipt_key}:{version.content_hash}",
        },
    )


def address(path: str) -> str:
    return urljoin(f"{settings.PUBLIC_URL}/", path)
