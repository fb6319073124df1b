"""Addresses of examples, partnerships and deliverables; each story has its own module."""

from __future__ import annotations

from .examples import urlpatterns as examples
from .partnerships import urlpatterns as partnerships

app_name = "partnerships"

urlpatterns = [*examples, *partnerships]
