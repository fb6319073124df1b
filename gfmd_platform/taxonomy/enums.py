"""The few closed lists of the taxonomy. Everything else is data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TermKind(models.TextChoices):
    """What a term is within its framework.

    A new framework picks from these kinds; it needs no new code unless it brings a new kind.
    """

    CLUSTER = "cluster", _("Thematic cluster")
    ACTION_AREA = "action_area", _("Action area")
    OPTION_POLICY = "option_policy", _("Policy option")
    OPTION_PRACTICAL = "option_practical", _("Option for practical action")
    CROSS_CUTTING = "cross_cutting", _("Cross-cutting issue")
    OBJECTIVE = "objective", _("Objective")
    GUIDING_PRINCIPLE = "guiding_principle", _("Guiding principle")
    GOAL = "goal", _("Goal")
    TARGET = "target", _("Target")
    INDICATOR = "indicator", _("Indicator")
    ROUND_TABLE = "round_table", _("Round table")
    RECOMMENDATION = "recommendation", _("Recommendation")
    PARAGRAPH = "paragraph", _("Paragraph")
    SUMMIT = "summit", _("Summit")
    #: How values of indicators are broken down. The categories right below a dimension or a
    #: category exclude one another and together make it up.
    DIMENSION = "dimension", _("Dimension of disaggregation")
    CATEGORY = "category", _("Category of a dimension")


class PlaceKind(models.TextChoices):
    """The levels of the M49 standard; `state` and `area` are its leaves."""

    WORLD = "world", _("World")
    REGION = "region", _("Region")
    SUBREGION = "subregion", _("Subregion")
    INTERMEDIATE = "intermediate", _("Intermediate region")
    STATE = "state", _("State")
    AREA = "area", _("Area")


class UNStatus(models.TextChoices):
    """How a place stands towards the General Assembly; areas and regions have none."""

    MEMBER = "member", _("Member State of the United Nations")
    OBSERVER = "observer", _("Observer State of the United Nations")
    NONE = "", _("None")


class Relation(models.TextChoices):
    """How one term leads to another."""

    ADDRESSES = "addresses", _("addresses")
    CONTRIBUTES_TO = "contributes_to", _("contributes to")
    COVERS = "covers", _("covers")
    REFERS_TO = "refers_to", _("refers to")
