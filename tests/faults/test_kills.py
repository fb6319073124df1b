"""On the real parts: a submission sent twenty times at once is one; and web, worker, Redis and
PostgreSQL are killed while people save: no answered save is lost.

KILL_SECONDS=600 python manage.py test --long tests/faults/test_kills.py
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings

from tests.prepared import copied_to
from tests.stack import Stack, running, wait_until

from .ministry import OWN, Editor, inside, kill_for, post, writing

pytestmark = pytest.mark.slow

LONG_SECONDS = float(os.environ.get("KILL_SECONDS", "3600"))
SEED = int(os.environ.get("KILL_SEED", "2026"))


@pytest.fixture(scope="module")
def stack(worker_id: str) -> Iterator[Stack]:
    with running(Stack(copied_to(settings.PLACES.var / f"kills-{worker_id}"))) as started:
        yield started


@pytest.fixture(scope="module")
def desk(stack: Stack) -> dict[str, Any]:
    return inside(stack, f"open_desk({len(OWN)})")


def test_a_submission_sent_twenty_times_at_once_is_one_version_with_one_receipt(
    stack: Stack, desk: dict[str, Any]
) -> None:
    checked = desk["checked"]
    report, many = checked["report"], 20
    together = Barrier(many)

    def submit(number: int) -> tuple[int, dict[str, Any]]:
        by_api = number % 2 == 1
        path = f"/api/v1/reports/{report}/submit/" if by_api else f"/reports/{report}/check/"
        fields = {"draft_hash" if by_api else "draft": checked["hash"]} | {
            "speaks_for": True if by_api else "on"
        }
        together.wait(10)
        return post(stack.address, path, fields, session=checked["session"], as_json=by_api)

    with ThreadPoolExecutor(many) as senders:
        answers = list(senders.map(submit, range(many)))
    found = inside(stack, f"what_was_handed_in({report!r})")
    ((no, content_hash, receipt),) = found["versions"]
    assert (no, content_hash, found["state"]) == (1, checked["hash"], "submitted")
    assert found["submissions"] == [{"version": 1, "hash": content_hash}], found["verbs"]
    pages, api = answers[0::2], answers[1::2]
    assert [(status, body["leads_to"]) for status, body in pages] == [
        (302, f"/reports/{report}/receipt/1/")
    ] * len(pages)
    assert [(status, body["receipt"]) for status, body in api] == [(200, receipt)] * len(api)


@pytest.mark.parametrize(
    "seconds", [8, pytest.param(LONG_SECONDS, marks=pytest.mark.long, id="long")]
)
def test_no_answered_save_is_lost_however_parts_are_killed(
    stack: Stack, desk: dict[str, Any], seconds: float
) -> None:
    editors = [
        Editor(stack.address, desk["report"], session, f"Editor {n}", key)
        for n, (session, key) in enumerate(zip(desk["sessions"], OWN, strict=True))
    ]
    with writing(editors):
        killed = kill_for(stack, seconds, random.Random(SEED))
        wait_until(stack.healthy, 60)
        before = [len(editor.answered) for editor in editors]
        # Everybody writes on by themselves once the parts are back.
        wait_until(
            lambda: all(len(e.answered) > n + 1 for e, n in zip(editors, before, strict=True)),
            60,
        )
    found = inside(stack, f"what_stands({desk['report']!r})")
    answered = [save for editor in editors for save in editor.answered]
    print(
        f"{sum(killed.values())} kills {killed}, {len(answered):,} saves answered, "
        f"{sum(e.unanswered for e in editors):,} requests without an answer"
    )
    assert found["settings"] == {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
    }
    assert not [problem for editor in editors for problem in editor.problems]
    history = {(key, revision, text) for key, revision, text in found["history"]}
    assert [save for save in answered if save not in history] == []
    # Nothing was saved twice, invented, or skipped either.
    texts = Counter((key, text) for key, _, text in found["history"])
    assert texts.keys() <= {sent for editor in editors for sent in editor.sent}
    assert {key: n for key, n in texts.items() if n > 1} == {}
    for key, revision, value in found["stands"]:
        numbers = [no for k, no, _ in found["history"] if k == key]
        assert numbers == list(range(1, revision + 1))
        assert (key, revision, value) in history
