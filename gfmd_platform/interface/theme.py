"""The reader's choice of light or dark, kept in a cookie so that no script is needed."""

from django.http import HttpRequest, HttpResponse

COOKIE = "theme"
THEMES = ("auto", "light", "dark")
YEAR = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """ "light", "dark" or "auto" (as the system says); anything else in the cookie is "auto"."""
    chosen = request.COOKIES.get(COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def remember(response: HttpResponse, theme: str, *, secure: bool) -> None:
    """Keep `theme` for a year; "auto" forgets the cookie."""
    if theme == "auto":
        response.delete_cookie(COOKIE)
    else:
        response.set_cookie(
            COOKIE, theme, max_age=YEAR, secure=secure, httponly=True, samesite="Lax"
        )
