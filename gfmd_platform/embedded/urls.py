"""`/health/`: whether this process lives, and whether it can serve."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("health/", views.ready, name="health"),
    path("health/live/", views.live, name="health-live"),
    path("health/ready/", views.ready, name="health-ready"),
]
