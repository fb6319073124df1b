from .compilations import (
    Compilation,
    CompilationDocument,
    CompilationPart,
    CompilationSource,
    Figure,
    Quotation,
)
from .consultation import ConsultationRound, Reservation, RoundComment
from .editions import Approval, Edition, EditionFile, RenderedFile
from .handing_over import HandingOver, InputOutline
from .manuscripts import (
    CONTENT,
    TAKEN_FOR,
    ManuscriptRevision,
    ManuscriptSection,
    SectionComment,
)
from .quoting import Objection, QuotationCheck
from .reviews import Review
from .verifications import EditionCheck

__all__ = [
    "CONTENT",
    "TAKEN_FOR",
    "Approval",
    "Compilation",
    "CompilationDocument",
    "CompilationPart",
    "CompilationSource",
    "ConsultationRound",
    "Edition",
    "EditionCheck",
    "EditionFile",
    "Figure",
    "HandingOver",
    "InputOutline",
    "ManuscriptRevision",
    "ManuscriptSection",
    "Objection",
    "Quotation",
    "QuotationCheck",
    "RenderedFile",
    "Reservation",
    "Review",
    "RoundComment",
    "SectionComment",
]
