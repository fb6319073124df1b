from .compilations import (
    Compilation,
    CompilationDocument,
    CompilationPart,
    CompilationSource,
    Figure,
    Quotation,
)
from .editions import Approval, Edition, EditionFile, RenderedFile
from .manuscripts import ManuscriptRevision, ManuscriptSection
from .quoting import Objection, QuotationCheck
from .reviews import Review
from .verifications import EditionCheck

__all__ = [
    "Approval",
    "Compilation",
    "CompilationDocument",
    "CompilationPart",
    "CompilationSource",
    "Edition",
    "EditionCheck",
    "EditionFile",
    "Figure",
    "ManuscriptRevision",
    "ManuscriptSection",
    "Objection",
    "Quotation",
    "QuotationCheck",
    "RenderedFile",
    "Review",
]
