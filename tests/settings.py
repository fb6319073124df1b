"""The settings of the tests: the product's own, on servers that only the tests use."""

from __future__ import annotations

import os
from pathlib import Path

_worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
_root = Path(__file__).resolve().parents[1]
os.environ["GFMD_VAR"] = os.environ.get("GFMD_TEST_VAR") or str(_root / "var" / "test")
os.environ["GFMD_MODE"] = "local"
os.environ["GFMD_DEMO"] = "false"
os.environ["QUEUE_PREFIX"] = f"test-{_worker}"
os.environ.pop("EMAIL_URL", None)

from gfmd_platform.settings import *  # noqa: E402
from gfmd_platform.settings import PLACES, STORAGES  # noqa: E402

DATABASES["default"].pop("CONN_MAX_AGE", None)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MEDIA_ROOT = PLACES.var / "files" / _worker
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
AXES_ENABLED = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
