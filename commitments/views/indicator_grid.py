"""The grid of an indicator: people by period, saved cell by cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.cycles.enums import Part
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors, whole_number
from gfmd_platform.interface import autosave

from .. import operations
from ..forms.indicators import ColumnForm, ShapeForm, read_values
from ..models import DraftObservation, Report, ReportVersionObservation
from ..queries import drafts
from ..queries import indicators as queries
from ..queries.prefill import last_observed
from .proposals import decide
from .report_drafts import open_draft
from .report_values import brought_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, pk: UUID, ref: str) -> HttpResponse:
    report = open_draft(request, pk, section=Part.INDICATORS)
    card = queries.card_for(report, ref)
    if request.method != "POST":
        return _page(request, report, card)
    back = redirect(f"{reverse('reports:grid', args=[pk, ref])}?{request.GET.urlencode()}")
    saved, conflicts, refused, typed = _save_all(request, report, card)
    if conflicts or refused:
        return _page(
            request,
            report,
            card,
            conflicts=conflicts,
            refused=refused,
            typed=typed,
            status=409 if conflicts else 422,
        )
    if "proposal" in request.POST:
        decide(request, pk)
        return back
    words = ngettext("%(n)d change is saved.", "%(n)d changes are saved.", saved) % {"n": saved}
    messages.success(request, words if saved else _("Nothing was changed."))
    return back


def _page(
    request: HttpRequest,
    report: Report,
    card: queries.Card,
    *,
    conflicts: Any = (),
    refused: Any = (),
    columns: dict[str, ColumnForm] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    shape = ShapeForm(request.GET if "periods" in request.GET else None)
    now = timezone.now()
    asked = shape.asked()
    last = last_observed(report, **card.which)
    made = queries.grid(
        report,
        card,
        today=now.date(),
        typed=typed,
        **{
            **asked,
            "periods": asked.get("periods") or _periods(last, now.date()),
        },
    )
    if "periods" not in request.GET:
        shape = ShapeForm(
            initial={"periods": ", ".join(made.periods), "dimensions": made.chosen},
        )
    is_global = card.term is not None
    forms = columns or {}
    return render(
        request,
        "indicators/grid.html",
        {
            "report": report,
            "card": card,
            "grid": made,
            "shape": shape,
            "last": last,
            "conflicts": conflicts,
            "refused": refused,
            "query": request.GET.urlencode(),
            **brought_in([drafts.unnamed_value(row) for row in made.brought_in], now),
            "columns": [
                (
                    column,
                    forms.get(column.period)
                    or ColumnForm(
                        initial=dict(column.values),
                        is_global=is_global,
                        prefix="",
                        auto_id=f"id_{number}_%s",
                    ),
                )
                for number, column in enumerate(made.columns)
                if column.is_filled
            ],
        },
        status=status,
    )


def _periods(last: Sequence[ReportVersionObservation], today: dt.date) -> list[str]:
    """The last three years; after a last report, the year behind the newest that it gave a value
    for as well, unless it has still to begin."""
    years = {today.year - back for back in (3, 2, 1)}
    if last:
        years.add(min(last[-1].period_end.year + 1, today.year))
    return [str(year) for year in sorted(years)]


def _save_all(
    request: HttpRequest, report: Report, card: queries.Card
) -> tuple[int, list[dict[str, Any]], list[str], dict[str, str]]:
    """Every field that the page sent with another value than it showed: how many were saved, and
    what could not be, with the words that were typed."""
    sent = request.POST
    saved, conflicts, refused = 0, [], []
    typed: dict[str, str] = {}
    mine: dict[UUID, tuple[int, int]] = {}  # a value's revision before and after this request
    lists = [sent.getlist(name) for name in ("cell", "revision", "was")]
    for name, revision, was in zip(*lists, strict=False):
        value = sent.get(name, "").strip()
        if value == was.strip():
            continue
        label = _label(name)
        typed[name] = value
        read = whole_number(revision)
        if name.startswith(queries.EXPLAIN):
            before, after = mine.get(_uuid(name), (read, read))
            read = after if read == before else read
        try:
            row = _save(request, report, card, name, value, read)
            if row is not None:
                mine[row.pk] = (read, row.revision)
            saved += 1
            del typed[name]
        except StaleRevision as stale:
            theirs = next(iter(stale.current.values()), "")
            conflicts.append({"label": label, "yours": value, "theirs": theirs})
        except Invalid as refusal:
            refused += [f"{label}: {words}" for m in refusal.errors.values() for words in m]
        except NotVisible:
            conflicts.append({"label": label, "yours": value, "theirs": ""})
    return saved, conflicts, refused, typed


def _label(name: str) -> str:
    if name.startswith(queries.EXPLAIN):
        return _("Explanation")
    period, _bar, dims = name.partition("|")
    return ", ".join(filter(None, (period, queries.describe_safely(dims))))


def _save(
    request: HttpRequest,
    report: Report,
    card: queries.Card,
    name: str,
    value: str,
    revision: int,
) -> DraftObservation | None:
    """The value of a cell, or that an explanation is about, as it stands now."""
    stamp: dict[str, Any] = {"by": actor_of(request), "now": timezone.now()}
    if name.startswith(queries.EXPLAIN):
        row: DraftObservation = operations.save_observation(
            report_id=report.pk,
            observation_id=_uuid(name),
            revision=revision,
            explanation=value,
            **stamp,
        )
        return row
    period, bar, dims = name.partition("|")
    if not bar:
        raise NotVisible("No such cell.")
    cell = operations.save_cell(
        report_id=report.pk,
        period=period,
        dims=dims,
        value=value,
        unit=card.unit,
        revision=revision,
        **card.which,
        **stamp,
    )
    return cell.observation


def _uuid(name: str) -> UUID:
    """The value that an explanation's field is about. Raises NotVisible."""
    try:
        return UUID(name.removeprefix(queries.EXPLAIN))
    except ValueError:
        raise NotVisible("No such value.") from None


@signed_in
@require_POST
def save(request: HttpRequest, pk: UUID, ref: str) -> JsonResponse:
    """Autosave of one cell; the answer also says what looks improbable now."""
    try:
        report = open_draft(request, pk, section=Part.INDICATORS)
        card = queries.card_for(report, ref)
        change = autosave.Change.of(request)
        row = _save(request, report, card, change.field, change.value, change.revision)
    except autosave.Unreadable as error:
        return autosave.unreadable(error)
    except Invalid as refusal:
        words = [m for found in refusal.errors.values() for m in found]
        return autosave.refused({"value": words})
    except StaleRevision as stale:
        theirs = next(iter(stale.current.values()), "")
        return autosave.conflict(theirs=theirs, revision=stale.revision)
    except NotVisible:
        return JsonResponse({"detail": _("There is no such field.")}, status=404)
    except (NotAllowed, WrongState) as refused:
        return JsonResponse({"detail": str(refused)}, status=403)
    now = timezone.now()
    made = queries.grid(report, card, today=now.date())
    told = {cell.name: cell.doubts for line in made.rows for cell in line.cells if cell.warnings}
    return JsonResponse(
        {
            "revision": row.revision if row else 0,
            "saved_at": now.isoformat(),
            "field": change.field,
            "observation": row.pk if row else None,
            "warnings": told,
        }
    )


@signed_in
@require_POST
def source(request: HttpRequest, pk: UUID, ref: str) -> HttpResponse:
    """Source and standing of one period's values."""
    report = open_draft(request, pk, section=Part.INDICATORS)
    card = queries.card_for(report, ref)
    period = request.POST.get("period", "")
    form = ColumnForm(request.POST, is_global=card.term is not None)
    back = redirect(f"{reverse('reports:grid', args=[pk, ref])}?{_asked(request).urlencode()}")
    if form.is_valid():
        try:
            changed = operations.save_column(
                report_id=pk,
                period=period,
                values=form.values(),
                read=read_values(request.POST.dict()),
                everywhere=form.cleaned_data["everywhere"],
                by=actor_of(request),
                now=timezone.now(),
                **card.which,
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        except StaleRevision as stale:
            conflicts = [
                {
                    "label": f"{period}, {form.fields[name].label}",
                    "yours": stale.yours[name],
                    "theirs": theirs,
                }
                for name, theirs in stale.current.items()
                if stale.yours[name] != theirs
            ]
            return _page(request, report, card, conflicts=conflicts, status=409)
        else:
            words = ngettext(
                "Source and standing of %(n)d value are saved.",
                "Source and standing of %(n)d values are saved.",
                changed,
            )
            messages.success(request, words % {"n": changed} if changed else _("Nothing changed."))
            return back
    return _page(request, report, card, columns={period: form}, status=422)


def _asked(request: HttpRequest) -> QueryDict:
    return QueryDict(request.POST.get("asked", ""))
