"""The endpoints of this app; each story has its own module."""

from __future__ import annotations

from rest_framework.routers import BaseRouter

from .commitments import CommitmentViewSet
from .indicators import IndicatorValueViewSet
from .joint import MilestoneViewSet, ServiceViewSet, SignatoryViewSet
from .lodging import LodgingViewSet
from .questions import QuestionViewSet
from .receipts import ReceiptViewSet
from .reports import ReportViewSet
from .signing import CoSignatoryViewSet


def register(router: BaseRouter) -> None:
    router.register("commitments", CommitmentViewSet, basename="commitment")
    router.register("signatories", SignatoryViewSet, basename="signatory")
    router.register("milestones", MilestoneViewSet, basename="milestone")
    router.register("services", ServiceViewSet, basename="service")
    router.register("indicator-values", IndicatorValueViewSet, basename="indicator-value")
    router.register("reports", ReportViewSet, basename="report")
    router.register("questions", QuestionViewSet, basename="question")
    router.register("co-signatories", CoSignatoryViewSet, basename="co-signatory")
    router.register("lodgings", LodgingViewSet, basename="lodging")
    router.register("receipts", ReceiptViewSet, basename="receipt")
