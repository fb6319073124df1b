"""The editor of the manuscript: who writes, what is left out, in which order, with which words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible, StaleRevision
from gfmd_platform.ledger.models import Event
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.stakeholders.enums import GroupCode
from reviews import operations
from reviews.manuscript import manuscript_hash, manuscript_of
from reviews.models import Approval, ManuscriptSection, Review
from reviews.presenting import present
from reviews.sections import SectionKey, in_order
from tests.people import PersonFactory, Someone, in_group

from .test_pages import text_of
from .world import NOW, World, compile_now, document_of, figures_of, make_cycle

pytestmark = pytest.mark.django_db

SOON = NOW + dt.timedelta(minutes=5)
LATE = NOW + dt.timedelta(minutes=30)


@dataclass
class Desk:
    """A review before anything was reported: enough to write in."""

    review: Review
    support_unit: Someone


@pytest.fixture
def desk(support_unit: Someone) -> Desk:
    cycle = make_cycle(support_unit)
    by = support_unit.actor
    return Desk(operations.begin_review(cycle_id=cycle.pk, by=by, now=NOW), support_unit)


@pytest.fixture
def second(support_unit: Someone) -> Someone:
    """Another member of the Support Unit."""
    someone = Someone(PersonFactory(name="Second Writer"))
    in_group(GroupCode.SUPPORT_UNIT, person=someone.person)
    return someone


def write(world: Desk | World, body: str, *, key: str = "a", revision: int = 0, **how: Any) -> Any:
    how = {"by": world.support_unit.actor, "now": NOW, "leave": True} | how
    return operations.write_section(
        review_id=world.review.pk, key=key, body=body, revision=revision, **how
    )


def fresh(world: Desk | World) -> Review:
    review: Review = Review.unscoped.select_related("cycle").get(pk=world.review.pk)
    return review


def test_one_person_writes_a_section_and_another_takes_it_over(desk: Desk, second: Someone) -> None:
    pk = desk.review.pk
    mine = write(desk, "Mine.", leave=False)
    with pytest.raises(operations.Taken) as refused:
        write(desk, "Theirs.", revision=1, by=second.actor, now=SOON)
    assert (refused.value.current, refused.value.yours) == ({"body": "Mine."}, {"body": "Theirs."})
    with pytest.raises(operations.Taken):
        operations.take_section(review_id=pk, key="a", by=second.actor, now=SOON)
    with pytest.raises(operations.Taken):
        operations.hide_section(
            review_id=pk, key="a", reason="Short.", revision=1, by=second.actor, now=SOON
        )
    assert write(desk, "Over the wall.", key="b", by=second.actor).revision == 1
    operations.take_section(review_id=pk, key="a", over=True, by=second.actor, now=SOON)
    event = Event.objects.get(verb="review.section_taken_over")
    assert event.data == {"section": "a", "from": str(mine.revisions.get().actor_ref)}
    with pytest.raises(operations.Taken):
        write(desk, "Mine, longer.", revision=1, now=SOON)
    write(desk, "Theirs.", revision=1, by=second.actor, now=SOON, leave=True)
    with pytest.raises(StaleRevision) as stale:
        write(desk, "Mine, longer.", revision=1, now=SOON)
    assert not isinstance(stale.value, operations.Taken)
    assert stale.value.current == {"body": "Theirs."}


def test_a_section_is_free_again_some_time_after_the_last_save(desk: Desk, second: Someone) -> None:
    write(desk, "Mine.", leave=False)
    assert write(desk, "Theirs.", revision=1, by=second.actor, now=LATE).revision == 2
    assert not Event.objects.filter(verb="review.section_taken_over").exists()


def test_pages_keep_the_words_of_whoever_was_taken_over(desk: Desk, second: Someone) -> None:
    base = f"/support/reviews/{desk.review.pk}/"
    at = f"{base}text/a/"
    unit, other = desk.support_unit.client, second.client
    assert unit.post(at, {"body": "First.", "revision": "0", "stay": "1"}).status_code == 302
    assert "is writing it; last saved" in text_of(other.get(base))
    page = text_of(other.get(at))
    assert "Somebody else writes this section" in page
    assert "First." in page
    assert other.post(f"{at}take/").status_code == 302
    change = {"field": "body", "value": "First, and more.", "revision": "1"}
    kept = unit.post(f"{at}autosave/", change)
    assert kept.status_code == 422
    assert "is writing this section" in kept.json()["errors"]["body"][0]
    other.post(at, {"body": "Second. First.", "revision": "1", "stay": "1"})
    refused = unit.post(at, {"body": "First, and more.", "revision": "1"})
    assert refused.status_code == 409
    shown = text_of(refused)
    assert "First, and more." in shown
    assert "Second. First, and more." in shown, "both put together, as a proposal"
    again = {"body": "Second. First, and more.", "revision": "2", "choice": "over"}
    assert unit.post(at, again).status_code == 302
    section = desk.review.sections.get()
    assert (section.body, section.taken_by) == ("Second. First, and more.", None)


def test_sections_move_and_are_left_out_with_a_reason(world: World, chair: Someone) -> None:
    pk = world.review.pk
    compiled = compile_now(world.review, world.support_unit)
    write(world, "We begin.", key="introduction")
    write(world, "Left **out** words.", key="gaps")
    unit = world.support_unit.client
    base = f"/support/reviews/{pk}/"
    revision = fresh(world).revision
    moved = unit.post(f"{base}outline/", {"up": "commitments", "revision": revision})
    assert moved.url == f"{base}#section-commitments"
    stale = unit.post(f"{base}outline/", {"up": "commitments", "revision": revision}, follow=True)
    assert "Somebody changed this meanwhile" in text_of(stale)
    silent = unit.post(f"{base}text/gaps/left-out/", {"reason": " ", "revision": "1"})
    assert silent.status_code == 200
    assert not ManuscriptSection.objects.exclude(hidden="").exists()
    late = unit.post(f"{base}text/gaps/left-out/", {"reason": "My own reason.", "revision": "0"})
    assert late.status_code == 409 and "My own reason." in text_of(late), "no words are lost"
    unit.post(f"{base}text/gaps/left-out/", {"reason": "Too few reports.", "revision": "1"})
    with pytest.raises(Invalid):
        operations.hide_section(
            review_id=pk,
            key="introduction",
            reason="No.",
            revision=1,
            by=world.support_unit.actor,
            now=NOW,
        )
    manuscript = manuscript_of(fresh(world))
    order = [section["key"] for section in manuscript]
    assert order.index("commitments") == SectionKey.values.index("commitments") - 1
    document = document_of(compiled)
    shown = present(document, manuscript)
    keys = [section.key for section in shown.sections]
    assert keys == [key for key in order if key in keys]
    assert "gaps" not in keys
    assert any(figure["measure"] == "reports-by-area" for figure in all_figures(document))
    operations.send_to_chair(review_id=pk, by=world.support_unit.actor, now=NOW)
    page = text_of(chair.client.get(f"/reviews/{pk}/approval/"))
    assert "Too few reports." in page
    assert "Left out words" not in page
    approval = operations.approve(
        review_id=pk, revision=fresh(world).revision, by=chair.actor, now=NOW
    )
    operations.render_files(approval_id=approval.pk, now=NOW)
    edition = operations.publish(review_id=pk, by=world.support_unit.actor, now=NOW)
    assert edition.manuscript_hash == manuscript_hash(edition.manuscript)
    published = text_of(chair.client.get(f"/reviews/{pk}/"))
    assert "Too few reports." not in published
    assert "words" not in str(chair.api.get(f"/api/v1/reviews/{pk}/editions/1/").data["manuscript"])


def all_figures(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in document["parts"].values():
        yield from part["figures"]


def test_old_manuscripts_keep_their_hash_and_their_order() -> None:
    old = [
        {"key": "introduction", "revision": 3, "body": "They reported."},
        {"key": "gaps", "revision": 1, "body": "Nobody said."},
    ]
    before = content_hash([["introduction", "They reported."], ["gaps", "Nobody said."]])
    assert manuscript_hash(old) == before
    new = [{**section, "hidden": "", "quotations": None, "quotations_note": ""} for section in old]
    assert manuscript_hash(new) == before
    assert manuscript_hash([{**s, "revision": 9} for s in new]) == before
    changes: tuple[dict[str, Any], ...] = (
        {"hidden": "Short."},
        {"quotations": []},
        {"quotations": [], "quotations_note": "None."},
    )
    for change in changes:
        assert manuscript_hash([new[0], {**new[1], **change}]) != before
    assert manuscript_hash(new[::-1]) != before
    assert in_order(section["key"] for section in old) == SectionKey.values
    moved = in_order(["gaps", "introduction"])
    assert sorted(moved) == sorted(SectionKey.values)
    assert moved.index("gaps") < moved.index("introduction") < moved.index("participation")


def test_a_choice_among_quotations_is_printed_with_its_note(world: World) -> None:
    compiled = compile_now(world.review, world.support_unit)
    unit = world.support_unit
    at = f"/support/reviews/{world.review.pk}/text/d/quotations/"
    said = document_of(compiled)["parts"]["voices"]["quotations"]
    ids = [f"{q['version']}:{q['key']}" for q in said if q["part"] == "d"]
    elsewhere = next(f"{q['version']}:{q['key']}" for q in said if q["part"] == "a")
    page = unit.client.get(at)
    assert page.content.decode().count(" checked") == len(ids) == 2
    with pytest.raises(Invalid):
        operations.choose_quotations(
            review_id=world.review.pk,
            key="d",
            chosen=[elsewhere],
            note="No.",
            revision=0,
            by=unit.actor,
            now=NOW,
        )
    assert unit.client.post(at, {"chosen": ids[:1], "note": "", "revision": "0"}).status_code == 200
    assert not world.review.sections.exclude(quotations=None).exists()
    sent = {"chosen": ids[1:], "note": "One voice a theme.", "revision": "0"}
    assert unit.client.post(at, sent).status_code == 302
    late = unit.client.post(at, sent | {"note": "Another note."})
    assert late.status_code == 409 and "Another note." in text_of(late), "no words are lost"
    shown = text_of(unit.client.get(f"/support/reviews/{world.review.pk}/preview/"))
    texts = {f"{q['version']}:{q['key']}": q["text"] for q in said}
    assert texts[ids[1]] in shown
    assert texts[ids[0]] not in shown
    assert "Quotations chosen by the Support Unit: One voice a theme." in shown
    unit.client.post(at, {"rule": "1", "revision": "1"})
    assert texts[ids[0]] in text_of(unit.client.get(f"/support/reviews/{world.review.pk}/preview/"))


def test_what_leads_nowhere_is_told_and_not_sent(world: World) -> None:
    pk = world.review.pk
    base = f"/support/reviews/{pk}/"
    unit = world.support_unit.client
    compiled = compile_now(world.review, world.support_unit)
    write(world, "In all {{reports}} came[^n].\n\n[^n]: By hand.", key="introduction")
    write(world, "Of {{no-such}} nothing.", key="a")
    page = text_of(unit.get(f"{base}text/a/"))
    assert "There is no figure “no-such”. (Of {{no-such}} nothing.)" in page
    assert "There is no figure “no-such”." in text_of(unit.get(base))
    refused = unit.post(f"{base}send/")
    assert "There is no figure “no-such”. (Of {{no-such}} nothing.)" in text_of(refused)
    assert f"{base}text/a/" in refused.content.decode()
    assert fresh(world).state == "writing"
    write(world, "Of {{commitments}} nothing.", key="a", revision=1)
    body = unit.get(f"{base}preview/").content.decode()
    value = figures_of(compiled)["reports"]
    assert f'figures/reports/" rel="noopener noreferrer">{value}</a>' in body
    assert unit.post(f"{base}send/").status_code == 302
    assert fresh(world).state == "with_chair"


def test_the_picker_offers_the_figures_of_the_section_by_title(world: World) -> None:
    compile_now(world.review, world.support_unit)
    page = world.support_unit.client.get(f"/support/reviews/{world.review.pk}/text/participation/")
    offered = {figure.key: figure for figure in page.context["page"].figures}
    ((dimension, value),) = offered["reports~kind=state"].cell
    assert (dimension, value) == ("Kind", "Participating State")
    assert "{{reports}}" in page.content.decode()
    assert "commitments" not in offered
    totals = world.support_unit.api.get(
        f"/api/v1/reviews/{world.review.pk}/sections/introduction/"
    ).data["figures"]
    assert {"reports", "commitments"} <= {figure["key"] for figure in totals}
    assert all(figure["cell"] == [] for figure in totals)


def test_every_text_can_be_read_and_brought_back(desk: Desk, second: Someone) -> None:
    write(desk, "One two three.")
    write(desk, "One 2 three.", revision=1, by=second.actor)
    at = f"/support/reviews/{desk.review.pk}/text/a/history/"
    page = desk.support_unit.client.get(at)
    assert "<del>" in page.content.decode()
    assert str(second.person) in text_of(page)
    back = {"revision": "1", "standing": "2"}
    assert desk.support_unit.client.post(at, back).status_code == 302
    section = desk.review.sections.get()
    assert (section.body, section.revision) == ("One two three.", 3)
    assert "Somebody changed this" in text_of(desk.support_unit.client.post(at, back, follow=True))


def test_colleagues_comment_on_a_section_and_nobody_else_reads_it(
    desk: Desk, second: Someone, chair: Someone
) -> None:
    at = f"/support/reviews/{desk.review.pk}/text/b/"
    unit = desk.support_unit.client
    assert unit.post(f"{at}comments/", {"comment": " "}).status_code == 422
    assert unit.post(f"{at}comments/", {"comment": "CANARY-COMMENT: too long?"}).status_code == 302
    page = second.client.get(at)
    assert "CANARY-COMMENT" in page.content.decode()
    assert "1 open comment" in text_of(unit.get(f"/support/reviews/{desk.review.pk}/"))
    comment = page.context["page"].comments[0]
    second.client.post(f"{at}comments/", {"of": str(comment.pk)})
    comment.refresh_from_db()
    assert comment.resolved_by == second.person
    with pytest.raises((NotAllowed, NotVisible)):
        operations.comment_section(
            review_id=desk.review.pk, key="b", body="Me too.", by=chair.actor, now=NOW
        )
    assert "CANARY" not in str(Event.objects.values_list("data", flat=True))


def test_the_length_is_told_against_the_invitation(desk: Desk) -> None:
    base = f"/support/reviews/{desk.review.pk}/"
    unit = desk.support_unit.client
    write(desk, "One *two* [three](https://un.org) {{reports}}.", key="introduction")
    unit.post(f"{base}limit/", {"limit": "3", "revision": fresh(desk).revision})
    page = text_of(unit.get(base))
    assert "4 words in all." in page
    assert "at most 3: 1 word too many" in page


def test_the_api_writes_a_manuscript_as_the_pages_do(world: World, second: Someone) -> None:
    compile_now(world.review, world.support_unit)
    at = f"/api/v1/reviews/{world.review.pk}/"
    unit, other = world.support_unit.api, second.api
    first = {"body": "First.", "revision": 0, "leave": False}
    assert unit.put(f"{at}sections/a/", first).data["revision"] == 1
    refused = other.put(f"{at}sections/a/", {"body": "Other.", "revision": 1})
    assert (refused.status_code, refused.data["theirs"]) == (409, {"body": "First."})
    assert "is writing this section" in refused.data["detail"]
    assert other.post(f"{at}sections/a/take/", {"over": True}).data["taken"] is not None
    assert unit.post(f"{at}sections/a/leave/").status_code == 200
    assert world.review.sections.get().taken_by == second.person, "nobody leaves for others"
    other.post(f"{at}sections/a/leave/")
    out = unit.post(f"{at}sections/a/leave-out/", {"reason": "Short.", "revision": 1})
    assert (out.data["hidden"], out.data["revision"]) == ("Short.", 2)
    assert unit.post(f"{at}sections/a/leave/").status_code == 200
    assert unit.post(f"{at}sections/a/take-in/", {"revision": 2}).data["hidden"] == ""
    said = unit.get(f"{at}sections/a/quotations/").data
    chosen = [q["id"] for q in said["quotations"]][:1]
    put = {"chosen": chosen, "note": "Short.", "revision": 3}
    said = unit.put(f"{at}sections/a/quotations/", put).data
    assert [q["id"] for q in said["quotations"] if q["printed"]] == chosen
    by_rule = unit.post(f"{at}sections/a/quotations/by-rule/", {"revision": 4})
    assert by_rule.data["quotations"] is None
    lines = unit.get(f"{at}sections/a/history/").data
    assert [line["revision"] for line in lines] == [5, 4, 3, 2, 1]
    back = unit.post(f"{at}sections/a/bring-back/", {"revision": 1, "standing": 5})
    assert back.data["revision"] == 5, "the text is the same: nothing new is saved"
    made = unit.post(f"{at}sections/a/comments/", {"comment": "Fine."})
    done = other.post(f"{at}sections/a/comments/{made.data['id']}/", {"resolved": True})
    assert unit.get(f"{at}sections/a/comments/").data == [done.data]
    outline = unit.get(f"{at}outline/").data
    place = [s["key"] for s in outline["sections"]].index("a")
    move = {"key": "a", "up": True, "revision": outline["revision"]}
    outline = unit.post(f"{at}outline/move/", move).data
    assert [s["key"] for s in outline["sections"]].index("a") == place - 1
    limit = {"limit": 900, "revision": outline["revision"]}
    assert unit.put(f"{at}word-limit/", limit).data["word_limit"] == 900
    assert unit.get(f"{at}sections/zzz/history/").status_code == 404
    assert not Approval.objects.exists()
