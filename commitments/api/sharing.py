"""Parts of a draft in colleagues' hands, over the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.cycles.enums import Part
from gfmd_platform.stakeholders.api.base import UUID_REGEX

from .. import operations
from ..models import Report
from ..queries.reports import get_report_for
from .drafts import draft_json

Shape = serializers.Serializer[Any]
_ANY = OpenApiTypes.OBJECT


class Contributor(Shape):
    """A colleague by their seat (`membership`), or somebody new by `email` and `name`."""

    membership = serializers.UUIDField(required=False)
    email = serializers.EmailField(required=False)
    name = serializers.CharField(max_length=150, required=False)
    unit = serializers.CharField(max_length=150, allow_blank=True, default="")
    sections = serializers.ListField(
        child=serializers.ChoiceField(Part.choices),
        required=False,
        help_text="All parts when left out.",
    )
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")
    reads_all = serializers.BooleanField(default=False)


class ContributorGone(Shape):
    membership = serializers.UUIDField(required=False)
    contributor = serializers.IntegerField(min_value=1, required=False)


class Ready(Shape):
    ready = serializers.BooleanField(default=True)


class SharingActions:
    """Mixed into the viewset of reports."""

    def _give(self: Any, pk: Any) -> None:
        sent = self.read(Contributor)
        membership, email = sent.pop("membership", None), sent.pop("email", "")
        name = sent.pop("name", "")
        if membership is not None:
            operations.invite_contributor(
                report_id=pk, membership_id=membership, **sent, **self.stamp
            )
        elif email and name:
            operations.invite_by_mail(report_id=pk, email=email, name=name, **sent, **self.stamp)
        else:
            raise Invalid({"membership": ["Name a seat, or an address and a name."]})

    @extend_schema(request=Contributor, responses=_ANY)
    @action(detail=True, methods=["post", "delete"], permission_classes=[IsAuthenticated])
    def contributors(self: Any, request: Request, pk: str) -> Response:
        """Give parts of the draft to a colleague (POST), or end their access (DELETE)."""
        get_report_for(self.actor, "invite", pk)  # type: ignore[arg-type]
        if request.method == "DELETE":
            sent = self.read(ContributorGone)
            operations.remove_contributor(
                report_id=pk,  # type: ignore[arg-type]
                membership_id=sent.get("membership"),
                contributor_id=sent.get("contributor"),
                **self.stamp,
            )
        else:
            self._give(pk)
        return Response(draft_json(self.actor, self._own(pk)))

    @extend_schema(request=Ready, responses=_ANY)
    @action(
        detail=True,
        methods=["post"],
        url_path=r"draft/sections/(?P<section>[a-z]{1,20})/ready",
        permission_classes=[IsAuthenticated],
    )
    def ready(self: Any, request: Request, pk: str, section: str) -> Response:
        """Say that your part is ready, or not yet after all."""
        report: Report = self._own(pk)
        operations.hand_back(report_id=report.pk, section=section, **self.read(Ready), **self.stamp)
        return Response(draft_json(self.actor, self._own(pk)))

    @extend_schema(request=None, responses=_ANY)
    @action(
        detail=True,
        methods=["post"],
        url_path=rf"draft/assignments/(?P<assignment>{UUID_REGEX})/again",
        permission_classes=[IsAuthenticated],
    )
    def again(self: Any, request: Request, pk: str, assignment: str) -> Response:
        """Give a part that was handed back to its writer again."""
        report: Report = self._own(pk)
        operations.ask_again(
            report_id=report.pk,
            assignment_id=assignment,  # type: ignore[arg-type]
            **self.stamp,
        )
        return Response(draft_json(self.actor, self._own(pk)))
