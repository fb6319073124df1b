from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "gfmd_platform.search"
    label = "search"

    def ready(self) -> None:
        from gfmd_platform.interface import front
        from gfmd_platform.taxonomy import published

        from .front import recent_entries
        from .themes import PublishedEntries

        front.register_entries(recent_entries)
        published.register(PublishedEntries())
