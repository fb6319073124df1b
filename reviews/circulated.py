"""The text as a round circulates it: its paragraphs, and for whom somebody comments."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT, Seat
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.stakeholders.models import GroupMembership

from .manuscript import Manuscript, bodies
from .models import ConsultationRound
from .prose import Paragraph, paragraphs
from .sections import SectionKey


def paragraphs_of(manuscript: Manuscript) -> dict[str, dict[str, Paragraph]]:
    """By section and key."""
    return {
        section: {paragraph.key: paragraph for paragraph in paragraphs(body)}
        for section, body in bodies(manuscript).items()
    }


def paragraph_of(round_: ConsultationRound, section: str, paragraph: str) -> str:
    """The words of a paragraph of the circulated text; none for a section as a whole.

    Raises NotVisible when the text has no such place.
    """
    if section not in SectionKey.values:
        raise NotVisible(_("There is no such section."))
    if not paragraph:
        return ""
    found = paragraphs_of(round_.manuscript or []).get(section, {}).get(paragraph)
    if found is None:
        raise NotVisible(_("There is no such paragraph."))
    return found.text


def seats_in(actor: Actor, group: str) -> list[Seat]:
    """The actor's seats as focal point of stakeholders that sit in a group (one query)."""
    ids = actor.stakeholder_ids(FOCAL_POINT)
    members = set(
        GroupMembership.objects.current()
        .filter(group=group, stakeholder__in=ids)
        .values_list("stakeholder_id", flat=True)
    )
    return [s for s in actor.seats if s.stakeholder_id in members and s.role == FOCAL_POINT]
