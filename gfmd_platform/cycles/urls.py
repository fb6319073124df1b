from __future__ import annotations

from django.urls import include, path

from .views import board, building, by_hand, paper, public, reminders, support

_DRAFT = "support/cycles/<uuid:pk>/questions/<uuid:draft_id>/"

_cycles = [
    path("cycles/", public.index, name="index"),
    path("cycles/<uuid:pk>/", public.detail, name="detail"),
    path("cycles/<uuid:pk>/blank/<str:form>/", paper.blank, name="blank"),
    path("support/cycles/new/", support.new, name="new"),
    path("support/cycles/<uuid:pk>/", board.board, name="board"),
    path("support/cycles/<uuid:pk>/remind/", by_hand.remind, name="remind"),
    path("support/cycles/<uuid:pk>/participation.csv", board.table, name="participation-csv"),
    path(
        "support/stakeholders/<uuid:stakeholder_id>/reporting/",
        board.stakeholder,
        name="stakeholder-reporting",
    ),
    path("support/cycles/<uuid:pk>/edit/", support.edit, name="edit"),
    path("cycles/<uuid:pk>/questionnaires/<int:no>/", public.asked, name="asked"),
    path("support/cycles/<uuid:pk>/reminders/", reminders.reminders, name="reminders"),
    path(
        "support/cycles/<uuid:pk>/more-time/<uuid:stakeholder_id>/",
        reminders.more_time,
        name="more-time",
    ),
    path("cycles/<uuid:pk>/mute/<uuid:stakeholder_id>/", reminders.mute, name="mute"),
    path("support/cycles/<uuid:pk>/questions/", building.questionnaire, name="questionnaire"),
    path("support/cycles/<uuid:pk>/questions/audience/", building.audience, name="audience"),
    path(
        "support/cycles/<uuid:pk>/questions/audience/<uuid:audience_id>/remove/",
        building.remove_audience,
        name="audience-remove",
    ),
    path(_DRAFT, building.build, name="build"),
    path(f"{_DRAFT}new/", building.question, name="question-new"),
    path(f"{_DRAFT}preview/", building.preview, name="preview"),
    path(f"{_DRAFT}issue/", building.issue, name="issue"),
    path(f"{_DRAFT}give-up/", building.give_up, name="give-up"),
    path(f"{_DRAFT}of/<slug:key>/", building.question, name="question"),
    *(
        path(f"support/cycles/<uuid:pk>/{verb}/", support.step, {"verb": verb}, name=verb)
        for verb in ("open", "close", "reopen")
    ),
]

urlpatterns = [path("", include((_cycles, "cycles")))]
