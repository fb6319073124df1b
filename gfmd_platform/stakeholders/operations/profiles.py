"""What a stakeholder says about itself: entered, versioned, corrected."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.records.operations import begin, check_revision, lock
from gfmd_platform.search.operations import index
from gfmd_platform.taxonomy.enums import PlaceKind
from gfmd_platform.taxonomy.models import Place
from gfmd_platform.taxonomy.operations import sort_key

from ..enums import StakeholderKind, StakeholderState
from ..models import Stakeholder, StakeholderVersion
from ..transitions import STAKEHOLDER

#: What a version holds, and what its hash is taken of.
CONTENT = ("name", "short_name", "kind", "country_id", "description", "website")
#: What focal points may change. The kind decides how reviews count a stakeholder, and a State's
#: country is who it is: both are the Support Unit's to set.
EDITABLE = ("name", "short_name", "description", "website")


def _content_of(row: Stakeholder | StakeholderVersion) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CONTENT}


def hash_of(row: Stakeholder | StakeholderVersion) -> str:
    """The `content_hash` of a version, taken of what the row holds."""
    return content_hash({**_content_of(row), "language": row.language})


def check_profile(*, name: str, kind: str, country: Place | None) -> None:
    """Raise Invalid for what no stakeholder can be, whoever enters it."""
    errors: dict[str, list[str]] = {}
    if not name.strip():
        errors["name"] = [_("Give the name of the stakeholder.")]
    if kind not in StakeholderKind.values:
        errors["kind"] = [_("Choose a kind from the list.")]
    if kind == StakeholderKind.STATE and country is None:
        errors["country"] = [_("A State needs its country.")]
    if country is not None and country.kind not in (PlaceKind.STATE, PlaceKind.AREA):
        errors["country"] = [_("Choose a country or area, not a region.")]
    if errors:
        raise Invalid(errors)


def check_only_state(stakeholder: Stakeholder) -> None:
    """Raise Invalid when another confirmed stakeholder already is this country's State."""
    if stakeholder.kind != StakeholderKind.STATE:
        return
    others = Stakeholder.unscoped.filter(
        kind=StakeholderKind.STATE,
        country=stakeholder.country,
        state=StakeholderState.CONFIRMED,
    ).exclude(pk=stakeholder.pk)
    if others.exists():
        raise Invalid({"country": [_("This State already takes part.")]})


def enter(
    *, name: str, kind: str, country: Place | None, now: dt.datetime, **fields: Any
) -> Stakeholder:
    """A new stakeholder in the first state, owner of its own record. For operations only."""
    check_profile(name=name, kind=kind, country=country)
    record = begin("stakeholder", owner_id=None, now=now)
    record.owner = record
    record.save(update_fields=["owner"])
    return Stakeholder.unscoped.create(
        record=record,
        state=STAKEHOLDER.initial,
        state_at=now,
        name=name.strip(),
        sort_name=sort_key(name.strip()),
        kind=kind,
        country=country,
        **fields,
    )


def add_version(stakeholder: Stakeholder, *, by: Actor, now: dt.datetime) -> StakeholderVersion:
    """Keep what the stakeholder says now as its next version. The row must be locked."""
    content = _content_of(stakeholder)
    last = stakeholder.versions.order_by("-no").first()
    version = StakeholderVersion.objects.create(
        subject=stakeholder,
        no=last.no + 1 if last else 1,
        language=stakeholder.language,
        content_hash=hash_of(stakeholder),
        at=now,
        actor_ref=actor_ref(by),
        **content,
    )
    stakeholder.current_version = version
    stakeholder.sort_name = sort_key(stakeholder.name)
    stakeholder.save(update_fields=["current_version", "sort_name"])
    return version


@transaction.atomic
def register_stakeholder(
    *,
    name: str,
    kind: str,
    country: Place | None = None,
    short_name: str = "",
    description: str = "",
    website: str = "",
    language: str = "en",
    by: Actor,
    now: dt.datetime,
) -> Stakeholder:
    """The Support Unit enters a State, or another stakeholder, as taking part.

    Its first focal point then comes by `record_nomination`. Raises Invalid, NotAllowed or
    NotVisible (whoever may not confirm stakeholders may not enter them either).
    """
    stakeholder = enter(
        name=name,
        kind=kind,
        country=country,
        short_name=short_name.strip(),
        description=description.strip(),
        website=website.strip(),
        language=language,
        now=now,
    )
    check_only_state(stakeholder)
    stakeholder.state = StakeholderState.APPLIED
    STAKEHOLDER.move(stakeholder, "confirm", by=by, now=now, data={"entered": True})
    add_version(stakeholder, by=by, now=now)
    index("stakeholder", stakeholder.pk)
    return stakeholder


@transaction.atomic
def edit_stakeholder(
    *,
    stakeholder: Stakeholder,
    revision: int | None,
    changes: dict[str, Any],
    by: Actor,
    now: dt.datetime,
) -> StakeholderVersion:
    """A focal point corrects what the stakeholder says about itself; a new version stands.

    `changes` maps fields (name, short_name, description, website; country for who is no State) to
    values. Without any real change the version that stands is given back.
    Raises StaleRevision with both texts, Invalid, NotAllowed, NotVisible or WrongState.
    """
    stakeholder = lock(Stakeholder, stakeholder.pk)
    check(by, "edit", stakeholder)
    if stakeholder.state != StakeholderState.CONFIRMED or stakeholder.current_version is None:
        raise WrongState(_("Only a stakeholder that takes part can be edited."))
    allowed = set(EDITABLE) | (set() if stakeholder.is_state else {"country"})
    unknown = sorted(set(changes) - allowed)
    if unknown:
        raise Invalid({name: [_("This cannot be changed here.")] for name in unknown})
    changes = {k: v.strip() if isinstance(v, str) else v for k, v in changes.items()}
    check_revision(
        stakeholder,
        revision,
        current={name: getattr(stakeholder, name) for name in changes},
        yours=changes,
    )
    changed = [name for name, value in changes.items() if getattr(stakeholder, name) != value]
    if not changed:
        return stakeholder.current_version
    for name in changed:
        setattr(stakeholder, name, changes[name])
    check_profile(name=stakeholder.name, kind=stakeholder.kind, country=stakeholder.country)
    stakeholder.revision += 1
    stakeholder.save(update_fields=[*changed, "revision"])
    version = add_version(stakeholder, by=by, now=now)
    record_event(
        verb="stakeholder.edit",
        record_id=stakeholder.pk,
        by=by,
        now=now,
        data={"fields": changed, "version": str(version.pk)},
        stakeholder_id=stakeholder.pk,
    )
    index("stakeholder", stakeholder.pk)
    return version


@transaction.atomic
def end_participation(*, stakeholder: Stakeholder, by: Actor, now: dt.datetime) -> Stakeholder:
    """The Support Unit notes that a stakeholder no longer takes part.

    Its seats give no more rights; what it published stays. Raises NotAllowed or WrongState.
    """
    stakeholder = lock(Stakeholder, stakeholder.pk)
    STAKEHOLDER.move(stakeholder, "end", by=by, now=now)
    index("stakeholder", stakeholder.pk)
    return stakeholder
