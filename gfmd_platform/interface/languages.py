"""Languages in which a text may be written: the United Nations' six first, then others.

More than the languages of the pages: what somebody says is kept in the language they said it in.
"""

from __future__ import annotations

UN_LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")

_OTHERS = (
    "am az bg bn bs cs da de el et fa fi hi hr hu hy id it ja ka kk km ko ky lo lt lv mk mn ms my "
    "ne nl no pl ps pt ro si sk sl so sq sr sv sw ta tg th ti tk tr uk ur uz vi"
)

TEXT_LANGUAGES: tuple[str, ...] = (*UN_LANGUAGES, *_OTHERS.split())


def language_of_page(code: str | None) -> str:
    """The language of a text that is written on a page in the language `code`."""
    base = (code or "").partition("-")[0]
    return base if base in TEXT_LANGUAGES else "en"
