from __future__ import annotations

from django.urls import path

from ..views import indicators

urlpatterns = [
    path("indicators/", indicators.index, name="index"),
    path("indicators/<str:ref>/", indicators.detail, name="detail"),
    path("indicators/<str:ref>/values.csv", indicators.export, name="export"),
]
