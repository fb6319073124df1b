from .commitments import (
    Commitment,
    CommitmentIndicator,
    CommitmentTerm,
    CommitmentVersion,
    CommitmentVersionIndicator,
    CommitmentVersionTerm,
)
from .reports import (
    DraftAnswer,
    DraftObservation,
    DraftRevision,
    DraftStatus,
    Report,
    ReportContributor,
)
from .versions import (
    ReportAcknowledgement,
    ReportVersion,
    ReportVersionAnswer,
    ReportVersionCommitmentStatus,
    ReportVersionObservation,
)

__all__ = [
    "Commitment",
    "CommitmentIndicator",
    "CommitmentTerm",
    "CommitmentVersion",
    "CommitmentVersionIndicator",
    "CommitmentVersionTerm",
    "DraftAnswer",
    "DraftObservation",
    "DraftRevision",
    "DraftStatus",
    "Report",
    "ReportAcknowledgement",
    "ReportContributor",
    "ReportVersion",
    "ReportVersionAnswer",
    "ReportVersionCommitmentStatus",
    "ReportVersionObservation",
]
