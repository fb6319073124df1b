"""One index of everything public. Apps register their kinds here:

    search.register("example", build_document, label=_("Practice example"))

and call `search.operations.index(kind, record_id)` wherever a record becomes
public or ceases to be.
"""

from .registry import SearchDocument, name_stakeholder_kinds, register

__all__ = ["SearchDocument", "name_stakeholder_kinds", "register"]
