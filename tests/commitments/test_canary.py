"""A draft is nobody's business: its words, its numbers, and that it exists."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.urls import NoReverseMatch, reverse

from commitments import operations
from gfmd_platform.ledger.operations import deliver_due
from gfmd_platform.notifications.models import Mail
from gfmd_platform.search.models import SearchEntry
from tests.access.routes import Route, all_routes

from .making import LATER, NOW, choose, make_commitment, make_cycle, make_report, start, write
from .test_commitments import COST
from .test_report_drafts import observe

pytestmark = pytest.mark.django_db

CANARY = "kingfisher"
#: What protects forms against forgery is new on each page.
TOKEN = re.compile(rb"\b[A-Za-z0-9]{64}\b")
#: An empty form of something new brings the key by which it is made only once.
REMINDER = re.compile(rb'name="id" value="[^"]*"')  # each page of a reminder has a new one
KEY = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture
def public(focal_point, other_focal_point, support_unit):
    """What everybody may see, beside which a draft must change nothing."""
    cycle = make_cycle(support_unit)
    commitment = make_commitment(focal_point, indicators=[COST])
    report = make_report(cycle, other_focal_point)
    deliver_due(now=LATER)
    return {
        "cycle": cycle,
        "commitment": commitment,
        "report": report,
        "stakeholder": focal_point.stakeholder,
    }


def write_drafts(public, focal_point):
    """A report, a correction, a commitment and an amendment, all full of the canary."""
    cycle = public["cycle"]
    report = start(cycle, focal_point)
    for key in ("a_narrative", "a_key_message", "d_narrative"):
        write(report, focal_point, f"{CANARY} {key}", key=key)
    operations.save_status(
        report_id=report.pk,
        commitment_id=public["commitment"].pk,
        status="dropped",
        note=CANARY,
        revision=0,
        by=focal_point.actor,
        now=NOW,
    )
    observe(report, focal_point, source=CANARY)
    choose(report, focal_point, "participants")
    make_commitment(focal_point, registered=False, title=f"The {CANARY} clause", wording=CANARY)
    operations.edit_commitment(
        commitment_id=public["commitment"].pk,
        revision=public["commitment"].revision,
        by=focal_point.actor,
        now=NOW,
        title=f"Amended {CANARY}",
    )
    return report


def correct(public, other_focal_point):
    report = public["report"]
    operations.correct_report(report_id=report.pk, by=other_focal_point.actor, now=LATER)
    write(report, other_focal_point, f"corrected {CANARY}")


#: Whose identifier the addresses of a part take.
KINDS = {
    "cycles": "cycle",
    "api:cycle": "cycle",
    "commitments": "commitment",
    "api:commitment": "commitment",
    "reports": "report",
    "api:report": "report",
    "stakeholders": "stakeholder",
    "api:stakeholder": "stakeholder",
}
#: Pages of one's own account and of the code; they hold fresh secrets and no content.
APART = ("/accounts/", "/gallery/", "/health/", "/api/schema/", "/api/")


def addresses(public) -> list[str]:
    """Every address that can be asked with GET, with what is public where it wants an id."""
    found: set[str] = set()
    for route in all_routes().values():
        if "GET" in route.methods:
            found.update(_filled(route, public))
    return sorted(url for url in found if url.startswith("/api/v1/") or not url.startswith(APART))


def _filled(route: Route, public) -> list[str]:
    known: dict[str, object] = {"no": 1, "code": "a", "key": "a_narrative"}
    kind = next((k for prefix, k in KINDS.items() if route.name.startswith(prefix)), "")
    if route.arguments and not kind:
        return []
    if kind:
        known["pk"] = public[kind].pk
    try:
        return [reverse(route.name, kwargs={name: known[name] for name in route.arguments})]
    except (KeyError, NoReverseMatch):
        return []


def seen_by(someone, urls) -> dict[str, bytes]:
    pages = {}
    for url in urls:
        answer = someone.client.get(url)
        content = b"".join(answer) if answer.streaming else answer.content
        content = REMINDER.sub(b"", TOKEN.sub(b"", content))
        pages[url] = KEY.sub(b"", content) if url.endswith("/new/") else content
    return pages


def test_no_page_or_endpoint_changes_for_others_when_a_draft_is_written(
    public, focal_point, other_focal_point, support_unit, visitor, submitter
):
    urls = [
        *addresses(public),
        f"/search/?q={CANARY}",
        f"/commitments/?q={CANARY}",
        f"/reports/?q={CANARY}",
        f"/api/v1/commitments/?q={CANARY}",
    ]
    assert len(urls) > 60
    others = {
        "visitor": visitor,
        "civil society": submitter,
        "Support Unit": support_unit,
    }
    before = {name: seen_by(someone, urls) for name, someone in others.items()}
    write_drafts(public, focal_point)
    correct(public, other_focal_point)
    deliver_due(now=LATER)
    for name, someone in others.items():
        after = seen_by(someone, urls)
        changed = [url for url in urls if after[url] != before[name][url]]
        assert changed == [], f"{name} can tell that something is being drafted"
        assert not any(CANARY.encode() in page for url, page in after.items() if "q=" not in url)


def test_the_drafts_own_addresses_answer_others_as_if_there_were_none(
    public, focal_point, submitter, support_unit, chair
):
    report = write_drafts(public, focal_point)
    nothing = UUID(int=7)
    for someone in (submitter, support_unit, chair):
        for route in all_routes().values():
            if route.arguments == ("pk",) and route.name.startswith("reports:"):
                real = someone.client.get(reverse(route.name, args=[report.pk]))
                none = someone.client.get(reverse(route.name, args=[nothing]))
                assert real.status_code == none.status_code, route.name
                assert CANARY.encode() not in real.content


def test_no_mail_and_no_search_entry_tells_of_a_draft(public, focal_point, colleague):
    mails = Mail.objects.count()
    entries = list(SearchEntry.objects.values_list("title", "summary"))
    write_drafts(public, focal_point)
    deliver_due(now=LATER)
    assert Mail.objects.count() == mails
    assert list(SearchEntry.objects.values_list("title", "summary")) == entries
