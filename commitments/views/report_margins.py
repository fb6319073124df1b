"""Comments and suggestions beside one part of a draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision, WrongState
from gfmd_platform.cycles.pages import actor_of, signed_in, whole_number

from .. import operations
from ..asking import FieldKey, field_of
from ..queries import margins
from ..queries.reports import get_report_for
from ..sections import STATUS, label_of_section, sections_for
from .report_sharing import uuid_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def margin(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """What is said beside a part, for those who read it; also after submission."""
    actor = actor_of(request)
    report = get_report_for(actor, "comment", pk)
    sections = sections_for(actor, report)
    sections.require(code)
    refused: list[str] = []
    if request.method == "POST":
        try:
            message = _do(request, pk, code)
        except Invalid as refusal:
            refused = [text for words in refusal.errors.values() for text in words]
        except StaleRevision:
            refused = [_("The text was changed meanwhile. Look again, then accept.")]
        except WrongState as refusal:
            refused = [str(refusal)]
        else:
            # Whoever says something has read what stands there.
            operations.read_margin(report_id=pk, section=code, by=actor, now=timezone.now())
            messages.success(request, message)
            return redirect("reports:margin", pk, code)
    codes = sorted(sections.reads)
    return render(
        request,
        "reports/margin.html",
        {
            "report": report,
            "code": code,
            "title": label_of_section(code),
            "margin": margins.margin_of(report, code),
            "others": [(c, label_of_section(c)) for c in codes if c != code],
            "may_write": code in sections.writes and report.drafting,
            "person": actor.person,
            "refused": refused,
            "sent": request.POST,
        },
        status=422 if refused else 200,
    )


def _do(request: HttpRequest, pk: UUID, code: str) -> str:
    """Take the step that was asked for; what to say about it."""
    sent = request.POST
    common: dict[str, Any] = {"report_id": pk, "by": actor_of(request), "now": timezone.now()}
    chosen = uuid_of(sent.get("of", ""))
    match sent.get("do"):
        case "comment":
            key, subject = _field(sent.get("about", ""))
            operations.comment(
                section=code, key=key, subject=subject, body=sent.get("body", ""), **common
            )
            return _("Your comment stands beside the part.")
        case "read":
            return _("Your desk counts what is said from now on.")
        case "answer":
            operations.comment(section=code, parent_id=chosen, body=sent.get("body", ""), **common)
            return _("Answered.")
        case "edit":
            operations.edit_comment(comment_id=chosen, body=sent.get("body", ""), **common)
            return _("Changed; what it said before is kept.")
        case "resolve" | "reopen" as step:
            operations.resolve_comment(comment_id=chosen, resolved=step == "resolve", **common)
            return _("Resolved.") if step == "resolve" else _("Open again.")
        case "suggest":
            key, subject = _field(sent.get("about", ""))
            operations.suggest(
                key=key,
                subject=subject,
                text=sent.get("text", ""),
                base=whole_number(sent.get("base")),
                **common,
            )
            return _("Suggested. Whoever writes the part accepts it or not.")
        case "accept":
            operations.accept_suggestion(
                suggestion_id=chosen, revision=whole_number(sent.get("revision")), **common
            )
            return _("Accepted: the text is in the draft.")
        case "decline":
            operations.decline_suggestion(suggestion_id=chosen, word=sent.get("word", ""), **common)
            return _("Declined.")
        case _:
            raise NotVisible("No such step.")


def _field(name: str) -> FieldKey:
    """A field as the page names it; a part as a whole has no name."""
    key, subject = field_of(name)
    return (STATUS, subject) if key == STATUS else (key, subject)
