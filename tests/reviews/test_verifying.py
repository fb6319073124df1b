"""An edition can be computed again by anybody who has the platform."""

from __future__ import annotations

from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from reviews import measures
from reviews.models import Edition
from tests.people import Someone

from .test_pages import published
from .world import World

pytestmark = pytest.mark.django_db


def verify(identifier: Any) -> str:
    out = StringIO()
    call_command("verify_edition", str(identifier), stdout=out, stderr=out)
    return out.getvalue()


def test_a_published_edition_is_what_its_sources_say(world: World, chair: Someone) -> None:
    edition: Edition = published(world, chair)
    said = verify(edition.pk)
    assert "all agree" in said
    assert "4 quotations and 2 files" in said
    assert verify(edition.review_id) == said


def test_a_figure_that_cannot_be_reproduced_is_named(
    world: World, chair: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    edition: Edition = published(world, chair)
    changed = tuple(
        replace(m, rows=m.rows + " AND stakeholder_kind = 'state'") if m.key == "reports" else m
        for m in measures.ALL
    )
    monkeypatch.setattr(measures, "ALL", changed)
    with pytest.raises(CommandError, match="not what its sources say"):
        verify(edition.pk)


def test_a_measure_that_is_gone_is_said_plainly(
    world: World, chair: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition: Edition = published(world, chair)
    monkeypatch.setattr(measures, "ALL", tuple(m for m in measures.ALL if m.key != "reports"))
    with pytest.raises(CommandError, match="reports"):
        verify(edition.pk)


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(CommandError, match="no such edition"):
        verify(uuid4())
