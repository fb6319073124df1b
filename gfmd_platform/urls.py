"""The addresses of the platform. Each part owns its own; here they are only put together."""

from __future__ import annotations

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from .api import api_urls

# Order matters only for the front page, which the interface owns.
PARTS = (
    "gfmd_platform.interface",
    "gfmd_platform.embedded",
    "gfmd_platform.taxonomy",
    "gfmd_platform.stakeholders",
    "gfmd_platform.notifications",
    "gfmd_platform.search",
    "gfmd_platform.cycles",
    "partnerships",
    "commitments",
    "reviews",
)

urlpatterns = [
    *(path("", include(f"{part}.urls")) for part in PARTS if find_spec(f"{part}.urls")),
    path("api/v1/", include((api_urls(), "api"))),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/", SpectacularSwaggerView.as_view(url_name="api-schema"), name="api-docs"),
    path("operators/", admin.site.urls),
]
