"""Django's ``migrate``, which then gives the application's role its rights."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections


class Command(DjangoMigrate):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        connection = connections[options["database"]]
        if connection.settings_dict["USER"] != settings.DATABASE_APP_ROLE:
            import_module("gfmd_platform.access.database").apply_grants(
                connection, settings.DATABASE_APP_ROLE
            )
