from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "gfmd_platform.search"
    label = "search"

    def ready(self) -> None:
        from gfmd_platform.interface import front

        from .front import recent_entries

        front.register_entries(recent_entries)
