from django.urls import path

from . import views

urlpatterns = [
    path("mail/", views.mail_list, name="mail-list"),
    path("mail/<uuid:mail_id>/", views.mail_detail, name="mail-detail"),
]
