from __future__ import annotations

from django.urls import include, path

from .views import paper, public, support

_cycles = [
    path("cycles/", public.index, name="index"),
    path("cycles/<uuid:pk>/", public.detail, name="detail"),
    path("cycles/<uuid:pk>/blank/<str:form>/", paper.blank, name="blank"),
    path("support/cycles/new/", support.new, name="new"),
    path("support/cycles/<uuid:pk>/", support.board, name="board"),
    path("support/cycles/<uuid:pk>/edit/", support.edit, name="edit"),
    path("support/cycles/<uuid:pk>/questions/", support.questionnaire, name="questionnaire"),
    *(
        path(f"support/cycles/<uuid:pk>/{verb}/", support.step, {"verb": verb}, name=verb)
        for verb in ("open", "close", "reopen")
    ),
]

urlpatterns = [path("", include((_cycles, "cycles")))]
