"""Keeping the promise: once where possible, twice with the same Message-ID after a crash."""

from __future__ import annotations

import datetime as dt
import email
import smtplib
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from gfmd_platform.notifications import operations, tasks
from gfmd_platform.notifications.models import Mail
from gfmd_platform.notifications.operations import LEASE, MAX_ATTEMPTS, send_due

from .conftest import NOW

SECOND = dt.timedelta(seconds=1)


def test_it_is_sent_and_marked_so(queue: Any, mailoutbox: Any) -> None:
    mail = queue()
    assert send_due(now=NOW) == 1
    assert send_due(now=NOW + LEASE) == 0
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.attempts) == (Mail.State.SENT, NOW, 1)
    [message] = mailoutbox
    assert message.to == ["amina@arvenia.example"]
    assert message.extra_headers["Message-ID"] == mail.message_id
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_that_is_put_off_waits_for_its_time(queue: Any, mailoutbox: Any) -> None:
    queue(due_at=NOW + SECOND)
    assert send_due(now=NOW) == 0
    assert send_due(now=NOW + SECOND) == 1


def test_after_a_crash_between_sending_and_marking_it_repeats_with_the_same_message_id(
    queue: Any, mailoutbox: Any, monkeypatch: Any
) -> None:
    queue()
    with monkeypatch.context() as crash:

        def die(mail: Mail, now: dt.datetime) -> int:
            raise SystemExit

        crash.setattr(operations, "_mark_sent", die)
        with pytest.raises(SystemExit):
            send_due(now=NOW)
    assert send_due(now=NOW + LEASE - SECOND) == 0  # the lease still holds
    assert send_due(now=NOW + LEASE) == 1
    first, second = (m.extra_headers["Message-ID"] for m in mailoutbox)
    assert first == second


def test_a_sender_whose_lease_ran_out_does_not_mark_the_others_work(queue: Any) -> None:
    queue()
    slow = operations._claim(NOW)
    quick = operations._claim(NOW + LEASE)
    assert slow is not None and quick is not None
    assert operations._mark_sent(slow, NOW + LEASE) == 0
    assert operations._mark_sent(quick, NOW + LEASE) == 1


def test_the_text_of_a_secret_mail_is_blanked_once_sent(queue: Any, mailoutbox: Any) -> None:
    mail = queue(secret=True)
    assert mail.body_text
    send_due(now=NOW)
    mail.refresh_from_db()
    assert mail.body_text == ""
    assert "/desk/" in mailoutbox[0].body


class Refusing:
    """A mail server that answers with an error, and remembers how often it was asked."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.asked = 0

    def send_messages(self, messages: Any) -> int:
        self.asked += 1
        raise self.error

    def close(self) -> None:
        pass


def test_when_the_server_is_away_the_rest_waits_and_each_try_waits_longer(
    queue: Any, monkeypatch: Any
) -> None:
    for n in range(3):
        queue(key=f"asked:{n}")
    server = Refusing(ConnectionRefusedError())
    monkeypatch.setattr(operations, "get_connection", lambda: server)
    assert send_due(now=NOW) == 0
    assert server.asked == 1
    [put_off] = Mail.objects.filter(due_at__gt=NOW)
    assert put_off.last_error == "ConnectionRefusedError"
    assert put_off.due_at == NOW + operations.FIRST_RETRY
    Mail.objects.exclude(pk=put_off.pk).delete()
    send_due(now=put_off.due_at)
    put_off.refresh_from_db()
    assert put_off.due_at == NOW + operations.FIRST_RETRY * 3


def test_after_the_last_try_it_is_left_for_an_operator_who_can_promise_it_again(
    queue: Any, monkeypatch: Any, mailoutbox: Any
) -> None:
    mail, secret = queue(), queue(key="asked:secret", secret=True)
    Mail.objects.update(attempts=MAX_ATTEMPTS - 1)
    server = Refusing(smtplib.SMTPServerDisconnected())
    with monkeypatch.context() as away:
        away.setattr(operations, "get_connection", lambda: server)
        send_due(now=NOW)
        send_due(now=NOW)
    for failed in (mail, secret):
        failed.refresh_from_db()
        assert failed.state == Mail.State.FAILED
    assert secret.body_text == ""
    assert operations.retry_failed(now=NOW) == 1
    assert send_due(now=NOW) == 1
    assert len(mailoutbox) == 1


def test_an_address_that_the_server_refuses_for_good_is_not_tried_again(
    queue: Any, monkeypatch: Any
) -> None:
    gone, full = queue(), queue(key="asked:2", to="full@arvenia.example")
    answers = iter([550, 452])

    class Server(Refusing):
        def send_messages(self, messages: Any) -> int:
            raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (next(answers), b"no")})

    monkeypatch.setattr(operations, "get_connection", lambda: Server(OSError()))
    send_due(now=NOW)
    gone.refresh_from_db()
    full.refresh_from_db()
    assert gone.state == Mail.State.FAILED
    assert full.state == Mail.State.PENDING


def test_without_a_mail_server_it_lies_in_the_folder_and_repeats_replace_it(
    queue: Any, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "gfmd_platform.notifications.backends.MailFolder"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    mail = queue(language="fr", context={"who": "Zoë", "title": "移民", "link": "/desk/"})
    send_due(now=NOW)
    Mail.objects.update(state=Mail.State.PENDING, sent_at=None)
    send_due(now=NOW)
    [path] = (tmp_path / "mail").iterdir()
    assert path.name == f"{mail.pk}.eml"
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert message["Subject"] == "Zoë asks about “移民”"
    assert message["Message-ID"] == mail.message_id


class Inbox:
    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(envelope)
        return "250 Taken"


@pytest.fixture
def smtp(settings: Any) -> Iterator[Inbox]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield inbox
    controller.stop()


def test_a_real_server_takes_several_mails_over_one_connection(queue: Any, smtp: Inbox) -> None:
    for n in range(3):
        queue(key=f"asked:{n}", context={"who": "Łukasz", "title": f"№ {n}", "link": "/"})
    tasks.send_due()  # by the clock, as the worker does
    assert Mail.objects.filter(state=Mail.State.SENT).count() == 3
    messages = [
        email.message_from_bytes(e.content, policy=email.policy.default) for e in smtp.letters
    ]
    assert [m["Subject"] for m in messages] == [f"Łukasz asks about “№ {n}”" for n in range(3)]
    assert smtp.letters[0].rcpt_tos == ["amina@arvenia.example"]


def test_old_mail_is_forgotten(queue: Any, mailoutbox: Any) -> None:
    queue()
    send_due(now=NOW)
    queue(key="asked:unsent")
    assert operations.forget_old(now=NOW + operations.KEPT - SECOND) == 0
    assert operations.forget_old(now=NOW + operations.KEPT) == 1
    assert Mail.objects.get().key == "asked:unsent"
