from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "gfmd_platform.demo"
    label = "demo"
