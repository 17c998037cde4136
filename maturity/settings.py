"""Every setting of the portal. What differs between installations comes from the environment.

Without any environment the portal runs on this machine only, on an embedded SQLite database, with a
secret key that it makes for itself. PORTAL_URL is what makes an installation a public one.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from maturity.environment import (
    backup_keep,
    backup_recipients,
    backups_dir,
    buckets,
    contact,
    database,
    env,
    hour,
    mailer,
    metrics_addresses,
    metrics_token,
    nightly_hour,
    oidc_providers,
    origin,
    owner,
    portal_url,
    secret_key,
    stores,
)
from maturity.operations import logs
from maturity.secret_files import check_secret_files

BASE_DIR = Path(__file__).resolve().parent.parent
BUILD_DIR = BASE_DIR / "build"
VAR_DIR = BASE_DIR / "var"

check_secret_files()
PORTAL_URL = portal_url()
PUBLIC = PORTAL_URL.startswith("https://")
SECRET_KEY = secret_key(public=PUBLIC, kept=VAR_DIR / "secret-key")
DEBUG = env.bool("DEBUG", default=False)
if PUBLIC and DEBUG:
    raise ImproperlyConfigured("DEBUG shows the portal's inside: unset it at a public address.")
OIDC_PROVIDERS = oidc_providers(public=PUBLIC)
ALLOWED_HOSTS = [urlsplit(PORTAL_URL).hostname]
if not PUBLIC:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tasks_db",
    "maturity",
    "assessments",
    "reports",
]

MIDDLEWARE = [
    "maturity.operations.logs.log_requests",
    "maturity.operations.metrics.watch",
    "maturity.operations.health.answer_health_checks",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "assessments.accounts.middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "maturity.methods.Methods",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "assessments.accounts.middleware.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "assessments.accounts.middleware.SecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "assessments.web.told.tell_changes",
    "assessments.web.closed.refused_posts",
    "assessments.accounts.receipts.Receipts",
]

CSRF_FAILURE_VIEW = "assessments.accounts.views.out_of_date"
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
                "assessments.web.pages.drafts",
                "assessments.web.closed.for_templates",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "maturity.templatetags.wording",
                "assessments.templatetags.form_token",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {
    "default": {
        **database(default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"),
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
    # A statement that comes again and again is planned once a connection: half of its cost here.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 10,
        "server_side_binding": True,
        "prepare_threshold": 5,
    } | DATABASES["default"].get("OPTIONS", {})
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "assessments.Person"
AUTHENTICATION_BACKENDS = ["assessments.accounts.backends.PersonBackend"]
MIN_PASSWORD_LENGTH = 12
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": MIN_PASSWORD_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "work:home"

# Signing in, by django-allauth. Nobody signs up: people are invited (assessments.accounts).
ACCOUNT_ADAPTER = "assessments.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "work:home"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PUBLIC else "http"
# A limit for an address (key) comes before one for a machine (ip): guessing at one account blocks
# that account, and not the colleagues behind the same proxy. They are counted in the cache below.
# (nosec: no line of these tables is a password, as bandit would have it.)
ACCOUNT_RATE_LIMITS = {
    # No limit for a machine on all that it posts: under an attack its counter, which takes turns,
    # would turn away colleagues of the attacker.
    "login": None,
    "login_failed": "5/5m/key,100/m/ip",
    "reset_password": "3/10m/key,100/m/ip",  # nosec
    "reset_password_from_key": "100/m/ip",  # nosec
}
ACCOUNT_FORMS = {
    "login": "assessments.accounts.forms.Login",
    "reauthenticate": "assessments.accounts.forms.Reauthenticate",
    "change_password": "assessments.accounts.forms.ChangePassword",  # nosec
    "set_password": "assessments.accounts.forms.SetPassword",  # nosec
    "reset_password": "assessments.accounts.forms.ResetPassword",  # nosec
    "reset_password_from_key": "assessments.accounts.forms.ResetPasswordKey",  # nosec
}
MFA_FORMS = {
    "authenticate": "assessments.accounts.forms.EnterCode",
    "reauthenticate": "assessments.accounts.forms.EnterCodeAgain",
    "activate_totp": "assessments.accounts.forms.ActivateTotp",
    "add_webauthn": "assessments.accounts.forms.AddKey",
    "edit_webauthn": "assessments.accounts.forms.RenameKey",
}
MFA_ADAPTER = "assessments.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Maturity portal – Portail de maturité"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PUBLIC
MFA_RATE_LIMITS = {"webauthn_login": "100/m/ip"}
# The roles that have to sign in with a second factor; on this machine alone, none unless told.
MFA_REQUIRED_ROLES = frozenset(
    env.list("MFA_REQUIRED_ROLES", default=["secretariat", "cochair"] if PUBLIC else [])
)
if unknown := MFA_REQUIRED_ROLES - {"secretariat", "cochair", "lead", "contributor", "viewer"}:
    raise ImproperlyConfigured(f"MFA_REQUIRED_ROLES: no such role as {', '.join(sorted(unknown))}.")
SOCIALACCOUNT_ADAPTER = "assessments.accounts.adapters.OidcAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": each.id,
                "name": each.name,
                "client_id": each.client_id,
                "secret": each.secret,
                "settings": {"server_url": each.issuer},
            }
            for each in OIDC_PROVIDERS
        ],
    }
}
# How many proxies before the portal are ours: the client's address is read from what they add.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if PUBLIC else 0)

# Sessions: how long without a request, how long in all, and when the page warns, in seconds.
SESSION_IDLE_LIMIT = 30 * 60
SESSION_WARNING = 2 * 60
SESSION_ABSOLUTE_LIMIT = 12 * 60 * 60
# Longer than the limits, which the portal itself enforces: it can then still tell who it was.
SESSION_COOKIE_AGE = 24 * 60 * 60
INVITATION_DAYS = 14
# After how many days `apply_retention` removes what is no longer needed.
RETENTION = {
    "invitations": env.int("RETENTION_INVITATIONS_DAYS", default=90),
    "left": env.int("RETENTION_LEFT_DAYS", default=730),
    "files": env.int("RETENTION_FILES_DAYS", default=30),
}

# What those who rate tell of the statements: which are "unclear", and how much "time" each takes.
FEEDBACK = frozenset(env.list("FEEDBACK", default=["unclear", "time"]))
if unknown := FEEDBACK - {"unclear", "time"}:
    raise ImproperlyConfigured(
        f"FEEDBACK: it can be unclear or time, not {', '.join(sorted(unknown))}."
    )

# Shared by all processes: limits on attempts have to hold across them.
CACHES = {
    "default": {
        "BACKEND": "maturity.operations.outages.Cache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

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
FONTS_DIR = BUILD_DIR / "fonts"
# Where files go that people would miss: into folders that all hosts share, or into a bucket. The
# portal hands them out, no web server; backups hold the reports and the evidence.
REPORTS_DIR = Path(env.str("REPORTS_DIR", default=str(VAR_DIR / "reports")))
EVIDENCE_DIR = Path(env.str("EVIDENCE_DIR", default=str(VAR_DIR / "evidence")))
BACKUPS_DIR = backups_dir([REPORTS_DIR, EVIDENCE_DIR])
FILES_BUCKET, BACKUPS_BUCKET = buckets()
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing uses it
    **stores(files=FILES_BUCKET, backups=BACKUPS_BUCKET),
}
MIN_FREE_DISK_MB = env.int("MIN_FREE_DISK_MB", default=200)

# When workers make a backup every day, and which of them stay; without a place they make none.
BACKUP_HOUR = hour("BACKUP_HOUR", default=3)
BACKUP_KEEP = backup_keep()
BACKUP_RECIPIENTS = backup_recipients()
# When workers do what else is done every night (maturity.operations.runs), or None: never.
NIGHTLY_HOUR = nightly_hour()

# Which files the database names, for drills: functions that give their names in a backup, each with
# the hexadecimal SHA-256.
NAMED_FILES = ["assessments.evidence.reads.named_files"]
# Who may ask for /metrics; with neither there is no such page.
METRICS_TOKEN = metrics_token()
METRICS_ADDRESSES = metrics_addresses()
# What else is told there: functions without arguments that give metrics.
METRICS_SOURCES = ["assessments.audit.metrics.head"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# What workers do once a day (maturity.operations.jobs.keep_daily): tasks without arguments that
# raise Again for the next day.
DAILY_TASKS = [
    "assessments.notices.reminders.remind_of_due_dates",
    "assessments.follow_up.digest.send_digests",
    "assessments.ballots.actions.close_passed",
    "reports.batches.keeping.remove_old_files",
    "assessments.accounts.keeping.remove_expired",
    "maturity.operations.backup_runs.back_up",
    "assessments.audit.verification.verify_every_night",
    "assessments.people.retention.apply_every_night",
]
MAILERS = {"default": mailer(public=PUBLIC, folder=VAR_DIR / "mail")}
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"portal@{urlsplit(PORTAL_URL).hostname}")

# Whom pages send people to: those of the secretariat.
CONTACT = contact()
# Whose portal it is, by language: every page says so.
OWNER = owner()

CSRF_COOKIE_HTTPONLY = True
# What a page says next can name people: it stays on the server, and in no cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
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
    # Chromium applies it to where a form is redirected to as well: signing in elsewhere.
    "form-action": [CSP.SELF, *sorted({origin(each.issuer) for each in OIDC_PROVIDERS})],
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

FILE_UPLOAD_HANDLERS = [
    "maturity.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# A page of long answers, in which each accented letter is sent as six bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
LOGGING = logs.configuration(
    public=PUBLIC, level=env.str("LOG_LEVEL", default="INFO" if PUBLIC else "WARNING").upper()
)
