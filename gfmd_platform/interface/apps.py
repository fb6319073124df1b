from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    """The design system: layouts, components, form rendering, assets. It has no models."""

    name = "gfmd_platform.interface"
    label = "interface"
    verbose_name = "Interface"
