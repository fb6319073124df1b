from .clearances import Clearance, ReportStep, UsualStep
from .commitments import (
    Commitment,
    CommitmentIndicator,
    CommitmentTerm,
    CommitmentVersion,
    CommitmentVersionIndicator,
    CommitmentVersionTerm,
)
from .custodians import CustodianBatch, CustodianValue
from .identifiers import CommitmentIdentifier, CommitmentVersionIdentifier
from .lodging import LodgedFile, Lodging, LodgingConfirmation
from .margins import DraftComment, DraftCommentText, Suggestion
from .milestones import Milestone, MilestoneEntry
from .questions import QuestionEntry, SupportQuestion
from .reading import MarginRead
from .reports import (
    DraftAnswer,
    DraftFile,
    DraftObservation,
    DraftRevision,
    DraftStatus,
    Report,
)
from .services import Service
from .sharing import ReportContributor, SectionAssignment
from .signatories import CommitmentVersionSignatory, Signatory
from .signing import CoSignatory, ReportVersionCoSignatory
from .translations import VersionTranslation
from .uploads import DraftUpload, UploadItem
from .versions import (
    ReportAcknowledgement,
    ReportVersion,
    ReportVersionAnswer,
    ReportVersionCommitmentStatus,
    ReportVersionObservation,
    ReportWithdrawal,
)

__all__ = [
    "Clearance",
    "CoSignatory",
    "Commitment",
    "CommitmentIdentifier",
    "CommitmentIndicator",
    "CommitmentTerm",
    "CommitmentVersion",
    "CommitmentVersionIdentifier",
    "CommitmentVersionIndicator",
    "CommitmentVersionSignatory",
    "CommitmentVersionTerm",
    "CustodianBatch",
    "CustodianValue",
    "DraftAnswer",
    "DraftComment",
    "DraftCommentText",
    "DraftFile",
    "DraftObservation",
    "DraftRevision",
    "DraftStatus",
    "DraftUpload",
    "LodgedFile",
    "Lodging",
    "LodgingConfirmation",
    "MarginRead",
    "Milestone",
    "MilestoneEntry",
    "QuestionEntry",
    "Report",
    "ReportAcknowledgement",
    "ReportContributor",
    "ReportStep",
    "ReportVersion",
    "ReportVersionAnswer",
    "ReportVersionCoSignatory",
    "ReportVersionCommitmentStatus",
    "ReportVersionObservation",
    "ReportWithdrawal",
    "SectionAssignment",
    "Service",
    "Signatory",
    "Suggestion",
    "SupportQuestion",
    "UploadItem",
    "UsualStep",
    "VersionTranslation",
]
