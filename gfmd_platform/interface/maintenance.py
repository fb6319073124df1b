"""While the platform is being maintained, every page says so instead of failing halfway."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

AGAIN_AFTER = 300  # seconds; what programs are told, people are told "a few minutes"


class MaintenanceMiddleware:
    """Answers 503 to everything but health checks and static files, before any database is asked.

    Standing behind WhiteNoise and before sessions; it costs nothing while `MAINTENANCE` is off.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.MAINTENANCE:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/health/"):
            return self.get_response(request)
        response: HttpResponse
        if request.path_info.startswith("/api/"):
            problem = {"type": "about:blank", "title": "Service Unavailable", "status": 503}
            response = JsonResponse(
                problem | {"detail": _("The platform is being maintained.")},
                status=503,
                content_type="application/problem+json",
            )
        else:
            response = HttpResponse(render_to_string("503.html"), status=503)
        response.headers["Retry-After"] = str(AGAIN_AFTER)
        return response
