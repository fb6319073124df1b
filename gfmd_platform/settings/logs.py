"""Structured logs that hold no personal data.

Log lines name ids, verbs and counts. Should a name, an address or a secret slip into a field that
is known for it, the field is masked here.
"""

from __future__ import annotations

import logging.config
from collections.abc import MutableMapping
from typing import Any

import structlog

#: Fields whose values are never written.
PRIVATE = {
    *("email", "recipient", "to", "name", "password", "code", "token", "link", "cookie"),
    *("authorization", "sessionid", "text"),
}


def mask_private(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Any:
    """Replace the values of private fields."""
    for key in event:
        if key.lower() in PRIVATE:
            event[key] = "[withheld]"
    return event


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    mask_private,
]


def logging_settings(*, level: str, form: str) -> dict[str, Any]:
    """A ``dictConfig`` for ``text`` (people) or ``json`` (machines)."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    renderer,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "propagate": False},
            "celery": {"level": "INFO" if level == "DEBUG" else level},
            # A line for each of the many small tasks would hide what matters; failures are told.
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            # Its lines hold ids of passkeys.
            "fido2": {"level": "WARNING"},
            # Its lines hold the names people tried to sign in with.
            "axes": {"level": "ERROR"},
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Django's ``LOGGING_CONFIG``: the standard library's loggers and structlog, one format."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
