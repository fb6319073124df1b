from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "gfmd_platform.cycles"
    label = "cycles"

    def ready(self) -> None:
        from gfmd_platform import access

        from . import transitions  # noqa: F401  (registers the table)
        from .relations import RELATIONS

        access.register("cycle", RELATIONS)
