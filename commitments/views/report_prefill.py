"""What can be brought into a draft: seen before it is done."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gfmd_platform.cycles.pages import actor_of, signed_in

from .. import operations
from ..queries import prefill
from .proposals import decide
from .report_drafts import open_draft


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def last_year(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What can be brought in, then done; also where the check page's decisions go."""
    if request.method == "POST" and "proposal" in request.POST:
        open_draft(request, pk, "draft")
        decide(request, pk)
        return redirect("reports:check", pk)
    report = open_draft(request, pk, "bring_in")
    if request.method == "POST":
        number = operations.bring_in(report_id=pk, by=actor_of(request), now=timezone.now())
        words = ngettext(
            "%(n)d proposal is in the draft. Look at each and keep what holds.",
            "%(n)d proposals are in the draft. Look at each and keep what holds.",
            number,
        )
        messages.success(request, words % {"n": number} if number else _("Nothing was brought in."))
        return redirect("reports:draft", pk)
    material = prefill.material_for(report)
    return render(
        request,
        "reports/last_year.html",
        {
            "report": report,
            "material": material,
            "number_new": len(material.places - prefill.places_with_history(report)),
        },
    )
