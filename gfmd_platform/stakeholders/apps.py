from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "gfmd_platform.stakeholders"
    label = "stakeholders"

    def ready(self) -> None:
        from gfmd_platform import access
        from gfmd_platform.ledger import consumers

        from . import searching, signals, waiting
        from .desk import register_desk, register_links
        from .mails import CONSUMERS
        from .relations import GROUP_RELATIONS, RELATIONS

        access.register("stakeholder", RELATIONS)
        access.register("group", GROUP_RELATIONS)
        searching.register()
        signals.connect()
        register_desk("stakeholders", waiting.provide)
        register_links("stakeholders", waiting.links)
        for name, (verbs, handler) in CONSUMERS.items():
            consumers.register(name, verbs, handler)
