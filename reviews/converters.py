"""How a figure's key is written in an address."""

from __future__ import annotations

from django.urls import register_converter


class FigureKey:
    """ "commitments-by-area~area=gfmd-recollection-2017:C1.1~status=done" """

    regex = r"[\w.:=~-]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FigureKey, "figure")
