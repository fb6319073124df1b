from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..enums import Part
from .base import Measure

_KIND_AND_REGION = """stakeholder_kind AS kind, coalesce(nullif(region, ''), 'none') AS region"""
_CUTS: tuple[tuple[str, ...], ...] = ((), ("kind",), ("region",), ("kind", "region"))
_DOMAINS = {"kind": lambda c: c.kinds, "region": lambda c: c.regions}

TAKING_PART = Measure(
    key="stakeholders",
    revision=1,
    part=Part.PARTICIPATION,
    title=_("Stakeholders taking part in the Forum"),
    definition=_("Stakeholders that were confirmed when the compilation was frozen."),
    rows=f"""
        SELECT id AS source_id, record_id AS subject, {_KIND_AND_REGION}
          FROM source WHERE kind = 'stakeholder'
    """,
    cuts=_CUTS,
    fill=(("kind",), ("region",)),
    domains=_DOMAINS,
)
REPORTING = Measure(
    key="reports",
    revision=1,
    part=Part.PARTICIPATION,
    title=_("Voluntary progress reports"),
    definition=_(
        "Stakeholders with a submitted report in this cycle, counted once with the version that "
        "stood when the compilation was frozen. Reporting is voluntary."
    ),
    rows=f"""
        SELECT id AS source_id, owner_id AS subject, {_KIND_AND_REGION}
          FROM source WHERE kind = 'report'
    """,
    cuts=_CUTS,
    fill=(("kind",), ("region",)),
    domains=_DOMAINS,
)
JOINT = Measure(
    key="joint-reports",
    revision=1,
    part=Part.PARTICIPATION,
    title=_("Joint reports"),
    definition=_(
        "Reports that several stakeholders signed together in this cycle. They are counted here "
        "only, and not as the report of any of them."
    ),
    rows="""
        SELECT id AS source_id, record_id AS subject FROM source WHERE kind = 'joint_report'
    """,
)
OVER_YEARS = Measure(
    key="reports-over-years",
    revision=1,
    part=Part.PARTICIPATION,
    title=_("Voluntary progress reports over the years"),
    definition=_(
        "Stakeholders with a counted report, in this cycle and in each earlier cycle of its kind "
        "whose review was published. Earlier cycles are counted as their edition in force counted "
        "them, with the kind and region that stakeholders had then. Reporting is voluntary, and "
        "nobody has to report every time."
    ),
    rows="""
        SELECT s.id AS source_id, s.owner_id AS subject, y.cycle, s.stakeholder_kind AS kind,
               coalesce(nullif(s.region, ''), 'none') AS region
          FROM counted_year y
          JOIN reviews_compilationsource s ON s.compilation_id = y.compilation_id
         WHERE s.kind = 'report'
    """,
    cuts=(("cycle",), ("cycle", "kind"), ("cycle", "region")),
    fill=(("cycle",), ("cycle", "kind"), ("cycle", "region")),
    domains={**_DOMAINS, "cycle": lambda c: c.cycles},
)
MEASURES = (TAKING_PART, REPORTING, JOINT, OVER_YEARS)
