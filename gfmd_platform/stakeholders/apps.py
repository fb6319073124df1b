from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "gfmd_platform.stakeholders"
    label = "stakeholders"

    def ready(self) -> None:
        from gfmd_platform import access

        from .relations import RELATIONS

        access.register("stakeholder", RELATIONS)
