"""Joint reports over the API: begun, asked, confirmed, declined, left; twins of the pages."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.interface.languages import TEXT_LANGUAGES
from gfmd_platform.stakeholders.api.base import TwinViewSet

from .. import operations
from ..models import CoSignatory, Report
from ..queries import drafts, signing
from ..queries.reports import get_report_for
from ..report_content import ReportContent, draft_rows, of_draft

Shape = serializers.Serializer[Any]
_ANY = OpenApiTypes.OBJECT


class JointStart(Shape):
    cycle = serializers.UUIDField()
    stakeholder = serializers.UUIDField(help_text="The lead, whose people write it.")
    title = serializers.CharField(max_length=200)
    language = serializers.ChoiceField(TEXT_LANGUAGES, default="en")


class JointTitle(Shape):
    title = serializers.CharField(max_length=200)
    revision = serializers.IntegerField(min_value=0, help_text="`readers.revision` of the draft.")


class CoSignatoryInvite(Shape):
    stakeholder = serializers.UUIDField()


class CoSignatoryConfirm(Shape):
    text_hash = serializers.CharField(
        max_length=64, help_text="Of the words you have read (`text_hash` of the invitation)."
    )


def co_signatory_json(row: CoSignatory) -> dict[str, Any]:
    """For the two sides only."""
    return {
        "id": row.pk,
        "report": row.report_id,
        "stakeholder": row.stakeholder_id,
        "answer": row.answer,
        "invited_at": row.invited_at,
        "answered_at": row.answered_at,
    }


class SigningActions:
    """Mixed into the viewset of reports: what the lead does."""

    @extend_schema(request=JointStart, responses={201: _ANY})
    @action(detail=False, methods=["post"], permission_classes=[IsAuthenticated])
    def joint(self: Any, request: Request) -> Response:
        """Begin a joint report that your stakeholder leads; its own report is another."""
        sent = self.read(JointStart)
        report = operations.start_joint_report(
            cycle_id=sent["cycle"],
            stakeholder_id=sent["stakeholder"],
            title=sent["title"],
            language=sent["language"],
            **self.stamp,
        )
        return Response(self._draft(report), status=201)

    @extend_schema(request=JointTitle, responses=_ANY)
    @action(
        detail=True, methods=["put"], url_path="draft/title", permission_classes=[IsAuthenticated]
    )
    def title(self: Any, request: Request, pk: Any) -> Response:
        """Give a joint report another title; confirmations are reopened."""
        get_report_for(self.actor, "submit", pk)
        report = operations.rename_joint_report(report_id=pk, **self.read(JointTitle), **self.stamp)
        return Response({"title": report.title, "revision": report.choice_revision})

    @extend_schema(request=CoSignatoryInvite, responses=_ANY)
    @action(
        detail=True,
        methods=["get", "post"],
        url_path="draft/co-signatories",
        permission_classes=[IsAuthenticated],
    )
    def co_signatories(self: Any, request: Request, pk: Any) -> Response:
        """Whom you asked and what they answered (GET); ask one more (POST)."""
        report: Report = self._own(pk)
        if not report.is_joint:
            raise NotVisible("No joint report.")
        if request.method == "POST":
            get_report_for(self.actor, "invite_co_signatory", pk)
            sent = self.read(CoSignatoryInvite)
            operations.invite_co_signatory(
                report_id=report.pk, stakeholder_id=sent["stakeholder"], **self.stamp
            )
        rows = signing.asked(report, of_draft(report).text_hash)
        return Response(
            {
                "co_signatories": [
                    co_signatory_json(one.row)
                    | {"name": one.row.name, "confirmed_this_text": one.is_confirmed}
                    for one in rows
                ]
            }
        )


@extend_schema_view(retrieve=extend_schema(responses=_ANY))
class CoSignatoryViewSet(TwinViewSet):
    """Invitations to sign a joint report, for those who answer them."""

    permission_classes = [IsAuthenticated]
    queryset = CoSignatory.objects.none()
    serializer_class = CoSignatoryConfirm

    def retrieve(self, request: Request, pk: str) -> Response:
        """What you are asked to sign, with the `text_hash` to confirm."""
        row = signing.invitation(pk, self.actor)  # type: ignore[arg-type]
        body = co_signatory_json(row)
        if row.answer in ("invited", "confirmed") and row.report.drafting:
            rows = draft_rows(row.report)
            content = of_draft(row.report, rows)
            body |= {"text": _text(row.report, content), "text_hash": content.text_hash}
            body["confirmed_this_text"] = row.text_hash == content.text_hash
        return Response(body)

    @extend_schema(request=CoSignatoryConfirm, responses=_ANY)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Sign these words; a later edit reopens it."""
        signing.invitation(pk, self.actor)  # type: ignore[arg-type]
        values = self.read(CoSignatoryConfirm)
        return self._answer(operations.confirm_joint_report, pk, **values)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Do not sign; only the lead learns of it."""
        return self._answer(operations.decline_joint_report, pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: str) -> Response:
        """Not be named from now on."""
        return self._answer(operations.leave_joint_report, pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """Take back an invitation that was not answered; the lead's focal points."""
        signing.asked_by(pk, self.actor)  # type: ignore[arg-type]
        row = operations.revoke_co_signatory(co_signatory_id=pk, **self.stamp)  # type: ignore[arg-type]
        return Response(co_signatory_json(row))

    def _answer(self, operation: Any, pk: str, **values: Any) -> Response:
        signing.invitation(pk, self.actor)  # type: ignore[arg-type]
        row: CoSignatory = operation(co_signatory_id=pk, **values, **self.stamp)
        return Response(co_signatory_json(row))


def _text(report: Report, content: ReportContent) -> dict[str, Any]:
    """What would be submitted now, by question."""
    asked = {
        question.key: question.label
        for part in drafts.questions_of(report.questionnaire_id)
        for question in part.questions
    }
    words = content.words()
    words.pop("co_signatories", None)
    return words | {
        "answers": [said | {"question": asked.get(said["key"], "")} for said in words["answers"]]
    }
