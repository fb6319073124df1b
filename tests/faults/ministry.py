"""A ministry at work on a running instance: several people whose browsers save a draft.

Seen from outside: sessions, HTTP, and what the database holds afterwards. Run inside an instance by
`manage.py shell` (`open_desk`, `what_stands`); the rest runs in the test.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from gfmd_platform.embedded.processes import Seen
from tests.stack import Stack

#: A field of each editor's own is written by nobody else; `SHARED` by all.
OWN = ("a_narrative", "b_narrative", "c_narrative", "d_narrative")
SHARED = "a_key_message"
KILLED = ("web", "worker", "valkey", "postgres")
_CSRF = "c" * 32


def open_desk(editors: int) -> None:
    """Print a report's id and a session of each of its editors; and a report ready to submit."""
    from django.test import Client

    from tests.commitments.making import make_cycle, start
    from tests.people import PersonFactory, Someone, in_group, make_state, seat, sign_in

    support_unit = Someone(PersonFactory(email="support@faults.example"))
    in_group("support_unit", person=support_unit.person)
    state = make_state("Faultland", "X90")
    people = [seat(state, email=f"editor{n}@faults.example") for n in range(editors)]
    report = start(make_cycle(support_unit), people[0])
    sessions = []
    for someone in people:
        assert someone.person is not None
        client = Client()
        sign_in(client, someone.person)
        sessions.append(client.cookies["sessionid"].value)
    desk = {"report": str(report.pk), "sessions": sessions, "checked": _ready_to_submit()}
    print("\n" + json.dumps(desk))


def what_stands(report: str) -> None:
    """Print all revisions of a draft, what stands, and that the database keeps its word."""
    from django.db import connection

    from commitments.models import DraftAnswer, DraftRevision

    kept = DraftRevision.objects.filter(report=report).order_by("key", "revision")
    with connection.cursor() as cursor:
        settings = {}
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            settings[name] = cursor.fetchone()[0]
    stands = DraftAnswer.objects.filter(report=report).values_list("key", "revision", "value")
    rows = [(r.key, r.revision, (r.value or {})["value"]) for r in kept]
    print("\n" + json.dumps({"history": rows, "stands": list(stands), "settings": settings}))


def _ready_to_submit() -> dict[str, str]:
    """A report that was checked and not yet submitted, and its focal point's session."""
    from django.test import Client

    from tests.commitments.making import choose, draft_hash, make_cycle, start, write
    from tests.people import PersonFactory, Someone, in_group, make_state, seat, sign_in

    support_unit = Someone(PersonFactory(email="support@replay.example"))
    in_group("support_unit", person=support_unit.person)
    focal_point = seat(make_state("Replayland", "X91"), email="focal.point@replay.example")
    report = start(make_cycle(support_unit), focal_point)
    write(report, focal_point, "Recruitment fees were abolished in two corridors.")
    choose(report, focal_point)
    client = Client()
    assert focal_point.person is not None
    sign_in(client, focal_point.person)
    session = client.cookies["sessionid"].value
    return {"report": str(report.pk), "hash": draft_hash(report), "session": session}


def what_was_handed_in(report: str) -> None:
    """Print the versions of a report, and what the ledger says of its submission."""
    from commitments.models import Report, ReportVersion
    from gfmd_platform.ledger.models import Event

    versions = ReportVersion.objects.filter(subject=report).order_by("no")
    verbs = list(Event.objects.filter(record_id=report).order_by("at").values_list("verb", "data"))
    print(
        "\n"
        + json.dumps(
            {
                "versions": list(versions.values_list("no", "content_hash", "receipt_key")),
                "state": Report.unscoped.get(pk=report).state,
                "submissions": [data for verb, data in verbs if verb == "report.submit"],
                "verbs": [verb for verb, _data in verbs],
            }
        )
    )


def inside(stack: Stack, call: str) -> dict:  # type: ignore[type-arg]
    """What a function of this file prints, run on the instance."""
    asked = stack.manage("shell", "-c", f"from tests.faults import ministry; ministry.{call}")
    assert asked.returncode == 0, asked.stderr
    return dict(json.loads(asked.stdout.strip().splitlines()[-1]))


@dataclass(eq=False)
class Editor(threading.Thread):
    """Saves one numbered text after the other, as the page's script would: again with the same
    revision until it is answered. `answered` holds what was said to be saved."""

    address: str
    report: str
    session: str
    name_: str
    own: str
    answered: list[tuple[str, int, str]] = field(default_factory=list)
    sent: set[tuple[str, str]] = field(default_factory=set)
    unanswered: int = 0
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.over = threading.Event()

    def run(self) -> None:
        revisions = {self.own: 0, SHARED: 0}
        number = 0
        while not self.over.is_set():
            number += 1
            key = SHARED if number % 4 == 0 else self.own
            self._save(key, f"{self.name_} wrote {number}", revisions)

    def _save(self, key: str, text: str, revisions: dict[str, int]) -> None:
        self.sent.add((key, text))
        while True:
            try:
                status, body = self._post(key, text, revisions[key])
            except (OSError, http.client.HTTPException):
                status, body = 0, {}
            if status == 200:
                revisions[key] = body["revision"]
                self.answered.append((key, body["revision"], text))
                return
            if status == 409:
                revisions[key] = body["revision"]
            elif 400 <= status < 500:
                self.problems.append(f"{status} {body}")
                return
            else:
                self.unanswered += 1
                if self.over.wait(0.05):
                    return

    def _post(self, key: str, text: str, revision: int) -> tuple[int, dict]:  # type: ignore[type-arg]
        fields = {"field": key, "value": text, "revision": revision}
        path = f"/reports/{self.report}/draft/save/"
        return post(self.address, path, fields, session=self.session)


def post(
    address: str, path: str, fields: dict[str, Any], *, session: str, as_json: bool = False
) -> tuple[int, dict[str, Any]]:
    """Send a form (or JSON) as a signed-in browser does; the status and the JSON answered, or where
    a page leads and how it begins."""
    at = urlsplit(address)
    connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=15)
    kind = "application/json" if as_json else "application/x-www-form-urlencoded"
    try:
        connection.request(
            "POST",
            path,
            json.dumps(fields) if as_json else urlencode(fields),
            {
                "Content-Type": kind,
                "Cookie": f"sessionid={session}; csrftoken={_CSRF}",
                "X-CSRFToken": _CSRF,
            },
        )
        answer = connection.getresponse()
        body = answer.read()
        if "json" in answer.headers.get("Content-Type", ""):
            return answer.status, json.loads(body)
        leads_to = answer.headers.get("Location", "")
        return answer.status, {"leads_to": leads_to, "page": body[:200].decode()}
    finally:
        connection.close()


@contextmanager
def writing(editors: list[Editor]) -> Iterator[None]:
    for editor in editors:
        editor.start()
    try:
        yield
    finally:
        for editor in editors:
            editor.over.set()
        for editor in editors:
            editor.join(30)


def kill_for(stack: Stack, seconds: float, draw: random.Random) -> dict[str, int]:
    """Kill random parts, or one process under a part, without a word; how often each."""
    killed = dict.fromkeys(KILLED, 0)
    until = time.monotonic() + seconds
    while time.monotonic() < until or not all(killed.values()):
        assert time.monotonic() < until + 60, f"a part does not come back: {killed}"
        time.sleep(draw.uniform(0.2, 1.5))
        least = min(killed.values())
        name = draw.choice([n for n in KILLED if killed[n] <= least + 1])
        seen = stack.part(name)
        if seen is None:
            continue  # it is being started again
        below = children(seen.pid)
        victim = draw.choice(below) if below and draw.random() < 0.4 else seen.pid
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            continue
        killed[name] += 1
    return killed


def children(pid: int) -> list[int]:
    try:
        words = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [int(word) for word in words if Seen.of(int(word))]
