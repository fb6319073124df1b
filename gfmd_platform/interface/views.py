from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from . import front, theme
from . import gallery as gallery_context


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in its empty, filled and error state."""
    return render(request, "interface/gallery.html", gallery_context.context(request))


# Exempt from CSRF on purpose: the form stands on every page, a token would set a cookie for every
# visitor, and the worst a forged request can do is to turn the lights on.
@csrf_exempt
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    if chosen not in theme.THEMES:
        return HttpResponseBadRequest(_("Choose light, dark or automatic."))
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    response = HttpResponseRedirect(back)
    theme.remember(response, chosen, secure=request.is_secure())
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page: what this is, what one can do, what is new."""
    return render(
        request, "interface/home.html", {"recent": front.recent(), "cycle": front.cycle()}
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "interface/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "interface/accessibility.html")


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "interface/data.html")
