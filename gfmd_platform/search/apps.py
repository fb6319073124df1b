from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "gfmd_platform.search"
    label = "search"
