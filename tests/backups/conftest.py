from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from psycopg import sql

from gfmd_platform.environment import parse_database_url
from tests.database import _with_name


@pytest.fixture(autouse=True)
def _own_places(settings: Any, tmp_path: Path) -> None:
    """Files and the list of erasures of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.ERASURES_FILE = tmp_path / "elsewhere" / "erasures.jsonl"


@pytest.fixture
def new_database(databases: Any) -> Iterator[str]:
    """Address, as its owner, of an empty database that is dropped after the test."""
    name = f"gfmd_test_drill_{os.getpid()}"
    owner = parse_database_url(django_settings.DATABASE_OWNER_URL)
    with psycopg.connect(
        host=owner["HOST"],
        port=owner["PORT"] or None,
        user=owner["USER"],
        password=owner["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    ) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
        connection.execute(drop)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
        )
        yield _with_name(django_settings.DATABASE_OWNER_URL, name)
        connection.execute(drop)
