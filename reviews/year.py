"""Where the year stands, in words: one line of steps for each cycle, and whose move is next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gfmd_platform.access import Actor
from gfmd_platform.stakeholders.desk import DeskGroup, DeskItem, DeskSection

from .enums import UNFINISHED, CompilationState, ReviewState
from .queries.year import Circulated, Standing, year

StepState = Literal["done", "current", "ahead"]
DONE: StepState = "done"
NOW: StepState = "current"
NEXT: StepState = "ahead"

#: States in which the text has left the Support Unit's hands.
_SENT = (ReviewState.WITH_CHAIR, ReviewState.APPROVED, ReviewState.PUBLISHED)


@dataclass(frozen=True)
class Step:
    """`sentence` says where it stands, `link` is the one thing to open.

    `since` is the day a current step began to wait, or was promised for; `is_ours` whether it waits
    for the Support Unit and not for others.
    """

    label: str
    state: StepState
    sentence: str
    href: str
    link: str
    since: dt.date | None = None
    is_ours: bool = False

    @property
    def state_label(self) -> str:
        return {DONE: _("Done"), NOW: _("Now"), NEXT: _("Next")}[self.state]

    @property
    def status(self) -> str:
        """The state as the interface draws it."""
        return {DONE: "done", NOW: "in_progress", NEXT: "not_started"}[self.state]


@dataclass(frozen=True)
class YearLine:
    """One cycle with its steps in their order."""

    standing: Standing
    steps: Sequence[Step]

    @property
    def is_finished(self) -> bool:
        return all(step.state == DONE for step in self.steps)

    @property
    def next_step(self) -> Step:
        """What the Support Unit does next; else what it waits for."""
        current = [step for step in self.steps if step.state == NOW]
        ours = [step for step in current if step.is_ours]
        return next(iter([*ours, *current]), self.steps[-1])

    @property
    def may_begin(self) -> bool:
        return self.standing.review is None and not self.standing.is_planned


def lines(actor: Actor, now: dt.datetime) -> list[YearLine]:
    return [YearLine(standing, steps_of(standing)) for standing in year(actor, now)]


def waiting(found: Sequence[YearLine]) -> list[DeskSection]:
    """The next move in each unfinished cycle, by whose it is, the oldest promise first."""
    items = [
        _item(line, step)
        for line in found
        if not line.is_finished and (step := line.next_step).since is not None
    ]
    items.sort(key=lambda item: item.since)
    return [
        DeskSection(label, group, [item for item in items if item.group == group])
        for group, label in (
            (DeskGroup.YOURS.value, _("What is next")),
            (DeskGroup.THEIRS.value, _("What runs by itself, or waits for others")),
        )
    ]


def _item(line: YearLine, step: Step) -> DeskItem:
    day = step.since
    assert day is not None
    return DeskItem(
        title=line.standing.cycle.title,
        detail=step.sentence,
        url=step.href,
        action=step.link,
        since=dt.datetime.combine(day, dt.time(), dt.UTC),
        group=DeskGroup.YOURS if step.is_ours else DeskGroup.THEIRS,
        context=step.label,
        language=line.standing.cycle.language,
    )


def steps_of(s: Standing) -> list[Step]:
    return [
        _opened(s),
        _reminders(s),
        _reported(s),
        _compiled(s),
        _manuscript(s),
        _consultation(s),
        _approval(s),
        _publication(s),
        _handing_over(s),
    ]


def _day(day: dt.date) -> str:
    return date_format(day, "j F Y")


def _board(s: Standing) -> str:
    return reverse("cycles:board", args=[s.cycle.pk])


def _workspace(s: Standing) -> str:
    """Before the review is begun its line on the Support Unit's page, where the button is."""
    if s.review is None:
        return reverse("reviews:support") + f"#cycle-{s.cycle.pk}"
    return reverse("reviews:workspace", args=[s.review.pk])


def _opened(s: Standing) -> Step:
    label = _("Opened")
    if s.is_planned:
        return Step(
            label,
            NOW,
            _("Planned to open on %s; only the Support Unit sees it.") % _day(s.cycle.opens_on),
            reverse("cycles:open", args=[s.cycle.pk]),
            _("Open the cycle and invite"),
            since=s.cycle.opens_on,
            is_ours=True,
        )
    sentence = (
        ngettext("%d stakeholder is invited.", "%d stakeholders are invited.", s.invited)
        % s.invited
    )
    return Step(label, DONE, sentence, _board(s), _("See who takes part"))


def _reminders(s: Standing) -> Step:
    label, href = _("Reminders"), reverse("cycles:reminders", args=[s.cycle.pk])
    link = _("See the dates of reminders")
    if not s.rungs:
        return Step(label, DONE, _("No dates are set; none go out by themselves."), href, link)
    if s.is_planned:
        return Step(label, NEXT, _("They go out by themselves once the cycle is open."), href, link)
    coming = [day for day in sorted(s.rungs) if day >= s.today]
    if not coming or not s.is_open:
        return Step(label, DONE, _("No more go out by themselves."), href, link)
    sentence = _("The next goes out by itself on %s.") % _day(coming[0])
    return Step(label, NOW, sentence, href, link, since=coming[0])


def _reported(s: Standing) -> Step:
    label, link = _("Reported"), _("See who takes part")
    if s.is_planned:
        sentence = _("Reports will be asked for by %s.") % _day(s.cycle.asked_by)
        return Step(label, NEXT, sentence, _board(s), link)
    count = _("%(submitted)d of %(invited)d invited have reported, %(declined)d declined.") % {
        "submitted": s.submitted,
        "invited": s.invited,
        "declined": s.declined,
    }
    if not s.is_open:
        return Step(label, DONE, count, _board(s), link)
    if s.date_has_passed:
        asked = _("The date, %s, has passed; close the cycle when no more are awaited.")
        return Step(
            label,
            NOW,
            f"{count} {asked % _day(s.cycle.asked_by)}",
            reverse("cycles:close", args=[s.cycle.pk]),
            _("Close the cycle"),
            since=s.cycle.asked_by,
            is_ours=True,
        )
    asked = _("Reports are asked for by %s.") % _day(s.cycle.asked_by)
    return Step(label, NOW, f"{count} {asked}", _board(s), link, since=s.cycle.asked_by)


def _compiled(s: Standing) -> Step:
    label, href = _("Compilation"), _workspace(s)
    review, latest = s.review, s.latest
    if latest is not None and latest.state in UNFINISHED:
        sentence = _("It is running.")
        return Step(label, NOW, sentence, href, _("Watch it"), since=latest.instant.date())
    if latest is not None and latest.state == CompilationState.FAILED:
        sentence = _("The last one failed; the page says which part, and can ask again.")
        return Step(
            label, NOW, sentence, href, _("See what failed"), latest.instant.date(), is_ours=True
        )
    if review is not None and review.state != ReviewState.OPEN and review.compilation is not None:
        sentence = _("Compiled from what stood on %s.") % _day(review.compilation.instant.date())
        return Step(label, DONE, sentence, href, _("Go to the workspace"))
    link = _("Begin the review") if review is None else _("Compile the reports")
    if s.is_planned:
        return Step(label, NEXT, _("Once reports have come in."), _board(s), _("See the cycle"))
    if s.is_open and not s.date_has_passed and review is None:
        sentence = _("Possible at any time, and again; usually after the date has passed.")
        return Step(label, NEXT, sentence, href, link)
    sentence = (
        _("The review is not begun yet.") if review is None else _("Nothing is compiled yet.")
    )
    # Before the date, a review that was begun can be compiled, but nothing is late.
    since = s.cycle.asked_by if review is None else review.state_at.date()
    return Step(label, NOW, sentence, href, link, since=since, is_ours=True)


def _manuscript(s: Standing) -> Step:
    label, href = _("Manuscript"), _workspace(s)
    review, link = s.review, _("Go to the workspace")
    if review is None or review.state == ReviewState.OPEN:
        return Step(label, NEXT, _("The prose around the figures."), href, link)
    if review.state in _SENT:
        return Step(label, DONE, _("The text is written."), href, link)
    parts = [
        _("%(written)d of %(all)d sections have text.") % {"written": s.written, "all": s.sections}
    ]
    if review.correction_note:
        parts.insert(0, _("A corrected edition is in preparation."))
    return Step(label, NOW, " ".join(parts), href, link, since=review.state_at.date(), is_ours=True)


def _consultation(s: Standing) -> Step:
    """Current while somebody may answer, or comments wait to be settled; done once all of it is."""
    label, review = _("Consultation"), s.review
    if review is None or review.compilation is None:
        sentence = _("Reporters see how they are quoted, groups read the text.")
        return Step(label, NEXT, sentence, _workspace(s), _("Go to the workspace"))
    href, link = reverse("reviews:consultation", args=[review.pk]), _("See the consultation")
    sentence = " ".join(_consulted(s))
    if review.state in _SENT:
        return Step(label, DONE, sentence, href, link)
    check_until = s.checked_until
    ends = [r.closes_on for r in s.rounds if r.is_open]
    if check_until is not None and check_until >= s.today:
        ends.append(check_until)
    unsettled = [r.closes_on for r in s.rounds if r.is_closed and r.unsettled]
    if ends or unsettled:
        return Step(
            label, NOW, sentence, href, link, since=min(unsettled or ends), is_ours=bool(unsettled)
        )
    asked = check_until is not None or s.rounds
    is_over = asked and all(r.is_closed for r in s.rounds)
    return Step(label, DONE if is_over else NEXT, sentence, href, link)


def _consulted(s: Standing) -> list[str]:
    """What was asked of whom, and what came of it, in sentences."""
    words = []
    if s.checked_until is None:
        words.append(_("Reporters have not been asked to look at their quotations."))
    elif s.checked_until >= s.today:
        words.append(_("Reporters can look at their quotations until %s.") % _day(s.checked_until))
    else:
        words.append(_("The check of quotations ended on %s.") % _day(s.checked_until))
    words += [_round(round_) for round_ in s.rounds]
    if unsettled := sum(r.unsettled for r in s.rounds):
        words.append(
            ngettext(
                "%d comment waits for an answer.", "%d comments wait for an answer.", unsettled
            )
            % unsettled
        )
    if s.reservations:
        words.append(
            ngettext("%d reservation stands.", "%d reservations stand.", s.reservations)
            % s.reservations
        )
    if not s.rounds:
        words.append(_("The text has gone to no group."))
    return words


def _round(round_: Circulated) -> str:
    if round_.is_closed:
        sentence, day = _("%(group)s: comments ended on %(day)s."), round_.closes_on
    elif round_.is_open:
        sentence, day = _("%(group)s: comments until %(day)s."), round_.closes_on
    else:
        sentence, day = _("%(group)s: gets the text on %(day)s."), round_.opens_on
    return sentence % {"group": round_.group, "day": _day(day)}


def _approval(s: Standing) -> Step:
    label, href, link = _("Approval"), _workspace(s), _("Go to the workspace")
    review = s.review
    if review is not None and review.state == ReviewState.WITH_CHAIR:
        sentence = _("With the Chair-in-Office since %s.") % _day(review.state_at.date())
        return Step(label, NOW, sentence, href, link, since=review.state_at.date())
    if review is not None and review.state in _SENT:
        return Step(label, DONE, _("The Chair-in-Office has approved."), href, link)
    sentence = _("The Chair-in-Office approves, or returns the text with words.")
    return Step(label, NEXT, sentence, href, link)


def _publication(s: Standing) -> Step:
    label, review = _("Publication"), s.review
    if review is not None and review.publish_at is not None:
        sentence = _("It becomes public by itself on %s.") % review.publish_words
        href = reverse("reviews:schedule", args=[review.pk])
        return Step(label, NOW, sentence, href, _("See the set time"))
    if review is not None and review.state == ReviewState.APPROVED:
        return Step(
            label,
            NOW,
            _("Approved on %s; publishing cannot be taken back.") % _day(review.state_at.date()),
            _workspace(s),
            _("Publish it"),
            since=review.state_at.date(),
            is_ours=True,
        )
    if review is None or review.current_edition is None:
        sentence = _("Web page and files, at an address that stays.")
        return Step(label, NEXT, sentence, _workspace(s), _("Go to the workspace"))
    edition = review.current_edition
    words = {"no": edition.no, "day": _day(edition.at.date())}
    sentence = _("Edition %(no)d is public since %(day)s.") % words
    state = DONE if review.state == ReviewState.PUBLISHED else NEXT
    if state == NEXT:
        sentence += " " + _("The corrected one comes next.")
    href = reverse("reviews:detail", args=[review.pk])
    return Step(label, state, sentence, href, _("Read it"))


def _handing_over(s: Standing) -> Step:
    label, review, link = _("Hand-over"), s.review, _("Go to the input")
    if review is None:
        sentence = _("What other bodies ask of the review, and for each State its own.")
        return Step(label, NEXT, sentence, _workspace(s), _("Go to the workspace"))
    href = reverse("reviews:input", args=[review.pk])
    if review.state != ReviewState.PUBLISHED or review.current_edition is None:
        sentence = _("Headings and lengths of this year's invitation can be set already.")
        return Step(label, NEXT, sentence, href, link)
    if s.handed_on is not None:
        return Step(label, DONE, _("Handed over on %s.") % _day(s.handed_on), href, link)
    if s.input_due_on is not None:
        sentence = _("The input is asked for by %s.") % _day(s.input_due_on)
    else:
        sentence = _("Nobody has noted that the edition was handed over.")
    # Due on the day of the invitation; where none is known, since the publication.
    since = s.input_due_on or review.current_edition.at.date()
    return Step(label, NOW, sentence, href, link, since=since, is_ours=True)
