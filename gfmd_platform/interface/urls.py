from django.urls import path
from django.views.i18n import set_language

from . import views

app_name = "interface"

urlpatterns = [
    path("", views.home, name="home"),
    path("gallery/", views.gallery, name="gallery"),
    path("theme/", views.choose_theme, name="theme"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("data/", views.data, name="data"),
    path("language/", set_language, name="language"),
]
