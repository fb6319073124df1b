"""Partnerships for tests, made as people make them: through the operations."""

from __future__ import annotations

from typing import Any

from partnerships.models import Deliverable, Partner, Partnership
from partnerships.operations import deliverables, partners
from partnerships.operations import partnerships as operations
from tests.people import Someone

from .examples import AREA, COUNTRY, NOW, term_id


def values(**changes: Any) -> dict[str, Any]:
    """Enough to register."""
    return {
        "title": "Safe corridors for seasonal workers",
        "summary": "Both sides check contracts together before people travel.",
        "language": "en",
        "countries": [COUNTRY],
        "since": "2026-01",
        "action_areas": [AREA],
        **changes,
    }


def form_data(**changes: Any) -> dict[str, Any]:
    """What a browser sends for `values`."""
    data = {
        **values(),
        "action_areas": [term_id(AREA)],
        "since_day": "",
        "since_month": "1",
        "since_year": "2026",
        "until_day": "",
        "until_month": "",
        "until_year": "",
        "revision": "1",
    }
    data.pop("since")
    return {**data, **changes}


def due(year: str = "2027", month: str = "6", day: str = "") -> dict[str, str]:
    """What a browser sends for the date of a deliverable."""
    return {"due_on_year": year, "due_on_month": month, "due_on_day": day}


def again(partnership: Partnership) -> Partnership:
    return Partnership.unscoped.select_related("current_version", "record").get(pk=partnership.pk)


def draft(by: Someone, **changes: Any) -> Partnership:
    assert by.stakeholder is not None
    return operations.draft_partnership(
        owner_id=by.stakeholder.pk, values=values(**changes), by=by.actor, now=NOW
    )


def edit(partnership: Partnership, by: Someone, **changes: Any) -> Partnership:
    return operations.edit_partnership(
        partnership_id=partnership.pk,
        revision=again(partnership).revision,
        values=changes,
        by=by.actor,
        now=NOW,
    )


def register(partnership: Partnership, by: Someone) -> Partnership:
    operations.register_partnership(
        partnership_id=partnership.pk,
        revision=again(partnership).revision,
        by=by.actor,
        now=NOW,
    )
    return again(partnership)


def registered(by: Someone, **changes: Any) -> Partnership:
    return register(draft(by, **changes), by)


def amend(
    partnership: Partnership, by: Someone, reason: str = "We learnt more.", now: Any = NOW
) -> Partnership:
    operations.amend_partnership(
        partnership_id=partnership.pk,
        revision=again(partnership).revision,
        reason=reason,
        by=by.actor,
        now=now,
    )
    return again(partnership)


def invite(partnership: Partnership, who: Any, by: Someone, **changes: Any) -> Partner:
    return partners.invite_partner(
        partnership_id=partnership.pk,
        stakeholder_id=getattr(who, "stakeholder", who).pk,
        by=by.actor,
        now=NOW,
        **{"role": "implementing", "note": "", **changes},
    )


def accept(partner: Partner, by: Someone) -> Partner:
    return partners.accept_partnership(partner_id=partner.pk, by=by.actor, now=NOW)


def decline(partner: Partner, by: Someone) -> Partner:
    return partners.decline_partnership(partner_id=partner.pk, by=by.actor, now=NOW)


def joined(partnership: Partnership, who: Someone, by: Someone) -> Partner:
    return accept(invite(partnership, who, by), who)


def step(
    operation: Any, partnership: Partnership, by: Someone, *, now: Any = NOW, **more: Any
) -> Partnership:
    operation(partnership_id=partnership.pk, by=by.actor, now=now, **more)
    return again(partnership)


def plan(
    partnership: Partnership, by: Someone, responsible: Someone | None = None, **changes: Any
) -> Deliverable:
    owner = (responsible or by).stakeholder
    assert owner is not None
    return deliverables.plan_deliverable(
        partnership_id=partnership.pk,
        responsible_id=owner.pk,
        values={"title": "A shared contract form", "due_on": "2027-06", **changes},
        by=by.actor,
        now=NOW,
    )


def now_is(deliverable: Deliverable) -> Deliverable:
    return Deliverable.unscoped.select_related("record", "partnership", "current_version").get(
        pk=deliverable.pk
    )


def report(operation: Any, deliverable: Deliverable, by: Someone, **more: Any) -> Deliverable:
    operation(
        deliverable_id=deliverable.pk,
        revision=now_is(deliverable).revision,
        by=by.actor,
        now=NOW,
        **more,
    )
    return now_is(deliverable)


def mails() -> list[tuple[str, str]]:
    """(template, reader) of every mail that the events so far have promised."""
    from .examples import mails as promised

    return promised()


def accepted(partnership: Partnership) -> set[str]:
    return set(
        partnership.partners.filter(answer="accepted").values_list("stakeholder__name", flat=True)
    )
