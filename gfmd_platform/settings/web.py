"""The settings that are the same on every instance: apps, middleware, sign-in, languages, API."""

from __future__ import annotations

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from django.utils.translation import to_locale

from gfmd_platform.environment import ROOT

ROOT_URLCONF = "gfmd_platform.urls"
WSGI_APPLICATION = "gfmd_platform.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: Our own apps, from the top of the house to its ground (imports go this way only).
HOUSE = [
    "gfmd_platform.demo",
    "reviews",
    "commitments",
    "partnerships",
    "gfmd_platform.interface",
    "gfmd_platform.documents",
    "gfmd_platform.imports",
    "gfmd_platform.notifications",
    "gfmd_platform.search",
    "gfmd_platform.cycles",
    "gfmd_platform.backups",
    "gfmd_platform.stakeholders",
    "gfmd_platform.taxonomy",
    "gfmd_platform.records",
    "gfmd_platform.ledger",
    "gfmd_platform.access",
    "gfmd_platform.embedded",
]
#: Top packages of our own code.
HOUSE_ROOTS = ("gfmd_platform", "partnerships", "commitments", "reviews")
INSTALLED_APPS = [
    *HOUSE,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_cotton",
    "django_htmx",
    "csp",
    "axes",
    "pgtrigger",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gfmd_platform.interface.maintenance.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "gfmd_platform.access.middleware.ActorMiddleware",
    "gfmd_platform.stakeholders.middleware.AssuranceMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "gfmd_platform.interface.context.interface",
            ],
        },
    }
]
FORM_RENDERER = "gfmd_platform.interface.forms.InterfaceRenderer"
COTTON_ISOLATE_BY_DEFAULT = True  # a component sees what it is given, and what every page knows

# --- sign-in
AUTH_USER_MODEL = "stakeholders.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "gfmd_platform.stakeholders.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    action: f"gfmd_platform.stakeholders.forms.signin.{form}"
    for action, form in {
        "login": "LoginForm",
        "request_login_code": "RequestLoginCodeForm",
        "confirm_login_code": "ConfirmLoginCodeForm",
        "confirm_email_verification_code": "ConfirmEmailForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "ResetPasswordKeyForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "change_email": "ChangeEmailForm",
        "add_email": "AddEmailForm",
        "reauthenticate": "ReauthenticateForm",
    }.items()
}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False  # a mailbox alone signs nobody in anew
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # for another password or address too
# Failed attempts are counted by axes alone, in PostgreSQL: Redis may be emptied at any time. Those
# at the second step too; see `stakeholders/limits.py`.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "receipt": "30/m/ip"}
MFA_ADAPTER = "gfmd_platform.stakeholders.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Platform for Partnerships"
MFA_TOTP_TOLERANCE = 1  # the code just gone and the one to come: clocks differ, fingers are slow
MFA_FORMS = {
    action: f"gfmd_platform.stakeholders.forms.factors.{form}"
    for action, form in {
        "authenticate": "AuthenticateForm",
        "reauthenticate": "ReauthenticateForm",
        "activate_totp": "ActivateTotpForm",
        "add_webauthn": "AddPasskeyForm",
        "edit_webauthn": "NamePasskeyForm",
    }.items()
}
USERSESSIONS_TRACK_ACTIVITY = False  # `AssuranceMiddleware` does, and not at every request
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "gfmd_platform.stakeholders.views.signin.username_of"
AXES_LOCKOUT_CALLABLE = "gfmd_platform.stakeholders.views.signin.locked"
AXES_RESET_ON_SUCCESS = True

# --- what a browser may load: our own files, nothing inline, nothing from elsewhere
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

# --- languages and time
LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [ROOT / "locale"]
#: The UN's languages, of which a reader is offered those that have a compiled catalogue: without
#: one, a browser set to Arabic would be shown English laid out from right to left.
LANGUAGES = [
    (code, name)
    for code, name in (
        ("en-gb", _("English")),
        ("fr", _("French")),
        ("es", _("Spanish")),
        ("ar", _("Arabic")),
        ("ru", _("Russian")),
        ("zh-hans", _("Chinese")),
    )
    if code == LANGUAGE_CODE
    or (ROOT / "locale" / to_locale(code) / "LC_MESSAGES" / "django.mo").exists()
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- static files
STATIC_URL = "/static/"
MEDIA_URL = "/media/"  # never served: files go through a view that asks the permission table
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

FILTERS_EMPTY_CHOICE_LABEL = _("All")

# --- API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["drf_orjson_renderer.renderers.ORJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "drf_orjson_renderer.parsers.ORJSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "gfmd_platform.pagination.Pages",
    "EXCEPTION_HANDLER": "gfmd_platform.problems.problem_details",
    "UNICODE_JSON": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Platform for Partnerships",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    # Several fields are named alike; in the schema each has the name of its own list.
    "ENUM_NAME_OVERRIDES": {
        "ExampleKind": "partnerships.enums.ExampleKind",
        "CommitmentKind": "commitments.enums.CommitmentKind",
        "StakeholderKind": "gfmd_platform.stakeholders.enums.StakeholderKind",
        "CycleKind": "gfmd_platform.cycles.enums.CycleKind",
        "TermKind": "gfmd_platform.taxonomy.enums.TermKind",
        "PlaceKind": "gfmd_platform.taxonomy.enums.PlaceKind",
        "TextLanguage": "gfmd_platform.interface.languages.TEXT_LANGUAGES",
        "PageLanguage": LANGUAGES,
        "MemberRole": "gfmd_platform.stakeholders.enums.MemberRole",
        "InvitedRole": "partnerships.enums.INVITED_ROLES",
        "YesNoUnknown": "commitments.enums.Cleared",
        "QuestionType": "gfmd_platform.cycles.enums.QuestionType",
        "Section": "gfmd_platform.cycles.enums.Part",
    },
}
