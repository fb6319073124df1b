"""What the access matrix asks about: one record of each kind in each state that matters."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from commitments import operations as commitments
from commitments.models import Commitment, Report, ReportVersionAnswer
from commitments.operations import sharing
from gfmd_platform.access import Actor
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.cycles.operations import begin_draft, save_audience
from gfmd_platform.cycles.questionnaire import QuestionShape, default_questions
from gfmd_platform.notifications.models import Mail
from gfmd_platform.stakeholders import operations as people
from gfmd_platform.stakeholders.models import GroupMembership, Invitation, Stakeholder
from partnerships.models import ExampleVersionFile
from partnerships.operations.examples import attach_file
from partnerships.operations.partnerships import hold_partnership
from reviews import operations as reviews
from reviews.handover.outline import starter
from reviews.models import EditionFile, Figure, ManuscriptSection, Review, SectionComment
from tests.commitments import circulars, joint, making, signing
from tests.partnerships import examples, ships
from tests.people import Someone, in_group
from tests.reviews.world import compile_now

from .routes import Route

#: Stands in drafts of reports only, where nobody but their focal point may read it.
DRAFTED = "kingfisher"

#: Route (by pattern, the first that fits) → the things its address can name.
THINGS_OF: list[tuple[str, tuple[str, ...]]] = [
    (r"stakeholders:(application)$", ("stakeholder.applied", "stakeholder.state")),
    (r"stakeholders:(my-membership|end-membership|renew-access)$", ("membership.contributor",)),
    (r"stakeholders:(resend|revoke)$", ("invitation.pending",)),
    (r"stakeholders:(invitation|renewal)$", ("invitation.pending",)),
    (r"mfa_(edit|remove)_webauthn$", ("nobody.passkey",)),
    (r"api:session", ("nobody.session",)),
    (r"stakeholders:end-mandate$", ("mandate.chair",)),
    (r"stakeholders:leave-support-unit$", ("mandate.support_unit",)),
    (r"stakeholders:", ("stakeholder.state", "stakeholder.applied")),
    (r"api:membership", ("membership.contributor",)),
    (r"api:invitation", ("invitation.pending",)),
    (r"api:mandate", ("mandate.chair",)),
    (r"api:support-unit-leave", ("mandate.support_unit",)),
    (r"api:stakeholder", ("stakeholder.state", "stakeholder.applied")),
    (r"account_reset_password_from_key$", ("nobody.key",)),
    (r"mail-detail$", ("mail.sent",)),
    (r"taxonomy:framework$|api:framework", ("framework",)),
    (r"taxonomy:term$", ("term",)),
    (r"api:term", ("term",)),
    (r"api:indicator|indicators:", ("indicator",)),
    (r"api:place", ("place",)),
    (r"search-export$", ("export.csv",)),
    (r"cycles:|api:cycle", ("cycle.open", "cycle.planned")),
    (r"reports:question$|api:question", ("question.public", "question.confidential")),
    (r"reports:(start|start-joint|decline|lodge)$", ("cycle.open",)),
    (r"reports:co-signatory-|api:co-signatory", ("co_signatory.invited", "co_signatory.confirmed")),
    (
        r"reports:(co-signatories|title)$|api:report-(co-signatories|title)$",
        ("report.joint", "report.draft"),
    ),
    (
        r"reports:|api:report",
        ("report.draft", "report.shared", "report.public", "report.confidential"),
    ),
    (r"commitments:signatory-|api:signatory", ("signatory.invited", "signatory.confirmed")),
    (r"commitments:milestone-step|api:milestone", ("milestone.planned",)),
    (r"commitments:service$|api:service", ("service.proposed",)),
    (r"commitments:|api:commitment", ("commitment.draft", "commitment.registered")),
    (r"reviews:|api:review", ("review.writing", "review.published")),
    (r"partnerships:partner-|api:partner-", ("partner.invited", "partner.accepted")),
    (
        r"partnerships:(partnerships?\b|partners$|deliverable-new$)|api:partnership",
        ("partnership.draft", "partnership.registered", "partnership.on_hold"),
    ),
    (r"partnerships:deliverable|api:deliverable", ("deliverable.public", "deliverable.draft")),
    (
        r"partnerships:|api:example",
        ("example.draft", "example.submitted", "example.published", "example.archive"),
    ),
]
THINGS = sorted({thing for _, things in THINGS_OF for thing in things})


def things_for(route: Route) -> tuple[str, ...]:
    """The things a route is asked about; just "" when its address names nothing."""
    if not route.arguments:
        return ("",)
    for pattern, things in THINGS_OF:
        if re.match(pattern, route.name):
            return things
    raise LookupError(f"Say in THINGS_OF what {route.name} is about")


class World:
    """Everything the matrix asks about; `arguments` fills a route's address."""

    def __init__(self) -> None:
        self.things: dict[str, dict[str, Any]] = {}

    def add(self, thing: str, **arguments: Any) -> None:
        self.things[thing] = arguments

    def arguments(self, route: Route, thing: str) -> dict[str, Any]:
        if not route.arguments:
            return {}
        known = self.things[thing]
        return {name: _argument(name, route, known) for name in route.arguments}


def _argument(name: str, route: Route, known: dict[str, Any]) -> Any:
    """The thing's own value; else the record's id, version 1, or a step that applies."""
    if name == "verb":
        return known["answer" if "answer" in route.name else "step"]
    if name == "key" and "part" in known and "figure" not in route.name:
        return known["part"]
    if name == "no":
        return 1
    if name == "form" and name not in known:
        return "docx"
    if name == "book":
        return "vnr"
    if name == "position":
        return 0
    if name == "ref":
        return "sdg-2015:10.7.1"
    return known.get(name, known["pk"])


@pytest.fixture
def world(
    focal_point: Someone,
    colleague: Someone,
    other_focal_point: Someone,
    submitter: Someone,
    support_unit: Someone,
    chair: Someone,
) -> World:
    made = World()
    _reference(made)
    _people(made, focal_point, colleague, support_unit)
    _examples(made, submitter, support_unit)
    _partnerships(made, focal_point, other_focal_point, submitter, support_unit)
    _commitments(made, focal_point, colleague, other_focal_point, support_unit, chair)
    return made


def _reference(made: World) -> None:
    made.add("framework", pk="gcm-2018", framework="gcm-2018")
    made.add("term", pk=making.an_action_area(), framework="gcm-2018", code="6")
    made.add("indicator", pk=making.an_indicator())
    made.add("place", pk="004")
    made.add("export.csv", pk="csv", form="csv")
    made.add("nobody.key", pk="x", key="x", uidb36="x")
    made.add("nobody.passkey", pk=1)
    made.add("nobody.session", pk="0" * 32)


def _people(made: World, focal_point: Someone, colleague: Someone, support_unit: Someone) -> None:
    now = timezone.now()
    assert focal_point.stakeholder and colleague.person and support_unit.person
    made.add("stakeholder.state", pk=focal_point.stakeholder.pk)
    applied = people.apply_for(
        name="Waiting Society",
        kind="civil_society",
        applicant_name="Wanda",
        applicant_email="wanda@waiting.example",
        by=Actor.visitor(),
        now=now,
    )
    assert applied is not None
    token = re.search(r"accept/([^/\s]+)/", Mail.objects.latest("created_at").body_text)
    assert token is not None
    people.accept_invitation(
        token=token[1], password="a long enough secret", by=Actor.visitor(), now=now
    )
    made.add("stakeholder.applied", pk=Stakeholder.unscoped.get(name="Waiting Society").pk)
    made.add("membership.contributor", pk=colleague.person.memberships.get().pk)
    invited = people.invite_member(
        stakeholder=focal_point.stakeholder,
        name="New Colleague",
        email="new@arvania.example",
        role="contributor",
        by=focal_point.actor,
        now=now,
    )
    mail = Mail.objects.latest("created_at", "pk")
    token = re.search(r"accept/([^/\s]+)/", mail.body_text)
    assert token is not None
    made.add("invitation.pending", pk=invited.pk, token=token[1])
    made.add("mail.sent", pk=mail.pk, mail_id=mail.pk)
    made.add("mandate.chair", pk=GroupMembership.objects.get(group="chair_in_office").pk)
    made.add("mandate.support_unit", pk=GroupMembership.objects.get(person=support_unit.person).pk)
    assert Invitation.objects.filter(pk=invited.pk).exists()


def _examples(made: World, submitter: Someone, support_unit: Someone) -> None:
    def add(thing: str, pk: UUID, **more: Any) -> None:
        usual = {"sha256": "0" * 64, "file_id": pk, "step": "withdraw", "answer": "publish"}
        made.add(thing, pk=pk, **{**usual, **more})

    draft = examples.draft(submitter)
    held = attach_file(
        example_id=draft.pk,
        file=examples.upload(),
        title="Report",
        alternative="",
        by=submitter.actor,
        now=examples.NOW,
    )
    add("example.draft", draft.pk, sha256=held.stored_id, file_id=held.pk, step="discard")
    submitted = examples.submitted(submitter, title="Waiting for an answer")
    add("example.submitted", submitted.pk)
    public = examples.draft(submitter, title="Public")
    attach_file(
        example_id=public.pk,
        file=examples.upload(content=b"%PDF-1.7\n%public\n"),
        title="Public report",
        alternative="",
        by=submitter.actor,
        now=examples.NOW,
    )
    published = examples.publish(examples.submit(public, submitter), support_unit)
    file = ExampleVersionFile.objects.get(version=published.published_version_id)
    add("example.published", published.pk, sha256=file.stored_id)
    add("example.archive", examples.archived().pk, answer="remove")


def _partnerships(
    made: World,
    lead: Someone,
    invited: Someone,
    partner: Someone,
    support_unit: Someone,
) -> None:
    """Led by the State; the other State is asked, the organisation has accepted."""
    draft = ships.draft(lead)
    ships.invite(draft, invited, lead)
    made.add("partnership.draft", pk=draft.pk, step="discard")
    made.add("deliverable.draft", pk=ships.plan(draft, lead).pk, step="change")
    registered = ships.registered(lead, title="Public")
    made.add("partnership.registered", pk=registered.pk, step="withdraw")
    made.add("partner.invited", pk=ships.invite(registered, invited, lead).pk)
    made.add("partner.accepted", pk=ships.joined(registered, partner, lead).pk)
    made.add("deliverable.public", pk=ships.plan(registered, lead, partner).pk, step="start")
    held = ships.registered(lead)
    ships.step(hold_partnership, held, support_unit, reason="It names a person.")
    made.add("partnership.on_hold", pk=held.pk, step="release")


def _commitments(
    made: World,
    focal_point: Someone,
    colleague: Someone,
    other_focal_point: Someone,
    support_unit: Someone,
    chair: Someone,
) -> None:
    draft: Commitment = making.make_commitment(focal_point, registered=False)
    made.add("commitment.draft", pk=draft.pk)
    registered = making.make_commitment(focal_point)
    made.add("commitment.registered", pk=registered.pk)
    _around(made, registered, focal_point, other_focal_point, chair)
    file = QuestionShape("evidence", "c", "file", "The evaluation")
    cycle = making.make_cycle(support_unit, questions=[*default_questions(), file])
    planned = making.make_cycle(support_unit, opened=False, title="Planned")
    for thing, each in (("cycle.open", cycle), ("cycle.planned", planned)):
        draft_id = begin_draft(cycle_id=each.pk, by=support_unit.actor, now=making.NOW).pk
        audience = save_audience(
            cycle_id=each.pk,
            name="Unions",
            kinds=["trade_union"],
            by=support_unit.actor,
            now=making.NOW,
        )
        made.add(
            thing,
            pk=each.pk,
            draft_id=draft_id,
            audience_id=audience.pk,
            key="a_narrative",
            stakeholder_id=focal_point.stakeholder.pk,  # type: ignore[union-attr]
        )
    report = making.start(cycle, focal_point)
    making.write(report, focal_point, f"Not for others yet: {DRAFTED}.")
    making.attach(report, focal_point, key="evidence")
    usual = {"code": "a", "section": "a", "key": "evidence", "field": "evidence"}
    made.add("report.draft", pk=report.pk, **usual, **_returned(report, focal_point))
    _shared(made, focal_point, colleague, support_unit)
    for thing, someone, visibility in (
        ("report.public", other_focal_point, "public"),
        ("report.confidential", chair, "support_unit"),
    ):
        submitted = making.make_report(cycle, someone, visibility=visibility, evidence="evidence")
        answer = ReportVersionAnswer.objects.get(version__subject=submitted, key="evidence")
        made.add(thing, pk=submitted.pk, answer_id=answer.pk, **usual)
        asked = commitments.ask_question(
            report_id=submitted.pk,
            no=1,
            section="a",
            text="From which year on?",
            by=support_unit.actor,
            now=making.NOW,
        )
        made.add(f"question.{thing.partition('.')[2]}", pk=asked.pk, question_id=asked.pk)
    _signing(made, cycle, focal_point, other_focal_point, chair)
    _reviews(made, cycle, focal_point, other_focal_point, support_unit, chair)


def _signing(
    made: World, cycle: Cycle, lead: Someone, invited: Someone, confirmed: Someone
) -> None:
    """A joint report that one State is asked to sign, and another has confirmed."""
    report = signing.written(cycle, lead, text="We agreed.", visibility="public")
    made.add("report.joint", pk=report.pk)
    made.add("co_signatory.invited", pk=signing.invite(report, lead, invited).pk)
    row = signing.confirm(signing.invite(report, lead, confirmed), confirmed)
    made.add("co_signatory.confirmed", pk=row.pk)


def _returned(report: Report, someone: Someone) -> dict[str, Any]:
    """A file that they brought back."""
    upload = circulars.back(report, someone, circulars.sent(report, someone))
    item = upload.items.first()
    assert item is not None
    return {"upload": upload.pk, "upload_id": upload.pk, "item": item.pk}


def _shared(made: World, focal_point: Someone, colleague: Someone, support_unit: Someone) -> None:
    """A draft of which the colleague has part a."""
    report = making.start(making.make_cycle(support_unit, title="Shared", year=2028), focal_point)
    making.write(report, focal_point, "Of part a, for two only.")
    making.write(report, focal_point, f"Of part b: {DRAFTED}.", key="b_narrative")
    commitments.comment(
        report_id=report.pk,
        section="b",
        body=f"Is it a {DRAFTED}?",
        by=focal_point.actor,
        now=making.NOW,
    )
    commitments.suggest(
        report_id=report.pk,
        key="b_narrative",
        text=f"A {DRAFTED}, indeed.",
        base=1,
        by=focal_point.actor,
        now=making.NOW,
    )
    assert colleague.person
    sharing.invite_contributor(
        report_id=report.pk,
        membership_id=colleague.person.memberships.get().pk,
        sections=["a"],
        by=focal_point.actor,
        now=making.NOW,
    )
    made.add(
        "report.shared",
        pk=report.pk,
        **_returned(report, colleague),
        code="a",
        section="a",
        step=UUID(int=5),
        assignment=UUID(int=5),
        key="a_narrative",
    )


def _around(
    made: World, registered: Commitment, owner: Someone, invited: Someone, signatory: Someone
) -> None:
    """One State is asked to make a draft jointly, another has confirmed what is public."""
    draft = making.make_commitment(owner, registered=False)
    made.add("signatory.invited", pk=joint.invite(draft, owner, invited).pk)
    made.add("signatory.confirmed", pk=joint.joint(registered, owner, signatory).pk)
    milestone = commitments.plan_milestone(
        commitment_id=registered.pk,
        title="Law before Parliament",
        due_on="2029",
        by=owner.actor,
        now=making.NOW,
    )
    made.add("milestone.planned", pk=milestone.pk, step="reach")
    service = commitments.propose_service(
        commitment_id=registered.pk,
        serving_id=ships.registered(invited).pk,
        by=invited.actor,
        now=making.NOW,
    )
    made.add("service.proposed", pk=service.pk)


def _said(review: Review) -> UUID:
    """A comment of the Support Unit on a section."""
    section = ManuscriptSection.objects.get_or_create(review=review, key="d", at=making.NOW)[0]
    return SectionComment.objects.create(section=section, body="Short.", at=making.NOW).pk


def _consulted(review_id: UUID, focal_point: Someone, support_unit: Someone) -> dict[str, UUID]:
    """The State of `focal_point` was given the text; `other_focal_point` is quoted in it."""
    in_group("working_group", stakeholder=focal_point.stakeholder)
    by, now = support_unit.actor, timezone.now()
    until = now.date() + dt.timedelta(days=9)
    reviews.open_quotation_check(review_id=review_id, until=until, by=by, now=now)
    round_ = reviews.plan_round(
        review_id=review_id,
        group="working_group",
        opens_on=now.date() + dt.timedelta(days=1),
        closes_on=until,
        by=by,
        now=now,
    )
    now += dt.timedelta(days=1)
    reviews.attend_rounds(now=now)
    by = focal_point.actor
    comment = reviews.comment(
        round_id=round_.pk, section="a", text="Which corridors?", by=by, now=now
    )
    reserved = reviews.add_reservation(review_id=review_id, text="Not ours.", by=by, now=now)
    return {"round_id": round_.pk, "comment_id": comment.pk, "reservation_id": reserved.pk}


def _reviews(
    made: World,
    cycle: Any,
    focal_point: Someone,
    other_focal_point: Someone,
    support_unit: Someone,
    chair: Someone,
) -> None:
    other_chair_cycle = making.make_cycle(support_unit, title="Another", year=2026)
    writing = reviews.begin_review(
        cycle_id=other_chair_cycle.pk, by=support_unit.actor, now=making.NOW
    )
    report = making.start(other_chair_cycle, other_focal_point)
    making.write(report, other_focal_point, "Fees were abolished.", key="a_key_message")
    making.choose(report, other_focal_point)
    making.submit(report, other_focal_point)
    compiled = compile_now(writing, support_unit)
    figure = Figure.objects.filter(compilation=compiled).earliest("key")
    consulted = _consulted(writing.pk, focal_point, support_unit)
    about = {"file": "json", "part": "d", "style": "txt"}
    about["stakeholder_id"] = chair.stakeholder.pk
    made.add(
        "review.writing",
        pk=writing.pk,
        key=figure.key,
        comment=_said(writing),
        **about,
        **consulted,
    )
    done = reviews.begin_review(cycle_id=cycle.pk, by=support_unit.actor, now=making.NOW)
    compiled = compile_now(done, support_unit)
    reviews.write_section(
        review_id=done.pk,
        key="introduction",
        body="What was reported.",
        revision=0,
        by=support_unit.actor,
        now=making.NOW,
    )
    sent = reviews.send_to_chair(review_id=done.pk, by=support_unit.actor, now=making.NOW)
    approval = reviews.approve(
        review_id=done.pk, revision=sent.revision, by=chair.actor, now=making.NOW
    )
    reviews.render_files(approval_id=approval.pk, now=making.NOW)
    reviews.publish(review_id=done.pk, by=support_unit.actor, now=making.NOW)
    figure = Figure.objects.filter(compilation=compiled).earliest("key")
    file = EditionFile.objects.earliest("pk")
    for review in (writing, done):
        reviews.save_input_outline(
            review_id=review.pk,
            outline=starter("hlpf"),
            revision=0,
            by=support_unit.actor,
            now=making.NOW,
        )
    about["file"] = file.format
    made.add("review.published", pk=done.pk, key=figure.key, comment=_said(done), **about)
