"""The drill: everything is lost, and comes back from one file."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from commitments.models import ReportVersion
from gfmd_platform.backups import tables
from gfmd_platform.backups.keys import make_key
from gfmd_platform.embedded.roles import point_at
from gfmd_platform.environment import parse_database_url
from gfmd_platform.ledger.models import Delivery, Event
from gfmd_platform.ledger.operations import deliver_due, seal
from gfmd_platform.ledger.queries import verify
from gfmd_platform.notifications.models import Mail
from gfmd_platform.notifications.operations import queue_mail, send_due
from gfmd_platform.records.files import attach
from gfmd_platform.stakeholders.models import Person
from gfmd_platform.stakeholders.operations import leave_platform
from tests.commitments.making import make_cycle, make_report
from tests.partnerships import examples
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


def call(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=out, **options)
    return out.getvalue()


def picture() -> dict[str, Any]:
    """Rows and hash of every table that is kept, as the application sees them."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables.settle(cursor)
        return {t.name: tables.sum_of(cursor, t) for t in tables.find_tables(cursor) if t.is_kept}


def promise(key: str, now: dt.datetime) -> Mail:
    with transaction.atomic():
        return queue_mail(
            key=key,
            to="amina@arvania.example",
            language="en",
            template="people/membership_ended",
            context={"name": "Amina", "stakeholder": "Arvania", "link": "/"},
            now=now,
        )


@pytest.mark.slow  # a new database goes through every migration
def test_the_drill(
    focal_point: Someone,
    colleague: Someone,
    submitter: Someone,
    support_unit: Someone,
    new_database: str,
    tmp_path: Path,
    settings: Any,
    mailoutbox: list[Any],
) -> None:
    key = tmp_path / "key.txt"
    key.write_text(make_key())
    report = make_report(make_cycle(support_unit), focal_point)
    example = examples.draft(submitter)
    with transaction.atomic():
        kept = attach(
            record_id=example.pk,
            file=examples.upload(content=b"%PDF-1.7\n" + bytes(range(256)) * 20_000),
            title="Evaluation",
            alternative="",
            now=timezone.now(),
        )
    focal_point.client.get("/desk/")
    assert Session.objects.exists()
    promise("asked before the backup", timezone.now())
    assert Delivery.objects.exclude(consumer="seal").filter(state="pending").exists()
    seal(now=timezone.now())
    before = picture()
    pending_mail = Mail.objects.count()
    file = tmp_path / "platform.backup"

    said = call("backup", str(file), key_file=key)
    assert "encrypted" in said and "Read again" in said
    assert file.stat().st_mode & 0o077 == 0
    assert b"Amina" not in file.read_bytes()
    assert "The backup is whole." in call("verify_backup", str(file), key_file=key)

    # After the backup somebody leaves; then everything is lost but the backup and the list.
    leave_platform(email="bruno@arvania.example", by=colleague.actor, now=timezone.now())
    assert "bruno" not in settings.ERASURES_FILE.read_text()
    default_storage.delete(kept.stored.name)

    said = call("restore", str(file), key_file=key, into=new_database)
    assert "1 people were erased again" in said

    address = parse_database_url(new_database)
    app = parse_database_url(settings.DATABASE_APP_URL)
    with point_at(app | {"NAME": address["NAME"]}):  # as the application, with its lesser rights
        after = picture()
        touched = {  # by the erasure, the held mail and the event of the restore
            *("stakeholders_person", "stakeholders_membership", "account_emailaddress"),
            *("ledger_actorref", "ledger_event", "ledger_delivery", "notifications_mail"),
        }
        assert {t for t in before if before[t] != after[t]} <= touched
        assert ReportVersion.objects.get().subject_id == report.pk
        assert Person.objects.filter(email="amina@arvania.example").exists()
        erased = Person.objects.get(pk=colleague.person.pk)
        assert (erased.name, erased.is_active) == ("—", False)
        assert not Session.objects.exists()
        assert default_storage.size(kept.stored.name) == kept.stored.size
        assert verify().breaches == []
        assert Event.objects.filter(verb="platform.restore").count() == 1

        # What was promised before is done, and its mail waits for an operator.
        tomorrow = timezone.now() + DAY
        while deliver_due(now=tomorrow):
            pass
        assert not Delivery.objects.exclude(consumer="seal").filter(state="pending").exists()
        assert Mail.objects.filter(state="held").count() > pending_mail
        assert send_due(now=tomorrow) == 0
        assert mailoutbox == []
        held = Mail.objects.get(key="asked before the backup")
        assert str(held.pk) in call("held_mail")
        assert "1 mails are on their way" in call("held_mail", release=[str(held.pk)])
        promise("asked after the restore", tomorrow)
        call("held_mail", drop=["all"])
        assert send_due(now=tomorrow) == 2
        assert not Mail.objects.filter(state="held").exists()
        with transaction.atomic():  # sequences go on where they were
            Delivery.objects.create(event=Event.objects.first(), consumer="next", due_at=tomorrow)
        seal(now=tomorrow)
        assert verify().breaches == []


def test_a_restore_that_fails_leaves_the_database_as_it_was(
    focal_point: Someone, tmp_path: Path, new_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "platform.backup"
    assert "NOT encrypted" in call("backup", str(file))
    with pytest.raises(CommandError, match="exists already"):
        call("backup", str(file))

    with psycopg.connect(new_database) as other:
        other.execute("CREATE TABLE precious (word text)")

    def fail(*args: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("gfmd_platform.backups.restoring._migrate_to", fail)
    with pytest.raises(CommandError, match="not empty"):
        call("restore", str(file), into=new_database)
    with pytest.raises(RuntimeError, match="power cut"):
        call("restore", str(file), into=new_database, replace=True)
    with point_at(parse_database_url(new_database)), connection.cursor() as cursor:
        assert [table.name for table in tables.find_tables(cursor)] == ["precious"]


def test_what_must_not_be_restored_is_refused_before_anything_is_written(
    focal_point: Someone, tmp_path: Path, new_database: str, settings: Any
) -> None:
    key, other = tmp_path / "key.txt", tmp_path / "other.txt"
    key.write_text(make_key())
    other.write_text(make_key())
    public = tmp_path / "public.txt"
    public.write_text(key.read_text().splitlines()[0].removeprefix("# public key: "))
    file = tmp_path / "platform.backup"
    assert "Only public keys are here" in call("backup", str(file), key_file=public)
    damaged = tmp_path / "damaged.backup"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    refusals = {
        "is encrypted": (file, {}),
        "does not open": (file, {"key_file": other}),
        "damaged": (damaged, {"key_file": key}),
        "There is no file": (tmp_path / "none", {}),
        "no age key": (file, {"key_file": _written(tmp_path / "bad.txt", "quiet river")}),
    }
    for words, (path, options) in refusals.items():
        with pytest.raises(CommandError, match=words):
            call("restore", str(path), into=new_database, **options)
    settings.ERASURES_FILE.unlink()
    with pytest.raises(CommandError, match="no list of erasures"):
        call("restore", str(file), key_file=key, into=new_database)
    with point_at(parse_database_url(new_database)), connection.cursor() as cursor:
        assert tables.find_tables(cursor) == []
    with (
        psycopg.connect(new_database),
        pytest.raises(CommandError, match="other connections use this database"),
    ):
        call("restore", str(file), key_file=key, into=new_database, without_erasures=True)


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_a_lost_file_stops_the_backup_unless_it_is_told_to_go_on(
    submitter: Someone, tmp_path: Path
) -> None:
    example = examples.draft(submitter)
    with transaction.atomic():
        kept = attach(
            record_id=example.pk,
            file=examples.upload(),
            title="",
            alternative="",
            now=timezone.now(),
        )
    default_storage.delete(kept.stored.name)
    file = tmp_path / "platform.backup"
    with pytest.raises(CommandError, match=kept.stored_id):
        call("backup", str(file))
    assert not file.exists() and list(tmp_path.glob(".platform*")) == []
    assert kept.stored_id in call("backup", str(file), without_lost_files=True)
    assert kept.stored_id in call("verify_backup", str(file))


def test_the_list_says_no_more_than_who_in_opaque_words(
    colleague: Someone, focal_point: Someone, settings: Any
) -> None:
    leave_platform(email="bruno@arvania.example", by=colleague.actor, now=timezone.now())
    [line] = settings.ERASURES_FILE.read_text().splitlines()
    assert json.loads(line).keys() == {"person", "at"}
