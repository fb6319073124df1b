"""Promising mail: in the reader's language, once, and only together with its cause."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from gfmd_platform.notifications import tasks
from gfmd_platform.notifications.models import Mail
from gfmd_platform.notifications.operations import queue_mail

from .conftest import NOW


def test_the_first_line_is_the_subject_and_the_link_is_a_full_address(queue: Any) -> None:
    mail = queue()
    assert mail.subject == "The Support Unit asks about “Fair fees”"
    assert mail.body_text.startswith(
        "The Support Unit would like to know more.\n\nNovember 2026, 24 Nov 2026"
    )
    assert "https://partnerships.example/desk/" in mail.body_text
    assert mail.message_id == f"<{mail.pk}@partnerships.example>"


def test_names_reach_the_reader_unescaped_and_cannot_break_out_of_the_subject(queue: Any) -> None:
    mail = queue(context={"who": "O'Neill & Sons\r\nBcc: x@y.example", "title": "<b>", "link": "/"})
    assert mail.subject == "O'Neill & Sons"
    assert "<b>" in mail.body_text
    assert "\n" not in mail.subject


def test_it_speaks_the_readers_language(queue: Any) -> None:
    assert "\nnoviembre 2026, " in queue(language="es").body_text


def test_its_english_writes_dates_as_the_pages_do(queue: Any) -> None:
    assert "24 Nov 2026, 9 a.m." in queue().body_text


def test_a_second_promise_with_the_same_key_changes_nothing(queue: Any) -> None:
    first = queue()
    second = queue(to="somebody@else.example")
    assert second.pk == first.pk
    assert Mail.objects.get().to == "amina@arvenia.example"


def test_a_mail_falls_with_the_change_it_tells_of(queue: Any) -> None:
    def fail() -> None:
        with transaction.atomic():
            queue()
            raise LookupError("the change went wrong")

    with pytest.raises(LookupError):
        fail()
    assert not Mail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_is_refused_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        queue_mail(key="k", to="a@b.example", language="en", template="asked", context={}, now=NOW)


def test_a_template_without_a_text_is_refused(queue: Any) -> None:
    with pytest.raises(ValueError, match="mute"):
        queue(template="mute")


def test_it_rings_the_doorbell_after_commit_and_does_without_when_the_broker_is_away(
    queue: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    rung: list[bool] = []

    def away(**options: Any) -> None:
        rung.append(True)
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.send_due, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        queue()
    assert rung == [True]
    assert Mail.objects.get().state == Mail.State.PENDING
