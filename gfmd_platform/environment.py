"""What the environment may say, typed; every wrong value is refused by its variable's name.

This table is also the source of ``docs/operators/settings.md`` (see ``manage.py
describe_settings``), so each field's description is written for operators.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[1]

Words = Annotated[tuple[str, ...], NoDecode]


class SettingsRefused(ImproperlyConfigured):
    """The environment holds values the platform cannot or must not run with."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        lines = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(f"These settings need your attention:\n{lines}")


class Environment(BaseSettings):
    """Every variable the platform reads."""

    model_config = SettingsConfigDict(
        case_sensitive=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    mode: Literal["local", "production"] = Field(
        "local",
        validation_alias="GFMD_MODE",
        description="`local` is one machine with what `manage.py start` prepares; `production` "
        "refuses every unsafe setting and starts no embedded part.",
    )
    demo: bool | None = Field(
        None,
        validation_alias="GFMD_DEMO",
        description="Marks every page as a demonstration and opens the page of sent mail. Unset: "
        "as the instance was first started.",
    )
    debug: bool = Field(
        False,
        validation_alias="DEBUG",
        description="Django's debug pages, for developers. Refused in production.",
    )
    maintenance: bool = Field(
        False,
        validation_alias="GFMD_MAINTENANCE",
        description="Every page and the API answer that the platform is being maintained (503); "
        "health checks go on. For the web servers, while data is moved or upgraded.",
    )
    secret_key: str | None = Field(
        None,
        validation_alias="SECRET_KEY",
        description="Signs sessions and links; at least 50 random characters. Locally one is made "
        "and kept under the var folder.",
    )
    secret_key_fallbacks: Words = Field(
        (),
        validation_alias="SECRET_KEY_FALLBACKS",
        description="Earlier values of `SECRET_KEY`, separated by commas, newest first: sessions, "
        "links and authenticator secrets made with them stay good.",
    )
    step_up_minutes: int = Field(
        15,
        ge=1,
        le=24 * 60,
        validation_alias="STEP_UP_MINUTES",
        description="How long after signing in, or confirming, a person may submit, or change "
        "memberships, without confirming again that it is they; in minutes.",
    )
    allowed_hosts: Words = Field(
        (),
        validation_alias="ALLOWED_HOSTS",
        description="Host names the platform answers to, separated by commas. Locally "
        "`localhost`, `127.0.0.1` and `[::1]`.",
    )
    public_url: str | None = Field(
        None,
        validation_alias="PUBLIC_URL",
        description="The address people use, such as `https://partnerships.example.org`; links in "
        "mail begin with it. Locally `http://localhost:8000`.",
    )
    behind_proxy: bool = Field(
        False,
        validation_alias="BEHIND_PROXY",
        description="True where a proxy ends TLS and sets `X-Forwarded-Proto`; never true without "
        "one, since a visitor could then set that header.",
    )
    secure_cookies: bool | None = Field(
        None,
        validation_alias="SECURE_COOKIES",
        description="Cookies travel over HTTPS only. Unset: true when `PUBLIC_URL` is https.",
    )
    hsts_seconds: int = Field(
        31_536_000,
        ge=0,
        validation_alias="HSTS_SECONDS",
        description="How long browsers shall insist on HTTPS, in seconds, where it is in use.",
    )
    database_url: str | None = Field(
        None,
        validation_alias="DATABASE_URL",
        description="PostgreSQL (15 or newer) as the application's lesser role: "
        "`postgresql://user:password@host:5432/name`. Unset: the embedded one.",
    )
    database_owner_url: str | None = Field(
        None,
        validation_alias="DATABASE_OWNER_URL",
        description="The same database as the role that owns its tables; used by `migrate` and "
        "the other commands that prepare the database.",
    )
    database_role: Literal["app", "owner"] = Field(
        "app",
        validation_alias="GFMD_DATABASE_ROLE",
        description="Which of the two roles this process uses. `manage.py` sets `owner` for the "
        "commands that need it.",
    )
    database_pool: int = Field(
        0,
        ge=0,
        le=200,
        validation_alias="DATABASE_POOL",
        description="Most connections a web process keeps open in a pool; 0 for no pool. "
        "`manage.py start` sets it for the web server and never for workers.",
    )
    redis_url: str | None = Field(
        None,
        validation_alias="REDIS_URL",
        description="A server of the Redis protocol: `redis://host:6379/0`, `rediss://…` or "
        "`unix:///path`. It holds nothing that cannot be lost. Unset: the embedded one.",
    )
    queue_prefix: str = Field(
        "gfmd",
        pattern=r"^[a-z0-9_-]{1,40}$",
        validation_alias="QUEUE_PREFIX",
        description="Begins every key and queue in Redis, so that instances can share a server.",
    )
    worker_processes: int = Field(
        2,
        ge=1,
        le=64,
        validation_alias="WORKER_PROCESSES",
        description="Processes of the Celery worker under `manage.py start`.",
    )
    web_threads: int = Field(
        4,
        ge=1,
        le=64,
        validation_alias="WEB_THREADS",
        description="Threads that answer requests in each web process under `manage.py start`.",
    )
    web_processes: int = Field(
        1,
        ge=1,
        le=64,
        validation_alias="WEB_PROCESSES",
        description="Web processes under `manage.py start`.",
    )
    email_url: str | None = Field(
        None,
        validation_alias="EMAIL_URL",
        description="Mail server: `smtp://user:password@host:587` (STARTTLS), `smtps://…:465` "
        "(TLS), or `smtp://host:25?tls=no` inside a trusted network. Unset: mail is written to "
        "`var/mail/`.",
    )
    default_from_email: str = Field(
        "Platform for Partnerships <platform@localhost>",
        validation_alias="DEFAULT_FROM_EMAIL",
        description="The sender of the platform's mail.",
    )
    var_dir: Path = Field(
        ROOT / "var",
        validation_alias="GFMD_VAR",
        description="Folder of everything this instance writes: embedded databases, files, mail, "
        "logs.",
    )
    files_dir: Path | None = Field(
        None,
        validation_alias="FILES_DIR",
        description="Folder of uploaded files, by content hash. Unset: `files` in the var folder.",
    )
    max_upload_mb: int = Field(
        20,
        ge=1,
        le=500,
        validation_alias="MAX_UPLOAD_MB",
        description="Largest file a person may send, in megabytes.",
    )
    backup_key: str | None = Field(
        None,
        validation_alias="GFMD_BACKUP_KEY",
        description="An age key: a public one (`age1…`) encrypts what `manage.py backup` writes, a "
        "secret one (`AGE-SECRET-KEY-…`) opens it too. Unset: `--key-file`, or no encryption.",
    )
    erasures_file: Path | None = Field(
        None,
        validation_alias="GFMD_ERASURES_FILE",
        description="The list of erased people (opaque identifiers only), which a restore applies "
        "again. Keep it on a disk that outlives the database and that every web host writes to. "
        "Unset: `erasures.jsonl` in the var folder.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO",
        validation_alias="LOG_LEVEL",
        description="Least important message that is logged.",
    )
    log_format: Literal["text", "json"] | None = Field(
        None,
        validation_alias="LOG_FORMAT",
        description="`json` for machines, `text` for people. Unset: json in production.",
    )

    @field_validator("allowed_hosts", "secret_key_fallbacks", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(word.strip() for word in value.split(",") if word.strip())
        return value

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def _is_postgresql(cls, value: str | None) -> str | None:
        if value is not None:
            parse_database_url(value)
        return value

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
            raise ValueError("must begin with redis://, rediss:// or unix://")
        return value

    @field_validator("email_url")
    @classmethod
    def _is_smtp(cls, value: str | None) -> str | None:
        if value is not None:
            parse_email_url(value)
        return value

    @field_validator("public_url")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
            raise ValueError("must be http:// or https:// and a host name, without a path")
        return value.rstrip("/")


def parse_database_url(url: str) -> dict[str, Any]:
    """Django's database settings for ``url``.

    Raises ValueError, in words that follow the variable's name, when it is no PostgreSQL address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError("is no readable address") from error
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("must begin with postgresql://")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError("must end with the database's name, as in postgresql://user@host/name")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or query.pop("port", "")),
        "OPTIONS": query,
    }


def parse_email_url(url: str) -> dict[str, Any]:
    """Django's ``EMAIL_*`` settings for ``url``. Raises ValueError when it is no mail server."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError("is no readable address") from error
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("must look like smtp://user:password@host:587 or smtps://…:465")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and query.get("tls") != "no",
        "EMAIL_TIMEOUT": 20,
    }


def variable_of(field: str) -> str:
    """The environment variable of a field of `Environment`."""
    return str(Environment.model_fields[field].validation_alias)


def read_environment(**values: Any) -> Environment:
    """The environment, checked. Raises SettingsRefused naming every variable that is wrong."""
    try:
        return Environment(**values)
    except ValidationError as error:
        raise SettingsRefused([_in_words(detail) for detail in error.errors()]) from None


def _in_words(detail: Any) -> str:
    # The value itself is never repeated: it may be a password.
    name = str(detail["loc"][0]) if detail["loc"] else "the environment"
    name = variable_of(name) if name in Environment.model_fields else name
    message = str(detail["msg"]).removeprefix("Value error, ")
    return f"{name}: {message[0].lower()}{message[1:]}."
