"""Settings fail helpfully, and production refuses what is unsafe."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from gfmd_platform.embedded.check import DEPLOYMENT
from gfmd_platform.environment import (
    Environment,
    SettingsRefused,
    parse_database_url,
    parse_email_url,
    read_environment,
)
from gfmd_platform.settings.description import describe
from gfmd_platform.settings.safety import unsafe_settings


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Sets exactly the given variables among ours."""

    def only(**variables: str) -> None:
        for field in Environment.model_fields.values():
            monkeypatch.delenv(str(field.validation_alias), raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return only


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GFMD_MODE", "staging"),
        ("DEBUG", "perhaps"),
        ("DATABASE_URL", "mysql://user:hunter2@host/name"),
        ("DATABASE_URL", "postgresql://user:hunter2@host"),
        ("DATABASE_OWNER_URL", "postgresql://user:hunter2@host:port/name"),
        ("REDIS_URL", "http://hunter2@host"),
        ("EMAIL_URL", "mail.example.org"),
        ("PUBLIC_URL", "partnerships.example.org"),
        ("PUBLIC_URL", "https://example.org/below"),
        ("QUEUE_PREFIX", "with space"),
        ("WORKER_PROCESSES", "0"),
        ("WEB_THREADS", "many"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(environ, variable: str, value: str) -> None:
    environ(**{variable: value})
    with pytest.raises(SettingsRefused) as refused:
        read_environment()
    (problem,) = refused.value.problems
    assert problem.startswith(f"{variable}: ")
    assert "hunter2" not in str(refused.value), "a password must not reach the log"


def test_all_problems_are_told_at_once(environ) -> None:
    environ(DEBUG="perhaps", WEB_THREADS="many")
    with pytest.raises(SettingsRefused) as refused:
        read_environment()
    assert [problem.split(":")[0] for problem in refused.value.problems] == ["DEBUG", "WEB_THREADS"]


def test_the_deployment_that_is_checked_is_safe(environ) -> None:
    environ(**DEPLOYMENT)
    assert unsafe_settings(read_environment()) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"DEBUG": "true"}, "DEBUG"),
        ({"GFMD_DEMO": "true"}, "GFMD_DEMO"),
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-7Jp3Qw3zX9vB2nM5rT8yU1iO4aS6dF0gHkLp"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"PUBLIC_URL": None}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "http://example.org"}, "PUBLIC_URL"),
        ({"SECURE_COOKIES": "false"}, "SECURE_COOKIES"),
        ({"HSTS_SECONDS": "0"}, "HSTS_SECONDS"),
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"DATABASE_OWNER_URL": None}, "DATABASE_OWNER_URL"),
        ({"DATABASE_URL": DEPLOYMENT["DATABASE_OWNER_URL"]}, "DATABASE_URL"),
        (
            {"DATABASE_OWNER_URL": "postgresql://owner:word@database.example.org/other"},
            "DATABASE_OWNER_URL",
        ),
        ({"REDIS_URL": None}, "REDIS_URL"),
        ({"EMAIL_URL": None}, "EMAIL_URL"),
        ({"DEFAULT_FROM_EMAIL": None}, "DEFAULT_FROM_EMAIL"),
    ],
)
def test_production_refuses_an_unsafe_setting_by_its_name(
    environ, change: dict[str, str | None], named: str
) -> None:
    changed = DEPLOYMENT | change
    environ(**{name: value for name, value in changed.items() if value is not None})
    problems = unsafe_settings(read_environment())
    assert len(problems) == 1
    assert re.match(rf"{named}\b", problems[0])


def test_a_process_refuses_in_words_and_not_with_a_traceback() -> None:
    own = {"DJANGO_SETTINGS_MODULE": "gfmd_platform.settings", "DEBUG": "true"}
    environment = os.environ | DEPLOYMENT | own
    asked = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 2
    assert "DEBUG is on" in asked.stderr
    assert "Traceback" not in asked.stderr


def test_database_addresses_are_read_whole() -> None:
    read = parse_database_url("postgresql://me:p%40ss@host:5433/name?sslmode=require")
    assert (read["USER"], read["PASSWORD"], read["HOST"]) == ("me", "p@ss", "host")
    assert (read["PORT"], read["NAME"], read["OPTIONS"]) == ("5433", "name", {"sslmode": "require"})
    on_socket = parse_database_url("postgresql://me@/name?host=%2Fa%20folder")
    assert on_socket["HOST"] == "/a folder"


def test_mail_addresses_choose_their_encryption() -> None:
    assert parse_email_url("smtp://host")["EMAIL_USE_TLS"]
    assert parse_email_url("smtps://host")["EMAIL_USE_SSL"]
    plain = parse_email_url("smtp://host:25?tls=no")
    assert (plain["EMAIL_USE_TLS"], plain["EMAIL_USE_SSL"], plain["EMAIL_PORT"]) == (
        False,
        False,
        25,
    )


def test_the_page_about_settings_is_what_the_settings_say() -> None:
    page = settings.BASE_DIR / "docs" / "operators" / "settings.md"
    assert page.read_text() == describe(), "run `python3 manage.py describe_settings --write`"
