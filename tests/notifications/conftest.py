from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from gfmd_platform.notifications.models import Mail
from gfmd_platform.notifications.operations import queue_mail

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _templates(settings: Any) -> None:
    """Mails of the tests' own beside the platform's."""
    engine = settings.TEMPLATES[0]
    own = Path(__file__).parent / "templates"
    settings.TEMPLATES = [{**engine, "DIRS": [own, *engine["DIRS"]]}]
    settings.PUBLIC_URL = "https://partnerships.example"
    settings.DEMO = False


@pytest.fixture
def queue(db: None) -> Callable[..., Mail]:
    def queue(**changes: Any) -> Mail:
        values: dict[str, Any] = {
            "key": "asked:1",
            "to": "amina@arvenia.example",
            "language": "en",
            "template": "asked",
            "context": {
                "who": "The Support Unit",
                "title": "Fair fees",
                "link": "/desk/",
                "day": NOW,
            },
            "now": NOW,
        }
        with transaction.atomic():
            return queue_mail(**{**values, **changes})

    return queue
