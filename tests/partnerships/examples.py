"""Practice examples for tests, made as people make them: through the operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gfmd_platform.access import Actor
from gfmd_platform.ledger.operations import deliver_due
from gfmd_platform.notifications.models import Mail
from gfmd_platform.taxonomy import queries as taxonomy
from partnerships.models import Example
from partnerships.operations import examples as operations
from partnerships.operations import moderation
from partnerships.operations.archive import archive_example
from partnerships.operations.moderation import Remark
from tests.people import Someone

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
AREA, OTHER_AREA = "gfmd-recollection-2017:C1.2", "gfmd-recollection-2017:C2.1"
OBJECTIVE, TARGET = "gcm-2018:16", "sdg-2015:10.7"
COUNTRY, OTHER_COUNTRY = "004", "008"


def term_id(ref: str) -> str:
    term = taxonomy.term(ref)
    assert term is not None, ref
    return str(term.id)


def values(**changes: Any) -> dict[str, Any]:
    """Enough to submit."""
    return {
        "title": "Night school at the harbour",
        "kind": "practice",
        "summary": "Evening courses in the language of the country, given where people work.",
        "language": "en",
        "countries": [COUNTRY],
        "since": "2019-04",
        "action_areas": [AREA],
        **changes,
    }


def draft(by: Someone, **changes: Any) -> Example:
    assert by.stakeholder is not None
    return operations.begin_example(
        owner_id=by.stakeholder.pk, values=values(**changes), by=by.actor, now=NOW
    )


def again(example: Example) -> Example:
    return Example.unscoped.select_related("submitted_version", "published_version").get(
        pk=example.pk
    )


def submitted(by: Someone, **changes: Any) -> Example:
    return submit(draft(by, **changes), by)


def submit(example: Example, by: Someone) -> Example:
    operations.submit_example(
        example_id=example.pk, revision=again(example).revision, by=by.actor, now=NOW
    )
    return again(example)


def publish(example: Example, moderator: Someone, now: dt.datetime = NOW) -> Example:
    moderation.publish_example(
        example_id=example.pk,
        version_id=example.submitted_version_id,
        by=moderator.actor,
        now=now,
    )
    return again(example)


def published(by: Someone, moderator: Someone, **changes: Any) -> Example:
    return publish(submitted(by, **changes), moderator)


def archived(**changes: Any) -> Example:
    return again(
        archive_example(
            values=values(**{"source_numbers": ["25"], **changes}),
            by=Actor.system(),
            now=NOW,
            editorial=frozenset({"objectives", "targets"}),
        )
    )


def mails() -> list[tuple[str, str]]:
    """(template, reader) of every mail that the events so far have promised."""
    deliver_due(now=NOW + dt.timedelta(days=1))
    return sorted(Mail.objects.values_list("template", "to"))


def form_data(**changes: Any) -> dict[str, Any]:
    """What a browser sends for `values`."""
    data = {
        **values(),
        "countries": [COUNTRY],
        "action_areas": [term_id(AREA)],
        "since_day": "",
        "since_month": "4",
        "since_year": "2019",
        "until_day": "",
        "until_month": "",
        "until_year": "",
        "revision": "1",
    }
    data.pop("since")
    return {**data, **changes}


def upload(name: str = "report.pdf", content: bytes = b"%PDF-1.7\n%text\n") -> Any:
    return SimpleUploadedFile(name, content)


def save(example: Example, by: Someone, revision: int | None = None, **changes: object) -> Example:
    return operations.save_example(
        example_id=example.pk,
        revision=again(example).revision if revision is None else revision,
        values=changes,
        by=by.actor,
        now=NOW,
    )


def ask(example: Example, by: Someone, *remarks: Remark) -> None:
    moderation.request_changes(
        example_id=example.pk,
        version_id=example.submitted_version_id,
        remarks=remarks or [Remark("results", "evidence", "How do you know?")],
        by=by.actor,
        now=NOW,
    )


def decline(example: Example, by: Someone, reason: str = "It is an advertisement.") -> None:
    moderation.decline_example(
        example_id=example.pk,
        version_id=example.submitted_version_id,
        reason=reason,
        by=by.actor,
        now=NOW,
    )


def refer(example: Example, by: Someone, reason: str = "It accuses another State.") -> None:
    moderation.refer_example(
        example_id=example.pk,
        version_id=example.submitted_version_id,
        reason=reason,
        by=by.actor,
        now=NOW,
    )


def revised(example: Example, by: Someone, moderator: Someone, **changes: Any) -> Example:
    operations.revise_example(example_id=example.pk, by=by.actor, now=NOW)
    operations.save_example(
        example_id=example.pk,
        revision=again(example).revision,
        values=changes,
        by=by.actor,
        now=NOW,
    )
    return publish(submit(example, by), moderator)
