"""Mail and links as a reader of the mailbox sees them."""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone

from gfmd_platform.ledger.operations import deliver_due
from gfmd_platform.notifications.models import Mail


def mails_to(address: str) -> list[Mail]:
    """After everything promised so far was handed over, oldest first."""
    deliver_due(now=timezone.now())
    return list(Mail.objects.filter(to=address).order_by("pk"))


def link_in(mail: Mail) -> str:
    """The path of the one link in the mail."""
    found = re.findall(r"https?://[^/\s]+(/\S*)", mail.body_text)
    assert found, mail.body_text
    return str(found[0])


def token_in(mail: Mail) -> str:
    return link_in(mail).rstrip("/").rsplit("/", 1)[1]


def application(**changes: Any) -> dict[str, Any]:
    """What an applicant types."""
    return {
        "name": "Bridge Builders",
        "kind": "civil_society",
        "country": "",
        "description": "We help seafarers find their way home.",
        "website": "https://bridge.example",
        "applicant_name": "Gita Applicant",
        "applicant_email": "gita@bridge.example",
        **changes,
    }
