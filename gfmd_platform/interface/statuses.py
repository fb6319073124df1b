"""States as readers see them: a word, a shape, a tone. Colour comes third and is never alone.

Apps may pass a label of their own; the shape and tone of a state are the same everywhere. There
is no tone for "late" or "not reported": the platform blames nobody.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Status:
    label: str | Promise
    shape: str = "ring"
    tone: str = "calm"  # calm, active, good, ask


STATUSES: dict[str, Status] = {
    # writing
    "not_started": Status(_("Not started"), "ring"),
    "draft": Status(_("Draft"), "ring"),
    "in_preparation": Status(_("In preparation"), "half", "active"),
    "in_progress": Status(_("In progress"), "half", "active"),
    "complete": Status(_("Complete"), "check", "good"),
    "handed_back": Status(_("Handed back as ready"), "check", "good"),
    "no_seat": Status(_("No longer a member"), "diamond", "ask"),
    "waiting": Status(_("Waits for the steps before it"), "ring"),
    "asked": Status(_("Clearance asked for"), "half", "active"),
    "cleared": Status(_("Cleared"), "check", "good"),
    "reopened": Status(_("Changed since it was cleared"), "diamond", "ask"),
    "not_saved": Status(_("Not saved"), "diamond", "ask"),
    # on its way
    "submitted": Status(_("Submitted"), "half", "active"),
    "received": Status(_("Received"), "half", "active"),
    "acknowledged": Status(_("Acknowledged"), "check", "good"),
    "in_moderation": Status(_("With the Support Unit"), "half", "active"),
    "changes_requested": Status(_("Change asked for"), "diamond", "ask"),
    "referred": Status(_("With the Chair-in-Office"), "half", "active"),
    "change_requested": Status(_("Change asked for"), "diamond", "ask"),
    "returned": Status(_("Returned"), "diamond", "ask"),
    "clarification_requested": Status(_("Clarification asked for"), "diamond", "ask"),
    "compiling": Status(_("Compiling"), "half", "active"),
    "compiled": Status(_("Compiled"), "check", "good"),
    "in_consultation": Status(_("In consultation"), "half", "active"),
    "approved": Status(_("Approved"), "check", "good"),
    # public
    "published": Status(_("Published"), "disc", "good"),
    "registered": Status(_("Registered"), "disc", "good"),
    "active": Status(_("Active"), "disc", "good"),
    "confirmed": Status(_("Confirmed"), "check", "good"),
    "unconfirmed": Status(_("Unconfirmed archive entry"), "square"),
    "open": Status(_("Open"), "ring", "active"),
    "answered": Status(_("Answered"), "check", "good"),
    "closed": Status(_("Closed"), "square"),
    "date_changed": Status(_("Date changed"), "ring", "active"),
    "planned": Status(_("Planned"), "ring"),
    "under_way": Status(_("Under way"), "half", "active"),
    "dropped": Status(_("Dropped"), "dash"),
    "concluded": Status(_("Concluded"), "check", "good"),
    "on_hold": Status(_("Taken from the public for now"), "diamond", "ask"),
    "ongoing": Status(_("Ongoing"), "half", "active"),
    "delivered": Status(_("Delivered"), "disc", "good"),
    "fulfilled": Status(_("Fulfilled"), "disc", "good"),
    "withdrawn": Status(_("Withdrawn"), "dash"),
    "archive": Status(_("Unconfirmed archive entry"), "square"),
    "archived": Status(_("Archived"), "square"),
    # answers
    "invited": Status(_("Invited"), "ring", "active"),
    "applied": Status(_("Applied"), "half", "active"),
    "accepted": Status(_("Accepted"), "check", "good"),
    "declined": Status(_("Declined"), "dash"),
    "left": Status(_("Left"), "dash"),
    "revoked": Status(_("Invitation taken back"), "dash"),
    "failed": Status(_("Failed"), "diamond", "ask"),
}


def status_of(state: str, label: object = "") -> Status:
    """The status of a state; an unknown state is drawn calmly with its own words."""
    known = STATUSES.get(str(state))
    words = str(label) if label else ""
    if known is None:
        return Status(words or str(state).replace("_", " ").capitalize(), "ring")
    return Status(words or known.label, known.shape, known.tone)
