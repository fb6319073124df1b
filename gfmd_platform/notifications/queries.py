"""Reading sent mail, for the page of demonstration instances."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from .backends import folder
from .models import Mail


@dataclass(frozen=True)
class Letter:
    """A mail as its reader sees it. `text` is empty when it was secret and left by SMTP."""

    mail: Mail
    text: str


def recent() -> QuerySet[Mail]:
    """Newest first, without their texts."""
    return Mail.objects.defer("body_text").order_by("-created_at", "-pk")


def letter(mail_id: UUID) -> Letter | None:
    """A mail with its text; a blanked text is read from the mail folder, where one is kept."""
    mail = Mail.objects.filter(pk=mail_id).first()
    if mail is None:
        return None
    return Letter(mail, mail.body_text or _text_in_folder(mail))


def _text_in_folder(mail: Mail) -> str:
    try:
        content = (folder() / f"{mail.pk}.eml").read_bytes()
    except (AttributeError, OSError):
        return ""
    body = email.message_from_bytes(content, policy=email.policy.default).get_body(("plain",))
    return str(body.get_content()) if body else ""
