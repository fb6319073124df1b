from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "gfmd_platform.backups"
    label = "backups"
