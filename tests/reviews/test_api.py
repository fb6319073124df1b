"""What a page can do, the API can do: the same operations, the same refusals."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from reviews import operations
from reviews.models import Approval, Edition, Review
from tests.people import Someone

from .test_pages import published, send, write
from .world import NOW, World, compile_now, figures_of

pytestmark = pytest.mark.django_db


def at(world: World, path: str = "") -> str:
    return f"/api/v1/reviews/{world.review.pk}/{path}"


def test_a_review_is_made_and_published_over_the_api(
    world: World, chair: Someone, visitor: Someone
) -> None:
    unit = world.support_unit.api
    begun = unit.post("/api/v1/reviews/", {"cycle": str(world.cycle.pk)})
    assert (begun.status_code, begun.data["id"]) == (201, world.review.pk)
    first = unit.post(at(world, "compile/"))
    again = unit.post(at(world, "compile/"))
    assert (first.status_code, first.data["joined"], again.data["joined"]) == (202, False, True)
    compilation = world.review.compilations.get()
    while operations.run_next_part(compilation_id=compilation.pk, now=timezone.now()):
        pass
    assert unit.get(at(world, "compilation/")).data["compilation"]["state"] == "complete"
    text = {"body": "They reported.", "revision": 0}
    assert unit.put(at(world, "sections/introduction/"), text).data["revision"] == 1
    assert unit.post(at(world, "send/")).data["work"]["state"] == "with_chair"
    revision = chair.api.get(at(world, "draft/")).data["revision"]
    answer = chair.api.post(at(world, "approve/"), {"revision": revision})
    assert answer.data["verdict"] == "approved"
    operations.render_files(approval_id=Approval.objects.get().pk, now=NOW)
    assert visitor.api.get(at(world)).status_code == 404
    assert unit.post(at(world, "publish/")).data["edition"]["no"] == 1
    listed = visitor.api.get("/api/v1/reviews/").data["results"]
    assert [r["id"] for r in listed] == [world.review.pk]
    edition = visitor.api.get(at(world, "editions/1/")).data
    assert edition["manuscript"] == [{"key": "introduction", "body": "They reported."}]
    assert "CANARY" not in str(edition)


def test_a_figure_has_the_same_value_and_sources_as_on_its_page(
    world: World, chair: Someone, visitor: Someone
) -> None:
    edition = published(world, chair)
    for someone in (visitor, world.arvania):
        body = someone.api.get(at(world, "figures/reports/")).data
        page = someone.client.get(f"/reviews/{world.review.pk}/figures/reports/")
        assert body["value"] == figures_of(edition.compilation)["reports"]
        assert [s["page"] for s in body["shown"]] == [s.href for s in page.context["figure"].shown]
        assert body["withheld"] == [
            {"kind": w.kind_label, "number": w.number} for w in page.context["figure"].withheld
        ]
    assert "Quiet" not in str(body)


def test_a_stale_text_is_refused_with_both(world: World) -> None:
    write(world, "Theirs.")
    refused = world.support_unit.api.put(
        at(world, "sections/introduction/"), {"body": "Mine.", "revision": 0}
    )
    assert refused.status_code == 409
    assert refused.data["theirs"] == {"body": "Theirs."}
    assert refused.data["yours"] == {"body": "Mine."}


CASES: list[tuple[str, dict[str, Any]]] = [
    ("compile", {}),
    ("send", {}),
    ("take-back", {}),
    ("publish", {}),
    ("correct", {"note": "A name."}),
]


@pytest.mark.parametrize(("verb", "values"), CASES, ids=[verb for verb, _ in CASES])
def test_page_and_api_refuse_the_same_people(
    verb: str, values: dict[str, Any], world: World, chair: Someone
) -> None:
    compile_now(world.review, world.support_unit)
    before = Review.unscoped.get(pk=world.review.pk).revision
    for someone in (world.arvania, chair):
        assert someone.api.post(at(world, f"{verb}/"), values).status_code == 404
        page = f"/support/reviews/{world.review.pk}/{verb}/"
        assert someone.client.post(page, values).status_code == 404
    assert Review.unscoped.get(pk=world.review.pk).revision == before
    assert not Edition.objects.exists()


def test_whoever_compiled_may_read_for_the_chair_and_not_approve(
    world: World, chair: Someone
) -> None:
    """One person who sits in both: compared by person, not by the seat they use."""
    from gfmd_platform.stakeholders.enums import GroupCode
    from tests.people import in_group

    in_group(GroupCode.SUPPORT_UNIT, person=chair.person)
    compile_now(world.review, chair)
    write(world)
    review = operations.send_to_chair(
        review_id=world.review.pk, by=world.support_unit.actor, now=NOW
    )
    answer = {"revision": review.revision, "words": "", "answer": "approve"}
    assert chair.api.post(at(world, "approve/"), answer).status_code == 403
    assert chair.client.post(f"/reviews/{review.pk}/approval/", answer).status_code == 403
    page = chair.client.get(f"/reviews/{review.pk}/approval/")
    assert "Somebody else must answer" in page.content.decode()


def test_the_support_unit_does_not_approve(world: World) -> None:
    review = send(world)
    answer = {"revision": review.revision, "words": "Fine."}
    assert world.support_unit.api.post(at(world, "approve/"), answer).status_code == 403
    assert world.support_unit.api.post(at(world, "return/"), answer).status_code == 403


def test_the_chair_returns_a_text_with_words_only(world: World, chair: Someone) -> None:
    review = send(world)
    silent = chair.api.post(at(world, "return/"), {"revision": review.revision, "words": " "})
    assert silent.status_code == 422
    answer = {"revision": review.revision, "words": "Name the regions."}
    assert chair.api.post(at(world, "return/"), answer).data["verdict"] == "returned"
    work = world.support_unit.api.get(at(world)).data["work"]
    assert work["state"] == "writing"
    assert work["answers"][0]["words"] == "Name the regions."
    page = world.support_unit.client.get(f"/support/reviews/{review.pk}/").content.decode()
    assert "Name the regions." in page


@pytest.mark.parametrize("path", ["abc/", "editions/99/", "figures/no-such/", "sections/zzz/"])
def test_what_is_not_there_is_not_found(
    path: str, world: World, chair: Someone, visitor: Someone
) -> None:
    published(world, chair)
    assert visitor.api.get(at(world, path)).status_code in (401, 403, 404)
    assert world.support_unit.api.get(at(world, path)).status_code == 404
    assert visitor.api.get("/api/v1/reviews/abc/").status_code == 404
