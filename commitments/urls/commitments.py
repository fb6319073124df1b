from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from ..views import asked, milestones, services, signatories
from ..views import commitment_autosave as saving
from ..views import commitment_writing as writing
from ..views import commitments as public


class MilestoneStep(StringConverter):
    regex = "change|reach|drop|take_up"


register_converter(MilestoneStep, "milestone_step")

_ONE = "commitments/<uuid:pk>/"
_ASKED = "commitments/signatories/<uuid:signatory_id>/"

urlpatterns = [
    path("commitments/", public.index, name="index"),
    path("commitments/new/", writing.new, name="new"),
    path(_ASKED, signatories.signatory_answer, name="signatory-answer"),
    path(f"{_ASKED}take-back/", signatories.signatory_revoke, name="signatory-revoke"),
    path(f"{_ASKED}leave/", signatories.signatory_leave, name="signatory-leave"),
    path(
        "commitments/milestones/<uuid:milestone_id>/<milestone_step:verb>/",
        milestones.milestone_step,
        name="milestone-step",
    ),
    path("commitments/serving/<uuid:service_id>/", services.service, name="service"),
    path(_ONE, public.detail, name="detail"),
    path(f"{_ONE}versions/<int:no>/", public.version, name="version"),
    path(f"{_ONE}versions/<int:no>/ask/", asked.ask_commitment, name="ask"),
    path(f"{_ONE}edit/", writing.edit, name="edit"),
    path(f"{_ONE}autosave/", saving.commitment_autosave, name="autosave"),
    path(f"{_ONE}check/", writing.check, name="check"),
    path(f"{_ONE}withdraw/", writing.withdraw, name="withdraw"),
    path(f"{_ONE}discard/", writing.discard, name="discard"),
    path(f"{_ONE}signatories/", signatories.signatory_list, name="signatories"),
    path(f"{_ONE}milestones/new/", milestones.milestone_new, name="milestone-new"),
    path(f"{_ONE}serving/", services.serving, name="serving"),
]
