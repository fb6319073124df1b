"""The API's front: one router into which every part brings its own `api.register`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver
from rest_framework.routers import DefaultRouter

PARTS = (
    "gfmd_platform.taxonomy",
    "gfmd_platform.stakeholders",
    "gfmd_platform.cycles",
    "gfmd_platform.search",
    "partnerships",
    "commitments",
    "reviews",
)


def api_urls() -> list[URLPattern | URLResolver]:
    """Every part's endpoints under one root."""
    router = DefaultRouter()
    for part in PARTS:
        if find_spec(f"{part}.api") is not None:
            import_module(f"{part}.api").register(router)
    return router.urls
