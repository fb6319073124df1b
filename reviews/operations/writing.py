"""Writing the prose around the figures, leaving sections out, choosing among quotations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotVisible

from ..compiling.documents import parse
from ..models import ManuscriptRevision, ManuscriptSection, Review
from ..objections import objected_ids, quotation_id
from ..sections import LETTERED, SectionKey
from .sections import open_manuscript, revise, section_of

MOST = 50_000  # characters in one section; a chapter, not a book
MOST_OF_A_NOTE = 1_000  # characters of a reason or a note


@transaction.atomic
def write_section(
    *,
    review_id: UUID,
    key: str,
    body: str,
    revision: int,
    by: Actor,
    now: dt.datetime,
    leave: bool = False,
) -> ManuscriptSection:
    """Save the text of a section. `revision` is the one that was read, 0 before the first.

    The section is then taken by the writer, unless they `leave` it. Every text stays readable in
    `ManuscriptRevision`; saving what stands already changes nothing.
    Raises NotVisible, NotAllowed, WrongState, Invalid, or StaleRevision (also as `Taken`, while
    somebody else writes the section) with both texts.
    """
    review = open_manuscript(review_id, by)
    section = section_of(review, key, now)
    changes = {"body": body.replace("\r\n", "\n").strip()}
    if len(changes["body"]) > MOST:
        raise Invalid({"body": [_("This text is too long: at most 50,000 characters are kept.")]})
    return revise(section, revision, changes, by=by, now=now, leave=leave)


@transaction.atomic
def bring_back_section(
    *, review_id: UUID, key: str, revision: int, standing: int, by: Actor, now: dt.datetime
) -> ManuscriptSection:
    """Have a section's text say again what it said at `revision`; `standing` is the revision that
    was read as the present one. Raises as `write_section`."""
    review = open_manuscript(review_id, by)
    section = section_of(review, key, now)
    earlier = ManuscriptRevision.objects.filter(section=section, revision=revision).first()
    if earlier is None:
        raise NotVisible(_("There is no such earlier text."))
    return revise(section, standing, {"body": earlier.body}, by=by, now=now)


@transaction.atomic
def hide_section(
    *, review_id: UUID, key: str, reason: str, revision: int, by: Actor, now: dt.datetime
) -> ManuscriptSection:
    """Leave a section out of the text. The reason is kept and shown to the Chair-in-Office; the
    figures stay in the data.

    Raises as `write_section`; Invalid without a reason, and for the introduction.
    """
    review = open_manuscript(review_id, by)
    reason = _note(reason, "reason", _("Say why. The Chair-in-Office reads it."))
    if key == SectionKey.INTRODUCTION:
        raise Invalid({"reason": [_("An edition needs its introduction.")]})
    return revise(section_of(review, key, now), revision, {"hidden": reason}, by=by, now=now)


@transaction.atomic
def show_section(
    *, review_id: UUID, key: str, revision: int, by: Actor, now: dt.datetime
) -> ManuscriptSection:
    """Take a section that was left out into the text again. Raises as `write_section`."""
    review = open_manuscript(review_id, by)
    return revise(section_of(review, key, now), revision, {"hidden": ""}, by=by, now=now)


@transaction.atomic
def choose_quotations(
    *,
    review_id: UUID,
    key: str,
    chosen: Sequence[str] | None,
    note: str,
    revision: int,
    by: Actor,
    now: dt.datetime,
) -> ManuscriptSection:
    """Print these quotations of a part, in place of those that the rule selects; None is the rule
    again. `note` is printed with them. They keep the order that was drawn.

    Raises as `write_section`; Invalid for what was not compiled, and without a note.
    """
    review = open_manuscript(review_id, by)
    section = section_of(review, key, now)
    changes: dict[str, Any] = {"quotations": None, "quotations_note": ""}
    if chosen is not None:
        there = _compiled(review, key)
        if set(chosen) - set(there):
            message = _("Choose among the quotations that were compiled for this section.")
            raise Invalid({"chosen": [message]})
        changes = {
            "quotations": [said for said in there if said in set(chosen)],
            "quotations_note": _note(note, "note", _("Say why. The edition prints it.")),
        }
    return revise(section, revision, changes, by=by, now=now)


def _compiled(review: Review, key: str) -> list[str]:
    """What can be quoted in a part, in the order that was drawn: all to which nobody objects."""
    if review.compilation is None or key not in LETTERED:
        return []
    document = parse(review.compilation.document.content)
    objected = set(objected_ids(review, review.compilation_id))
    said = [q for q in document["parts"]["voices"]["quotations"] if q["part"] == key]
    return [found for q in said if (found := quotation_id(q)) not in objected]


def _note(text: str, field: str, needed: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid({field: [needed]})
    if len(text) > MOST_OF_A_NOTE or "\x00" in text:
        raise Invalid({field: [_("At most 1,000 characters are kept.")]})
    return text
