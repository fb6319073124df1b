from django.urls import path

from . import views

app_name = "taxonomy"

urlpatterns = [
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:framework>/", views.framework, name="framework"),
    path("themes/<slug:framework>/<str:code>/", views.term, name="term"),
    path("places/", views.places, name="places"),
]
