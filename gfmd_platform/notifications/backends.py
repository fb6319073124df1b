"""Where mail goes when no mail server is configured: a folder of `.eml` files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from gfmd_platform.ids import new_id


def folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


class MailFolder(BaseEmailBackend):
    """Writes each message whole or not at all, so that a crash leaves no half a letter.

    The file is named by the Message-ID: a repeated mail replaces its first copy.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder().mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            _write(folder() / f"{_name(message)}.eml", message.message().as_bytes())
        return len(email_messages)


def _name(message: Any) -> str:
    local = str(message.extra_headers.get("Message-ID", "")).strip("<>").split("@")[0]
    return local if local.replace("-", "").isalnum() else str(new_id())


def _write(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
