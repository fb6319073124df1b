from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "commitments"
    label = "commitments"

    def ready(self) -> None:
        from gfmd_platform import access

        from . import relations, transitions  # noqa: F401  (registers the tables)

        access.register("commitment", relations.COMMITMENT)
        access.register("report", relations.REPORT)
