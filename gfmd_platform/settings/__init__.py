"""Django's settings, made from the typed environment (`environment.py`).

Nothing below reads ``os.environ``; what an operator may change is a field of `Environment`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from gfmd_platform.embedded.places import APP_ROLE, OWNER_ROLE, Places
from gfmd_platform.environment import ROOT, SettingsRefused, parse_database_url, parse_email_url
from gfmd_platform.environment import read_environment as _read_environment

from .celery import *
from .logs import logging_settings
from .safety import unsafe_settings
from .web import *

ENVIRONMENT = _read_environment()
if ENVIRONMENT.mode == "production" and (_problems := unsafe_settings(ENVIRONMENT)):
    raise SettingsRefused(_problems)

BASE_DIR = ROOT
PLACES = Places(ENVIRONMENT.var_dir.absolute())
PRODUCTION = ENVIRONMENT.mode == "production"
DEMO = PLACES.is_demo() and not PRODUCTION if ENVIRONMENT.demo is None else ENVIRONMENT.demo
DEBUG = ENVIRONMENT.debug
MAINTENANCE = ENVIRONMENT.maintenance
SECRET_KEY = ENVIRONMENT.secret_key or PLACES.secret_key()
SECRET_KEY_FALLBACKS = list(ENVIRONMENT.secret_key_fallbacks)
STEP_UP_MINUTES = ENVIRONMENT.step_up_minutes
ACCOUNT_REAUTHENTICATION_TIMEOUT = STEP_UP_MINUTES * 60
PUBLIC_URL = ENVIRONMENT.public_url or "http://localhost:8000"

# --- who answers, and how safely
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts or _LOCAL_HOSTS)
_https = urlsplit(PUBLIC_URL).scheme == "https"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if _https else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = (
    _https if ENVIRONMENT.secure_cookies is None else ENVIRONMENT.secure_cookies
)
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = ENVIRONMENT.hsts_seconds if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
if ENVIRONMENT.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_IPWARE_PROXY_COUNT = 1

# --- data
DATABASE_APP_URL = ENVIRONMENT.database_url or PLACES.database_url(APP_ROLE)
DATABASE_OWNER_URL = ENVIRONMENT.database_owner_url or (
    ENVIRONMENT.database_url or PLACES.database_url(OWNER_ROLE)
)
DATABASE_ROLE = ENVIRONMENT.database_role
#: The role that ``migrate`` grants rights to.
DATABASE_APP_ROLE = parse_database_url(DATABASE_APP_URL)["USER"]
DATABASES = {
    "default": parse_database_url(
        DATABASE_OWNER_URL if DATABASE_ROLE == "owner" else DATABASE_APP_URL
    )
    | {"CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
}
if ENVIRONMENT.database_pool:
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": ENVIRONMENT.database_pool,
        "timeout": 10,
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600

REDIS_URL = ENVIRONMENT.redis_url or PLACES.redis_url
CACHES = {
    "default": {
        "BACKEND": "gfmd_platform.embedded.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": f"{ENVIRONMENT.queue_prefix}:cache",
    }
}
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(ENVIRONMENT.queue_prefix)

# --- files and mail
MEDIA_ROOT = ENVIRONMENT.files_dir or PLACES.var / "files"
ERASURES_FILE = ENVIRONMENT.erasures_file or PLACES.var / "erasures.jsonl"
STATIC_ROOT = PLACES.var / "static"
MAX_UPLOAD_BYTES = ENVIRONMENT.max_upload_mb * 1024 * 1024
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.default_from_email
if ENVIRONMENT.email_url:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    globals().update(parse_email_url(ENVIRONMENT.email_url))
else:
    EMAIL_BACKEND = "gfmd_platform.notifications.backends.MailFolder"
    EMAIL_FILE_PATH = PLACES.mail

LOGGING_CONFIG = "gfmd_platform.settings.logs.configure"
LOGGING = logging_settings(
    level=ENVIRONMENT.log_level,
    form=ENVIRONMENT.log_format or ("json" if PRODUCTION else "text"),
)
