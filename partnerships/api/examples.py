"""Practice examples over the API: the twins of the pages, through the same operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter
from rest_framework.serializers import Serializer

from gfmd_platform.access import allowed_actions
from gfmd_platform.access.exceptions import Invalid, NotVisible
from gfmd_platform.pagination import Pages

from ..forms.example_filters import ExampleFilter
from ..models import Example
from ..operations import examples as operations
from ..operations import moderation
from ..operations.moderation import Remark
from ..policies import steps_for
from ..queries import examples as queries
from ..queries.moderation import steps_of
from .answers import (
    AFTER_A_STEP,
    LISTED,
    ExampleDetail,
    ExampleFileAdded,
    ExampleReceipt,
)
from .base import TwinViewSet
from .shapes import (
    AnsweredVersion,
    AttachedFile,
    ChangesAsked,
    ExampleWrite,
    Reasoned,
    content_json,
    owner_json,
    step_json,
    summary_json,
    version_json,
)
from .writing import Revision

SCOPES = ("public", "own", "moderation")


class ExamplePages(Pages):
    ordering: Any = ("-published_at", "pk")


class OwnPages(Pages):
    ordering: Any = ("-state_at", "pk")


@extend_schema_view(
    list=extend_schema(
        parameters=[
            OpenApiParameter(
                "scope",
                enum=SCOPES,
                description="`public` (the default), `own`: what you may draft, or `moderation`: "
                "what waits for your answer.",
            )
        ],
        responses=LISTED,
    ),
    retrieve=extend_schema(responses=ExampleDetail),
    create=extend_schema(request=ExampleWrite, responses={201: ExampleDetail}),
    partial_update=extend_schema(request=ExampleWrite, responses=ExampleDetail),
    destroy=extend_schema(responses={204: None}),
)
class ExampleViewSet(TwinViewSet):
    """Practice examples. Who may read what is the permission table's, as on the pages."""

    queryset = Example.objects.none()
    serializer_class = ExampleWrite
    filterset_class = ExampleFilter
    pagination_class: type[Pages] = ExamplePages

    # --- reading

    def list(self, request: Request) -> Response:
        scope = request.query_params.get("scope", "public")
        if scope not in SCOPES:
            raise Invalid({"scope": [f"One of {', '.join(SCOPES)}."]})
        if scope == "public":
            return self._public_list()
        self.pagination_class = OwnPages
        found = queries.drafts_of if scope == "own" else queries.waiting_for
        page = self.paginate_queryset(found(self.actor))
        return self.get_paginated_response([self._brief(example) for example in page or []])

    def _public_list(self) -> Response:
        found: QuerySet[Example] = self.filter_queryset(queries.published())
        page = self.paginate_queryset(found) or []
        rows = [
            summary_json(entry, example.published_version, owner_json(example))  # type: ignore[arg-type]
            for entry, example in zip(queries.listed(page), page, strict=True)
        ]
        return self.get_paginated_response(rows)

    def _brief(self, example: Example) -> dict[str, Any]:
        version = example.submitted_version
        return {
            "id": example.pk,
            "title": version.title if version else example.title,
            "owner": owner_json(example),
            "state": example.state,
            "state_at": example.state_at,
            "version": {"id": version.pk, "no": version.no, "at": version.at} if version else None,
        }

    def retrieve(self, request: Request, pk: UUID) -> Response:
        """What is public of it; to its members also the draft, to moderators what was submitted,
        to both how it went and which steps they can take."""
        return Response(self._detail(queries.readable(pk, self.actor)))

    def _detail(self, example: Example) -> dict[str, Any]:
        actor = self.actor
        actions = allowed_actions(actor, example) if actor.is_signed_in else frozenset()
        body: dict[str, Any] = {
            "id": example.pk,
            "owner": owner_json(example),
            "archive": example.record.owner_id is None,
            "published": None,
            "published_at": example.published_at,
            "versions": [],
        }
        if example.published_version is not None:
            [published] = queries.shown(example.published_version)
            body["published"] = version_json(published)
            body["versions"] = [
                {"no": v.no, "at": v.at, "hash": v.content_hash}
                for v in queries.public_versions(example)
            ]
        if "draft" in actions:
            body["draft"] = content_json(queries.draft_values(example))
            body["revision"] = example.revision
        if actions & {"moderate", "decide"} and example.submitted_version is not None:
            [submitted] = queries.shown(example.submitted_version)
            body["submitted"] = version_json(submitted)
        if actions & {"draft", "moderate", "decide"}:
            body["state"] = example.state
            body["history"] = [step_json(step) for step in steps_of(example)]
            body["steps"] = sorted(steps_for(actor, example))
        return body

    def _after(self, example_id: UUID, code: int = status.HTTP_200_OK) -> Response:
        """The record as the actor sees it now; only its id when the step took it out of sight."""
        try:
            return Response(self._detail(queries.readable(example_id, self.actor)), status=code)
        except NotVisible:
            return Response({"id": example_id}, status=code)

    # --- the author's steps

    def create(self, request: Request) -> Response:
        """Begin a draft. With `key`, sending it twice makes one."""
        sent = self.sent(ExampleWrite)
        data = sent.validated_data
        if "owner" not in data:
            raise Invalid({"owner": [_("Say whose example it is.")]})
        example = operations.begin_example(
            owner_id=data["owner"],
            values=sent.values(),
            by=self.actor,
            now=timezone.now(),
            example_id=data.get("key"),
            revision=data.get("revision", 1),
        )
        return self._after(example.pk, status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Save the draft; `revision` is the one you have read."""
        queries.own(pk, self.actor)
        sent = self.sent(ExampleWrite)
        if "revision" not in sent.validated_data:
            raise Invalid({"revision": [_("Say which revision you have read.")]})
        operations.save_example(
            example_id=pk,
            revision=sent.validated_data["revision"],
            values=sent.values(),
            by=self.actor,
            now=timezone.now(),
        )
        return self._after(pk)

    def destroy(self, request: Request, pk: UUID) -> Response:
        """Really delete a draft that was never submitted."""
        queries.own(pk, self.actor)
        operations.discard_example(example_id=pk, by=self.actor, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=Revision, responses=ExampleReceipt)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: UUID) -> Response:
        """Send the draft to the Support Unit; the same revision sent again is the same version."""
        queries.own(pk, self.actor)
        sent = self.sent(Revision)
        version = operations.submit_example(
            example_id=pk,
            revision=sent.validated_data["revision"],
            by=self.actor,
            now=timezone.now(),
        )
        receipt = {"id": version.pk, "no": version.no, "hash": version.content_hash}
        return Response({**self._after(pk).data, "receipt": receipt})

    def _step(self, operation: Callable[..., Any], pk: UUID) -> Response:
        queries.own(pk, self.actor)
        operation(example_id=pk, by=self.actor, now=timezone.now())
        return self._after(pk)

    @extend_schema(request=None, responses=AFTER_A_STEP)
    @action(detail=True, methods=["post"])
    def recall(self, request: Request, pk: UUID) -> Response:
        """Take a submission back to change it."""
        return self._step(operations.recall_example, pk)

    @extend_schema(request=None, responses=AFTER_A_STEP)
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, pk: UUID) -> Response:
        """Begin an update; the published version stays public."""
        return self._step(operations.revise_example, pk)

    @extend_schema(request=None, responses=AFTER_A_STEP)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: UUID) -> Response:
        """Go on with the text of a declined or withdrawn example."""
        return self._step(operations.reopen_example, pk)

    @extend_schema(request=None, responses=AFTER_A_STEP)
    @action(detail=True, methods=["post"])
    def drop_update(self, request: Request, pk: UUID) -> Response:
        """Give up an update; the draft becomes again what is published."""
        return self._step(operations.drop_update, pk)

    @extend_schema(request=None, responses=AFTER_A_STEP)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: UUID) -> Response:
        """Take it from the public and from moderation."""
        return self._step(operations.withdraw_example, pk)

    @extend_schema(request={"multipart/form-data": AttachedFile}, responses={201: ExampleFileAdded})
    @action(detail=True, methods=["post"])
    def files(self, request: Request, pk: UUID) -> Response:
        """Add a file to the draft."""
        queries.own(pk, self.actor)
        data = self.sent(AttachedFile).validated_data
        held = operations.attach_file(
            example_id=pk,
            file=data["file"],
            title=data["title"],
            alternative=data["alternative"],
            by=self.actor,
            now=timezone.now(),
        )
        return Response(
            {"id": held.pk, "title": held.title, "sha256": held.stored_id},
            status=status.HTTP_201_CREATED,
        )

    # --- the moderators' answers

    def _answer(
        self, operation: Callable[..., Any], pk: UUID, shape: type[Serializer], **more: Any
    ) -> Response:
        queries.moderated(pk, self.actor)
        data = self.sent(shape).validated_data
        if "reason" in data:
            more["reason"] = data["reason"]
        if "remarks" in data:
            more["remarks"] = [Remark(**remark) for remark in data["remarks"]]
        operation(
            example_id=pk, version_id=data["version"], by=self.actor, now=timezone.now(), **more
        )
        return self._after(pk)

    @extend_schema(request=AnsweredVersion, responses=AFTER_A_STEP)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: UUID) -> Response:
        """Make the submitted version the one the public reads."""
        return self._answer(moderation.publish_example, pk, AnsweredVersion)

    @extend_schema(request=ChangesAsked, responses=AFTER_A_STEP)
    @action(detail=True, methods=["post"])
    def request_changes(self, request: Request, pk: UUID) -> Response:
        """Ask the author for changes, field by field, each with a reason."""
        return self._answer(moderation.request_changes, pk, ChangesAsked)

    @extend_schema(request=Reasoned, responses=AFTER_A_STEP)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: UUID) -> Response:
        """Decline with a reason."""
        return self._answer(moderation.decline_example, pk, Reasoned)

    @extend_schema(request=Reasoned, responses=AFTER_A_STEP)
    @action(detail=True, methods=["post"])
    def refer(self, request: Request, pk: UUID) -> Response:
        """Hand a State's entry to the Chair-in-Office."""
        return self._answer(moderation.refer_example, pk, Reasoned)

    @extend_schema(request=Reasoned, responses=AFTER_A_STEP)
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: UUID) -> Response:
        """Take an archive entry from the public, on request."""
        return self._answer(moderation.remove_from_archive, pk, Reasoned)


def register(router: BaseRouter) -> None:
    router.register("examples", ExampleViewSet, basename="example")
