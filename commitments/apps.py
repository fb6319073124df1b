from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "commitments"
    label = "commitments"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from gfmd_platform import access
        from gfmd_platform.search import registry as search

        from . import relations, transitions  # noqa: F401  (registers the tables)
        from .search import commitment_document, report_document

        access.register("commitment", relations.COMMITMENT)
        access.register("report", relations.REPORT)
        search.register("commitment", commitment_document, label=_("Commitment"))
        search.register("report", report_document, label=_("Progress report"))
