"""Practice examples and their moderation as axe sees them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from partnerships.operations import examples as operations
from tests.looking import EVERY_APPEARANCE, Pages
from tests.people import Someone

from .examples import (
    NOW,
    OBJECTIVE,
    TARGET,
    again,
    archived,
    ask,
    draft,
    published,
    submit,
    submitted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def pages(
    submitter: Someone, focal_point: Someone, support_unit: Someone, visitor: Someone
) -> Pages:
    example = published(
        submitter,
        support_unit,
        objectives=[OBJECTIVE],
        targets=[TARGET],
        lessons="Begin small.\n\nThen go on.",
        links=["https://example.org/report"],
        results="Four in five passed the examination.",
    )
    operations.revise_example(example_id=example.pk, by=submitter.actor, now=NOW)
    operations.save_example(
        example_id=example.pk,
        revision=again(example).revision,
        values={"lessons": "Begin big.\n\nThen go on."},
        by=submitter.actor,
        now=NOW,
    )
    submit(example, submitter)
    asked = submitted(submitter, title="Where something is asked")
    ask(asked, support_unit)
    begun = draft(submitter, title="", action_areas=[])
    of_a_state = submitted(focal_point, title="Of a State")
    archive = archived(objectives=[OBJECTIVE], source_note="The source does not say who pays.")
    return {
        "list": (visitor, "/examples/"),
        "list of a kind": (visitor, "/examples/?kind=policy"),
        "list with errors": (visitor, "/examples/?country=Atlantis"),
        "example": (visitor, f"/examples/{example.pk}/"),
        "archived example": (visitor, f"/examples/{archive.pk}/"),
        "version": (visitor, f"/examples/{example.pk}/versions/1/"),
        "new": (submitter, "/examples/new/"),
        "edit with remarks": (submitter, f"/examples/{asked.pk}/edit/"),
        "check with what is missing": (submitter, f"/examples/{begun.pk}/check/"),
        "check": (submitter, f"/examples/{asked.pk}/check/"),
        "status": (submitter, f"/examples/{asked.pk}/status/"),
        "withdrawing": (submitter, f"/examples/{asked.pk}/withdraw/"),
        "new for the unit": (support_unit, "/examples/new/"),
        "queue": (support_unit, "/moderation/"),
        "moderating changes": (support_unit, f"/moderation/{example.pk}/"),
        "moderating a State's": (support_unit, f"/moderation/{of_a_state.pk}/"),
    }


#: One page of each kind, for the short form.
SHORT = (
    "list with errors",
    "example",
    "edit with remarks",
    "check with what is missing",
    "moderating changes",
)


@EVERY_APPEARANCE
def test_no_page_has_findings_or_sticks_out(
    pages: Pages, look_over: Callable[..., list[str]], every: bool
) -> None:
    assert look_over(pages, every=every, short=SHORT) == []
