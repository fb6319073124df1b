from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "gfmd_platform.ledger"
    label = "ledger"
