"""Partnerships and deliverables as axe sees them: empty, filled, in conflict, with errors."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from partnerships.operations import deliverables
from partnerships.operations import partnerships as operations
from tests.looking import EVERY_APPEARANCE, Pages
from tests.people import Someone

from .examples import OBJECTIVE, TARGET
from .ships import (
    amend,
    decline,
    draft,
    due,
    edit,
    form_data,
    invite,
    joined,
    plan,
    registered,
    report,
    step,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def pages(
    focal_point: Someone,
    colleague: Someone,
    other_focal_point: Someone,
    submitter: Someone,
    chair: Someone,
    support_unit: Someone,
    visitor: Someone,
) -> Pages:
    """Name → who looks, at which address, and what they send (None: they only look)."""
    partnership = registered(focal_point, objectives=[OBJECTIVE], targets=[TARGET], until="2028")
    partner = joined(partnership, other_focal_point, focal_point)
    asked = invite(partnership, submitter, focal_point, note="Please join.\n\nWe need you.")
    decline(invite(partnership, chair, focal_point), chair)
    thing = plan(partnership, other_focal_point, description="Two pages.")
    moved = {"due_on": "2028-02-03", "reason": "The law took longer."}
    report(deliverables.change_deliverable, thing, other_focal_point, values=moved)
    done = plan(partnership, focal_point, title="نموذج مشترك", language="ar")
    proof = {"evidence": "In the gazette.", "evidence_link": "https://example.org/gazette"}
    report(deliverables.deliver, done, focal_point, **proof)
    edit(partnership, focal_point, why="First this.")
    amend(partnership, focal_point)
    edit(partnership, focal_point, why="Then that.")
    begun = draft(focal_point, title="", action_areas=[])
    held = registered(focal_point)
    step(operations.hold_partnership, held, support_unit, reason="It names a person.")
    base, part = f"/partnerships/{partnership.pk}/", f"/deliverables/{thing.pk}/"
    first, stopped = f"/partnerships/{begun.pk}/", f"/partnerships/{held.pk}/"
    answer = f"/partnerships/invitations/{asked.pk}/"
    return {
        "list": (visitor, "/partnerships/", None),
        "list with errors": (visitor, "/partnerships/?country=Atlantis", None),
        "nothing matches": (visitor, "/partnerships/?state=concluded", None),
        "partnership": (visitor, base, None),
        "own partnership": (focal_point, base, None),
        "partner's partnership": (other_focal_point, base, None),
        "draft": (focal_point, first, None),
        "on hold": (focal_point, stopped, None),
        "version": (visitor, f"{base}versions/2/", None),
        "new": (focal_point, "/partnerships/new/", None),
        "new with errors": (
            focal_point,
            "/partnerships/new/",
            form_data(title="x" * 300, since_year="last year"),
        ),
        "in conflict": (colleague, f"{base}edit/", form_data(why="Mine.", revision="1")),
        "check with what is missing": (focal_point, f"{first}check/", None),
        "check of changes": (focal_point, f"{base}check/", None),
        "check without a reason": (focal_point, f"{base}check/", {"revision": "1", "reason": ""}),
        "partners": (focal_point, f"{base}partners/", None),
        "no partners": (focal_point, f"{first}partners/", {"note": "Whom?"}),
        "invitation": (submitter, answer, None),
        "invitation without an answer": (submitter, answer, {"answer": "perhaps"}),
        "answered": (
            other_focal_point,
            f"/partnerships/invitations/{partner.pk}/",
            None,
        ),
        "leaving": (other_focal_point, f"/partnerships/invitations/{partner.pk}/leave/", None),
        "withdrawing": (focal_point, f"{base}withdraw/", None),
        "holding": (support_unit, f"{base}hold/", {"reason": ""}),
        "releasing": (support_unit, f"{stopped}release/", None),
        "planning": (focal_point, f"{base}deliverables/new/", None),
        "planning with errors": (focal_point, f"{base}deliverables/new/", {"title": ""}),
        "deliverable": (other_focal_point, part, None),
        "delivered": (visitor, f"/deliverables/{done.pk}/", None),
        "change in conflict": (
            focal_point,
            f"{part}change/",
            {"title": "Mine", "language": "en", "revision": "1", "reason": "So.", **due()},
        ),
        "evidence missing": (other_focal_point, f"{part}deliver/", {"revision": "2"}),
        "dropping": (other_focal_point, f"{part}drop/", None),
        "desk": (focal_point, "/desk/", None),
    }


#: One page of each kind, for the short form.
SHORT = (
    "partnership",
    "in conflict",
    "check without a reason",
    "partners",
    "invitation without an answer",
    "change in conflict",
    "desk",
)


@EVERY_APPEARANCE
def test_no_page_has_findings_or_sticks_out(
    pages: Pages, look_over: Callable[..., list[str]], every: bool
) -> None:
    assert look_over(pages, every=every, short=SHORT) == []
