"""The app of frameworks, terms, places and indicators."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    name = "gfmd_platform.taxonomy"
    label = "taxonomy"
    verbose_name = _("Themes and places")
    default_auto_field = "django.db.models.BigAutoField"
