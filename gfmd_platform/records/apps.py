from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "gfmd_platform.records"
    label = "records"
