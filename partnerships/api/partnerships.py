"""Partnerships over the API: the twins of the pages, through the same operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from gfmd_platform.access import allowed_actions, check
from gfmd_platform.access.exceptions import Invalid, NotVisible
from gfmd_platform.pagination import Pages

from ..forms.partnership_filters import PartnershipFilter
from ..models import Partnership, PartnershipVersion
from ..operations import partners as partner_operations
from ..operations import partnerships as operations
from ..partnership_content import PARTNERSHIP as CONTENT
from ..policies import partnership_steps
from ..queries import deliverables, partners
from ..queries import partnerships as queries
from .base import TwinViewSet
from .partnership_shapes import (
    HoldReason,
    InviteWrite,
    PartnershipWrite,
    ReasonedStep,
    asked_json,
    deliverable_json,
    partner_json,
    summary_json,
    version_json,
)
from .writing import Revision, content_json

_ANY = OpenApiTypes.OBJECT
SCOPES = ("public", "own", "on_hold")


class PartnershipPages(Pages):
    ordering: Any = ("-registered_at", "pk")


class OwnPages(Pages):
    ordering: Any = ("-state_at", "pk")


@extend_schema_view(
    list=extend_schema(
        operation_id="partnerships_list",
        parameters=[
            OpenApiParameter(
                "scope",
                enum=SCOPES,
                description="`public` (the default), `own`: what you may draft, or `on_hold`: "
                "what the Support Unit has taken from the public.",
            )
        ],
        responses=_ANY,
    ),
    retrieve=extend_schema(responses=_ANY),
    create=extend_schema(request=PartnershipWrite, responses={201: _ANY}),
    partial_update=extend_schema(request=PartnershipWrite, responses=_ANY),
    destroy=extend_schema(responses={204: None}),
)
class PartnershipViewSet(TwinViewSet):
    """Partnerships with their partners and deliverables."""

    queryset = Partnership.objects.none()
    serializer_class = PartnershipWrite
    filterset_class = PartnershipFilter
    pagination_class: type[Pages] = PartnershipPages

    # --- reading

    def list(self, request: Request) -> Response:
        scope = request.query_params.get("scope", "public")
        if scope not in SCOPES:
            raise Invalid({"scope": [f"One of {', '.join(SCOPES)}."]})
        if scope == "public":
            found: QuerySet[Partnership] = self.filter_queryset(queries.public())
            page = self.paginate_queryset(found) or []
            return self.get_paginated_response([summary_json(e) for e in queries.listed(page)])
        self.pagination_class = OwnPages
        own = queries.own_partnerships if scope == "own" else queries.on_hold
        page = self.paginate_queryset(own(self.actor)) or []
        return self.get_paginated_response([self._brief(partnership) for partnership in page])

    def _brief(self, partnership: Partnership) -> dict[str, Any]:
        return {
            "id": partnership.pk,
            "title": queries.title_of(partnership),
            "lead": queries.lead_name(partnership),
            "state": partnership.state,
            "state_at": partnership.state_at,
            "revision": partnership.revision,
        }

    def retrieve(self, request: Request, pk: UUID) -> Response:
        """What is public of it; to members and those invited also a draft; to its lead the text
        that is worked on and who was asked; to all of them the steps they can take."""
        return Response(self._detail(queries.readable(pk, self.actor)))

    def _detail(self, partnership: Partnership) -> dict[str, Any]:
        actor = self.actor
        actions = allowed_actions(actor, partnership) if actor.is_signed_in else frozenset()
        is_draft = partnership.current_version_id is None
        body: dict[str, Any] = {
            "id": partnership.pk,
            "state": partnership.state,
            "registered_at": partnership.registered_at,
            "partners": [partner_json(p) for p in queries.shown_partners(partnership)],
            "deliverables": [deliverable_json(d) for d in deliverables.of_partnership(partnership)],
            "published": None,
            "versions": [],
        }
        if not is_draft:
            versions = queries.versions(partnership)
            body["published"] = version_json(versions[0])
            body["versions"] = [
                {"no": v.no, "at": v.at, "hash": v.content_hash, "reason": v.reason}
                for v in versions
            ]
        if is_draft or "draft" in actions:
            body["draft"] = content_json(queries.text_values(partnership), CONTENT)
        if "draft" in actions:
            body["revision"] = partnership.revision
            body["asked"] = [asked_json(p) for p in partners.asked_partners(partnership)]
        if actor.is_signed_in:
            body["steps"] = sorted(partnership_steps(partnership, actions))
        if actions & {"draft", "plan_deliverable", "leave", "moderate"}:
            body["hold_reason"] = partnership.hold_reason
        return body

    def _after(self, partnership_id: UUID, code: int = status.HTTP_200_OK) -> Response:
        return Response(self._detail(queries.readable(partnership_id, self.actor)), status=code)

    @extend_schema(responses=_ANY)
    @action(detail=True, methods=["get"], url_path="versions/(?P<no>[0-9]{1,9})")
    def version(self, request: Request, pk: UUID, no: str) -> Response:
        """One public version."""
        partnership = queries.readable(pk, self.actor)
        return Response(version_json(queries.version_and_before(partnership, int(no))[0]))

    # --- the lead's steps

    def create(self, request: Request) -> Response:
        """Begin a draft. With `key`, sending it twice makes one."""
        sent = self.sent(PartnershipWrite)
        data = sent.validated_data
        if "owner" not in data:
            raise Invalid({"owner": [_("Say who leads it.")]})
        partnership = operations.draft_partnership(
            owner_id=data["owner"],
            values=sent.values(),
            by=self.actor,
            now=timezone.now(),
            partnership_id=data.get("key"),
            revision=data.get("revision", 1),
        )
        return self._after(partnership.pk, status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change the text that is worked on; `revision` is the one you have read."""
        queries.own(pk, self.actor)
        sent = self.sent(PartnershipWrite)
        if "revision" not in sent.validated_data:
            raise Invalid({"revision": [_("Say which revision you have read.")]})
        operations.edit_partnership(
            partnership_id=pk,
            revision=sent.validated_data["revision"],
            values=sent.values(),
            by=self.actor,
            now=timezone.now(),
        )
        return self._after(pk)

    def destroy(self, request: Request, pk: UUID) -> Response:
        """Really delete a draft."""
        operations.discard_partnership(partnership_id=pk, by=self.actor, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _receipt(self, pk: UUID, version: PartnershipVersion) -> Response:
        receipt = {"id": version.pk, "no": version.no, "hash": version.content_hash}
        return Response({**self._after(pk).data, "receipt": receipt})

    @extend_schema(request=Revision, responses=_ANY)
    @action(detail=True, methods=["post"])
    def register(self, request: Request, pk: UUID) -> Response:
        """Make it public at once; the same revision sent again is the same version."""
        queries.own(pk, self.actor)
        data = self.sent(Revision).validated_data
        version = operations.register_partnership(
            partnership_id=pk, revision=data["revision"], by=self.actor, now=timezone.now()
        )
        return self._receipt(pk, version)

    @extend_schema(request=ReasonedStep, responses=_ANY)
    @action(detail=True, methods=["post"])
    def amend(self, request: Request, pk: UUID) -> Response:
        """Publish the changed text as the next version, with the reason."""
        queries.own(pk, self.actor)
        data = self.sent(ReasonedStep).validated_data
        version = operations.amend_partnership(
            partnership_id=pk, by=self.actor, now=timezone.now(), **data
        )
        return self._receipt(pk, version)

    def _step(self, operation: Callable[..., Any], pk: UUID, **more: Any) -> Response:
        operation(partnership_id=pk, by=self.actor, now=timezone.now(), **more)
        return self._after(pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def drop_changes(self, request: Request, pk: UUID) -> Response:
        """Give up what was not published."""
        return self._step(operations.drop_changes, pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def conclude(self, request: Request, pk: UUID) -> Response:
        """Say that it is concluded; it stays public."""
        return self._step(operations.conclude_partnership, pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: UUID) -> Response:
        """A concluded partnership goes on."""
        return self._step(operations.resume_partnership, pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: UUID) -> Response:
        """Take it from the public for good."""
        return self._step(operations.withdraw_partnership, pk)

    # --- the Support Unit's

    @extend_schema(request=HoldReason, responses=_ANY)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: UUID) -> Response:
        """Take it from the public for now, with the reason."""
        check(self.actor, "moderate", queries.readable(pk, self.actor))
        return self._step(operations.hold_partnership, pk, **self.sent(HoldReason).validated_data)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: UUID) -> Response:
        """Show it to the public again."""
        return self._step(operations.release_partnership, pk)

    # --- partners

    @extend_schema(request=InviteWrite, responses={201: _ANY})
    @action(detail=True, methods=["post"])
    def invite(self, request: Request, pk: UUID) -> Response:
        """Ask a stakeholder to take part."""
        check(self.actor, "invite", queries.readable(pk, self.actor))
        data = self.sent(InviteWrite).validated_data
        partner = partner_operations.invite_partner(
            partnership_id=pk,
            stakeholder_id=data["stakeholder"],
            role=data["role"],
            note=data["note"],
            by=self.actor,
            now=timezone.now(),
        )
        return Response(asked_json(partner), status=status.HTTP_201_CREATED)


class InvitationPages(Pages):
    ordering: Any = ("invited_at", "pk")


@extend_schema_view(
    list=extend_schema(operation_id="invitations_to_partnerships_list", responses=_ANY),
    retrieve=extend_schema(responses=_ANY),
)
class PartnerViewSet(TwinViewSet):
    """Invitations: those that wait for you, and the answers to them. What is planned is read at
    the partnership's own address while the invitation stands."""

    queryset = Partnership.objects.none()
    serializer_class = InviteWrite
    pagination_class = InvitationPages

    def list(self, request: Request) -> Response:
        """Invitations that wait for your answer."""
        page = self.paginate_queryset(partners.invitations_for(self.actor)) or []
        return self.get_paginated_response([asked_json(partner) for partner in page])

    def retrieve(self, request: Request, pk: UUID) -> Response:
        """One invitation to a stakeholder for which you speak."""
        return Response(asked_json(partners.invitation(pk, self.actor)))

    def _settle(self, operation: Callable[..., Any], pk: UUID) -> Response:
        partner = operation(partner_id=pk, by=self.actor, now=timezone.now())
        return Response({"id": pk, "answer": partner.answer})

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: UUID) -> Response:
        """Take part; from now on the stakeholder is shown."""
        return self._settle(partner_operations.accept_partnership, pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: UUID) -> Response:
        """Do not take part; only the lead learns of it."""
        return self._settle(partner_operations.decline_partnership, pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: UUID) -> Response:
        """Take part no longer; open deliverables pass to the lead."""
        return self._settle(partner_operations.leave_partnership, pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def take_back(self, request: Request, pk: UUID) -> Response:
        """The lead takes back what was not answered."""
        try:
            partners.invited_by(pk, self.actor)
        except NotVisible:
            partners.invitation(pk, self.actor)  # who was asked may know it, not take it back
        return self._settle(partner_operations.revoke_invitation, pk)


def register(router: BaseRouter) -> None:
    router.register("partnerships", PartnershipViewSet, basename="partnership")
    router.register("invitations-to-partnerships", PartnerViewSet, basename="partner")
