"""The words of a mail: a plain-text template in the reader's language.

A template's first line is the subject. What follows says who did what, what comes next, and gives
one link (`{{ link }}`).
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template import Context, engines
from django.utils import translation

_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")


def absolute(path: str) -> str:
    """The full address of a page of this instance."""
    return urljoin(f"{settings.PUBLIC_URL}/", path)


def render_mail(template: str, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text. `context["link"]` may be a path; it becomes a full address.

    Raises ValueError when the template yields no subject or no text.
    """
    values = {**context, "home": absolute("/"), "is_demo": settings.DEMO}
    if "link" in values:
        values["link"] = absolute(str(values["link"]))
    with translation.override(_as_installed(language)):
        text = _render(f"mail/{template}.txt", values)
        footer = _render("mail/_footer.txt", values)
    subject, _, body = text.strip().partition("\n")
    subject, body = " ".join(subject.split()), body.strip()
    if not subject or not body:
        raise ValueError(f"The mail {template!r} needs a subject on its first line, then a text")
    body = _BLANK_LINES.sub("\n\n", f"{body}\n\n-- \n{footer.strip()}\n")
    return shortened(subject, 300), body


def _as_installed(language: str) -> str:
    """The language itself; for English, this instance's own, with its way to write dates."""
    default: str = settings.LANGUAGE_CODE
    return default if language.split("-")[0] == default.split("-")[0] else language


def shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _render(name: str, values: dict[str, Any]) -> str:
    # Plain text: escaping for HTML would put `&#x27;` into people's mail.
    template = engines["django"].engine.get_template(name)  # type: ignore[attr-defined]
    rendered: str = template.render(Context(values, autoescape=False))
    return rendered
