"""What production refuses to start with, each refusal naming its variable."""

from __future__ import annotations

from urllib.parse import urlsplit

from gfmd_platform.environment import Environment, parse_database_url

#: Beginnings of keys that stand in examples and must never sign a real session.
KNOWN_KEYS = ("django-insecure-", "change-me", "changeme", "secret", "test-only-")


def unsafe_settings(env: Environment) -> list[str]:
    """Sentences about every setting production must not run with; empty when all is well."""
    problems = [*_about_secrets(env), *_about_web(env), *_about_database(env)]
    if env.redis_url is None:
        problems.append("REDIS_URL is not set: production uses a Redis server of its own.")
    if env.email_url is None:
        problems.append("EMAIL_URL is not set: invitations and receipts need a mail server.")
    elif "@localhost" in env.default_from_email:
        problems.append("DEFAULT_FROM_EMAIL still names localhost: mail would be refused.")
    return problems


def _about_secrets(env: Environment) -> list[str]:
    problems = []
    if env.debug:
        problems.append("DEBUG is on: it would show code and settings to visitors.")
    if env.demo:
        problems.append("GFMD_DEMO is on: a demonstration shows everybody's mail.")
    key = env.secret_key
    if key is None:
        problems.append("SECRET_KEY is not set: give at least 50 random characters.")
    elif len(key) < 50 or len(set(key)) < 10 or key.lower().startswith(KNOWN_KEYS):
        problems.append("SECRET_KEY is too short or well known: give 50 random characters.")
    return problems


def _about_web(env: Environment) -> list[str]:
    problems = []
    if not env.allowed_hosts:
        problems.append("ALLOWED_HOSTS is empty: name the hosts the platform answers to.")
    if "*" in env.allowed_hosts:
        problems.append("ALLOWED_HOSTS holds *: any host name could be put into links in mail.")
    if env.public_url is None:
        problems.append("PUBLIC_URL is not set: links in mail need the platform's address.")
    elif urlsplit(env.public_url).scheme != "https":
        problems.append("PUBLIC_URL is not https: passwords would travel in the open.")
    if env.secure_cookies is False:
        problems.append("SECURE_COOKIES is off: a session could be read on the way.")
    if env.hsts_seconds == 0:
        problems.append("HSTS_SECONDS is 0: browsers would accept plain HTTP again.")
    return problems


def _about_database(env: Environment) -> list[str]:
    problems = [
        f"{name} is not set: production uses a PostgreSQL server of its own."
        for name, url in (
            ("DATABASE_URL", env.database_url),
            ("DATABASE_OWNER_URL", env.database_owner_url),
        )
        if url is None
    ]
    if env.database_url and env.database_owner_url:
        app = parse_database_url(env.database_url)
        owner = parse_database_url(env.database_owner_url)
        if app["USER"] == owner["USER"]:
            problems.append(
                "DATABASE_URL has the same role as DATABASE_OWNER_URL: the application must run "
                "as a lesser role, which cannot change what was submitted."
            )
        if app["NAME"] != owner["NAME"]:
            problems.append("DATABASE_OWNER_URL names another database than DATABASE_URL.")
    return problems
