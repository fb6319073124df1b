"""Progress reports over the API: the twins of the pages, drafts included."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.access import allowed_actions
from gfmd_platform.pagination import Pages
from gfmd_platform.records.files import download
from gfmd_platform.stakeholders.api.base import UUID_REGEX, TwinViewSet

from .. import operations
from ..enums import ReportState
from ..models import Report
from ..policies import reads_whole
from ..queries import answers
from ..queries import reports as queries
from ..views.receipts import pdf_response
from .clearing import ClearingActions
from .documents import DocumentActions
from .drafts import draft_json
from .margins import MarginActions
from .observations import ObservationsMixin
from .other_reviews import OtherReviewActions
from .prefill import PrefillActions
from .questions import QuestionActions
from .shapes import (
    Adoption,
    AnswerFile,
    AnswerWrite,
    CopyBeside,
    ObservationChange,
    ObservationWrite,
    Place,
    ReadersWrite,
    ReadRevision,
    Reason,
    Says,
    Start,
    StatusWrite,
    Submission,
    answer_json,
    observation_json,
    report_json,
    version_json,
    version_line_json,
)
from .sharing import SharingActions
from .signing import SigningActions
from .standing import withdrawal_json
from .translations import TranslationActions
from .uploads import UploadActions

_ANY = OpenApiTypes.OBJECT


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class ReportPages(Pages):
    ordering = ("-current_version__at", "pk")


@extend_schema_view(
    list=extend_schema(
        operation_id="reports_list",
        parameters=[
            OpenApiParameter("cycle", OpenApiTypes.UUID),
            OpenApiParameter("kind", description="Kind of stakeholder, or `joint`."),
            OpenApiParameter("q", description="Words of who reports."),
        ],
        responses=_ANY,
    ),
    retrieve=extend_schema(responses=_ANY),
    create=extend_schema(request=Start, responses={201: _ANY}),
    destroy=extend_schema(responses={204: None}),
)
class ReportViewSet(
    ClearingActions,
    DocumentActions,
    MarginActions,
    ObservationsMixin,
    OtherReviewActions,
    PrefillActions,
    QuestionActions,
    SharingActions,
    TranslationActions,
    SigningActions,
    UploadActions,
    TwinViewSet,
):
    """Voluntary progress reports. Drafts exist for their own writers only."""

    permission_classes = [IsAuthenticatedOrReadOnly]
    queryset = Report.objects.none()
    serializer_class = Start
    pagination_class = ReportPages

    # --- what stands submitted

    def list(self, request: Request) -> Response:
        asked = request.query_params
        found = queries.filtered(
            queries.submitted_for(self.actor),
            cycle=_uuid(asked.get("cycle", "")),
            kind=asked.get("kind", ""),
            text=asked.get("q", ""),
        )
        page = self.paginate_queryset(found) or []
        return self.get_paginated_response([report_json(report) for report in page])

    def retrieve(self, request: Request, pk: str) -> Response:
        """The current version in full; to its own writers also whether a draft is open."""
        return Response(self._detail(pk))

    def _detail(self, pk: Any) -> dict[str, Any]:
        report = queries.get_report(self.actor, pk)
        is_own = reads_whole(self.actor, report)
        body: dict[str, Any] = {"id": report.pk, "cycle": report.cycle_id, "state": report.state}
        if report.current_version is not None:
            body = report_json(report)
            body["withdrawn"] = withdrawal_json(queries.withdrawal_of(report))
            versions = queries.versions_for(self.actor, report)
            body["versions"] = [version_line_json(version) for version in versions]
            current = next((v for v in versions if v.pk == report.current_version_id), None)
            if current is not None and (is_own or report.state == ReportState.SUBMITTED):
                body["current"] = version_json(queries.shown(current))
        if "read_draft" in allowed_actions(self.actor, report):
            body["drafting"] = report.drafting
        return body

    @extend_schema(responses=_ANY)
    @action(detail=True, url_path=r"versions/(?P<no>[0-9]{1,6})")
    def versions(self, request: Request, pk: str, no: str) -> Response:
        """One version, as it was submitted."""
        report = queries.get_report(self.actor, pk)  # type: ignore[arg-type]
        version = queries.get_version(self.actor, report, int(no))
        return Response(version_json(queries.shown(version)))

    @extend_schema(responses=_ANY)
    @action(
        detail=True,
        url_path=r"receipt/(?P<no>[0-9]{1,6})",
        permission_classes=[IsAuthenticated],
    )
    def receipt(self, request: Request, pk: str, no: str) -> Response:
        """For those whose report it is: what was handed in and how it can be recognised."""
        report = self._own(pk)
        version = queries.get_version(self.actor, report, int(no))
        return Response(version_line_json(version) | {"receipt": version.receipt_key})

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(
        detail=True,
        url_path=r"receipt/(?P<no>[0-9]{1,6})/pdf",
        permission_classes=[IsAuthenticated],
    )
    def receipt_pdf(self, request: Request, pk: str, no: str) -> Any:
        """The receipt as a tagged PDF."""
        report = self._own(pk)
        version = queries.get_version(self.actor, report, int(no))
        version.subject = report
        return pdf_response(version)

    def _step(self, operation: Any, pk: str, **values: Any) -> Response:
        queries.get_report(self.actor, pk)  # type: ignore[arg-type]
        operation(report_id=pk, **values, **self.stamp)
        return Response(self._detail(pk))

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Open a draft from what was submitted."""
        return self._step(operations.correct_report, pk)

    @extend_schema(request=Reason, responses=_ANY)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take the report back, with a reason."""
        queries.get_report_for(self.actor, "withdraw", pk)  # type: ignore[arg-type]
        return self._step(operations.withdraw_report, pk, **self.read(Reason))

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, pk: str) -> Response:
        """The Support Unit's word that it has read the current version."""
        return self._step(operations.acknowledge_report, pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="confirm-lodged")
    def confirm_lodged(self, request: Request, pk: str) -> Response:
        """Say that what the Support Unit lodged is your stakeholder's report."""
        return self._step(operations.confirm_lodged, pk)

    # --- around a draft

    def create(self, request: Request) -> Response:
        """Begin your stakeholder's draft in a cycle, or get the one that was begun."""
        sent = self.read(Start)
        report = operations.start_report(
            cycle_id=sent["cycle"],
            stakeholder_id=sent["stakeholder"],
            language=sent["language"],
            brings_in=sent["brings_in"],
            **self.stamp,
        )
        return Response(self._draft(report), status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, pk: str) -> Response:
        """Really delete a draft that was never submitted."""
        self._own(pk)
        operations.discard_report(report_id=pk, **self.stamp)  # type: ignore[arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="drop-correction")
    def drop_correction(self, request: Request, pk: str) -> Response:
        """Close the draft of a correction; what was submitted stands."""
        return self._step(operations.discard_correction, pk)

    @extend_schema(request=Place, responses={204: None})
    @action(detail=False, methods=["post"])
    def decline(self, request: Request) -> Response:
        """Say that your stakeholder will not report in a cycle."""
        sent = self.read(Place)
        operations.decline_cycle(
            cycle_id=sent["cycle"],
            stakeholder_id=sent["stakeholder"],
            reason=sent["reason"],
            **self.stamp,
        )
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=Place, responses={204: None})
    @action(detail=False, methods=["post"])
    def rejoin(self, request: Request) -> Response:
        """Take back that your stakeholder will not report."""
        sent = self.read(Place)
        operations.take_part_after_all(
            cycle_id=sent["cycle"], stakeholder_id=sent["stakeholder"], **self.stamp
        )
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=Says, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="in-preparation")
    def in_preparation(self, request: Request, pk: str) -> Response:
        """Let the Support Unit know that you are writing, or take that back."""
        self._own(pk)
        return self._step(operations.say_in_preparation, pk, **self.read(Says))

    # --- the draft

    def _own(self, pk: str) -> Report:
        """Raises NotVisible or NotAllowed for whoever may not read the draft."""
        return queries.get_report_for(self.actor, "read_draft", pk)  # type: ignore[arg-type]

    def _draft(self, report: Report) -> dict[str, Any]:
        return draft_json(self.actor, report)

    @extend_schema(responses=_ANY)
    @action(detail=True, permission_classes=[IsAuthenticated])
    def draft(self, request: Request, pk: str) -> Response:
        """Everything in the draft, with revisions, and the hash by which it is submitted."""
        return Response(self._draft(self._own(pk)))

    @extend_schema(request=AnswerWrite, responses=_ANY)
    @action(detail=True, methods=["put"], url_path=r"draft/answers/(?P<key>[-a-zA-Z0-9_]{1,40})")
    def answer(self, request: Request, pk: str, key: str) -> Response:
        """Save the answer to one question; a stale revision is refused with both texts."""
        self._own(pk)
        row = operations.save_answer(
            report_id=pk,  # type: ignore[arg-type]
            key=key,
            **self.read(AnswerWrite),
            **self.stamp,
        )
        return Response(answer_json(row))

    @extend_schema(request=Adoption, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="draft/adopt")
    def adopt(self, request: Request, pk: str) -> Response:
        """Answer the questions that the cycle asks now; no answer is dropped."""
        report = self._own(pk)
        operations.adopt_questionnaire(
            report_id=report.pk,
            questionnaire_id=self.read(Adoption)["questionnaire"],
            **self.stamp,
        )
        return Response(self._draft(self._own(pk)))

    @extend_schema(request=CopyBeside, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="draft/copy-beside")
    def copy_beside(self, request: Request, pk: str) -> Response:
        """Copy an answer that is not submitted into a question that is asked."""
        report = self._own(pk)
        row = operations.copy_aside(report_id=report.pk, **self.read(CopyBeside), **self.stamp)
        return Response(answer_json(row))

    @extend_schema(request={"multipart/form-data": AnswerFile}, responses=_ANY)
    @action(
        detail=True,
        methods=["post", "get"],
        url_path=r"draft/answers/(?P<key>[-a-zA-Z0-9_]{1,40})/file",
    )
    def answer_file(self, request: Request, pk: str, key: str) -> Any:
        """Answer a question with a file (POST), or get the file that answers it (GET)."""
        report = self._own(pk)
        if request.method == "GET":
            subject = _uuid(request.query_params.get("subject", ""))
            return download(*answers.draft_file(self.actor, report, key, subject))
        row = operations.attach_answer_file(
            report_id=report.pk, key=key, **self.read(AnswerFile), **self.stamp
        )
        return Response(answer_json(row))

    @extend_schema(request=StatusWrite, responses=_ANY)
    @action(detail=True, methods=["put"], url_path=rf"draft/statuses/(?P<commitment>{UUID_REGEX})")
    def status_of(self, request: Request, pk: str, commitment: str) -> Response:
        """Say where one of your registered commitments stands."""
        self._own(pk)
        row = operations.save_status(
            report_id=pk,  # type: ignore[arg-type]
            commitment_id=commitment,  # type: ignore[arg-type]
            **self.read(StatusWrite),
            **self.stamp,
        )
        return Response({"status": row.status, "note": row.note, "revision": row.revision})

    @extend_schema(request=ObservationWrite, responses={201: _ANY})
    @action(detail=True, methods=["post"], url_path="draft/observations")
    def observations(self, request: Request, pk: str) -> Response:
        """Add a value of an indicator."""
        self._own(pk)
        sent = self.read(ObservationWrite)
        row = operations.add_observation(
            report_id=pk,  # type: ignore[arg-type]
            term_id=sent.pop("indicator", None),
            indicator_key=sent.pop("own_indicator", None),
            **sent,
            **self.stamp,
        )
        return Response(
            {"id": row.pk, "revision": row.revision, **observation_json(row)},
            status=status.HTTP_201_CREATED,
        )

    @extend_schema(request=ObservationChange, responses=_ANY)
    @action(
        detail=True,
        methods=["patch", "delete"],
        url_path=rf"draft/observations/(?P<value>{UUID_REGEX})",
    )
    def observation(self, request: Request, pk: str, value: str) -> Response:
        """Change a value (PATCH), or take it out of the draft (DELETE)."""
        self._own(pk)
        where: Any = {"report_id": pk, "observation_id": value}
        if request.method == "DELETE":
            operations.remove_observation(**where, **self.read(ReadRevision), **self.stamp)
            return Response(status=status.HTTP_204_NO_CONTENT)
        row = operations.save_observation(**where, **self.read(ObservationChange), **self.stamp)
        return Response({"id": row.pk, "revision": row.revision, **observation_json(row)})

    @extend_schema(request=ReadersWrite, responses=_ANY)
    @action(detail=True, methods=["put"], url_path="draft/readers")
    def readers(self, request: Request, pk: str) -> Response:
        """Choose who may read the report once it is submitted, and whether it may be quoted."""
        self._own(pk)
        row = operations.save_choices(
            report_id=pk,  # type: ignore[arg-type]
            **self.read(ReadersWrite),
            **self.stamp,
        )
        return Response(
            {
                "visibility": row.visibility,
                "may_quote": row.may_quote,
                "revision": row.choice_revision,
            }
        )

    @extend_schema(request=Submission, responses=_ANY)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Hand in the draft you checked; sent again, the receipt is the same."""
        queries.get_report_for(self.actor, "submit", pk)  # type: ignore[arg-type]
        version = operations.submit_report(
            report_id=pk,  # type: ignore[arg-type]
            **self.read(Submission),
            **self.stamp,
        )
        return Response(version_line_json(version) | {"receipt": version.receipt_key})
