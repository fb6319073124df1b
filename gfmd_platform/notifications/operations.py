"""Promising mail in the transaction of a change, and keeping the promise afterwards."""

from __future__ import annotations

import datetime as dt
import smtplib
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.db.models import Q

from gfmd_platform.ids import new_id
from gfmd_platform.ledger import consumers
from gfmd_platform.ledger.queries import last_restore

from .models import Mail
from .rendering import render_mail

log = structlog.get_logger(__name__)

#: Longer than any one mail takes: a sender that is silent for this long is dead.
LEASE = dt.timedelta(minutes=10)
FIRST_RETRY = dt.timedelta(seconds=30)
MAX_ATTEMPTS = 10
KEPT = dt.timedelta(days=90)


def queue_mail(
    *,
    key: str,
    to: str,
    language: str,
    template: str,
    context: dict[str, Any],
    now: dt.datetime,
    secret: bool = False,
    record_id: UUID | None = None,
    due_at: dt.datetime | None = None,
    occasion: dt.datetime | None = None,
) -> Mail:
    """Promise one mail, in the caller's transaction; a second call with the same key does nothing.

    `key` names the occasion and the reader ("report.submitted:<event>:<person>"). With `secret` the
    text is blanked once it is sent. `due_at` puts the mail off. `occasion` is the instant that
    called for it, where that is another than now or the event being handed over (a reminder's day):
    when it lies before the last restore, the mail is held. Returns the mail that stands.
    Raises RuntimeError outside a transaction: a mail must stand or fall with what it tells of.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A mail belongs into the transaction of what it tells of")
    subject, body = render_mail(template, language, context)
    mail_id = new_id()
    Mail.objects.bulk_create(
        [
            Mail(
                id=mail_id,
                key=key,
                to=to,
                language=language,
                template=template,
                subject=subject,
                body_text=body,
                secret=secret,
                message_id=f"<{mail_id}@{urlsplit(settings.PUBLIC_URL).hostname}>",
                record_id=record_id,
                state=_first_state(occasion),
                due_at=due_at or now,
                created_at=now,
            )
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(_nudge, robust=True)
    return Mail.objects.get(key=key)


def _first_state(occasion: dt.datetime | None) -> Mail.State:
    event = consumers.handed_over.get()
    arose = occasion or (event.at if event else None)
    if arose is None:
        return Mail.State.PENDING
    restored = last_restore()
    return Mail.State.HELD if restored and arose <= restored else Mail.State.PENDING


def _nudge() -> None:
    """Ring the doorbell. When the broker is away the sweep finds the mail all the same."""
    from .tasks import send_due as task

    try:
        task.apply_async(ignore_result=True, retry=False)
    except Exception:
        log.warning("mail.not_nudged")


def send_due(*, now: dt.datetime, limit: int = 100) -> int:
    """Send what is due, one mail after the other; returns how many were sent.

    A mail is marked sent after the server took it. Whoever dies in between leaves a lease that runs
    out; the mail is then sent again, with the same Message-ID. When the server is away, the rest
    waits for the next round.
    """
    sent = 0
    backend = get_connection()
    try:
        for _ in range(limit):
            mail = _claim(now)
            if mail is None:
                break
            try:
                backend.send_messages([_message(mail, backend)])
            except smtplib.SMTPRecipientsRefused as error:
                final = all(code >= 500 for code, _ in error.recipients.values())
                _put_off(mail, error, now, final=final)
            except (smtplib.SMTPResponseException, smtplib.SMTPException, OSError) as error:
                _put_off(mail, error, now)
                break
            else:
                sent += _mark_sent(mail, now)
    finally:
        backend.close()
    return sent


def _claim(now: dt.datetime) -> Mail | None:
    """Take the mail that is due longest for ourselves, until its lease runs out."""
    due = Q(state=Mail.State.PENDING, due_at__lte=now)
    left_behind = Q(state=Mail.State.SENDING, lease_until__lte=now)
    with transaction.atomic():
        mail = (
            Mail.objects.select_for_update(skip_locked=True)
            .filter(due | left_behind)
            .order_by("due_at", "pk")
            .first()
        )
        if mail is None:
            return None
        mail.state = Mail.State.SENDING
        mail.lease_until = now + LEASE
        mail.attempts += 1
        mail.save(update_fields=["state", "lease_until", "attempts"])
        return mail


def _message(mail: Mail, backend: Any) -> EmailMessage:
    return EmailMessage(
        subject=mail.subject,
        body=mail.body_text,
        to=[mail.to],
        connection=backend,
        headers={
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
        },
    )


def _mark_sent(mail: Mail, now: dt.datetime) -> int:
    """1, or 0 when our lease ran out and another sender has the mail."""
    changes: dict[str, Any] = {"body_text": ""} if mail.secret else {}
    return _ours(mail).update(
        state=Mail.State.SENT, sent_at=now, lease_until=None, last_error="", **changes
    )


def _put_off(mail: Mail, error: Exception, now: dt.datetime, *, final: bool = False) -> None:
    """Try again later, ever more slowly; after the last attempt leave it for an operator."""
    log.warning("mail.failed", mail=str(mail.pk), error=type(error).__name__)
    code = getattr(error, "smtp_code", "")
    changes: dict[str, Any] = {"last_error": f"{type(error).__name__} {code}".strip()}
    if final or mail.attempts >= MAX_ATTEMPTS:
        changes["state"] = Mail.State.FAILED
        if mail.secret:
            changes["body_text"] = ""
    else:
        changes["state"] = Mail.State.PENDING
        changes["due_at"] = now + FIRST_RETRY * 2 ** (mail.attempts - 1)
    _ours(mail).update(lease_until=None, **changes)


def _ours(mail: Mail) -> Any:
    return Mail.objects.filter(pk=mail.pk, state=Mail.State.SENDING, lease_until=mail.lease_until)


def retry_failed(*, now: dt.datetime) -> int:
    """An operator's step: promise failed mails again, but for those whose secret is gone."""
    return (
        Mail.objects.filter(state=Mail.State.FAILED)
        .exclude(body_text="")
        .update(state=Mail.State.PENDING, due_at=now, attempts=0)
    )


def forget_old(*, now: dt.datetime) -> int:
    """Drop mails sent 90 days ago or longer: addresses and names are not kept for ever."""
    count, _ = Mail.objects.filter(state=Mail.State.SENT, sent_at__lte=now - KEPT).delete()
    return count
