"""Writing the manuscript over the API: the twins of the editor's pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.stakeholders.api.base import UUID_REGEX

from .. import operations
from ..queries import manuscript
from . import manuscript_shapes as shapes
from .base import ReviewEndpoints

_ANY = OpenApiTypes.OBJECT
_SECTION = r"sections/(?P<key>[\w-]+)"


class ManuscriptActions(ReviewEndpoints):
    """Actions of a review's view set; for the Support Unit."""

    def _on(self, pk: UUID, key: str) -> dict[str, Any]:
        """What every operation on a section is given. Raises NotVisible for an unknown one."""
        manuscript.section(self.actor, pk, key)
        return {"review_id": pk, "key": key, "by": self.actor, "now": timezone.now()}

    @extend_schema(responses=_ANY)
    @action(detail=True, methods=["get"])
    def outline(self, request: Request, pk: UUID) -> Response:
        """The sections of the manuscript in their order: how long, by whom, what is to be put
        right."""
        return self._outline(pk)

    def _outline(self, pk: UUID) -> Response:
        review, outline = manuscript.outline(self.actor, pk, timezone.now())
        return Response({"revision": review.revision, **shapes.outline_json(outline)})

    @extend_schema(request=shapes.SectionMove, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="outline/move")
    def move(self, request: Request, pk: UUID) -> Response:
        """Have a section stand one place earlier or later."""
        sent = self._valid(shapes.SectionMove)
        operations.move_section(review_id=pk, by=self.actor, now=timezone.now(), **sent)
        return self._outline(pk)

    @extend_schema(request=shapes.WordLimit, responses=_ANY)
    @action(detail=True, methods=["put"], url_path="word-limit")
    def word_limit(self, request: Request, pk: UUID) -> Response:
        """How many words the cycle's invitation asks the text to keep to."""
        sent = self._valid(shapes.WordLimit)
        operations.limit_words(review_id=pk, by=self.actor, now=timezone.now(), **sent)
        return self._outline(pk)

    @extend_schema(methods=["get"], responses=_ANY)
    @extend_schema(methods=["put"], request=shapes.SectionWrite, responses=_ANY)
    @action(detail=True, methods=["get", "put"], url_path=_SECTION)
    def section(self, request: Request, pk: UUID, key: str) -> Response:
        """The text of a section, and the figures it can refer to. A stale write, or one while
        somebody else writes the section, is refused with both texts."""
        if request.method == "GET":
            page = manuscript.section_page(self.actor, pk, key, timezone.now())
            return Response(shapes.section_page_json(page))
        sent = self._valid(shapes.SectionWrite)
        saved = operations.write_section(**self._on(pk, key), **sent)
        return Response(shapes.section_json(saved))

    @extend_schema(request=shapes.SectionTake, responses=_ANY)
    @action(detail=True, methods=["post"], url_path=f"{_SECTION}/take")
    def take(self, request: Request, pk: UUID, key: str) -> Response:
        """Write a section alone, until it is left or 15 minutes after the last save."""
        sent = self._valid(shapes.SectionTake)
        operations.take_section(**self._on(pk, key), **sent)
        page = manuscript.section_page(self.actor, pk, key, timezone.now())
        return Response(shapes.section_page_json(page))

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"], url_path=f"{_SECTION}/leave")
    def leave(self, request: Request, pk: UUID, key: str) -> Response:
        """Let others write the section."""
        return Response(shapes.section_json(operations.leave_section(**self._on(pk, key))))

    @extend_schema(request=shapes.LeaveOut, responses=_ANY)
    @action(detail=True, methods=["post"], url_path=f"{_SECTION}/leave-out")
    def leave_out(self, request: Request, pk: UUID, key: str) -> Response:
        """Leave the section out of the text; its figures stay in the data."""
        sent = self._valid(shapes.LeaveOut)
        return Response(shapes.section_json(operations.hide_section(**self._on(pk, key), **sent)))

    @extend_schema(request=shapes.Read, responses=_ANY)
    @action(detail=True, methods=["post"], url_path=f"{_SECTION}/take-in")
    def take_in(self, request: Request, pk: UUID, key: str) -> Response:
        """Take a section that was left out into the text again."""
        sent = self._valid(shapes.Read)
        return Response(shapes.section_json(operations.show_section(**self._on(pk, key), **sent)))

    @extend_schema(methods=["get"], responses=_ANY)
    @extend_schema(methods=["put"], request=shapes.QuotationsWrite, responses=_ANY)
    @action(detail=True, methods=["get", "put"], url_path=f"{_SECTION}/quotations")
    def section_quotations(self, request: Request, pk: UUID, key: str) -> Response:
        """What can be quoted in a part, and which of it is printed."""
        if request.method == "PUT":
            sent = self._valid(shapes.QuotationsWrite)
            operations.choose_quotations(**self._on(pk, key), **sent)
        _review, section, said = manuscript.quotations(self.actor, pk, key)
        return Response(
            {
                "revision": section.revision,
                "note": section.quotations_note,
                "quotations": [shapes.said_json(one) for one in said],
            }
        )

    @extend_schema(request=shapes.Read, responses=_ANY)
    @action(detail=True, methods=["post"], url_path=f"{_SECTION}/quotations/by-rule")
    def section_quotations_by_rule(self, request: Request, pk: UUID, key: str) -> Response:
        """Go back to the rule's choice."""
        sent = self._valid(shapes.Read)
        saved = operations.choose_quotations(chosen=None, note="", **self._on(pk, key), **sent)
        return Response(shapes.section_json(saved))

    @extend_schema(responses=_ANY)
    @action(detail=True, methods=["get"], url_path=f"{_SECTION}/history")
    def history(self, request: Request, pk: UUID, key: str) -> Response:
        """The latest 100 texts of a section, the newest first."""
        _review, section = manuscript.section(self.actor, pk, key)
        lines = manuscript.earlier(section, list(manuscript.revisions(section)[:100]))
        return Response([shapes.earlier_json(line) for line in lines])

    @extend_schema(request=shapes.SectionBringBack, responses=_ANY)
    @action(detail=True, methods=["post"], url_path=f"{_SECTION}/bring-back")
    def bring_back(self, request: Request, pk: UUID, key: str) -> Response:
        """Have the section say again what it said at a revision."""
        sent = self._valid(shapes.SectionBringBack)
        saved = operations.bring_back_section(**self._on(pk, key), **sent)
        return Response(shapes.section_json(saved))

    @extend_schema(methods=["get"], responses=_ANY)
    @extend_schema(methods=["post"], request=shapes.SectionCommentWrite, responses={201: _ANY})
    @action(detail=True, methods=["get", "post"], url_path=f"{_SECTION}/comments")
    def comments(self, request: Request, pk: UUID, key: str) -> Response:
        """What the Support Unit says among itself about a section."""
        if request.method == "POST":
            sent = self._valid(shapes.SectionCommentWrite)
            made = operations.comment_section(body=sent["comment"], **self._on(pk, key))
            return Response(shapes.comment_json(made), status=status.HTTP_201_CREATED)
        page = manuscript.section_page(self.actor, pk, key, timezone.now())
        return Response([shapes.comment_json(comment) for comment in page.comments])

    @extend_schema(
        operation_id="reviews_sections_comments_resolve",
        request=shapes.CommentResolve,
        responses=_ANY,
    )
    @action(
        detail=True, methods=["post"], url_path=rf"{_SECTION}/comments/(?P<comment>{UUID_REGEX})"
    )
    def comment(self, request: Request, pk: UUID, key: str, comment: str) -> Response:
        """Mark a comment as done, or open it again."""
        sent = self._valid(shapes.CommentResolve)
        page = manuscript.section_page(self.actor, pk, key, timezone.now())
        if comment not in {str(one.pk) for one in page.comments}:
            raise NotVisible("There is no such comment.")
        resolved = operations.resolve_section_comment(
            review_id=pk, comment_id=UUID(comment), by=self.actor, now=timezone.now(), **sent
        )
        return Response(shapes.comment_json(resolved))
