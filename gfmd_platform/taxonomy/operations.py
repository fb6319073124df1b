"""Writing the taxonomy: loading the data files, and the invented countries of a demonstration."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, models, transaction

from . import queries
from .enums import PlaceKind
from .models import (
    Crosswalk,
    Framework,
    FrameworkLabel,
    GoalInFocus,
    Indicator,
    Place,
    PlaceName,
    Released,
    Remark,
    Summit,
    TaxonomyRelease,
    Term,
    TermLabel,
    term_id,
)
from .shapes import TaxonomyData, WordingData


def sort_key(name: str) -> str:
    """Order for readers of Latin scripts: no accents, no case, no punctuation.

    PostgreSQL without ICU sorts by code point, which puts "Åland" after "Zimbabwe".
    """
    plain = unicodedata.normalize("NFKD", name)
    kept = (c for c in plain if not unicodedata.combining(c) and (c.isalnum() or c == " "))
    return "".join(kept).casefold()


@dataclass
class Loaded:
    """What a load did. `release` is the one now in force."""

    release: TaxonomyRelease
    changes: Counter[str] = field(default_factory=Counter)

    @property
    def changed(self) -> bool:
        return bool(self.changes)


@transaction.atomic
def load(*, data: TaxonomyData, now: datetime) -> Loaded:
    """Bring the database to what `data` says, in one release; nothing changed, no release.

    Rows that `data` no longer has are retired, never deleted; rows that come back are in force
    again. Loads wait for each other.
    """
    _one_at_a_time()
    before = TaxonomyRelease.objects.order_by("-no").first()
    with transaction.atomic():
        release = TaxonomyRelease.objects.create(content_hash=data.digest, loaded_at=now)
        changes = _Writer(release).write(data)
        release.changes = dict(sorted(changes.items()))
        release.save(update_fields=["changes"])
        if not changes and before:
            transaction.set_rollback(True)
    if not changes and before:
        return Loaded(before)
    queries.forget()
    return Loaded(release, changes)


@transaction.atomic
def add_invented_places(*, names: Iterable[str], region: str, now: datetime) -> list[Place]:
    """Countries that don't exist, for demonstrations; found again by name.

    `region` is the M49 code they are said to lie in. Raises Place.DoesNotExist without it, and
    ValueError when there would be more than the 99 that have a code.
    """
    _one_at_a_time()
    parent = Place.objects.in_force().get(code=region)
    known = {
        row.name: row.place
        for row in PlaceName.objects.in_force().filter(place__invented=True).select_related("place")
    }
    wanted = list(dict.fromkeys(names))
    missing = [name for name in wanted if name not in known]
    if missing:
        taken = set(Place.objects.filter(invented=True).values_list("code", flat=True))
        free = [code for n in range(1, 100) if (code := f"X{n:02}") not in taken]
        if len(missing) > len(free):
            raise ValueError("There are codes for 99 invented countries only.")
        before = TaxonomyRelease.objects.latest()
        release = TaxonomyRelease.objects.create(
            content_hash=before.content_hash,
            loaded_at=now,
            changes={"invented places added": len(missing)},
        )
        for name, code in zip(missing, free, strict=False):
            known[name] = Place.objects.create(
                code=code,
                kind=PlaceKind.STATE,
                parent=parent,
                invented=True,
                note="An invented country for demonstrations.",
                since=release,
            )
            PlaceName.objects.create(
                place=known[name],
                language="en",
                name=name,
                sort_key=sort_key(name),
                source="Invented",
                since=release,
            )
        queries.forget()
    return [known[name] for name in wanted]


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('taxonomy.load'))")


class _Writer:
    """Compares wanted rows with stored ones and writes only the difference, in sets."""

    def __init__(self, release: TaxonomyRelease) -> None:
        self.release = release
        self.changes: Counter[str] = Counter()

    def write(self, data: TaxonomyData) -> Counter[str]:
        self.keyed(
            Framework,
            {
                f.code: {
                    "family": f.family,
                    "version": f.version,
                    "source": f.source,
                    "url": f.url,
                    "valid_from": date.fromisoformat(f.valid_from) if f.valid_from else None,
                    "note": f.note,
                    "position": position,
                }
                for position, f in enumerate(data.frameworks.values(), start=1)
            },
        )
        self.keyed(
            Term,
            {
                term_id(t.framework, t.code): {
                    "framework_id": t.framework,
                    "code": t.code,
                    "kind": t.kind,
                    "parent_id": term_id(t.framework, t.parent) if t.parent else None,
                    "position": t.position,
                    "migration_related": t.migration_related,
                    "relevance_reason": t.relevance_reason,
                    "source_ref": t.source_ref,
                    "uncertainty": t.uncertainty,
                }
                for t in data.terms.values()
            },
        )
        self.keyed(
            Place,
            {
                p.code: {
                    "iso2": p.iso2 or None,
                    "iso3": p.iso3 or None,
                    "kind": p.kind,
                    "un_status": p.un_status,
                    "parent_id": p.parent or None,
                    "note": p.note,
                }
                for p in data.places.values()
            },
            invented=False,
        )
        self.wordings(data)
        self.details(data)
        self.bridges(data)
        return self.changes

    def wordings(self, data: TaxonomyData) -> None:
        def texts(wording: WordingData) -> dict[str, str]:
            return {
                "label": wording.label,
                "short_label": wording.short_label,
                "source": wording.source,
            }

        self.rows(
            FrameworkLabel,
            ("framework_id", "language"),
            {(f.code, w.language): texts(w) for f in data.frameworks.values() for w in f.wordings},
        )
        self.rows(
            TermLabel,
            ("term_id", "language"),
            {
                (term_id(t.framework, t.code), w.language): texts(w) | {"definition": w.definition}
                for t in data.terms.values()
                for w in t.wordings
            },
        )
        self.rows(
            PlaceName,
            ("place_id", "language"),
            {
                (p.code, w.language): {
                    "name": w.label,
                    "sort_key": sort_key(w.label),
                    "source": w.source,
                }
                for p in data.places.values()
                for w in p.wordings
            },
        )

        self.rows(
            Remark,
            ("english", "language"),
            {(r.english, r.language): {"text": r.text, "source": r.source} for r in data.remarks},
            retire=True,
        )

    def details(self, data: TaxonomyData) -> None:
        self.detail(
            Indicator,
            {
                _id(i.ref): {"unit": i.unit, "custodians": i.custodians, "note": i.note}
                for i in data.indicators
            },
        )
        self.detail(
            Summit,
            {
                _id(s.ref): {"number": s.number, "year": s.year, "place_id": s.place}
                for s in data.summits
            },
        )

    def bridges(self, data: TaxonomyData) -> None:
        self.rows(
            Crosswalk,
            ("from_term_id", "to_term_id", "relation"),
            {
                (_id(c.from_ref), _id(c.to_ref), c.relation): {
                    "editorial": c.editorial,
                    "source": c.source,
                }
                for c in data.crosswalks
            },
            retire=True,
        )
        self.rows(
            GoalInFocus,
            ("year", "goal_id"),
            {
                (f.year, _id(f.goal)): {"source": f.source, "uncertainty": f.uncertainty}
                for f in data.focus
            },
            retire=True,
        )

    def keyed(self, model: type[Any], wanted: Mapping[Any, dict[str, Any]], **stored: Any) -> None:
        """Rows with a natural key: added, changed in place, retired, or in force again."""
        have: dict[Any, Any] = {
            row.pk: row
            for row in model._default_manager.filter(**stored)  # type: ignore[misc]
        }
        new, changed, back = [], [], []
        for key, values in wanted.items():
            row = have.get(key)
            if row is None:
                new.append(model(pk=key, since=self.release, **stored, **values))
                continue
            if row.until_id:
                row.until = None
                back.append(row)
            if _apply(row, values):
                changed.append(row)
        gone = [k for k in have.keys() - wanted.keys() if not have[k].until_id]
        columns = list(next(iter(wanted.values()), {}))
        model._default_manager.bulk_create(new, batch_size=500)
        if touched := list({row.pk: row for row in [*changed, *back]}.values()):
            model._default_manager.bulk_update(
                touched, [c.removesuffix("_id") for c in columns] + ["until"], batch_size=500
            )
        if gone:
            model._default_manager.filter(pk__in=gone).update(until=self.release)
        self.count(model, added=new, changed=changed, restored=back, retired=gone)

    def rows(
        self,
        model: type[Released],
        key: tuple[str, ...],
        wanted: Mapping[tuple[Any, ...], dict[str, Any]],
        *,
        retire: bool = False,
    ) -> None:
        """Rows whose past must stay readable: a change closes the old row and adds a new one.

        Labels of retired terms stay open (`retire=False`), since records still show them.
        """
        have = {
            tuple(getattr(row, name) for name in key): row
            for row in model._default_manager.filter(until__isnull=True)
        }
        closed: list[Any] = []
        new: list[Any] = []
        added = changed = 0
        for values_key, values in wanted.items():
            row = have.get(values_key)
            if row and all(getattr(row, name) == value for name, value in values.items()):
                continue
            if row:
                closed.append(row)
                changed += 1
            else:
                added += 1
            new.append(
                model(since=self.release, **dict(zip(key, values_key, strict=True)), **values)
            )
        gone = [have[k] for k in have.keys() - wanted.keys()] if retire else []
        if closed or gone:
            model._default_manager.filter(pk__in=[row.pk for row in [*closed, *gone]]).update(
                until=self.release
            )
        model._default_manager.bulk_create(new, batch_size=500)
        self.count(model, added=range(added), changed=range(changed), retired=gone)

    def detail(self, model: type[models.Model], wanted: Mapping[Any, dict[str, Any]]) -> None:
        """What hangs on a term one to one; it goes and comes back with its term."""
        have: dict[Any, Any] = {row.pk: row for row in model._default_manager.all()}
        new = [model(term_id=key, **values) for key, values in wanted.items() if key not in have]
        changed = [
            have[key] for key, values in wanted.items() if key in have and _apply(have[key], values)
        ]
        columns = [c.removesuffix("_id") for c in next(iter(wanted.values()), {})]
        model._default_manager.bulk_create(new, batch_size=500)
        if changed:
            model._default_manager.bulk_update(changed, columns, batch_size=500)
        self.count(model, added=new, changed=changed)

    def count(self, model: type[models.Model], **what: Any) -> None:
        name = str(model._meta.verbose_name_plural)
        for verb, rows in what.items():
            if rows:
                self.changes[f"{name} {verb}"] += len(rows)


def _apply(row: Any, values: dict[str, Any]) -> bool:
    """Set the values that differ; whether any did."""
    differing = {k: v for k, v in values.items() if getattr(row, k) != v}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def _id(ref: str) -> Any:
    framework, _, code = ref.rpartition(":")
    return term_id(framework, code)


__all__ = ["Loaded", "add_invented_places", "load", "sort_key"]
