"""Twins of the pages: the same reading side, the same operations."""

from __future__ import annotations

from rest_framework.routers import BaseRouter

from .groups import MandateViewSet, SupportUnitViewSet
from .me import DeskView, MeView, SessionsView
from .members import InvitationViewSet, MembershipViewSet
from .stakeholders import StakeholderViewSet

__all__ = ["register"]


def register(router: BaseRouter) -> None:
    router.register("stakeholders", StakeholderViewSet, basename="stakeholder")
    router.register("memberships", MembershipViewSet, basename="membership")
    router.register("invitations", InvitationViewSet, basename="invitation")
    router.register("mandates", MandateViewSet, basename="mandate")
    router.register("support-unit", SupportUnitViewSet, basename="support-unit")
    router.register("me", MeView, basename="me")
    router.register("sessions", SessionsView, basename="session")
    router.register("desk", DeskView, basename="desk")
