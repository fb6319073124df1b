"""A joint commitment: each confirms its part, and nobody is named before that."""

from __future__ import annotations

import pytest

from commitments import operations
from commitments.content import version_content
from commitments.enums import SignatoryAnswer
from commitments.models import Commitment, CommitmentVersion, Signatory
from commitments.queries.commitments import filtered, published
from commitments.queries.signatories import named, waiting_for
from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible, WrongState
from gfmd_platform.ledger.models import Event
from gfmd_platform.ledger.operations import deliver_due
from gfmd_platform.notifications.models import Mail
from gfmd_platform.records.hashing import content_hash

from .joint import confirm, invite, joint, text_hash
from .making import LATER, NOW, make_commitment

pytestmark = pytest.mark.django_db


def names(commitment):
    return [row.name for row in named(Commitment.unscoped.get(pk=commitment.pk).current_version)]


def register(draft, someone):
    return operations.register_commitment(
        commitment_id=draft.pk, revision=None, by=someone.actor, now=LATER
    )


def test_whoever_is_asked_reads_the_draft_and_nobody_else(
    focal_point, other_focal_point, submitter, support_unit, chair
):
    draft = make_commitment(focal_point, registered=False)
    invite(draft, focal_point, other_focal_point)

    def sees(someone):
        return Commitment.unscoped.visible_to(someone.actor).filter(pk=draft.pk).exists()

    assert sees(other_focal_point)
    assert [sees(one) for one in (submitter, support_unit)] == [False, False]


def test_only_those_who_confirmed_are_frozen_on_the_version(
    focal_point, other_focal_point, submitter
):
    draft = make_commitment(focal_point, registered=False)
    invite(draft, focal_point, submitter)
    joint(draft, focal_point, other_focal_point)
    version = register(draft, focal_point)
    assert names(draft) == [other_focal_point.stakeholder.name]
    assert named(version)[0].part == "We train inspectors."
    assert content_hash(version_content(version)) == version.content_hash


def test_a_later_confirmation_is_a_version_with_the_same_words(focal_point, other_focal_point):
    made = make_commitment(focal_point)
    asked = invite(made, focal_point, other_focal_point)
    assert names(made) == []
    confirm(asked, other_focal_point, now=LATER)
    first, second = CommitmentVersion.objects.filter(subject=made).order_by("no")
    assert (second.cause, second.reason) == ("confirmed", "")
    assert first.text_hash == second.text_hash
    assert first.content_hash != second.content_hash
    assert names(made) == [other_focal_point.stakeholder.name]


def test_a_confirmation_leaves_an_amendment_in_preparation_alone(focal_point, other_focal_point):
    made = make_commitment(focal_point)
    asked = invite(made, focal_point, other_focal_point)
    operations.edit_commitment(
        commitment_id=made.pk, revision=None, by=focal_point.actor, now=NOW, wording="Secret plan"
    )
    confirm(asked, other_focal_point)
    public = Commitment.objects.get(pk=made.pk)
    assert public.current_version.wording != "Secret plan"
    assert public.wording == "Secret plan"


def test_other_words_than_those_confirmed_are_asked_about_again(focal_point, other_focal_point):
    draft = make_commitment(focal_point, registered=False)
    asked = joint(draft, focal_point, other_focal_point)
    operations.edit_commitment(
        commitment_id=draft.pk, revision=None, by=focal_point.actor, now=NOW, wording="Otherwise"
    )
    register(draft, focal_point)
    assert names(draft) == [], "nobody is named under words that they did not confirm"
    asked.refresh_from_db()
    assert asked.answer == SignatoryAnswer.INVITED
    confirm(asked, other_focal_point, now=LATER)
    assert names(draft) == [other_focal_point.stakeholder.name]


def test_a_text_that_changed_while_it_was_read_is_not_confirmed(focal_point, other_focal_point):
    draft = make_commitment(focal_point, registered=False)
    asked = invite(draft, focal_point, other_focal_point)
    read = text_hash(draft)
    operations.edit_commitment(
        commitment_id=draft.pk, revision=None, by=focal_point.actor, now=NOW, wording="Otherwise"
    )
    with pytest.raises(Invalid):
        operations.confirm_part(
            signatory_id=asked.pk, text_hash=read, part="", by=other_focal_point.actor, now=NOW
        )
    asked.refresh_from_db()
    assert asked.answer == SignatoryAnswer.INVITED


def test_after_an_amendment_a_signatory_stays_named_with_a_word_and_is_asked(
    focal_point, other_focal_point
):
    made = make_commitment(focal_point)
    asked = joint(made, focal_point, other_focal_point)
    assert not waiting_for(other_focal_point.actor).exists()
    operations.edit_commitment(
        commitment_id=made.pk, revision=None, by=focal_point.actor, now=NOW, due_on="2033"
    )
    operations.amend_commitment(
        commitment_id=made.pk, revision=None, reason="Later.", by=focal_point.actor, now=LATER
    )
    shown = named(Commitment.objects.get(pk=made.pk).current_version)
    assert [row.is_of_this_text for row in shown] == [False]
    assert waiting_for(other_focal_point.actor).get() == asked
    deliver_due(now=LATER)
    assert (
        "amended"
        in Mail.objects.filter(to=other_focal_point.person.email).latest("created_at", "pk").subject
    )
    confirm(asked, other_focal_point, now=LATER)
    shown = named(Commitment.objects.get(pk=made.pk).current_version)
    assert [row.is_of_this_text for row in shown] == [True]


def test_whoever_leaves_is_named_by_earlier_versions_only(focal_point, other_focal_point):
    made = make_commitment(focal_point)
    asked = joint(made, focal_point, other_focal_point)
    operations.leave_commitment(signatory_id=asked.pk, by=other_focal_point.actor, now=LATER)
    assert names(made) == []
    assert [len(named(v)) for v in CommitmentVersion.objects.order_by("no")] == [0, 1, 0]
    with pytest.raises((WrongState, NotVisible)):
        operations.leave_commitment(signatory_id=asked.pk, by=other_focal_point.actor, now=LATER)


def test_a_refusal_shows_nothing_and_can_be_asked_again(focal_point, other_focal_point):
    made = make_commitment(focal_point)
    asked = invite(made, focal_point, other_focal_point)
    operations.decline_part(signatory_id=asked.pk, by=other_focal_point.actor, now=NOW)
    assert CommitmentVersion.objects.filter(subject=made).count() == 1
    again = invite(made, focal_point, other_focal_point)
    assert (again.pk, again.answer) == (asked.pk, SignatoryAnswer.INVITED)


def test_each_answers_for_its_own_stakeholder_and_only_the_owner_invites(
    focal_point, colleague, other_focal_point, submitter
):
    made = make_commitment(focal_point)
    asked = invite(made, focal_point, other_focal_point)
    for wrong in (focal_point, submitter):
        with pytest.raises(NotVisible):
            confirm(asked, wrong)
    with pytest.raises(NotAllowed):
        invite(made, colleague, submitter)
    with pytest.raises(NotAllowed):
        invite(made, other_focal_point, submitter)
    with pytest.raises(NotAllowed):
        operations.edit_commitment(
            commitment_id=made.pk, revision=None, by=other_focal_point.actor, now=NOW, title="Mine"
        )


def test_nobody_is_invited_twice_or_to_what_is_their_own(focal_point, other_focal_point):
    made = make_commitment(focal_point)
    invite(made, focal_point, other_focal_point)
    for asked in (focal_point, other_focal_point):
        with pytest.raises(Invalid):
            invite(made, focal_point, asked)


def test_a_joint_commitment_stands_once_in_the_list_and_under_each_signatory(
    focal_point, other_focal_point, submitter
):
    made = make_commitment(focal_point)
    joint(made, focal_point, other_focal_point)
    assert published().count() == 1
    for owner in (focal_point, other_focal_point):
        assert list(filtered(published(), owner=owner.stakeholder.pk)) == [made]
    assert not filtered(published(), owner=submitter.stakeholder.pk).exists()


def test_those_who_were_asked_learn_that_a_draft_ended(focal_point, other_focal_point):
    draft = make_commitment(focal_point, registered=False, title="Kingfisher clause")
    invite(draft, focal_point, other_focal_point)
    deliver_due(now=NOW)
    operations.discard_commitment(commitment_id=draft.pk, by=focal_point.actor, now=LATER)
    mails = Mail.objects.filter(to=other_focal_point.person.email)
    assert mails.count() == 2
    assert not Signatory.objects.exists()
    told = " ".join(f"{m.subject} {m.body_text}" for m in mails)
    assert "given up" in told
    assert "Kingfisher" not in told, "a draft's words stand in no mail"
    assert "Kingfisher" not in " ".join(str(event.data) for event in Event.objects.all())


def test_the_owner_hears_of_every_answer(focal_point, other_focal_point):
    made = make_commitment(focal_point)
    asked = joint(made, focal_point, other_focal_point)
    operations.leave_commitment(signatory_id=asked.pk, by=other_focal_point.actor, now=LATER)
    deliver_due(now=LATER)
    subjects = set(
        Mail.objects.filter(to=focal_point.person.email).values_list("subject", flat=True)
    )
    name = other_focal_point.stakeholder.name
    assert {
        f"{name} has confirmed its part",
        f"{name} has left a joint commitment",
    } <= subjects
