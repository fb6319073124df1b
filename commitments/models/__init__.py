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
    DraftFile,
    DraftObservation,
    DraftRevision,
    DraftStatus,
    Report,
)
from .sharing import ReportContributor, SectionAssignment
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
    "DraftFile",
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
    "SectionAssignment",
]
