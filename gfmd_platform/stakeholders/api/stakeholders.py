from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.pagination import Pages
from gfmd_platform.taxonomy import queries as taxonomy

from .. import operations, queries
from ..enums import StakeholderKind, StakeholderState
from ..handover import open_matters
from ..limits import may_apply
from ..models import Stakeholder
from .base import TwinViewSet, language
from .serializers import (
    ApplicationOut,
    ApplyIn,
    ConfirmIn,
    ContactOut,
    DeclineIn,
    EditIn,
    InvitationOut,
    InviteIn,
    MembershipOut,
    NominationIn,
    OpenMattersOut,
    RegisterIn,
    Sent,
    SharedContactOut,
    StakeholderOut,
    VersionOut,
)


class StakeholderFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="by_text", label="Words of the name")
    kind = django_filters.ChoiceFilter(choices=StakeholderKind.choices)
    country = django_filters.ChoiceFilter(
        field_name="country", choices=lambda: taxonomy.country_choices(), label="M49 code"
    )
    region = django_filters.ChoiceFilter(
        method="by_region", choices=lambda: taxonomy.region_choices(), label="M49 code"
    )

    class Meta:
        model = Stakeholder
        fields: list[str] = []

    def by_text(self, rows: Any, name: str, value: str) -> Any:
        return queries.filtered(rows, text=value)

    def by_region(self, rows: Any, name: str, value: str) -> Any:
        return queries.filtered(rows, region=value)


class ByName(Pages):
    ordering = ("sort_name", "pk")  # type: ignore[assignment]


class LongestWaiting(Pages):
    ordering = ("state_at", "pk")  # type: ignore[assignment]


class StakeholderViewSet(TwinViewSet):
    """Who takes part. Reading is open; other steps as the permission table says."""

    queryset = Stakeholder.objects.none()
    serializer_class = StakeholderOut
    filterset_class = StakeholderFilter
    pagination_class = ByName
    permission_classes = [AllowAny]

    def get_queryset(self) -> QuerySet[Stakeholder]:
        return queries.taking_part().select_related("current_version")

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(StakeholderOut(page, many=True).data)

    def _found(self, pk: str) -> Stakeholder:
        return queries.get_stakeholder(self.actor, UUID(pk))

    def _for(self, step: str, pk: str) -> Stakeholder:
        """Who may is asked before what was sent is read."""
        return queries.get_for(self.actor, step, UUID(pk))

    def _answer(self, stakeholder: Stakeholder) -> Response:
        """The stakeholder as it stands, with what the actor may read of its application."""
        found = queries.get_stakeholder(self.actor, stakeholder.pk)
        full = self.actor.is_support_unit or (
            found.applicant_id is not None and found.applicant == self.actor.person
        )
        return Response((ApplicationOut if full else StakeholderOut)(found).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._answer(self._found(pk))

    @extend_schema(request=EditIn, responses=StakeholderOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Make a new version; 409 with both texts when somebody saved in between."""
        stakeholder = self._for("edit", pk)
        changes = self.read(EditIn)
        revision = changes.pop("revision")
        operations.edit_stakeholder(
            stakeholder=stakeholder, revision=revision, changes=changes, **self.stamp
        )
        return self._answer(stakeholder)

    @extend_schema(request=ApplyIn, responses={202: Sent})
    @action(detail=False, methods=["post"])
    def apply(self, request: Request) -> Response:
        """Apply to take part. A link is mailed; the application goes out when it is confirmed."""
        words = self.read(ApplyIn)
        if not may_apply(request._request):
            raise Throttled(wait=60)
        operations.apply_for(**words, language=language(), **self.stamp)
        detail = _("We have sent a link to the address you gave.")
        return Response({"detail": detail}, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=RegisterIn, responses={201: StakeholderOut})
    @action(detail=False, methods=["post"])
    def register(self, request: Request) -> Response:
        """The Support Unit enters a State or another stakeholder."""
        queries.require_support_unit(self.actor)
        entered = operations.register_stakeholder(**self.read(RegisterIn), **self.stamp)
        answer = self._answer(entered)
        answer.status_code = status.HTTP_201_CREATED
        return answer

    @extend_schema(responses=ApplicationOut(many=True))
    @action(detail=False, methods=["get"], filterset_class=None)
    def applications(self, request: Request) -> Response:
        """What waits for the Support Unit, the longest waiting first; `?state=declined` for what
        it declined."""
        queries.require_support_unit(self.actor)
        state = request.query_params.get("state", StakeholderState.APPLIED)
        if state != StakeholderState.DECLINED:
            state = StakeholderState.APPLIED
        rows = queries.applications(state).select_related("current_version")
        pages = LongestWaiting()
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(ApplicationOut(page, many=True).data)

    @extend_schema(responses=SharedContactOut(many=True), filters=False)
    @action(
        detail=False,
        methods=["get"],
        url_path="shared-contacts",
        pagination_class=None,
        filterset_class=None,
    )
    def shared_contacts(self, request: Request) -> Response:
        """For the Support Unit: members of all stakeholders who chose to show how they can be
        reached; `?kind=state` for those of a kind."""
        queries.require_support_unit(self.actor)
        rows = queries.shared_contacts(self.actor, kind=request.query_params.get("kind", ""))
        return Response(SharedContactOut(rows, many=True).data)

    @extend_schema(request=ConfirmIn, responses=ApplicationOut)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        stakeholder = self._for("confirm", pk)
        return self._answer(
            operations.confirm(stakeholder=stakeholder, **self.read(ConfirmIn), **self.stamp)
        )

    @extend_schema(request=DeclineIn, responses=ApplicationOut)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        stakeholder = self._for("confirm", pk)
        return self._answer(
            operations.decline(stakeholder=stakeholder, **self.read(DeclineIn), **self.stamp)
        )

    @extend_schema(request=None, responses=ApplicationOut)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        return self._answer(operations.reopen(stakeholder=self._for("confirm", pk), **self.stamp))

    @extend_schema(request=None, responses=StakeholderOut)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Note that the stakeholder no longer takes part."""
        return self._answer(
            operations.end_participation(stakeholder=self._for("confirm", pk), **self.stamp)
        )

    @extend_schema(responses=VersionOut(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def versions(self, request: Request, pk: str) -> Response:
        return Response(VersionOut(self._found(pk).versions.order_by("-no"), many=True).data)

    @extend_schema(responses=ContactOut(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def contacts(self, request: Request, pk: str) -> Response:
        """Members who chose to show you how they can be reached."""
        return Response(
            ContactOut(queries.shown_members(self.actor, self._found(pk)), many=True).data
        )

    @extend_schema(responses=MembershipOut(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def members(self, request: Request, pk: str) -> Response:
        stakeholder = queries.get_for(self.actor, "see_members", UUID(pk))
        return Response(MembershipOut(queries.members(stakeholder), many=True).data)

    @extend_schema(responses=OpenMattersOut(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def handover(self, request: Request, pk: str) -> Response:
        """What is open for the stakeholder, for the focal point who takes over."""
        queries.get_to_take_over(self.actor, UUID(pk))
        return Response(OpenMattersOut(open_matters(self.actor, UUID(pk)), many=True).data)

    @extend_schema(methods=["get"], responses=InvitationOut(many=True), filters=False)
    @extend_schema(methods=["post"], request=InviteIn, responses={201: InvitationOut})
    @action(detail=True, methods=["get", "post"], pagination_class=None, filterset_class=None)
    def invitations(self, request: Request, pk: str) -> Response:
        """Unanswered invitations; inviting another member."""
        if request.method == "POST":
            stakeholder = self._for("manage_members", pk)
            sent = operations.invite_member(
                stakeholder=stakeholder,
                **self.read(InviteIn),
                language=language(),
                **self.stamp,
            )
            return Response(InvitationOut(sent).data, status=status.HTTP_201_CREATED)
        stakeholder = queries.get_for_any(self.actor, ("manage_members", "nominate"), UUID(pk))
        rows = queries.invitations(stakeholder, self.stamp["now"])
        return Response(InvitationOut(rows, many=True).data)

    @extend_schema(request=NominationIn, responses={201: InvitationOut})
    @action(detail=True, methods=["post"])
    def nominations(self, request: Request, pk: str) -> Response:
        """Record the note verbale or letter that names a focal point, who is then invited."""
        stakeholder = self._for("nominate", pk)
        nomination = operations.record_nomination(
            stakeholder=stakeholder,
            **self.read(NominationIn),
            language=language(),
            **self.stamp,
        )
        invitation = nomination.invitations.get()
        return Response(InvitationOut(invitation).data, status=status.HTTP_201_CREATED)
