from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "gfmd_platform.imports"
    label = "imports"
