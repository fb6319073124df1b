from __future__ import annotations

from django.urls import include, path

from . import commitments, indicators, reports

urlpatterns = [
    path("", include((commitments.urlpatterns, "commitments"))),
    path("", include((indicators.urlpatterns, "indicators"))),
    path("", include((reports.urlpatterns, "reports"))),
]
