"""Why a part of a compilation failed, in words for those who can do something about it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: By the name of the exception's class, which is all that is kept: its text may quote a source.
_WORDS: dict[str, str | Promise] = {
    "OperationalError": gettext_lazy("The database could not be reached, or stopped the work."),
    "InterfaceError": gettext_lazy("The connection to the database broke off."),
    "MemoryError": gettext_lazy("The worker had too little memory."),
    "OSError": gettext_lazy("The worker's disk or network failed."),
    "LookupError": gettext_lazy(
        "The rule of a figure is not known to this version of the platform."
    ),
    "DataError": gettext_lazy("A stored value does not fit its column."),
}


def in_words(name: str) -> str:
    """Ends with the name, by which an operator finds the entry in the log."""
    words = _WORDS.get(name, gettext_lazy("Something failed that the platform does not know."))
    return _("%(words)s (%(name)s in the log)") % {"words": words, "name": name}
