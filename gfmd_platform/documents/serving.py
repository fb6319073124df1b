"""Sending a document that was made for one reader: saved, never shown inside the site's pages."""

from __future__ import annotations

import io

from django.http import FileResponse
from django.utils.text import slugify

from .tables import XLSX_TYPE
from .word import DOCX_TYPE

TYPES = {"pdf": "application/pdf", "docx": DOCX_TYPE, "xlsx": XLSX_TYPE}


def document_response(
    content: bytes, *, name: str, form: str, private: bool = True
) -> FileResponse:
    """`form` is one of `TYPES`. What is private is kept by no cache."""
    response = FileResponse(
        io.BytesIO(content),
        as_attachment=True,
        filename=f"{slugify(name) or 'document'}.{form}",
        content_type=TYPES[form],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store" if private else "public, no-cache"
    return response
