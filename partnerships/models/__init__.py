from .decisions import ExampleDecision, ExampleRemark
from .deliverables import Deliverable, DeliverableVersion
from .examples import (
    Example,
    ExamplePlace,
    ExampleTerm,
    ExampleVersion,
    ExampleVersionFile,
    ExampleVersionPlace,
    ExampleVersionTerm,
)
from .imports import ImportedRow
from .partnerships import (
    Partner,
    Partnership,
    PartnershipPlace,
    PartnershipTerm,
    PartnershipVersion,
    PartnershipVersionPlace,
    PartnershipVersionTerm,
)

__all__ = [
    "Deliverable",
    "DeliverableVersion",
    "Example",
    "ExampleDecision",
    "ExamplePlace",
    "ExampleRemark",
    "ExampleTerm",
    "ExampleVersion",
    "ExampleVersionFile",
    "ExampleVersionPlace",
    "ExampleVersionTerm",
    "ImportedRow",
    "Partner",
    "Partnership",
    "PartnershipPlace",
    "PartnershipTerm",
    "PartnershipVersion",
    "PartnershipVersionPlace",
    "PartnershipVersionTerm",
]
