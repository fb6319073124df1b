"""Whatever several people do to one draft, in whatever order, no accepted word is lost.

python manage.py test --long --hypothesis-seed=7 tests/properties      ten thousand histories
"""

from __future__ import annotations

import os

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .desk import make_desk
from .history import VERBS, History

pytestmark = pytest.mark.django_db

#: All histories of a long run, in portions with a database of their own.
HISTORIES = int(os.environ.get("HISTORIES", "10000"))
PORTIONS = 20

STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 4), st.integers(0, 24), st.integers(0, 5)),
    min_size=12,
    max_size=40,
)
COMMON = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)


def play(desk, editors, steps) -> None:
    with transaction.atomic():
        History(desk, editors).play(steps)
        connection.check_constraints()
        transaction.set_rollback(True)


def test_no_accepted_word_is_lost(state, support_unit):
    desk = make_desk(state, support_unit)

    @settings(COMMON, max_examples=25, derandomize=True)
    @given(editors=st.integers(2, 5), steps=STEPS)
    def histories(editors, steps):
        play(desk, editors, steps)

    histories()


@pytest.mark.long
@pytest.mark.parametrize("portion", range(PORTIONS))
def test_no_accepted_word_is_lost_in_ten_thousand_histories(state, support_unit, portion):
    desk = make_desk(state, support_unit)

    @settings(COMMON, max_examples=HISTORIES // PORTIONS)
    @given(editors=st.integers(2, 5), steps=STEPS)
    def histories(editors, steps):
        play(desk, editors, steps)

    histories()
