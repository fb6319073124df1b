from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    label = "reviews"

    def ready(self) -> None:
        from gfmd_platform import access, search
        from gfmd_platform.cycles.panels import register_panel
        from gfmd_platform.ledger import consumers
        from gfmd_platform.stakeholders.desk import register_desk, register_links

        from . import consulted, consulting_desk, consulting_mails, desk, relations, transitions  # noqa: F401  (registers the table)
        from .mails import CONSUMERS
        from .panels import review_panel
        from .search import review_document

        access.register("review", relations.RELATIONS)
        access.register("round", consulted.ROUND_RELATIONS)
        search.register("review", review_document, label=_("Annual review"))
        register_desk("reviews", desk.provide)
        register_desk("reviews: consultation", consulting_desk.provide)
        register_links("reviews", desk.links)
        register_panel("review", review_panel)
        for name, (verbs, handler) in (CONSUMERS | consulting_mails.CONSUMERS).items():
            consumers.register(name, verbs, handler)
