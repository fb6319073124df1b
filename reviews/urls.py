from __future__ import annotations

from django.urls import include, path

from . import converters  # noqa: F401  (registers)
from .views import chair, handing_over, public, quotations, rounds
from .views.support import (
    arranging,
    compiling,
    consulting,
    deciding,
    home,
    scheduling,
    verifying,
    writing,
)
from .views.support import handing_over as handing

_EDITION = "reviews/<uuid:pk>/editions/<int:no>/"
_INPUT = "support/reviews/<uuid:pk>/input/"

_public = [
    path("reviews/", public.index, name="index"),
    path("reviews/schema/edition-1.json", public.schema, name="schema"),
    path("reviews/<uuid:pk>/", public.edition, name="detail"),
    path("reviews/<uuid:pk>/figures/<figure:key>/", public.figure, name="figure"),
    path("reviews/<uuid:pk>/files/<slug:file>/", public.download, name="file"),
    path("reviews/<uuid:pk>/editions/<int:no>/", public.edition, name="edition"),
    path(
        "reviews/<uuid:pk>/editions/<int:no>/figures/<figure:key>/",
        public.figure,
        name="edition-figure",
    ),
    path(
        "reviews/<uuid:pk>/editions/<int:no>/files/<slug:file>/",
        public.download,
        name="edition-file",
    ),
    path("reviews/<uuid:pk>/editions/<int:no>/cite/<slug:style>/", public.cite, name="cite"),
    path(f"{_EDITION}summary/", handing_over.summary, name="summary"),
    path(f"{_EDITION}summary/pdf/", handing_over.summary_pdf, name="summary-pdf"),
    path(f"{_EDITION}of/<uuid:stakeholder_id>/", handing_over.sheet, name="sheet"),
    path(f"{_EDITION}of/<uuid:stakeholder_id>/word/", handing_over.sheet_word, name="sheet-word"),
    path(f"{_EDITION}of/<uuid:stakeholder_id>/csv/", handing_over.sheet_csv, name="sheet-csv"),
    path("reviews/<uuid:pk>/editions/<int:no>/differences/", public.difference, name="differences"),
    path("reviews/<uuid:pk>/approval/", chair.approval, name="approval"),
    path("reviews/<uuid:pk>/quotations/", quotations.own, name="quotations"),
    path("reviews/<uuid:pk>/reservations/", rounds.reservations, name="reservations"),
    path("reviews/<uuid:pk>/rounds/<uuid:round_id>/", rounds.circulated, name="round"),
    path(
        "reviews/<uuid:pk>/rounds/<uuid:round_id>/figures/<figure:key>/",
        rounds.figure,
        name="round-figure",
    ),
]
_support = [
    path("support/", home.home, name="support"),
    path("support/reviews/", home.begin, name="begin"),
    path("support/reviews/<uuid:pk>/", compiling.work, name="workspace"),
    path("support/reviews/<uuid:pk>/compile/", compiling.compile_, name="compile"),
    path("support/reviews/<uuid:pk>/run-again/", compiling.run_again, name="run_again"),
    path("support/reviews/<uuid:pk>/cancel/", compiling.cancel, name="cancel"),
    path("support/reviews/<uuid:pk>/preview/", writing.preview, name="preview"),
    path("support/reviews/<uuid:pk>/figures/<figure:key>/", compiling.figure, name="draft-figure"),
    path("support/reviews/<uuid:pk>/text/<slug:key>/", writing.section, name="section"),
    path(
        "support/reviews/<uuid:pk>/text/<slug:key>/autosave/",
        writing.autosave_section,
        name="autosave",
    ),
    path("support/reviews/<uuid:pk>/consultation/", consulting.consultation, name="consultation"),
    path("support/reviews/<uuid:pk>/differences/", verifying.compared, name="compared"),
    path("support/reviews/<uuid:pk>/editions/<int:no>/check/", verifying.check_, name="check"),
    path(
        "support/reviews/<uuid:pk>/rounds/<uuid:round_id>/",
        consulting.round_work,
        name="round-work",
    ),
    path("support/reviews/<uuid:pk>/send/", deciding.send, name="send"),
    path("support/reviews/<uuid:pk>/take-back/", deciding.take_back, name="take_back"),
    path("support/reviews/<uuid:pk>/publish/", deciding.publish, name="publish"),
    path("support/reviews/<uuid:pk>/schedule/", scheduling.schedule, name="schedule"),
    path("support/reviews/<uuid:pk>/correct/", deciding.correct, name="correct"),
    path(_INPUT, handing.handed_input, name="input"),
    path(f"{_INPUT}word/", handing.input_word, name="input-word"),
    path(f"{_INPUT}outline/", handing.outline, name="outline"),
    path(f"{_INPUT}headings/new/", handing.heading, name="outline-heading-new"),
    path(f"{_INPUT}headings/<int:position>/", handing.heading, name="outline-heading"),
    path("support/reviews/<uuid:pk>/hand-over/", handing.hand_over, name="hand-over"),
]
_manuscript = [
    path("support/reviews/<uuid:pk>/text/<slug:key>/take/", writing.take, name="take"),
    path(
        "support/reviews/<uuid:pk>/text/<slug:key>/left-out/",
        arranging.leave_out,
        name="leave-out",
    ),
    path("support/reviews/<uuid:pk>/text/<slug:key>/quotations/", arranging.choose, name="choose"),
    path(
        "support/reviews/<uuid:pk>/text/<slug:key>/history/",
        arranging.history,
        name="section-history",
    ),
    path(
        "support/reviews/<uuid:pk>/text/<slug:key>/comments/",
        arranging.comment,
        name="section-comment",
    ),
    path("support/reviews/<uuid:pk>/outline/", arranging.arrange, name="arrange"),
    path("support/reviews/<uuid:pk>/limit/", arranging.limit, name="limit"),
]

urlpatterns = [path("", include(([*_public, *_support, *_manuscript], "reviews")))]
