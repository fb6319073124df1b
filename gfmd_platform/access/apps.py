from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "gfmd_platform.access"
    label = "access"
