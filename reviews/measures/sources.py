from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..enums import Part
from .base import Measure

MEASURES = (
    Measure(
        key="versions",
        revision=1,
        part=Part.SOURCES,
        title=_("Versions counted"),
        definition=_(
            "Every version that stood when the compilation was frozen, by kind and by who may "
            "read it. Those that are not public are counted and not shown."
        ),
        rows="""
            SELECT id AS source_id, version_id AS subject, kind, visibility
              FROM source WHERE kind <> 'former'
        """,
        cuts=((), ("kind",), ("kind", "visibility")),
    ),
)
