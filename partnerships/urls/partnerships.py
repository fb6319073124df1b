from django.urls import path, register_converter
from django.urls.converters import StringConverter

from ..views import deliverables as things
from ..views import partners, partnerships
from ..views import partnership_writing as writing


class PartnershipStep(StringConverter):
    regex = "conclude|resume|withdraw|discard|drop_changes|hold|release"


class DeliverableStep(StringConverter):
    regex = "start|change|deliver|drop|take_up_again|remove"


register_converter(PartnershipStep, "partnership_step")
register_converter(DeliverableStep, "deliverable_step")

_ONE = "partnerships/<uuid:partnership_id>/"
_ASKED = "partnerships/invitations/<uuid:partner_id>/"
_THING = "deliverables/<uuid:deliverable_id>/"

urlpatterns = [
    path("partnerships/", partnerships.partnership_list, name="partnerships"),
    path("partnerships/table.csv", partnerships.partnership_csv, name="partnerships-csv"),
    path("partnerships/new/", writing.partnership_new, name="partnership-new"),
    path(_ASKED, partners.partner_answer, name="partner-answer"),
    path(f"{_ASKED}take-back/", partners.partner_revoke, name="partner-revoke"),
    path(f"{_ASKED}leave/", partners.partner_leave, name="partner-leave"),
    path(_ONE, partnerships.partnership_detail, name="partnership"),
    path(f"{_ONE}versions/<int:no>/", partnerships.partnership_version, name="partnership-version"),
    path(f"{_ONE}edit/", writing.partnership_edit, name="partnership-edit"),
    path(f"{_ONE}autosave/", writing.partnership_autosave, name="partnership-autosave"),
    path(f"{_ONE}check/", writing.partnership_check, name="partnership-check"),
    path(f"{_ONE}partners/", partners.partner_list, name="partners"),
    path(f"{_ONE}deliverables/new/", things.deliverable_new, name="deliverable-new"),
    path(f"{_ONE}<partnership_step:verb>/", writing.partnership_step, name="partnership-step"),
    path(_THING, things.deliverable_detail, name="deliverable"),
    path(f"{_THING}<deliverable_step:verb>/", things.deliverable_step, name="deliverable-step"),
]
