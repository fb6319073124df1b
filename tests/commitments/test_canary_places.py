"""Where the words of a draft come to stand: in the tables of drafts, and nowhere else.

Not in the ledger, mails, deliveries or search, not in Redis (caches, messages to workers), and not
in what is logged. What others are answered is looked through in `test_canary.py` and, each route by
each role, in `tests/access/test_matrix.py`.
"""

from __future__ import annotations

import base64
import logging
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from commitments import operations
from gfmd_platform.ledger.tasks import relay
from gfmd_platform.notifications.operations import send_due
from gfmd_platform.stakeholders.models import Membership

from .asked import EVERY_TYPE
from .making import NOW, attach, make_commitment, make_cycle, start, write
from .test_canary import CANARY
from .test_report_drafts import observe
from .test_sharing import give

pytestmark = pytest.mark.django_db(transaction=True)

#: Tables that hold drafts; their rows go with the draft, and nobody else is shown one.
DRAFTS = {
    "commitments_commitment",
    "commitments_draftanswer",
    "commitments_draftcomment",
    "commitments_draftcommenttext",
    "commitments_draftobservation",
    "commitments_draftrevision",
    "commitments_draftstatus",
    "commitments_reportcontributor",
    "commitments_reportstep",
    "commitments_sectionassignment",
    "commitments_suggestion",
}


def draft_everything(cycle: Any, someone: Any, helper: Any) -> Any:
    """Words of the canary wherever a draft takes words, through pages where there is a page."""
    commitment = make_commitment(someone)
    make_commitment(someone, registered=False, title=f"The {CANARY} clause", wording=CANARY)
    report = start(cycle, someone)
    for question in EVERY_TYPE:
        if question.type.endswith("_text") and not question.per_commitment:
            write(report, someone, f"{CANARY} in {question.key}", key=question.key)
    attach(report, someone, key="evidence")
    common: dict[str, Any] = {"report_id": report.pk, "by": someone.actor, "now": NOW}
    operations.save_status(
        commitment_id=commitment.pk, status="dropped", note=CANARY, revision=0, **common
    )
    observe(report, someone, source=CANARY, footnote=CANARY)
    give(report, someone, helper, "b", note=f"Mind the {CANARY}", unit=f"{CANARY} office")
    operations.invite_by_mail(
        email="new@ministry.example",
        name="Nadia New",
        sections=["c"],
        note=f"A {CANARY}",
        unit=f"{CANARY} bureau",
        **common,
    )
    said = operations.comment(section="a", key="a_narrative", body=CANARY, **common)
    operations.edit_comment(comment_id=said.pk, body=f"No {CANARY}", **common)
    for text in (f"One {CANARY}", f"Two {CANARY}s"):
        row = operations.suggest(key="a_narrative", text=text, base=1, **common)
    operations.accept_suggestion(suggestion_id=row.pk, revision=1, **common)
    clears = Membership.objects.get(person=helper.person)
    operations.set_chain(
        steps=[operations.StepShape(f"{CANARY} ministry", ["a", "b"], [clears.pk])], **common
    )
    save = reverse("reports:save", args=[report.pk])
    for revision, value in ((2, f"by script {CANARY}"), (0, f"stale {CANARY}"), (9, CANARY * 9)):
        field = {"field": "d_narrative", "value": value, "revision": revision}
        someone.client.post(save, field)
        someone.api.patch(f"/api/v1/reports/{report.pk}/draft/", field, format="json")
    for name in ("draft", "check", "history", "clearance", "contributors"):
        assert someone.client.get(reverse(f"reports:{name}", args=[report.pk])).status_code == 200
    return report


def test_the_words_of_a_draft_stand_in_drafts_only(
    state, support_unit, focal_point, colleague, redis, caplog, capfd
):
    cycle = make_cycle(support_unit, questions=EVERY_TYPE)
    caplog.set_level(logging.INFO)
    redis.flushdb()
    draft_everything(cycle, focal_point, colleague)
    relay()
    send_due(now=timezone.now())
    assert tables_with(CANARY) == DRAFTS
    assert mail.outbox
    for sent in mail.outbox:
        assert CANARY not in str(sent.message())
    held = redis_with_everything(redis)
    assert held, "sessions, caches and messages to workers are looked through, not nothing"
    assert [key for key, value in held if CANARY.encode() in key + value] == []
    assert CANARY not in caplog.text
    assert CANARY not in "".join(capfd.readouterr())


def tables_with(word: str) -> set[str]:
    """Every table a row of which has the word in whatever column, bytes included."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT EXISTS (SELECT 1 FROM "{table}" t WHERE t::text ILIKE ANY (%s))',
                [[f"%{word}%", f"%{word.encode().hex()}%"]],
            )
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def redis_with_everything(redis: Any) -> list[tuple[bytes, bytes]]:
    """All keys with all they hold; bodies of messages as they were before they were packed."""
    held = []
    for key in redis.scan_iter("*"):
        kind = redis.type(key)
        read = {
            b"string": redis.get,
            b"hash": redis.hgetall,
            b"set": redis.smembers,
            b"list": lambda key: redis.lrange(key, 0, -1),
            b"zset": lambda key: redis.zrange(key, 0, -1, withscores=True),
            b"stream": redis.xrange,
        }[kind]
        value = repr(read(key)).encode()
        held.append((key, value + unpacked(value)))
    return held


def unpacked(value: bytes) -> bytes:
    """What is written in base 64 inside, read."""
    found = b""
    for piece in value.replace(b'\\"', b'"').split(b'"'):
        try:
            found += base64.b64decode(piece, validate=True)
        except ValueError:
            continue
    return found


@pytest.mark.parametrize("packed", [False, True])
def test_the_search_through_redis_finds_what_is_there(redis, packed):
    body = base64.b64encode(CANARY.encode()).decode() if packed else CANARY
    redis.rpush("canary", f'{{"body": "{body}"}}')
    try:
        held = redis_with_everything(redis)
    finally:
        redis.delete("canary")
    assert any(CANARY.encode() in value for key, value in held if key == b"canary")
