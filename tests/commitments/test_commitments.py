"""Commitments: drafted by members, registered by focal points, amended in the open."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from commitments import operations
from commitments.content import IdentifierShape, IndicatorShape, version_content, version_text
from commitments.enums import CommitmentState
from commitments.models import Commitment, CommitmentVersion
from commitments.queries.indicators import cards
from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.ledger.models import Event
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.records.models import Record

from .making import (
    LATER,
    NOW,
    an_action_area,
    an_indicator,
    choose,
    make_commitment,
    make_cycle,
    start,
    submit,
)
from .test_report_drafts import observe

pytestmark = pytest.mark.django_db

COST = IndicatorShape(
    name="Average cost of sending 200 US dollars",
    unit="per cent",
    direction="decrease",
    baseline_value=Decimal("6.4"),
    baseline_on="2025",
    target_value=Decimal("3"),
    target_on="2030-12",
)


def test_a_draft_is_seen_by_its_stakeholders_members_only(
    focal_point, colleague, other_focal_point, support_unit, chair, visitor
):
    draft = make_commitment(focal_point, registered=False)

    def sees(someone):
        return Commitment.unscoped.visible_to(someone.actor).filter(pk=draft.pk).exists()

    assert [sees(s) for s in (focal_point, colleague)] == [True, True]
    outsiders = (other_focal_point, support_unit, chair, visitor)
    assert [sees(s) for s in outsiders] == [False] * 4
    with pytest.raises(NotVisible):
        operations.edit_commitment(
            commitment_id=draft.pk, revision=1, by=support_unit.actor, now=NOW, title="Mine"
        )


def test_a_contributor_drafts_and_a_focal_point_registers(focal_point, colleague):
    draft = make_commitment(colleague, registered=False)
    with pytest.raises(NotAllowed):
        operations.register_commitment(
            commitment_id=draft.pk, revision=1, by=colleague.actor, now=NOW
        )
    version = operations.register_commitment(
        commitment_id=draft.pk, revision=1, by=focal_point.actor, now=NOW
    )
    assert version.no == 1
    assert Commitment.objects.get(pk=draft.pk).state == CommitmentState.REGISTERED


def test_nobody_drafts_for_another_stakeholder(other_focal_point, state):
    with pytest.raises(NotAllowed):
        operations.draft_commitment(
            owner_id=state.pk, by=other_focal_point.actor, now=NOW, title="Yours"
        )


def test_registering_names_everything_that_is_missing(focal_point, state):
    draft = operations.draft_commitment(
        owner_id=state.pk, by=focal_point.actor, now=NOW, amount="5"
    )
    with pytest.raises(Invalid) as refused:
        operations.register_commitment(
            commitment_id=draft.pk, revision=1, by=focal_point.actor, now=NOW
        )
    missing = {"title", "wording", "kind", "due_on", "beneficiaries", "action_areas", "currency"}
    assert set(refused.value.errors) == missing
    assert Commitment.unscoped.get(pk=draft.pk).state == CommitmentState.DRAFT


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "x" * 201}, "title"),
        ({"kind": "magic"}, "kind"),
        ({"due_on": "2030-02-30"}, "due_on"),
        ({"due_on": "soon"}, "due_on"),
        ({"amount": "-3", "currency": "EUR"}, "amount"),
        ({"amount": "1e999"}, "amount"),
        ({"amount": "2.345"}, "amount"),
        ({"currency": "XXX"}, "currency"),
        ({"resource_kind": "gold"}, "resource_kind"),
        ({"identifiers": [IdentifierShape("nowhere", "1")]}, "identifiers"),
        ({"identifiers": [IdentifierShape("gcm-pledge")]}, "identifiers"),
        ({"identifiers": [IdentifierShape("other", "1", "javascript:alert(1)")]}, "identifiers"),
        ({"due_on": "２０３０"}, "due_on"),
        ({"starts_on": "2031", "due_on": "2030"}, "due_on"),
        ({"wording": "x" * 20_001}, "wording"),
        ({"wording": "a\x00b"}, "__all__"),
        ({"terms": [uuid4()]}, "terms"),
        ({"indicators": [IndicatorShape(name="", unit="")]}, "indicators"),
        ({"indicators": [IndicatorShape("a", "b", baseline_value=Decimal("NaN"))]}, "indicators"),
        ({"indicators": [IndicatorShape("a", "b", target_on="31/12/2030")]}, "indicators"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_the_name_of_its_field(focal_point, values, field):
    with pytest.raises(Invalid) as refused:
        make_commitment(focal_point, registered=False, **values)
    assert field in refused.value.errors
    assert not Record.objects.filter(kind="commitment").exists()


def test_a_stale_edit_is_refused_with_both_texts(focal_point, colleague):
    draft = make_commitment(focal_point, registered=False, wording="First")
    operations.edit_commitment(
        commitment_id=draft.pk, revision=1, by=focal_point.actor, now=NOW, wording="Second"
    )
    with pytest.raises(StaleRevision) as refused:
        operations.edit_commitment(
            commitment_id=draft.pk, revision=1, by=colleague.actor, now=NOW, wording="Third"
        )
    assert refused.value.current["wording"] == "Second"
    assert refused.value.yours["wording"] == "Third"
    assert Commitment.unscoped.get(pk=draft.pk).wording == "Second"


def test_an_amendment_is_a_new_version_with_a_reason_and_the_first_stays(focal_point, visitor):
    made = make_commitment(focal_point, indicators=[COST])
    operations.edit_commitment(
        commitment_id=made.pk,
        revision=made.revision,
        by=focal_point.actor,
        now=LATER,
        due_on="2032",
    )
    public = Commitment.objects.get(pk=made.pk)
    assert public.current_version.due_on == "2030", "an edit alone changes nothing for readers"
    with pytest.raises(Invalid):
        operations.amend_commitment(
            commitment_id=made.pk,
            revision=public.revision,
            reason=" ",
            by=focal_point.actor,
            now=LATER,
        )
    second = operations.amend_commitment(
        commitment_id=made.pk,
        revision=public.revision,
        reason="The law takes longer.",
        by=focal_point.actor,
        now=LATER,
    )
    assert (second.no, second.reason, second.due_on) == (2, "The law takes longer.", "2032")
    versions = list(CommitmentVersion.objects.filter(subject=made).order_by("no"))
    assert [v.due_on for v in versions] == ["2030", "2032"]
    assert [v.indicators.get().key for v in versions] == [versions[0].indicators.get().key] * 2, (
        "an own indicator keeps its key from version to version"
    )


def test_an_amendment_that_changes_nothing_is_refused(focal_point):
    made = make_commitment(focal_point)
    with pytest.raises(Invalid):
        operations.amend_commitment(
            commitment_id=made.pk, revision=None, reason="Why not", by=focal_point.actor, now=NOW
        )


def test_a_discarded_amendment_leaves_the_text_as_it_is_public(focal_point):
    made = make_commitment(focal_point, indicators=[COST])
    operations.edit_commitment(
        commitment_id=made.pk,
        revision=made.revision,
        by=focal_point.actor,
        now=LATER,
        title="Something else",
        terms=[],
        indicators=[],
    )
    operations.discard_amendment(commitment_id=made.pk, by=focal_point.actor, now=LATER)
    again = Commitment.unscoped.get(pk=made.pk)
    assert again.title == "Lower the cost of sending money home"
    assert again.indicators.get().name == COST.name
    assert again.term_rows.count() == 1


def test_a_versions_hash_can_be_computed_again_from_its_rows(focal_point):
    made = make_commitment(focal_point, indicators=[COST])
    version = CommitmentVersion.objects.get(subject=made)
    assert content_hash(version_content(version)) == version.content_hash


def test_a_withdrawn_commitment_is_shown_as_such_and_changes_no_more(focal_point, visitor):
    made = make_commitment(focal_point)
    operations.withdraw_commitment(
        commitment_id=made.pk, reason="Overtaken by a treaty.", by=focal_point.actor, now=LATER
    )
    shown = Commitment.unscoped.visible_to(visitor.actor).get(pk=made.pk)
    assert shown.state == CommitmentState.WITHDRAWN
    assert shown.withdrawal_reason == "Overtaken by a treaty."
    with pytest.raises(WrongState):
        operations.edit_commitment(
            commitment_id=made.pk, revision=None, by=focal_point.actor, now=LATER, title="Again"
        )


def test_a_draft_can_be_deleted_for_good_and_a_registered_commitment_cannot(focal_point):
    draft = make_commitment(focal_point, registered=False)
    operations.discard_commitment(commitment_id=draft.pk, by=focal_point.actor, now=NOW)
    assert not Record.objects.filter(pk=draft.pk).exists()
    registered = make_commitment(focal_point)
    with pytest.raises(WrongState):
        operations.discard_commitment(commitment_id=registered.pk, by=focal_point.actor, now=NOW)


def test_events_name_versions_and_never_words(focal_point):
    make_commitment(focal_point, title="Kingfisher clause")
    told = " ".join(str(event.data) for event in Event.objects.all())
    assert "'version': 1" in told
    assert "Kingfisher" not in told


def test_only_terms_that_a_commitment_can_cite_are_taken(focal_point):
    from gfmd_platform.taxonomy.models import Term

    summit = Term.objects.filter(kind="summit").first()
    with pytest.raises(Invalid):
        make_commitment(focal_point, terms=[an_action_area(), summit.pk])


def test_an_own_indicator_names_its_custodian_and_one_without_keeps_its_hash(focal_point):
    plain = make_commitment(focal_point, indicators=[COST])
    assert "custodian" not in version_text(plain.current_version)["indicators"][0]
    kept = replace(COST, custodian="Central Bank of Arvania")
    named = make_commitment(focal_point, title="Kept by the bank", indicators=[kept])
    row = version_text(named.current_version)["indicators"][0]
    assert row["custodian"] == "Central Bank of Arvania"
    page = focal_point.client.get(f"/commitments/{named.pk}/").content.decode()
    assert "Central Bank of Arvania" in page


def test_a_commitment_is_measured_by_a_global_indicator_with_its_own_target(
    focal_point, other_focal_point, state, other_state, support_unit, visitor
):
    plain = make_commitment(focal_point, indicators=[COST])
    assert "term_id" not in version_text(plain.current_version)["indicators"][0]
    chosen = IndicatorShape(
        name="", unit="", direction="decrease", term_id=an_indicator(), target_value=Decimal("3")
    )
    made = make_commitment(focal_point, title="Cheaper recruitment", indicators=[chosen])
    (row,) = made.current_version.indicators.all()
    assert (row.name[:6], row.unit[:8], row.target) == ("10.7.1", "per cent", "3")
    assert content_hash(version_text(made.current_version)) == made.current_version.text_hash
    cycle = make_cycle(support_unit)
    for someone in (focal_point, other_focal_point):  # the other State's are not about it
        report = start(cycle, someone)
        assert all(card.own is None or card.own.term_id is None for card in cards(report))
        observe(report, someone, value="7")
        choose(report, someone)
        submit(report, someone)
    page = visitor.client.get(f"/commitments/{made.pk}/").content.decode()
    assert page.count("/indicators/sdg-2015:10.7.1/") == 2  # the table, and what was measured
    answer = visitor.api.get(f"/api/v1/commitments/{made.pk}/").json()
    assert [o["reported_by"] for o in answer["observed"]] == [str(state.pk)]
    assert answer["current"]["indicators"][0]["indicator"] == "sdg-2015:10.7.1"
    for wrong in ([chosen, chosen], [replace(chosen, term_id=an_action_area())]):
        with pytest.raises(Invalid) as refusal:
            make_commitment(focal_point, indicators=wrong)
        assert list(refusal.value.errors) == ["indicators"]
