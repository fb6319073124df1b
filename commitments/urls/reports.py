from __future__ import annotations

from django.urls import path

from ..views import asked, lodging, receipts, translations
from ..views import indicator_grid as grid
from ..views import observation_tables as tables
from ..views import report_clearing as clearing
from ..views import report_documents as documents
from ..views import report_drafts as writing
from ..views import report_history as history
from ..views import report_margins as margins
from ..views import report_other_reviews as other_reviews
from ..views import report_parts as parts
from ..views import report_prefill as prefill
from ..views import report_questions as questions
from ..views import report_sharing as sharing
from ..views import report_signing as signing
from ..views import report_statuses as statuses
from ..views import report_steps as steps
from ..views import report_uploads as uploads
from ..views import report_values as values
from ..views import reports as public
from ..views import returned_values as returned

urlpatterns = [
    path("reports/", public.index, name="index"),
    path("reports/table.csv", public.table, {"form": "csv"}, name="csv"),
    path("reports/table.json", public.table, {"form": "json"}, name="json"),
    path("reports/questions/", asked.questions, name="questions"),
    path("reports/questions/<uuid:question_id>/", asked.question, name="question"),
    path(
        "reports/<uuid:pk>/versions/<int:no>/translate/", translations.translate, name="translate"
    ),
    path("reports/<uuid:pk>/versions/<int:no>/ask/", asked.ask, name="ask"),
    path("reports/<uuid:pk>/", public.detail, name="detail"),
    path("reports/<uuid:pk>/versions/<int:no>/", public.version, name="version"),
    path(
        "reports/<uuid:pk>/versions/<int:no>/files/<uuid:answer_id>/",
        public.version_file,
        name="version-file",
    ),
    path(
        "reports/<uuid:pk>/versions/<int:no>/document/<str:form>/",
        documents.version,
        name="version-document",
    ),
    path(
        "reports/<uuid:pk>/versions/<int:no>/other-reviews/",
        other_reviews.version,
        name="version-other-reviews",
    ),
    path(
        "reports/<uuid:pk>/versions/<int:no>/other-reviews/<slug:book>/",
        other_reviews.version_word,
        name="version-other-review",
    ),
    path("reports/<uuid:pk>/receipt/<int:no>/", receipts.receipt, name="receipt"),
    path("reports/<uuid:pk>/receipt/<int:no>/pdf/", receipts.receipt_pdf, name="receipt-pdf"),
    path(
        "reports/<uuid:pk>/versions/<int:no>/originals/<int:position>/",
        lodging.original,
        name="original",
    ),
    path("reports/<uuid:pk>/confirm-lodged/", lodging.confirm, name="confirm-lodged"),
    path("cycles/<uuid:pk>/lodge/", lodging.lodge, name="lodge"),
    path("receipts/", receipts.verify, name="verify-receipt"),
    *(
        path(f"reports/<uuid:pk>/{verb}/", public.step, {"verb": verb}, name=verb)
        for verb in ("correct", "withdraw", "acknowledge")
    ),
    path("cycles/<uuid:pk>/report/", steps.start, name="start"),
    path("cycles/<uuid:pk>/joint-report/", signing.start, name="start-joint"),
    path("reports/<uuid:pk>/draft/title/", signing.title, name="title"),
    path("reports/<uuid:pk>/draft/co-signatories/", signing.co_signatories, name="co-signatories"),
    path(
        "reports/co-signatories/<uuid:co_signatory_id>/",
        signing.answer,
        name="co-signatory-answer",
    ),
    path(
        "reports/co-signatories/<uuid:co_signatory_id>/take-back/",
        signing.revoke,
        name="co-signatory-revoke",
    ),
    path(
        "reports/co-signatories/<uuid:co_signatory_id>/leave/",
        signing.leave,
        name="co-signatory-leave",
    ),
    path("cycles/<uuid:pk>/decline/", steps.decline, name="decline"),
    path("reports/<uuid:pk>/draft/", writing.tasks, name="draft"),
    path("reports/<uuid:pk>/draft/save/", parts.save, name="save"),
    path("reports/<uuid:pk>/draft/commitments/", statuses.statuses, name="statuses"),
    path("reports/<uuid:pk>/draft/indicators/", values.values, name="values"),
    path("reports/<uuid:pk>/draft/indicators/new/", values.add, name="value-new"),
    path("reports/<uuid:pk>/draft/indicators/open/", values.open_grid, name="open-grid"),
    path("reports/<uuid:pk>/draft/indicators/table/", tables.send, name="value-table"),
    path("reports/<uuid:pk>/draft/indicators/template/", tables.template, name="value-template"),
    path("reports/<uuid:pk>/draft/indicators/of/<str:ref>/", grid.grid, name="grid"),
    path("reports/<uuid:pk>/draft/indicators/of/<str:ref>/save/", grid.save, name="grid-save"),
    path(
        "reports/<uuid:pk>/draft/indicators/of/<str:ref>/source/", grid.source, name="grid-source"
    ),
    path("reports/<uuid:pk>/draft/indicators/<uuid:value_id>/", values.change, name="value"),
    path("reports/<uuid:pk>/draft/readers/", steps.choices, name="choices"),
    path("reports/<uuid:pk>/draft/colleagues/", sharing.contributors, name="contributors"),
    path("reports/<uuid:pk>/draft/in-preparation/", steps.in_preparation, name="in-preparation"),
    path("reports/<uuid:pk>/draft/discard/", steps.discard, name="discard"),
    path("reports/<uuid:pk>/draft/questions/", questions.adopt, name="adopt"),
    path("reports/<uuid:pk>/draft/beside/", questions.beside, name="beside"),
    path("reports/<uuid:pk>/draft/files/<str:field>/", parts.draft_file, name="draft-file"),
    path("reports/<uuid:pk>/draft/clearance/", clearing.clearance, name="clearance"),
    path("reports/<uuid:pk>/draft/clearance/chain/", clearing.chain, name="chain"),
    path("reports/<uuid:pk>/draft/history/", history.whole, name="history"),
    path("reports/<uuid:pk>/draft/history/back/", history.back_to, name="history-back"),
    path("reports/<uuid:pk>/draft/history/<slug:key>/", history.of_field, name="field-history"),
    path("reports/<uuid:pk>/draft/paper/", documents.paper, name="paper"),
    path("reports/<uuid:pk>/draft/circular/", uploads.send_round, name="circular"),
    path("reports/<uuid:pk>/draft/workbook/", returned.send_values, name="workbook"),
    path("reports/<uuid:pk>/draft/returned/", uploads.returned, name="returned"),
    path("reports/<uuid:pk>/draft/returned/<uuid:upload_id>/", uploads.upload, name="upload"),
    path(
        "reports/<uuid:pk>/draft/returned/<uuid:upload_id>/file/",
        uploads.original,
        name="upload-original",
    ),
    path("reports/<uuid:pk>/draft/document/<str:form>/", documents.draft, name="draft-document"),
    path("reports/<uuid:pk>/draft/other-reviews/", other_reviews.draft, name="draft-other-reviews"),
    path(
        "reports/<uuid:pk>/draft/other-reviews/<slug:book>/",
        other_reviews.draft_word,
        name="draft-other-review",
    ),
    path("reports/<uuid:pk>/draft/last-year/", prefill.last_year, name="last-year"),
    path("reports/<uuid:pk>/draft/<slug:code>/", parts.part, name="part"),
    path("reports/<uuid:pk>/draft/<slug:code>/ready/", sharing.hand_back, name="hand-back"),
    path("reports/<uuid:pk>/draft/<slug:code>/margin/", margins.margin, name="margin"),
    path("reports/<uuid:pk>/check/", steps.check, name="check"),
]
