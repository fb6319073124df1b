"""Two answers to one invitation, given at the same moment on two connections: one stands."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import WrongState
from gfmd_platform.ledger.models import Event
from partnerships.enums import PartnerAnswer
from partnerships.models import Partner
from partnerships.operations.partners import accept_partnership, decline_partnership
from tests.people import Someone

from .examples import NOW
from .ships import invite, registered

pytestmark = pytest.mark.django_db(transaction=True)
Step = Callable[..., Partner]
SETTLED = {accept_partnership: PartnerAnswer.ACCEPTED, decline_partnership: PartnerAnswer.DECLINED}


def at_once(steps: list[Step], partner: Partner, by: Actor) -> list[Partner | WrongState]:
    """Each step in a thread and on a connection of its own, let go together."""
    ready = threading.Barrier(len(steps))
    answers: list[Partner | WrongState] = []

    def give(step: Step) -> None:
        try:
            ready.wait(timeout=10)
            answers.append(step(partner_id=partner.pk, by=by, now=NOW))
        except WrongState as refused:
            answers.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return answers


@pytest.mark.parametrize(
    "steps",
    [
        [accept_partnership, decline_partnership],
        [accept_partnership, accept_partnership],
        [decline_partnership, decline_partnership, accept_partnership],
    ],
    ids=["yes-no", "yes-yes", "no-no-yes"],
)
def test_one_answer_stands_and_the_others_are_told_so(
    steps: list[Step], focal_point: Someone, submitter: Someone
) -> None:
    partner = invite(registered(focal_point), submitter, focal_point)
    answers = at_once(steps, partner, submitter.actor)
    (standing,) = [answer for answer in answers if isinstance(answer, Partner)]
    refused = [answer for answer in answers if isinstance(answer, WrongState)]
    assert len(refused) == len(steps) - 1
    partner.refresh_from_db()
    assert partner.answer == standing.answer
    assert partner.answer in {SETTLED[step] for step in steps}
    told = f"it is now “{PartnerAnswer(partner.answer).label}”"
    assert all(told in str(answer) for answer in refused)
    # The ledger, from which mail goes out, knows of one answer only.
    verbs = Event.objects.filter(record_id=partner.partnership_id).values_list("verb", flat=True)
    assert (
        len([verb for verb in verbs if verb.endswith(("accept_partner", "decline_partner"))]) == 1
    )
