from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "gfmd_platform.cycles"
    label = "cycles"

    def ready(self) -> None:
        from gfmd_platform import access
        from gfmd_platform.interface import front
        from gfmd_platform.ledger import consumers

        from . import transitions  # noqa: F401  (registers the table)
        from .front import current_cycle
        from .mails import CONSUMERS
        from .relations import RELATIONS

        access.register("cycle", RELATIONS)
        front.register_cycle(current_cycle)
        for name, (verbs, handler) in CONSUMERS.items():
            consumers.register(name, verbs, handler)
