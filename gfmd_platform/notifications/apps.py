from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "gfmd_platform.notifications"
    label = "notifications"
