from __future__ import annotations

from django.urls import include, path

from . import commitments, reports

urlpatterns = [
    path("", include((commitments.urlpatterns, "commitments"))),
    path("", include((reports.urlpatterns, "reports"))),
]
