"""One partnership's page, and who finds nothing there."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from partnerships.models import Partner
from partnerships.operations import deliverables
from tests.people import Someone, StakeholderFactory, seat

from .pages import HOSTILE, page, send
from .ships import (
    again,
    amend,
    draft,
    edit,
    form_data,
    invite,
    joined,
    now_is,
    plan,
    registered,
    report,
    values,
)

pytestmark = pytest.mark.django_db

TITLE = values()["title"]


def test_a_page_shows_partners_deliverables_and_their_states_in_words(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    invite(partnership, submitter, focal_point)
    moved = plan(partnership, focal_point, other_focal_point, title="A joint form")
    report(
        deliverables.change_deliverable,
        moved,
        other_focal_point,
        values={"due_on": "2028", "reason": "The law took longer."},
    )
    done = plan(partnership, focal_point, title="A first meeting")
    report(
        deliverables.deliver,
        done,
        focal_point,
        evidence="Minutes are public.",
        evidence_link="https://example.org/minutes",
    )
    shown = page(visitor, f"/partnerships/{partnership.pk}/")
    for words in ("Belmora", "Implementing partner", "A joint form", "Date changed", "2028"):
        assert words in shown
    for words in ("Delivered", "Minutes are public.", "https://example.org/minutes", "Lead"):
        assert words in shown
    assert "Harbour Network" not in shown
    assert "late" not in re.sub("<[^>]+>", " ", shown).lower().split()


def test_hostile_text_is_shown_as_text(
    focal_point: Someone, other_focal_point: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point, title=HOSTILE, summary=HOSTILE * 3, why=HOSTILE)
    thing = plan(partnership, focal_point, title=HOSTILE, description=HOSTILE)
    report(deliverables.drop_deliverable, thing, focal_point, reason=HOSTILE)
    edit(partnership, focal_point, why=f"More {HOSTILE}")
    amend(partnership, focal_point, reason=HOSTILE)
    partner = invite(partnership, other_focal_point, focal_point, note=HOSTILE)
    base = f"/partnerships/{partnership.pk}/"
    for someone, address in (
        (visitor, "/partnerships/"),
        (visitor, base),
        (visitor, f"{base}versions/2/"),
        (visitor, f"/deliverables/{thing.pk}/"),
        (focal_point, f"{base}partners/"),
        (focal_point, f"{base}edit/"),
        (other_focal_point, f"/partnerships/invitations/{partner.pk}/"),
        (other_focal_point, "/desk/"),
    ):
        shown = page(someone, address)
        assert "<script>alert" not in shown, address
        assert "<img src=x" not in shown, address
        assert "&lt;script&gt;alert(1)" in shown, address


def test_a_dangerous_link_is_no_evidence(focal_point: Someone) -> None:
    thing = plan(registered(focal_point), focal_point)
    for link in ("javascript:alert(1)", "data:text/html,x", "not a link", "http://" + "a" * 600):
        shown = send(
            focal_point,
            f"/deliverables/{thing.pk}/deliver/",
            422,
            revision=str(thing.revision),
            evidence="See there.",
            evidence_link=link,
        )
        assert 'href="#id_evidence_link"' in shown
        assert "See there." in shown
    assert now_is(thing).state == "planned"


def test_versions_are_listed_and_compared(focal_point: Someone, visitor: Someone) -> None:
    partnership = registered(focal_point, why="Begin small.")
    assert "What changed" not in page(visitor, f"/partnerships/{partnership.pk}/versions/1/")
    edit(partnership, focal_point, why="Begin big.")
    amend(partnership, focal_point, reason="It went well.")
    shown = page(visitor, f"/partnerships/{partnership.pk}/")
    assert f"/partnerships/{partnership.pk}/versions/1/" in shown
    shown = page(visitor, f"/partnerships/{partnership.pk}/versions/2/")
    assert re.search(r"<del>.*small.*</del><ins>.*big.*</ins>", shown)
    assert "It went well." in shown
    for no in (3, 99999999999999):
        page(visitor, f"/partnerships/{partnership.pk}/versions/{no}/", 404)


def test_what_is_not_public_is_not_found_by_others_on_any_address(
    focal_point: Someone,
    submitter: Someone,
    chair: Someone,
    support_unit: Someone,
    visitor: Someone,
) -> None:
    partnership = draft(focal_point)
    thing = plan(partnership, focal_point)
    partner = invite(partnership, seat(StakeholderFactory()), focal_point)
    base, part = f"/partnerships/{partnership.pk}/", f"/deliverables/{thing.pk}/"
    asked = f"/partnerships/invitations/{partner.pk}/"
    steps = ("conclude/", "withdraw/", "discard/", "drop_changes/", "hold/", "release/")
    paths = [f"{base}{path}" for path in ("edit/", "check/", "partners/", *steps)]
    paths += [f"{part}{path}" for path in ("start/", "change/", "deliver/", "drop/", "remove/")]
    paths += [f"{base}deliverables/new/", asked, f"{asked}leave/"]
    for someone in (submitter, chair, support_unit):
        for path in (base, part, f"{base}versions/1/", *paths):
            page(someone, path, 404)
        for path in (*paths, f"{asked}take-back/", f"{base}autosave/"):
            data = form_data(answer="accept", reason="Because.", field="title", value="Mine")
            assert someone.client.post(path, data).status_code == 404, path
    for path in (base, part, f"{base}versions/1/"):
        page(visitor, path, 404)
    assert again(partnership).title == TITLE
    assert Partner.objects.get(pk=partner.pk).answer == "invited"


def test_a_stranger_cannot_tell_a_draft_from_nothing(
    focal_point: Someone, submitter: Someone
) -> None:
    def answer(pk: object) -> str:
        shown = page(submitter, f"/partnerships/{pk}/", 404).replace(str(pk), "")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", shown)

    assert answer(draft(focal_point).pk) == answer(uuid4())
