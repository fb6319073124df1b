"""The pages of the review, from the Support Unit's first click to a reader's last question."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest

from reviews import operations
from reviews.enums import ReviewState
from reviews.models import Approval, Review
from tests.people import Someone

from .world import NOW, World, compile_now, figures_of

pytestmark = pytest.mark.django_db


def write(
    world: World, body: str = "In **2027** they reported.", key: str = "introduction"
) -> None:
    operations.write_section(
        review_id=world.review.pk,
        key=key,
        body=body,
        revision=0,
        by=world.support_unit.actor,
        now=NOW,
    )


def send(world: World) -> Review:
    compile_now(world.review, world.support_unit)
    write(world)
    return operations.send_to_chair(review_id=world.review.pk, by=world.support_unit.actor, now=NOW)


def approve(world: World, chair: Someone) -> Approval:
    send(world)
    return approve_sent(world, chair)


def approve_sent(world: World, chair: Someone, now: dt.datetime = NOW) -> Approval:
    review = Review.unscoped.get(pk=world.review.pk)
    approval = operations.approve(
        review_id=review.pk, revision=review.revision, by=chair.actor, now=now
    )
    operations.render_files(approval_id=approval.pk, now=NOW)
    return approval


def published(world: World, chair: Someone) -> Any:
    approve(world, chair)
    return operations.publish(review_id=world.review.pk, by=world.support_unit.actor, now=NOW)


def text_of(response: Any) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(words))


def test_the_support_unit_goes_from_a_cycle_to_a_published_edition(
    world: World, chair: Someone, visitor: Someone
) -> None:
    unit = world.support_unit.client
    base = f"/support/reviews/{world.review.pk}/"
    assert "Compile the reports" in text_of(unit.get("/support/"))
    assert "Nothing is compiled yet" in text_of(unit.get("/support/"))
    assert unit.post(f"{base}compile/").status_code == 302
    assert "0 of 10 parts are done" in text_of(unit.get(base))
    compilation = world.review.compilations.get()
    while operations.run_next_part(compilation_id=compilation.pk, now=compilation.instant):
        pass
    assert "10 of 10 parts are done" in text_of(unit.get(base))
    unit.post(f"{base}text/introduction/", {"body": "They **reported**.", "revision": "0"})
    assert "They reported ." in text_of(unit.get(f"{base}preview/"))
    assert unit.post(f"{base}send/").status_code == 302
    page = chair.client.get(f"/reviews/{world.review.pk}/approval/")
    assert "They reported ." in text_of(page)
    revision = Review.unscoped.get(pk=world.review.pk).revision
    answer = {"answer": "approve", "words": "", "revision": revision}
    assert chair.client.post(f"/reviews/{world.review.pk}/approval/", answer).status_code == 302
    assert visitor.client.get(f"/reviews/{world.review.pk}/").status_code == 404
    operations.render_files(approval_id=Approval.objects.get().pk, now=NOW)
    assert unit.post(f"{base}publish/").status_code == 302
    shown = text_of(visitor.client.get(f"/reviews/{world.review.pk}/"))
    assert "Nurses waited eleven weeks, down from thirty." in shown
    assert "assesses no State" in shown
    assert "CANARY" not in shown


def test_a_figure_leads_to_the_versions_behind_it_and_counts_the_others(
    world: World, chair: Someone, visitor: Someone
) -> None:
    published(world, chair)
    page = visitor.client.get(f"/reviews/{world.review.pk}/figures/reports/")
    shown = text_of(page)
    assert "Arvania" in shown
    assert "Harbour Network" in shown
    assert "Progress report: 2" in shown
    for hidden in ("Belmora", "Quiet Canary", "CANARY", str(world.reports["quiet"].pk)):
        assert hidden not in page.content.decode()
    other = text_of(world.arvania.client.get(f"/reviews/{world.review.pk}/figures/reports/"))
    assert "Belmora" in other, "a participant sees what was sent to participants"
    assert "Quiet Canary" not in other


def test_a_figure_names_nothing_of_which_only_a_withheld_report_tells(
    world: World, chair: Someone, visitor: Someone
) -> None:
    published(world, chair)
    base = f"/reviews/{world.review.pk}/figures/"
    public = "Publish what we measure"  # a public commitment, its status reported in confidence
    for figure in (
        "commitments~status=changed",
        "reports-by-area~area=gfmd-recollection-2017:C2.2",
    ):
        page = visitor.client.get(f"{base}{figure}/")
        assert page.status_code == 200
        assert public not in page.content.decode(), figure
    assert "Commitment: 1" in text_of(visitor.client.get(f"{base}commitments~status=changed/"))
    unit = world.support_unit.client.get(f"{base}commitments~status=changed/")
    assert public in unit.content.decode()


def test_every_figure_of_an_edition_can_be_explained(
    world: World, chair: Someone, visitor: Someone
) -> None:
    edition = published(world, chair)
    page = visitor.client.get(f"/reviews/{world.review.pk}/").content.decode()
    addresses = set(re.findall(rf'"(/reviews/{world.review.pk}/figures/[^"]+)"', page))
    assert len(addresses) > 30
    figures = figures_of(edition.compilation)
    for address in sorted(addresses)[::7]:
        response = visitor.client.get(address)
        assert response.status_code == 200, address
        key = address.rstrip("/").rpartition("/")[2]
        assert f": {figures[key]}</h1>" in response.content.decode()


def test_hostile_prose_is_shown_as_typed_or_not_at_all(
    world: World, chair: Someone, visitor: Someone
) -> None:
    compile_now(world.review, world.support_unit)
    hostile = (
        '<script>alert(1)</script> [press](javascript:alert(2)) <img src=x onerror="alert(3)">'
        "\n\n![](https://elsewhere.example/pixel.png) [fine](https://un.org)"
    )
    write(world, hostile)
    page = world.support_unit.client.get(f"/support/reviews/{world.review.pk}/preview/")
    body = page.content.decode()
    prose = body[body.index('class="prose"') :]
    prose = prose[: prose.index("</div>")]
    assert "<script" not in prose
    assert "<img" not in prose
    assert 'href="javascript' not in prose
    assert "pixel.png" not in prose
    assert 'href="https://un.org"' in prose


def test_a_stale_text_is_refused_and_both_are_shown(world: World) -> None:
    address = f"/support/reviews/{world.review.pk}/text/introduction/"
    write(world, "Theirs, saved first.")
    page = world.support_unit.client.post(address, {"body": "Mine, later.", "revision": "0"})
    assert page.status_code == 409
    assert "Theirs, saved first." in text_of(page)
    assert "Mine, later." in text_of(page)
    stored = world.review.sections.get()
    assert stored.body == "Theirs, saved first."


def test_the_editor_saves_while_somebody_writes(world: World, visitor: Someone) -> None:
    address = f"/support/reviews/{world.review.pk}/text/a/autosave/"
    unit = world.support_unit.client
    change = {"field": "body", "value": "One.", "revision": "0"}
    assert unit.post(address, change).json()["revision"] == 1
    stale = unit.post(address, change | {"value": "Two."})
    assert (stale.status_code, stale.json()["theirs"]) == (409, {"body": "One."})
    assert visitor.client.post(address, change).status_code == 401


def test_nobody_but_the_support_unit_works_on_a_review(
    world: World, visitor: Someone, chair: Someone
) -> None:
    base = f"/support/reviews/{world.review.pk}/"
    for path in (base, f"{base}preview/", f"{base}text/introduction/", "/support/"):
        assert world.arvania.client.get(path).status_code == 404, path
        assert chair.client.get(path).status_code == 404, path
        assert visitor.client.get(path).status_code == 302, path
    for path in (f"{base}compile/", f"{base}cancel/"):
        assert world.arvania.client.post(path).status_code == 404, path
    assert chair.client.get(f"/reviews/{world.review.pk}/approval/").status_code == 404


def test_files_and_old_editions_stay_at_their_addresses(
    world: World, chair: Someone, visitor: Someone
) -> None:
    published(world, chair)
    operations.prepare_correction(
        review_id=world.review.pk,
        note="A name was misspelt.",
        by=world.support_unit.actor,
        now=NOW,
    )
    review = operations.send_to_chair(
        review_id=world.review.pk, by=world.support_unit.actor, now=NOW
    )
    approval = operations.approve(
        review_id=review.pk, revision=review.revision, by=chair.actor, now=NOW
    )
    operations.render_files(approval_id=approval.pk, now=NOW)
    operations.publish(review_id=review.pk, by=world.support_unit.actor, now=NOW)
    client, base = visitor.client, f"/reviews/{review.pk}/"
    assert "A name was misspelt." in text_of(client.get(base))
    old = text_of(client.get(f"{base}editions/1/"))
    assert "There is a newer edition" in old
    assert "A name was misspelt." not in old
    pdf = client.get(f"{base}editions/1/files/pdf/")
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert client.get(f"{base}editions/3/").status_code == 404
    assert Review.unscoped.get(pk=review.pk).state == ReviewState.PUBLISHED


def test_a_withdrawn_source_is_flagged(world: World, chair: Someone, visitor: Someone) -> None:
    from commitments import operations as commitments

    published(world, chair)
    commitments.withdraw_commitment(
        commitment_id=world.commitments[0].pk,
        reason="Overtaken.",
        by=world.arvania.actor,
        now=NOW,
    )
    client, base = visitor.client, f"/reviews/{world.review.pk}/"
    assert "1 version that is counted here has been withdrawn since" in text_of(client.get(base))
    assert "Withdrawn since" in text_of(client.get(f"{base}figures/commitments/"))


@pytest.mark.parametrize("path", ["", "figures/reports/", "figures/commitments~status=under_way/"])
def test_public_pages_cost_the_same_few_queries(
    path: str, world: World, chair: Someone, visitor: Someone, django_assert_num_queries: Any
) -> None:
    published(world, chair)
    expected = {"": 5, "figures/reports/": 8, "figures/commitments~status=under_way/": 8}[path]
    visitor.client.get(f"/reviews/{world.review.pk}/{path}")
    with django_assert_num_queries(expected):
        visitor.client.get(f"/reviews/{world.review.pk}/{path}")


def test_pages_of_those_who_work_cost_at_most_twelve_queries(
    world: World, chair: Someone, django_assert_num_queries: Any
) -> None:
    pk = world.review.pk
    send(world)
    looks = [
        (chair, f"/reviews/{pk}/approval/", 11),
        (chair, f"/support/reviews/{pk}/figures/reports/", 12),
        (world.support_unit, f"/support/reviews/{pk}/preview/", 9),
        (world.support_unit, f"/support/reviews/{pk}/", 11),
        (world.support_unit, f"/support/reviews/{pk}/text/introduction/", 7),
        (world.support_unit, f"/support/reviews/{pk}/text/introduction/history/", 10),
        (world.support_unit, f"/support/reviews/{pk}/text/a/quotations/", 7),
        (world.support_unit, "/support/", 9),
    ]
    for someone, path, number in looks:
        someone.client.get(path)
        with django_assert_num_queries(number):
            assert someone.client.get(path).status_code == 200
    approve_sent(world, chair)
    with django_assert_num_queries(12):
        world.support_unit.client.get(f"/support/reviews/{pk}/")
