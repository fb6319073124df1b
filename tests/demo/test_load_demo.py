"""The demonstration is told through operations, so telling it proves their rules."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from commitments.models import Commitment, Report, SupportQuestion
from commitments.proposals import section_of_proposal
from commitments.queries.clearing import chain_state
from commitments.report_content import draft_rows, open_proposals
from gfmd_platform.ledger.operations import deliver_due, seal
from gfmd_platform.ledger.queries import verify
from gfmd_platform.stakeholders.models import Person, Stakeholder

pytestmark = pytest.mark.django_db


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def test_the_demonstration_has_somebody_in_every_role_and_verifies() -> None:
    from django.utils import timezone

    assert "password" in load()
    assert Stakeholder.objects.count() >= 10
    assert Commitment.objects.count() >= 9
    assert Report.objects.count() >= 6
    report = Report.unscoped.get(chain__name="Ministry of Finance")
    states = [step.state for step in chain_state(report)]
    assert states == ["cleared", "reopened", "waiting"]
    rows = draft_rows(report)
    proposed = {section_of_proposal(row, rows) for row in open_proposals(rows)}
    assert proposed == {"d", "commitments", "indicators"}
    assert report.answers.get(key="c_key_message").is_kept
    asked = SupportQuestion.unscoped.order_by("state").values_list("state", flat=True)
    assert list(asked) == ["answered", "open", "open"]
    assert SupportQuestion.unscoped.filter(commitment_version__isnull=False).count() == 1
    while seal(now=timezone.now()):
        pass
    assert verify().breaches == []
    deliver_due(now=timezone.now())


def test_it_is_told_once() -> None:
    load()
    before = Person.objects.count()
    assert "not told twice" in load()
    assert Person.objects.count() == before
