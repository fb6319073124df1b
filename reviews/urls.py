from __future__ import annotations

from django.urls import include, path

from . import converters  # noqa: F401  (registers)
from .views import chair, public, support

_public = [
    path("reviews/", public.index, name="index"),
    path("reviews/<uuid:pk>/", public.edition, name="detail"),
    path("reviews/<uuid:pk>/figures/<figure:key>/", public.figure, name="figure"),
    path("reviews/<uuid:pk>/files/<slug:file>/", public.download, name="file"),
    path("reviews/<uuid:pk>/editions/<int:no>/", public.edition, name="edition"),
    path(
        "reviews/<uuid:pk>/editions/<int:no>/figures/<figure:key>/",
        public.figure,
        name="edition-figure",
    ),
    path(
        "reviews/<uuid:pk>/editions/<int:no>/files/<slug:file>/",
        public.download,
        name="edition-file",
    ),
    path("reviews/<uuid:pk>/approval/", chair.approval, name="approval"),
]
_support = [
    path("support/", support.home, name="support"),
    path("support/reviews/", support.begin, name="begin"),
    path("support/reviews/<uuid:pk>/", support.work, name="workspace"),
    path("support/reviews/<uuid:pk>/compile/", support.compile_, name="compile"),
    path("support/reviews/<uuid:pk>/cancel/", support.cancel, name="cancel"),
    path("support/reviews/<uuid:pk>/preview/", support.preview, name="preview"),
    path("support/reviews/<uuid:pk>/figures/<figure:key>/", support.figure, name="draft-figure"),
    path("support/reviews/<uuid:pk>/text/<slug:key>/", support.section, name="section"),
    path(
        "support/reviews/<uuid:pk>/text/<slug:key>/autosave/",
        support.autosave_section,
        name="autosave",
    ),
    path("support/reviews/<uuid:pk>/send/", support.send, name="send"),
    path("support/reviews/<uuid:pk>/take-back/", support.take_back, name="take_back"),
    path("support/reviews/<uuid:pk>/publish/", support.publish, name="publish"),
    path("support/reviews/<uuid:pk>/correct/", support.correct, name="correct"),
]

urlpatterns = [path("", include(([*_public, *_support], "reviews")))]
