"""Commitments over the API: the twins of the pages, through the same operations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.access import allowed_actions
from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.pagination import Pages
from gfmd_platform.stakeholders.api.base import TwinViewSet

from .. import operations
from ..content import draft_content, version_content
from ..enums import CommitmentKind, CommitmentState
from ..models import Commitment
from ..queries import commitments as queries
from ..queries import milestones, services, signatories
from ..transitions import COMMITMENT
from .commitment_shapes import (
    Amendment,
    CommitmentRevision,
    CommitmentWrite,
    commitment_json,
    commitment_version_json,
    content_json,
    owner_json,
)
from .joint_shapes import (
    MilestonePlan,
    ServiceProposal,
    SignatoryInvite,
    joint_json,
    service_json,
    signatory_json,
)
from .questions import CommitmentQuestionActions
from .shapes import (
    Reason,
    observation_json,
)

_ANY = OpenApiTypes.OBJECT
_FILTERS = [
    OpenApiParameter("scope", enum=["public", "own"], description="`own`: drafts you may write."),
    OpenApiParameter("q", description="Words of the title."),
    OpenApiParameter("kind", enum=CommitmentKind.values),
    OpenApiParameter("state", enum=[CommitmentState.REGISTERED, CommitmentState.WITHDRAWN]),
    OpenApiParameter("term", description="A theme and all below it: `gcm-2018:5`."),
    OpenApiParameter("stakeholder_kind"),
    OpenApiParameter("owner", description="Its own and those it confirmed jointly; an id."),
]


def _uuid(text: str) -> UUID | None:
    """An id; None, which narrows nothing, for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


class CommitmentPages(Pages):
    ordering = ("-state_at", "pk")


@extend_schema_view(
    list=extend_schema(operation_id="commitments_list", parameters=_FILTERS, responses=_ANY),
    retrieve=extend_schema(responses=_ANY),
    create=extend_schema(request=CommitmentWrite, responses={201: _ANY}),
    partial_update=extend_schema(request=CommitmentWrite, responses=_ANY),
    destroy=extend_schema(responses={204: None}),
)
class CommitmentViewSet(CommitmentQuestionActions, TwinViewSet):
    """Commitments. Who may read what is the permission table's, as on the pages."""

    permission_classes = [IsAuthenticatedOrReadOnly]
    queryset = Commitment.objects.none()
    serializer_class = CommitmentWrite
    pagination_class = CommitmentPages

    def list(self, request: Request) -> Response:
        asked = request.query_params
        if asked.get("scope") == "own":
            page = self.paginate_queryset(queries.drafts_of(self.actor)) or []
            return self.get_paginated_response([self._draft(row) for row in page])
        found = queries.filtered(
            queries.published(),
            text=asked.get("q", ""),
            kind=asked.get("kind", ""),
            state=asked.get("state", ""),
            term=asked.get("term", ""),
            stakeholder_kind=asked.get("stakeholder_kind", ""),
            owner=_uuid(asked.get("owner", "")),
        )
        page = self.paginate_queryset(found) or []
        return self.get_paginated_response([commitment_json(row) for row in page])

    @staticmethod
    def _draft(row: Commitment) -> dict[str, Any]:
        return {
            "id": row.pk,
            "owner": owner_json(row),
            "state": row.state,
            "title": row.title,
            "revision": row.revision,
        }

    def retrieve(self, request: Request, pk: str) -> Response:
        """What is public; to its own members also the draft and the steps they can take."""
        return Response(self._detail(pk))

    def _detail(self, pk: Any) -> dict[str, Any]:
        commitment = queries.get_commitment(self.actor, pk)
        actions = allowed_actions(self.actor, commitment)
        version = commitment.current_version
        body: dict[str, Any] = {"id": commitment.pk, "owner": owner_json(commitment)}
        if "invite" in actions or "draft" in actions:
            body["asked"] = [signatory_json(row) for row in signatories.asked(commitment)]
        if version is not None:
            body |= commitment_json(commitment)
            named = signatories.named(version)
            body |= joint_json(
                commitment,
                signatories=named,
                milestones=milestones.of_commitment(commitment, timezone.localdate()),
                services=services.confirmed_for(commitment, self.actor),
            )
            body["observed"] = [
                {
                    "indicator": one.indicator.key,
                    "reported_by": row.version.subject.stakeholder_id,
                    "report": row.version.subject_id,
                }
                | observation_json(row)
                for one in queries.observations_of(
                    self.actor,
                    commitment,
                    version.indicators.all(),
                    [row.stakeholder_id for row in named],
                )
                for row in one.rows
            ]
            body["current"] = commitment_version_json(version, version_content(version))
            body["versions"] = [
                {"no": v.no, "at": v.at, "reason": v.reason, "hash": v.content_hash}
                for v in commitment.versions.order_by("-no")
            ]
            body["reported"] = [
                {
                    "report": row.version.subject_id,
                    "cycle": row.version.subject.cycle_id,
                    "version": row.version.no,
                    "at": row.version.at,
                    "status": row.status,
                    "note": row.note,
                }
                for row in queries.reported_statuses(self.actor, commitment)
            ]
        if "draft" in actions:
            body["state"] = commitment.state
            body["draft"] = content_json(draft_content(commitment))
            body["revision"] = commitment.revision
            body["steps"] = [s.verb for s in COMMITMENT.available(commitment.state, actions)]
        return body

    def create(self, request: Request) -> Response:
        """Begin a draft for a stakeholder in which you have a seat."""
        sent = self._sent(request)
        owner = sent.validated_data.get("owner")
        if owner is None:
            raise Invalid({"owner": [_("Say whose commitment it is.")]})
        made = operations.draft_commitment(owner_id=owner, **sent.values(), **self.stamp)
        return Response(self._detail(made.pk), status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Save the draft; `revision` is the one you have read."""
        queries.get_commitment_for(self.actor, "draft", pk)  # type: ignore[arg-type]
        sent = self._sent(request)
        if "revision" not in sent.validated_data:
            raise Invalid({"revision": [_("Say which revision you have read.")]})
        operations.edit_commitment(
            commitment_id=pk,  # type: ignore[arg-type]
            revision=sent.validated_data["revision"],
            **sent.values(),
            **self.stamp,
        )
        return Response(self._detail(pk))

    @staticmethod
    def _sent(request: Request) -> CommitmentWrite:
        sent = CommitmentWrite(data=request.data)
        sent.is_valid(raise_exception=True)
        return sent

    def destroy(self, request: Request, pk: str) -> Response:
        """Really delete a draft that was never registered."""
        operations.discard_commitment(commitment_id=pk, **self.stamp)  # type: ignore[arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _step(self, operation: Any, pk: str, **values: Any) -> Response:
        operation(commitment_id=pk, **values, **self.stamp)
        return Response(self._detail(pk))

    @extend_schema(request=CommitmentRevision, responses=_ANY)
    @action(detail=True, methods=["post"])
    def register(self, request: Request, pk: str) -> Response:
        """Make it public at once, as version 1."""
        queries.get_commitment(self.actor, pk)  # type: ignore[arg-type]
        return self._step(operations.register_commitment, pk, **self.read(CommitmentRevision))

    @extend_schema(request=Amendment, responses=_ANY)
    @action(detail=True, methods=["post"])
    def amend(self, request: Request, pk: str) -> Response:
        """Publish the edited text as the next version, with the reason."""
        queries.get_commitment(self.actor, pk)  # type: ignore[arg-type]
        return self._step(operations.amend_commitment, pk, **self.read(Amendment))

    @extend_schema(request=Reason, responses=_ANY)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Show it as withdrawn, with the reason."""
        queries.get_commitment(self.actor, pk)  # type: ignore[arg-type]
        return self._step(operations.withdraw_commitment, pk, **self.read(Reason))

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="drop-amendment")
    def drop_amendment(self, request: Request, pk: str) -> Response:
        """Put the draft back to what is public."""
        return self._step(operations.discard_amendment, pk)

    @extend_schema(request=SignatoryInvite, responses={201: _ANY})
    @action(detail=True, methods=["post"])
    def signatories(self, request: Request, pk: str) -> Response:
        """Ask a stakeholder to make it jointly."""
        queries.get_commitment_for(self.actor, "invite", pk)  # type: ignore[arg-type]
        sent = self.read(SignatoryInvite)
        row = operations.invite_signatory(
            commitment_id=pk,  # type: ignore[arg-type]
            stakeholder_id=sent["stakeholder"],
            part=sent["part"],
            **self.stamp,
        )
        return Response(signatory_json(row), status=status.HTTP_201_CREATED)

    @extend_schema(request=MilestonePlan, responses={201: _ANY})
    @action(detail=True, methods=["post"])
    def milestones(self, request: Request, pk: str) -> Response:
        """Plan a milestone; public at once."""
        queries.get_commitment_for(self.actor, "plan_milestone", pk)  # type: ignore[arg-type]
        operations.plan_milestone(commitment_id=pk, **self.read(MilestonePlan), **self.stamp)  # type: ignore[arg-type]
        return Response(self._detail(pk), status=status.HTTP_201_CREATED)

    @extend_schema(request=ServiceProposal, responses={201: _ANY})
    @action(detail=True, methods=["post"], url_path="serving")
    def serving(self, request: Request, pk: str) -> Response:
        """Say that a public partnership or example serves it; the other side confirms."""
        queries.get_commitment(self.actor, pk)  # type: ignore[arg-type]
        sent = self.read(ServiceProposal)
        made = operations.propose_service(
            commitment_id=pk,  # type: ignore[arg-type]
            serving_id=sent["serving"],
            **self.stamp,
        )
        found = services.question(made.pk, self.actor)
        return Response(service_json(found), status=status.HTTP_201_CREATED)

    @extend_schema(responses=_ANY)
    @action(detail=True, url_path=r"versions/(?P<no>[0-9]{1,6})")
    def versions(self, request: Request, pk: str, no: str) -> Response:
        """One version, as it was published."""
        commitment = queries.get_commitment(self.actor, pk)  # type: ignore[arg-type]
        version = queries.get_version(commitment, int(no))
        return Response(commitment_version_json(version, version_content(version)))
