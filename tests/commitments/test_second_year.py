"""A report of the second year by hand, every click and field counted: forty at most."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from commitments.models import Report

from .making import make_commitment, make_cycle
from .second_year import TEXT, report_of_last_year

pytestmark = pytest.mark.django_db


class Hand:
    """Somebody without a script who counts what they do."""

    def __init__(self, client):
        self.client = client
        self.number = 0
        self.text = client.get("/desk/").content.decode()

    def follows(self, address):
        """Only what the page before leads to."""
        assert f'href="{address}' in self.text, address
        self.number += 1
        self._arrive(self.client.get(address))

    def sends(self, address, *, already=None, **chosen):
        """Press a button, after choosing or typing in each of the fields named; `already` is what
        the form holds without them."""
        self.number += 1 + len(chosen)
        self._arrive(self.client.post(address, {**(already or {}), **chosen}, follow=True))

    def _arrive(self, answer):
        assert answer.status_code == 200
        self.text = answer.content.decode()


def test_a_second_report_takes_forty_interactions_at_most(
    support_unit, focal_point, state, other_state
):
    report_of_last_year(support_unit, focal_point, make_commitment(focal_point))
    days = {"opens_on": dt.date(2026, 11, 2), "asked_by": dt.date(2028, 5, 15)}
    cycle = make_cycle(support_unit, title="Review of 2028", year=2028, **days)
    hand = Hand(focal_point.client)
    begin = reverse("reports:start", args=[cycle.pk])
    hand.follows(begin)
    hand.sends(begin, already={"language": "en", "brings_in": "on", "for": state.pk})
    report = Report.unscoped.get(cycle=cycle)

    def at(name, *more):
        return reverse(f"reports:{name}", args=[report.pk, *more])

    hand.follows(at("part", "b"))
    hand.sends(
        at("part", "b"),
        already={"asked": ["b_narrative"], "revision": ["0"]},
        b_narrative="Targets 8.8 and 10.7, as last year.",
    )
    hand.follows(at("choices"))
    hand.sends(at("choices"), already={"revision": "0"}, visibility="public", may_quote="yes")
    hand.follows(at("check"))
    hand.sends(at("last-year"), already={"proposal": "keep|all"})
    draft = hand.text.split('name="draft" value="')[1].split('"')[0]
    hand.sends(at("check"), already={"draft": draft}, speaks_for="on")
    assert "Receipt" in hand.text
    report.refresh_from_db()
    version = report.current_version
    assert version is not None
    assert version.answers.get(key="a_narrative").value == TEXT
    assert version.statuses.count() == 1
    assert hand.number <= 40
