from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    label = "reviews"

    def ready(self) -> None:
        from gfmd_platform import access

        from . import relations, transitions  # noqa: F401  (registers the table)

        access.register("review", relations.RELATIONS)
