from importlib import import_module

from django.apps import AppConfig


class EmbeddedConfig(AppConfig):
    name = "gfmd_platform.embedded"
    label = "embedded"

    def ready(self) -> None:
        # So that every process, not only workers, rings the doorbell of the same application.
        import_module("gfmd_platform.celery")
