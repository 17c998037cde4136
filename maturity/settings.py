"""Every setting of the portal. What differs between installations comes from the environment.

Without any environment the portal runs on this machine only, on an embedded SQLite database, with a
secret key that it makes for itself. PORTAL_URL is what makes an installation a public one.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from maturity.operations import logs

BASE_DIR = Path(__file__).resolve().parent.parent
BUILD_DIR = BASE_DIR / "build"
VAR_DIR = BASE_DIR / "var"

env = environ.Env()


def portal_url() -> str:
    """The public address, scheme and host only. Anything but this machine has to be https."""
    url = env.str("PORTAL_URL", default="http://127.0.0.1:8000").rstrip("/")
    parts = urlsplit(url)
    local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if parts.scheme == "https" or (parts.scheme == "http" and local):
        return url
    raise ImproperlyConfigured(
        f"PORTAL_URL is {url!r}: set it to the address that people use, such as "
        "https://portal.example.org (http is accepted for this machine alone)."
    )


def secret_key(*, public: bool) -> str:
    """SECRET_KEY from the environment; on this machine alone, one that is made once and kept."""
    key = env.str("SECRET_KEY", default="")
    if key:
        return key
    if public:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Make one with `python3 -c 'import secrets; "
            "print(secrets.token_urlsafe(50))'` and give the same one to every web process."
        )
    kept = VAR_DIR / "secret-key"
    if not kept.exists():
        VAR_DIR.mkdir(exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    return kept.read_text()


def mailer(*, public: bool) -> dict[str, Any]:
    """How mail leaves, from EMAIL_URL; on this machine alone, it is printed on the console."""
    url = env.str("EMAIL_URL", default="" if public else "consolemail://")
    if not url:
        raise ImproperlyConfigured(
            "EMAIL_URL is not set. Name the mail server that sends invitations, such as "
            "smtp+tls://user:password@smtp.example.org:587 (or smtp+ssl://… with port 465)."
        )
    given = env.email_url_config(url)
    options = {
        "console": {},
        "smtp": {
            "host": given["EMAIL_HOST"],
            "port": given["EMAIL_PORT"],
            "username": given["EMAIL_HOST_USER"],
            "password": given["EMAIL_HOST_PASSWORD"],
            "use_tls": given.get("EMAIL_USE_TLS", False),
            "use_ssl": given.get("EMAIL_USE_SSL", False),
            "timeout": 20,
        },
        "filebased": {"file_path": f"/{given['EMAIL_FILE_PATH']}"},
    }
    kind = given["EMAIL_BACKEND"].split(".")[-2]
    if kind not in options:
        raise ImproperlyConfigured(
            f"EMAIL_URL begins with {urlsplit(url).scheme}://: use smtp+tls://, smtp+ssl:// or "
            "smtp://, or to try things out consolemail:// or filemail:///folder."
        )
    return {"BACKEND": given["EMAIL_BACKEND"], "OPTIONS": options[kind]}


PORTAL_URL = portal_url()
PUBLIC = PORTAL_URL.startswith("https://")
SECRET_KEY = secret_key(public=PUBLIC)
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = [urlsplit(PORTAL_URL).hostname]
if not PUBLIC:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tasks_db",
    "maturity",
    "assessments",
    "reports",
]

MIDDLEWARE = [
    "maturity.operations.logs.log_requests",
    "maturity.operations.health.answer_health_checks",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "maturity.urls"
WSGI_APPLICATION = "maturity.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "maturity.context.portal",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "maturity.templatetags.wording",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {
    "default": {
        **env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"),
        "ATOMIC_REQUESTS": False,
    }
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # A write takes its lock when the transaction begins, and others wait for it.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "assessments.Person"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "maturity" / "locale"]
FORMAT_MODULE_PATH = ["maturity.formats"]
TIME_ZONE = "America/Toronto"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BUILD_DIR / "static"
# Bootstrap and the fonts, put there by `make install`.
STATICFILES_DIRS = [path for path in [BUILD_DIR / "assets"] if path.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FONTS_DIR = BUILD_DIR / "fonts"
REPORTS_DIR = Path(env.str("REPORTS_DIR", default=str(VAR_DIR / "reports")))
# Every folder with files that people would miss: backups hold them, all web processes share them.
FILE_FOLDERS = {"reports": REPORTS_DIR}
MIN_FREE_DISK_MB = env.int("MIN_FREE_DISK_MB", default=200)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MAILERS = {"default": mailer(public=PUBLIC)}
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"portal@{urlsplit(PORTAL_URL).hostname}")

CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [
        CSP.SELF,
        "data:",
    ],  # Bootstrap draws check boxes and arrows as data: pictures.
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
if PUBLIC:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [PORTAL_URL]

DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
LOGGING = logs.configuration(
    public=PUBLIC, level=env.str("LOG_LEVEL", default="INFO" if PUBLIC else "WARNING").upper()
)
