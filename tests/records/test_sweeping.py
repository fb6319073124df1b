"""Bytes that nothing refers to go after a while; all others stay."""

from __future__ import annotations

import datetime as dt
import hashlib
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from gfmd_platform.access import Actor
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.files import attach, store
from gfmd_platform.records.sweeping import FILES_LOCK, GRACE, sweep_files
from tests.partnerships import examples
from tests.people import Someone

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LONG_AGO = NOW - GRACE - dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def pdf(word: str) -> Any:
    return examples.upload(content=f"%PDF-1.7\n%{word}\n".encode())


def test_only_what_nothing_refers_to_and_what_is_old_is_removed(submitter: Someone) -> None:
    example = examples.draft(submitter)
    held = attach(
        record_id=example.pk, file=pdf("held"), title="", alternative="", now=LONG_AGO
    ).stored
    free = store(file=pdf("free"), now=LONG_AGO)
    young = store(file=pdf("young"), now=NOW)
    named = store(file=pdf("named"), now=LONG_AGO)
    record_event(verb="x", record_id=None, by=Actor.system(), now=NOW, data={"f": [named.sha256]})

    assert sweep_files(now=NOW).names == [free.name]
    assert default_storage.exists(free.name)
    assert sweep_files(now=NOW, remove=True).names == [free.name]
    assert not default_storage.exists(free.name)
    assert all(default_storage.exists(file.name) for file in (held, young, named))
    assert sweep_files(now=NOW, remove=True).names == []

    again = store(file=pdf("free"), now=NOW)  # the row was there, the bytes are again
    assert again == free and default_storage.exists(free.name)


def test_bytes_of_a_change_that_was_rolled_back_are_removed_and_strangers_left_alone() -> None:
    sha256 = hashlib.sha256(b"lost").hexdigest()
    name = default_storage.save(f"{sha256[:2]}/{sha256}", ContentFile(b"lost"))
    default_storage.save("ab/notes.txt", ContentFile(b"an operator's"))
    assert sweep_files(now=timezone.now(), remove=True).names == []
    later = timezone.now() + GRACE + dt.timedelta(minutes=1)
    assert sweep_files(now=later, remove=True).names == [name]
    assert default_storage.exists("ab/notes.txt")


def test_nothing_is_removed_while_a_backup_reads() -> None:
    free = store(file=pdf("free"), now=LONG_AGO)
    address = connection.settings_dict
    with psycopg.connect(
        host=address["HOST"],
        port=address["PORT"] or None,
        user=address["USER"],
        password=address["PASSWORD"],
        dbname=address["NAME"],
    ) as other:
        other.execute("SELECT pg_advisory_lock_shared(%s)", [FILES_LOCK])
        with pytest.raises(CommandError, match="try again later"):
            call_command("sweep_files", "--delete", stdout=StringIO())
    assert default_storage.exists(free.name)
    out = StringIO()
    call_command("sweep_files", stdout=out)
    assert "Remove them with --delete" in out.getvalue()
