"""The endpoints of this app; each story has its own module."""

from __future__ import annotations

from rest_framework.routers import BaseRouter

from . import deliverables, examples, partnerships


def register(router: BaseRouter) -> None:
    examples.register(router)
    partnerships.register(router)
    deliverables.register(router)
