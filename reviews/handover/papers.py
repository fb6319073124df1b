"""What is handed over, as a document in plain pieces."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gfmd_platform.documents.paper import Grid, Paper

from ..models import Edition
from ..presenting import disclaimer
from ..presenting.reservations import reservations_of
from .inputs import Input
from .pieces import Piece
from .sheets import Sheet


def input_paper(found: Input, edition: Edition, *, address: str) -> Paper:
    """The input under its headings, and behind them where each figure is explained."""
    language = edition.review.language
    made = Paper(
        title=found.outline.title,
        language=language,
        kicker=_("Global Forum on Migration and Development"),
        facts=[*_facts(edition, address), disclaimer()],
        footer=found.outline.title,
    )
    for filled in found.headings:
        made.heading(1, filled.heading.heading)
        for piece in filled.pieces:
            _say(made, piece)
        if not filled.pieces:
            made.say(_("The edition says nothing here."), kind="soft")
    reserved = reservations_of(edition.manuscript)
    if reserved:
        made.heading(1, _("Reservations"))
        for said in reserved:
            made.heading(2, said.heading)
            made.say(said.text, said.language)
    if found.figures:
        made.heading(1, _("How the figures are known"))
        made.blocks.append(
            Grid(
                caption=_("Each address explains a figure and leads to the versions behind it."),
                head=[_("Figure"), _("Number"), _("Address")],
                rows=[
                    [piece.label or piece.key, piece.text, piece.href] for piece in found.figures
                ],
                numbers=(1,),
            )
        )
    return made


def _facts(edition: Edition, address: str) -> list[str]:
    return [
        _("Taken from edition %(no)d of “%(title)s”, published on %(day)s.")
        % {
            "no": edition.no,
            "title": edition.review.cycle.title,
            "day": date_format(edition.at, "j F Y"),
        },
        address,
    ]


def _say(made: Paper, piece: Piece) -> None:
    if piece.kind == "figure":
        made.say(f"{piece.text} {piece.label}")
    elif piece.kind == "heading":
        made.heading(2, piece.text, piece.language)
    elif piece.kind == "quotation":
        made.say(piece.text, piece.language, "quotation")
        if piece.by:
            made.say(f"{piece.by}: {piece.href}", kind="soft")
    else:
        made.say(piece.text, piece.language)


def sheet_paper(sheet: Sheet, edition: Edition, *, address: str) -> Paper:
    made = Paper(
        title=sheet.name,
        language=edition.review.language,
        kicker=_("Its figures and quotations in “%s”") % edition.review.cycle.title,
        facts=[*_facts(edition, address), disclaimer()],
        footer=f"{sheet.name} – {edition.review.cycle.title}",
    )
    if sheet.quotations:
        made.heading(1, _("Quotations"))
        for piece in sheet.quotations:
            made.say(piece.text, piece.language, "quotation")
            made.say(f"{piece.label}: {piece.href}", kind="soft")
    if sheet.values:
        made.heading(1, _("Values of indicators"))
        made.blocks.append(
            Grid(
                caption="",
                head=[_("Indicator"), _("Period"), _("Value"), _("Address")],
                rows=[[v.indicator, v.period, f"{v.value} {v.unit}", v.href] for v in sheet.values],
                numbers=(2,),
            )
        )
    if sheet.shares:
        made.heading(1, _("Figures in which it is counted"))
        made.blocks.append(
            Grid(
                caption="",
                head=[_("Figure"), _("Of its own"), _("In all"), _("Address")],
                rows=[[s.label, s.own, s.total, s.href] for s in sheet.shares],
                numbers=(1, 2),
            )
        )
    if sheet.sources:
        made.heading(1, _("Versions that were counted"))
        made.blocks.append(
            Grid(
                caption="",
                head=[_("Kind"), _("Title"), _("Version"), _("SHA-256")],
                rows=[[s.kind_label, s.title, str(s.no), s.sha256] for s in sheet.sources],
                numbers=(2,),
            )
        )
    return made
