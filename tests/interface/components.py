"""Components drawn from a line of markup, as they stand in a template."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template import engines
from django.utils.safestring import SafeString
from django_cotton.compiler_regex import CottonCompiler


def draw(markup: str, request: HttpRequest | None = None, **context: Any) -> SafeString:
    template = engines["django"].from_string(CottonCompiler().process(markup))
    return template.render(context, request)
