from __future__ import annotations

from django.urls import path

from ..views import commitment_writing as writing
from ..views import commitments as public

urlpatterns = [
    path("commitments/", public.index, name="index"),
    path("commitments/new/", writing.new, name="new"),
    path("commitments/<uuid:pk>/", public.detail, name="detail"),
    path("commitments/<uuid:pk>/versions/<int:no>/", public.version, name="version"),
    path("commitments/<uuid:pk>/edit/", writing.edit, name="edit"),
    path("commitments/<uuid:pk>/check/", writing.check, name="check"),
    path("commitments/<uuid:pk>/withdraw/", writing.withdraw, name="withdraw"),
    path("commitments/<uuid:pk>/discard/", writing.discard, name="discard"),
]
