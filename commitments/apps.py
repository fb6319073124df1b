from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "commitments"
    label = "commitments"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from gfmd_platform import access
        from gfmd_platform.cycles.board_sources import (
            register_board_panel,
            register_joint_source,
            register_source,
        )
        from gfmd_platform.cycles.panels import register_panel
        from gfmd_platform.ledger import consumers
        from gfmd_platform.search import registry as search
        from gfmd_platform.stakeholders.arrivals import register_arrival
        from gfmd_platform.stakeholders.desk import register_desk, register_links
        from gfmd_platform.stakeholders.handover import register_handover
        from gfmd_platform.stakeholders.shelves import register_shelf
        from partnerships.panels import register_panel as register_serving_panel

        from . import board, desk, handing_over, relations, shelves, transitions  # noqa: F401  (registers the tables)
        from .mails import CONSUMERS
        from .search import commitment_document, report_document

        access.register("commitment", relations.COMMITMENT)
        access.register("milestone", relations.MILESTONE)
        access.register("report", relations.REPORT)
        access.register("lodging", {})
        access.register("question", relations.QUESTION)
        search.register("commitment", commitment_document, label=_("Commitment"))
        search.register("report", report_document, label=_("Progress report"))
        register_desk("commitments", desk.provide)
        register_links("commitments", desk.links)
        register_handover("cycles", _("Open review cycles"), handing_over.open_cycles)
        register_panel("commitments", shelves.cycle_panel)
        register_source(board.received)
        register_joint_source(board.joint)
        register_board_panel("arrived", board.arrived)
        register_board_panel("asked", board.questions)
        register_serving_panel("commitments", shelves.SERVING_PANEL)
        register_shelf("commitments", shelves.commitments)
        register_shelf("reports", shelves.reports)
        register_shelf("reports_joint", shelves.joint_reports)
        register_arrival("reports", shelves.arrival)
        for name, (verbs, handler) in CONSUMERS.items():
            consumers.register(name, verbs, handler)
