"""Addresses that only tests of the interface need."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.defaults import bad_request, page_not_found, permission_denied, server_error

from gfmd_platform.access.exceptions import StaleRevision
from gfmd_platform.interface import autosave
from gfmd_platform.interface.forms import DatePartField, words

from .components import draw
from .drafts import DRAFT


def error(request: HttpRequest, status: int) -> HttpResponse:
    """Each error page as Django or the platform would draw it."""
    stale = StaleRevision(
        revision=4, current={"key_message": "Theirs"}, yours={"key_message": "Mine"}
    )
    draw = {
        400: lambda: bad_request(request, ValueError()),
        403: lambda: permission_denied(request, PermissionError("Only a focal point submits.")),
        404: lambda: page_not_found(request, LookupError()),
        409: lambda: render(request, "409.html", {"refusal": stale}, status=409),
        429: lambda: render(request, "429.html", status=429),
        500: lambda: server_error(request),
        503: lambda: render(request, "503.html", status=503),
    }
    return draw[status]()


class DraftForm(forms.Form):
    title = forms.CharField(label="Title")
    message = words(forms.CharField(label="Key message", widget=forms.Textarea), 20)
    parts = forms.MultipleChoiceField(
        label="Parts",
        choices=[("a", "Part a"), ("b", "Part b")],
        widget=forms.CheckboxSelectMultiple,
    )
    since = DatePartField(label="Since when")


PAGE = """{% extends "layouts/page.html" %}{% block content %}
<c-form :form="form" autosave="/draft/field/" :revision="revision" data-pause="50">
<c-button>Check your answers</c-button></c-form>{% endblock %}"""


@ensure_csrf_cookie
def draft(request: HttpRequest) -> HttpResponse:
    form = DraftForm(initial=DRAFT.values)
    return HttpResponse(draw(PAGE, request, form=form, revision=DRAFT.revision))


def draft_field(request: HttpRequest) -> HttpResponse:
    try:
        change = autosave.Change.of(request, fields=list(DraftForm.base_fields))
    except autosave.Unreadable as unreadable:
        return autosave.unreadable(unreadable)
    return DRAFT.save(change)


urlpatterns = [
    path("error/<int:status>/", error),
    path("draft/", draft),
    path("draft/field/", draft_field),
    path("", include("gfmd_platform.interface.urls")),
]
