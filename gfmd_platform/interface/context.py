"""What every page knows, whoever drew it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .navigation import COLOPHON, MAIN
from .theme import theme_of


def interface(request: HttpRequest) -> dict[str, Any]:
    """Context processor: theme, demo line, navigation, languages. Runs no query."""
    languages = list(settings.LANGUAGES)
    return {
        "theme": theme_of(request),
        "is_demo": bool(getattr(settings, "DEMO", False)),
        "navigation": [
            {"label": place.label, "href": place.href(), "here": place.holds(request.path)}
            for place in MAIN
        ],
        "colophon": [{"label": place.label, "href": place.href()} for place in COLOPHON],
        "languages": languages if len(languages) > 1 else [],
    }
