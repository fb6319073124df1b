from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gfmd_platform.documents"
    label = "documents"
