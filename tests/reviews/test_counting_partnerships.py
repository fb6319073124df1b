"""What a review counts of partnerships: what their partners said last, as it stood when frozen."""

from __future__ import annotations

import pytest

from partnerships.operations import deliverables, partners
from partnerships.operations import partnerships as operations
from reviews.compiling import recompute
from reviews.models import CompilationSource
from reviews.sources import BY_KIND, drift
from tests.partnerships.ships import draft, joined, plan, registered, report, step
from tests.people import Someone

from .world import NOW, World, compile_now, figures_of

pytestmark = pytest.mark.django_db
AREA = "gfmd-recollection-2017:C1.2"


def test_deliverables_are_counted_by_the_state_last_reported_and_their_partnerships_theme(
    world: World, support_unit: Someone
) -> None:
    partnership = registered(world.arvania)
    joined(partnership, world.harbour, world.arvania)
    plan(partnership, world.arvania)
    begun, done, dropped = (plan(partnership, world.harbour, title=t) for t in "ABC")
    report(deliverables.start_deliverable, begun, world.harbour)
    report(deliverables.deliver, done, world.harbour, evidence="Here.")
    report(deliverables.drop_deliverable, dropped, world.harbour, reason="No money.")
    plan(draft(world.arvania), world.arvania, title="A plan in a draft")
    held = registered(world.belmora)
    plan(held, world.belmora)
    step(operations.hold_partnership, held, support_unit, reason="A name.")
    figures = figures_of(compile_now(world.review, support_unit))
    assert figures["partnerships"] == figures["partnerships~kind=state"] == "1"
    assert figures[f"partnerships-by-area~area={AREA}"] == "1"
    assert figures["deliverables"] == "4"
    for state in ("planned", "under_way", "delivered", "dropped"):
        assert figures[f"deliverables~state={state}"] == "1"
    cluster = "gfmd-recollection-2017:C1"
    assert figures[f"deliverables-by-cluster~cluster={cluster}"] == "4"
    assert figures[f"deliverables-by-cluster~cluster={cluster}~state=delivered"] == "1"
    owners = CompilationSource.objects.filter(kind="deliverable").values_list(
        "owner_id", "stakeholder_kind"
    )
    assert sorted(kind for _owner, kind in owners) == ["civil_society"] * 3 + ["state"]


def test_what_is_said_after_freezing_changes_no_figure_and_is_noticed(
    world: World, support_unit: Someone
) -> None:
    partnership = registered(world.arvania)
    partner = joined(partnership, world.harbour, world.arvania)
    thing = plan(partnership, world.harbour)
    compilation = compile_now(world.review, support_unit)
    frozen = CompilationSource.objects.get(compilation=compilation, kind="deliverable")
    report(deliverables.start_deliverable, thing, world.harbour)
    partners.leave_partnership(partner_id=partner.pk, by=world.harbour.actor, now=NOW)
    step(operations.withdraw_partnership, partnership, world.arvania)
    assert recompute(compilation) == compilation.document.content
    assert figures_of(compilation)["deliverables~state=planned"] == "1"
    noticed = drift(compilation_id=compilation.pk, cycle_id=world.cycle.pk)
    assert frozen.version_id in noticed.withdrawn


def test_a_source_leads_to_the_page_of_its_version(
    world: World, support_unit: Someone, visitor: Someone
) -> None:
    thing = plan(registered(world.arvania), world.arvania)
    report(deliverables.start_deliverable, thing, world.arvania)
    compilation = compile_now(world.review, support_unit)
    for source in CompilationSource.objects.filter(
        compilation=compilation, kind__in=["partnership", "deliverable"]
    ):
        address = BY_KIND[source.kind].href(source.record_id, source.no)
        assert visitor.client.get(address).status_code == 200, address
