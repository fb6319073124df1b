"""Original and translation side by side, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.exceptions import Invalid, StaleRevision
from gfmd_platform.cycles.pages import actor_of, signed_in, whole_number
from gfmd_platform.interface.languages import TEXT_LANGUAGES

from .. import operations
from ..models import VersionTranslation
from ..operations import TranslatedText
from ..queries import reports as queries
from ..queries.passages import Passage, passages_of
from ..queries.translations import history, name_of
from ..sections import label_of_section


@dataclass(frozen=True)
class Row:
    """A text with what stands of its translation, or what was just sent. `earlier` is the history,
    the newest first."""

    passage: Passage
    text: str
    revision: int
    earlier: list[VersionTranslation]
    problem: str = ""
    theirs: str | None = None


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: HttpRequest, pk: UUID, no: int) -> HttpResponse:
    """Choose a part and a language, then write."""
    actor = actor_of(request)
    report = queries.get_report_for(actor, "translate", pk)
    version = queries.get_version(actor, report, no)
    asked = request.POST if request.method == "POST" else request.GET
    language, section = asked.get("in", ""), asked.get("section", "")
    texts = [p for p in passages_of(queries.shown(version)) if p.is_text and p.text.strip()]
    sections = {p.section: label_of_section(p.section) for p in texts}
    here = [p for p in texts if p.section == section and p.language != language]
    if language not in TEXT_LANGUAGES or section not in sections:
        here, language = [], language if language in TEXT_LANGUAGES else ""
    problems: dict[str, list[str]] = {}
    theirs: dict[str, str] = {}
    if request.method == "POST" and here:
        try:
            added = operations.translate_version(
                report_id=pk,
                no=no,
                language=language,
                texts=[_sent(request, passage) for passage in here],
                by=actor,
                now=timezone.now(),
            )
        except Invalid as refusal:
            problems = refusal.errors
        except StaleRevision as stale:
            theirs = stale.current
        else:
            messages.success(
                request,
                _("The translation stands beside the original, with your name.")
                if added
                else _("Nothing differs from what stands."),
            )
            done = redirect("reports:version", pk, no)
            done["Location"] += f"?in={language}" if added else ""
            return done
    held: dict[str, list[VersionTranslation]] = {}
    for row in history(version, language) if here else ():
        held.setdefault(name_of(row), []).insert(0, row)
    status = 409 if theirs else 422 if request.method == "POST" else 200
    return render(
        request,
        "reports/translate.html",
        {
            "report": report,
            "version": version,
            "language": language,
            "section": section if here else "",
            "sections": sections,
            "title": sections.get(section, ""),
            "text_languages": TEXT_LANGUAGES,
            "rows": [_row(request, p, held.get(p.name, []), problems, theirs) for p in here],
            "is_stale": bool(theirs),
        },
        status=status,
    )


def _sent(request: HttpRequest, passage: Passage) -> TranslatedText:
    return TranslatedText(
        passage.key,
        request.POST.get(f"text--{passage.name}", ""),
        whole_number(request.POST.get(f"revision--{passage.name}")),
        passage.subject,
    )


def _row(
    request: HttpRequest,
    passage: Passage,
    earlier: list[VersionTranslation],
    problems: dict[str, list[str]],
    theirs: dict[str, str],
) -> Row:
    stands = earlier[0] if earlier else None
    text = stands.text if stands else ""
    return Row(
        passage,
        request.POST.get(f"text--{passage.name}", text),
        stands.revision if stands else 0,
        earlier,
        " ".join(problems.get(passage.name, ())),
        theirs.get(passage.name),
    )
